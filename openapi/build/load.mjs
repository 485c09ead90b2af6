// SPDX-License-Identifier: AGPL-3.0-or-later
// Reads every YAML file under openapi/ and checks it: the closed vocabulary by JSON Schema, and
// what a schema cannot say (names that must exist, types that must fit). Collects all errors.
// Must not derive anything: that is catalog.mjs and document.mjs.
import {readFileSync, readdirSync, statSync} from 'node:fs';
import {join, relative} from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import {parse} from 'yaml';
import {TYPES} from './types.mjs';

export function yamlFiles(folder) {
  return readdirSync(folder).sort().flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? yamlFiles(path) : name.endsWith('.yaml') ? [path] : [];
  });
}

export const readYaml = (path) => parse(readFileSync(path, 'utf8'), {uniqueKeys: true});

const PARAMETERS = ['limit', 'cursor', 'sort', 'q', 'count', 'fields', 'include', 'filter', 'filters', 'group', 'measure'];

/** All sources as {modules, resources, operations, errors, enums, standard, schemas}; throws with every problem found. */
export function loadSources(root) {
  const problems = [];
  const vocabulary = JSON.parse(readFileSync(join(root, 'schema/resource.schema.json'), 'utf8'));
  const validate = new Ajv2020({allErrors: true, allowUnionTypes: true}).compile(vocabulary);
  const modules = [];
  const resources = [];
  for (const path of yamlFiles(join(root, 'resources'))) {
    const name = relative(root, path);
    const doc = readYaml(path);
    if (path.endsWith('_module.yaml')) { modules.push(doc); continue; }
    if (!validate(doc)) {
      for (const e of validate.errors) problems.push(`${name}: ${e.instancePath || '/'} ${e.message} ${extra(e)}`);
      continue;
    }
    resources.push({...doc, module: name.split('/')[1], file: name});
  }
  const enums = readYaml(join(root, 'components/enums.yaml'));
  const standard = readYaml(join(root, 'components/standard_fields.yaml'));
  const names = new Set(resources.map((r) => r.resource));
  for (const r of resources) problems.push(...checkResource(r, names, enums, standard));
  for (const r of resources) problems.push(...checkOverview(r, resources, standard));
  for (const m of modules) {
    if (!m.module || !m.title?.['zh-CN'] || !m.title?.en || !m.order || !m.icon) problems.push(`_module.yaml of ${m.module}: incomplete`);
  }
  if (problems.length) throw new Error(`openapi: ${problems.length} problem(s)\n  ${problems.join('\n  ')}`);
  modules.sort((a, b) => a.order - b.order);
  const rank = new Map(modules.map((m, i) => [m.module, i]));
  resources.sort((a, b) => rank.get(a.module) - rank.get(b.module) || (a.resource < b.resource ? -1 : 1));
  const schemas = Object.assign({}, ...yamlFiles(join(root, 'components/schemas')).map(readYaml));
  schemas.MetaField.properties.format.enum = [...vocabulary.$defs.field.properties.format.enum, null];
  return {
    modules, resources, enums, standard, schemas,
    errors: readYaml(join(root, 'components/errors.yaml')),
    operations: yamlFiles(join(root, 'operations')).map((path) => ({file: relative(root, path), ...readYaml(path)})),
    zhTw: readYaml(join(root, 'zh-TW.yaml')) ?? {},
  };
}

function extra(error) {
  return error.params?.additionalProperty ? `(${error.params.additionalProperty})`
    : error.params?.allowedValues ? `(${error.params.allowedValues.join('|')})` : '';
}

/** Figures and short lists name fields of the resource that they look at. */
function checkOverview(r, resources, standard) {
  const {figures = [], lists = []} = r.layout.overview ?? {};
  return [...figures, ...lists].flatMap((part) => {
    const target = resources.find((x) => x.resource === part.resource);
    const named = [part.field, part.sum, part.sort?.replace(/^-/, ''), ...(part.show ?? []), ...Object.keys(part.where ?? {}).map((key) => key.split('[')[0])].filter(Boolean);
    const missing = target ? named.filter((name) => !target.fields[name] && !standard[name]) : ['(the resource itself)'];
    return missing.map((name) => `${r.file}: layout.overview: ${part.resource} has no ${name}`);
  });
}

