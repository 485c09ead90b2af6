// SPDX-License-Identifier: AGPL-3.0-or-later
// Styles of Ant Design as one static file (its zero-runtime mode): making them in the browser took a third of the
// time that a page needs to stand. The package ships the styles of all its components; only those of components that
// are in the bundle are kept. Colours and measures stay variables, set by the theme while the page runs.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { readdirSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import postcss from 'postcss';

const root = path.dirname(createRequire(import.meta.url).resolve('antd/package.json'));
const source = path.join(root, 'dist/antd.css');

/** Class names begin with the name of the component's folder, but for these. */
const NAMES = { button: ['btn'], grid: ['row', 'col'], 'date-picker': ['picker'], 'qr-code': ['qrcode'], 'float-button': ['float-btn'], badge: ['badge', 'ribbon', 'scroll-number'], tree: ['tree', 'select-tree'] };
const folders = readdirSync(path.join(root, 'es')).filter((name) => existsSync(path.join(root, 'es', name, 'style/index.js')));
const namesOf = (folder) => NAMES[folder] ?? [folder];

/** How much of a class name is the name of one of these components. */
const named = (name, of) => Math.max(0, ...of.flatMap(namesOf).filter((own) => name === own || name.startsWith(own + '-')).map((own) => own.length));

/** Is a class that of a component which is not there? Of two names that it begins with the longer one counts. */
const isOthers = (name, kept) => named(name, folders) > named(name, [...kept]);

/** How boxes are measured is said once; below each component it would be a sixth of the sheet. */
const BOXES = ['', '::before', '::after'].flatMap((part) => [`[class^="ant-"]${part}`, `[class*=" ant-"]${part}`]).join() + '{box-sizing:border-box}';
const IS_BOX = /^\.ant-[a-z-]+-css-var(::| )/;
/** Looks that nothing here has, and of the columns all but those of `xs`, `sm` and `lg`. */
const UNUSED = /-(rtl|underlined)\b|^\.ant-col-(md|xl|xxl|xxxl)\b|^\.ant-col-(\w+-)?(push|pull|offset|order)-/;

/** Does a selector speak of a component that is not there, or of what is not used? */
function isForeign(selector, kept) {
  if (IS_BOX.test(selector)) return true;
  const classes = selector.replace(/:not\([^)]*\)/g, '').match(/\.ant-[a-z0-9-]+/g) ?? [];
  return classes.some((name) => UNUSED.test(name) || isOthers(name.slice('.ant-'.length), kept));
}

/** The part of the package's style sheet that these component folders need. @param {Set<string>} kept @returns {string} */
export function antdCss(kept) {
  const css = postcss.parse(readFileSync(source, 'utf8'));
  css.walkRules((rule) => {
    if (/keyframes$/.test(rule.parent.name ?? '')) return;
    const selectors = rule.selectors.filter((selector) => !isForeign(selector, kept));
    if (selectors.length === 0) rule.remove();
    else if (selectors.length < rule.selectors.length) rule.selectors = selectors;
  });
  css.walkAtRules((rule) => { if (rule.nodes?.length === 0) rule.remove(); });
  return BOXES + css.toString();
}

const foldersOf = (bundle) => new Set(Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}))
  .map((id) => /node_modules\/antd\/es\/([^/]+)\/style\//.exec(id)?.[1]).filter(Boolean));

const MAKERS = new Set(['genStyleHooks', 'genComponentStyleHook', 'genSubStyleComponent']);

/** The code of a style module without what would make rules, the second argument of its makers. */
function withoutRules(code, ast) {
  const cuts = [];
  const walk = (node) => {
    if (node.type === 'CallExpression' && MAKERS.has(node.callee.name) && node.arguments.length > 1) cuts.push(node.arguments[1]);
    for (const value of Object.values(node)) for (const child of [].concat(value)) if (child?.type) walk(child);
  };
  walk(ast);
  return cuts.reduceRight((text, { start, end }) => text.slice(0, start) + '() => []' + text.slice(end), code);
}

/** The plugin: a style sheet before all others, and no code that would make one. The development server gives the whole sheet. */
export function antdStyles() {
  let href = '/@fs' + source;
  return {
    name: 'antd-styles',
    transform(code, id) {
      const isStyle = this.environment?.mode !== 'dev' && /node_modules\/antd\/es\/.*\/style\//.test(id);
      return isStyle ? { code: withoutRules(code, this.parse(code)), map: null } : null;
    },
    generateBundle: {
      order: /** @type {const} */ ('pre'),
      handler(_, bundle) {
        const css = antdCss(foldersOf(bundle));
        const fileName = `assets/antd-${createHash('sha256').update(css).digest('hex').slice(0, 8)}.css`;
        this.emitFile({ type: 'asset', fileName, source: css });
        href = '/' + fileName;
      },
    },
    transformIndexHtml: {
      order: /** @type {const} */ ('post'),
      handler: () => [{ tag: 'link', attrs: { rel: 'stylesheet', href }, injectTo: /** @type {const} */ ('head-prepend') }],
    },
  };
}
