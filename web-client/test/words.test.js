// SPDX-License-Identifier: AGPL-3.0-or-later
// Words: every language has the same keys and placeholders, every key in use
// exists, zh-TW is fresh, and no component holds Chinese text of its own.
import { describe, expect, it } from 'vitest';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const locales = root + 'src/i18n/locales/';
const read = (language, file) => JSON.parse(readFileSync(locales + language + '/' + file, 'utf8'));
const files = readdirSync(locales + 'zh-CN');

function flat(node, key = '') {
  if (typeof node === 'string') return { [key]: node };
  return Object.assign({}, ...Object.entries(node).map(([name, child]) => flat(child, key ? key + '.' + name : name)));
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name === 'locales' ? [] : sources(folder + '/' + entry.name);
    return /\.jsx?$/.test(entry.name) ? [folder + '/' + entry.name] : [];
  });
}

const code = sources(root + 'src').map((path) => ({ path: path.slice(root.length), text: readFileSync(path, 'utf8') }));
const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '').replace(/\s\/\/ .*$/gm, '');

describe('words', () => {
  it.each(files)('%s_has_the_same_keys_and_placeholders_in_three_languages', (file) => {
    const ground = flat(read('zh-CN', file));
    for (const language of ['en', 'zh-TW']) {
      const other = flat(read(language, file));
      const plural = (key) => key.replace(/_(one|other)$/, '');
      expect([...new Set(Object.keys(other).map(plural))].sort()).toEqual([...new Set(Object.keys(ground).map(plural))].sort());
      for (const [key, text] of Object.entries(other)) {
        const slots = (value) => [...new Set(value?.match(/\{\{\w+\}\}/g) ?? [])].sort();
        if (ground[key]) expect([key, slots(text)]).toEqual([key, slots(ground[key])]);
      }
    }
  });
  it('used_in_common_exist', () => {
    const known = new Set(Object.keys(flat(read('zh-CN', 'common.json'))));
    const missing = [];
    for (const { path, text } of code.filter((item) => !item.path.includes('src/modules/'))) {
      for (const [, key] of text.matchAll(/\bt\('([a-zA-Z_.]+)'[,)]/g)) if (!known.has(key)) missing.push(path + ' ' + key);
    }
    expect(missing).toEqual([]);
  });
  it('zh_TW_is_fresh', () => {
    expect(() => execFileSync('node', [root + 'scripts/i18n.mjs', '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});

describe('sources', () => {
  // words by which pasted cards are read are no words of the screen
  const literals = new Set(['src/i18n/index.js', 'src/fields/inputs.jsx', 'src/modules/cards/read.js']);
  it('hold_no_chinese_text', () => {
    const found = code.filter(({ path, text }) => !literals.has(path) && /['"`>][^'"`<>\n]*[\u4e00-\u9fff]/.test(withoutComments(text))).map(({ path }) => path);
    expect(found).toEqual([]);
  });
  it('never_write_html_and_fetch_in_one_place', () => {
    const html = code.filter(({ text }) => /innerHTML|dangerouslySetInnerHTML|insertAdjacentHTML/.test(text)).map(({ path }) => path);
    const fetches = code.filter(({ text }) => /(^|[^\w.])fetch\(/m.test(withoutComments(text))).map(({ path }) => path);
    expect(html).toEqual([]);
    expect(fetches).toEqual(['src/api/client.js']);
  });
  it('are_at_most_300_lines_each', () => {
    expect(code.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path)).toEqual([]);
  });
});