function checkResource(r, names, enums, standard) {
  const out = [];
  const bad = (text) => out.push(`${r.file}: ${text}`);
  const known = new Set([...Object.keys(r.fields), ...Object.keys(standard)]);
  for (const [name, f] of Object.entries(r.fields)) {
    if (standard[name] && !(name === 'department_id' && r.access === 'public_read')) bad(`field ${name} is a standard field`);
    if (PARAMETERS.includes(name)) bad(`field ${name}: the name of a list parameter`);
    if (f.to && !names.has(f.to)) bad(`field ${name}: no resource ${f.to}`);
    if (typeof f.choices === 'string' && !enums[f.choices]) bad(`field ${name}: no enum ${f.choices}`);
    if (f.type === 'reference' && !name.endsWith('_id')) bad(`field ${name}: a reference ends in _id`);
    if (f.type === 'money' && !r.fields.currency) bad(`field ${name}: money needs the sibling field currency`);
    if (f.search && !['text', 'long_text', 'code', 'phone', 'email'].includes(f.type)) bad(`field ${name}: ${f.type} cannot be searched`);
    if (f.mask && !['text', 'phone', 'email'].includes(f.type)) bad(`field ${name}: ${f.type} cannot be masked`);
    if (f.follows && (!r.fields[f.follows] || r.fields[f.follows].follows || f.mask)) bad(`field ${name}: cannot follow ${f.follows}`);
    if (f.mask && name === r.name_field) bad(`field ${name}: a record is known by its name, which cannot be masked`);
    if (f.sort && !TYPES[f.type].sort) bad(`field ${name}: ${f.type} cannot be sorted`);
  }
  const need = (where, list) => (list ?? []).forEach((n) => known.has(n) || bad(`${where}: no field ${n}`));
  need('name_field', [r.name_field]);
  need('name_from', r.name_from);
  for (const name of r.name_from ?? []) if (r.fields[name]?.mask || r.fields[name]?.sensitive) bad(`name_from: ${name} would be told by the name`);
  need('sort', (r.sort ?? '').split(',').filter(Boolean).map((s) => s.replace(/^-/, '')));
  (r.keys ?? []).forEach((key) => need('keys', key));
  if (r.portal && r.access !== 'public_read') bad('portal: only for public_read');
  need('scope_from', r.scope_from ? [r.scope_from] : []);
  need('postal', Object.values(r.postal ?? {}).flat());
  if (r.postal && !r.postal.addressee && !r.postal.company) bad('postal: needs addressee or company');
  need('matrix', r.matrix);
  for (const name of r.matrix ?? []) if (!['choice', 'reference', 'text', 'boolean'].includes(r.fields[name]?.type)) bad(`matrix: ${name} is no dimension`);
  need('layout.list', r.layout.list);
  need('layout.card', r.layout.card);
  r.layout.form.forEach((group) => need('layout.form', group.fields));
  need('layout.stream', [...(r.layout.stream?.at ?? []), ...(r.layout.stream?.text ? [r.layout.stream.text] : [])]);
  if (r.layout.stream && !r.fields.parent_id) bad('layout.stream: needs parent_resource and parent_id');
  if (r.layout.board) need('layout.board', [r.layout.board.group, ...r.layout.board.card, ...(r.layout.board.sum ? [r.layout.board.sum] : [])]);
  if (r.code && r.fields.code?.type !== 'code') bad('code: needs a field `code` of type code');
  const parent = /^inherited:(?!any$)(.+)$/.exec(r.access)?.[1];
  if (parent && !r.fields[parent]?.to) bad(`access: ${parent} is no reference field`);
  if (r.access === 'inherited:any' && !(r.fields.parent_resource && r.fields.parent_id)) bad('access: needs parent_resource and parent_id');
  return out;
}
