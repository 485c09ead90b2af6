// SPDX-License-Identifier: AGPL-3.0-or-later
// Sources -> the catalog: what meta.load takes, what the API plans with and what tests loop over.
// Everything implied is spelled out here once (defaults, standard fields, operators, labels in
// three languages), so that no reader has to know a rule of the definition format.
import {resolve} from './operations.mjs';
import {TYPES} from './types.mjs';
import {trilingual} from './zh_tw.mjs';

const ALL = ['create', 'update', 'delete', 'restore', 'purge', 'export', 'import', 'bulk', 'transfer', 'history'];

/** Bodies of standard operations that are the same for every resource, and settings of a print; the server checks them by schema. */
const BODIES = {share: 'ShareRequest', unshare: 'UnshareRequest', print: 'PrintSettings'};

export function makeCatalog(sources, traditional, operations, errors) {
  const bodies = Object.fromEntries(Object.entries(BODIES).map(([verb, name]) => [verb, resolve(sources.schemas[name], sources.schemas)]));
  const resources = sources.resources.map((r) => makeResource(r, sources, traditional));
  for (const r of resources) Object.assign(r, {rights: rightsBeyond(r, operations), related: relatedTo(r.name, resources)});
  return {
    modules: sources.modules.map((m) => ({name: m.module, title: trilingual(m.title, traditional), order: m.order, icon: m.icon})),
    types: TYPES, resources, operations, errors, standard_bodies: bodies,
  };
}

/** What special operations need of a resource's rights beyond the operations that it has itself (`right: user.audit`). */
function rightsBeyond(r, operations) {
  const named = operations.map((op) => op.right?.split('.') ?? []).filter(([resource]) => resource === r.name).map(([, verb]) => verb);
  return [...new Set(named)].filter((verb) => !r.operations.includes(verb));
}

function makeResource(r, sources, traditional) {
  const tri = (label) => trilingual(label, traditional);
  const inherited = /^inherited:(.+)$/.exec(r.access)?.[1];
  return {
    name: r.resource,
    path: r.path,
    module: r.module,
    title: tri(r.title),
    titles: {'zh-CN': r.title['zh-CN'], 'zh-TW': traditional(r.title['zh-CN']), en: r.title['en-plural']},
    description: r.description,
    icon: r.icon,
    access: r.access,
    access_parent: inherited && inherited !== 'any' ? inherited : null,
    name_field: r.name_field,
    name_from: r.name_from ?? [],
    code: r.code ?? null,
    size: r.size ?? 'normal',
    sort: r.sort ?? '-created_at',
    operations: [...(r.operations ?? ALL), ...impliedOperations(r.fields), ...(r.match ? ['duplicates'] : [])],
    fields: orderedFields(r, sources).map(([name, f]) => makeField(name, f, sources, tri)),
    keys: r.keys ?? [],
    portal: r.portal ?? false,
    scope_from: r.scope_from ?? null,
    owner_from: r.owner_from ?? null,
    handover: r.handover ?? null,
    matrix: r.matrix ?? null,
    custom_fields: r.custom_fields ?? false,
    match: r.match ?? null,
    postal: r.postal ?? null,
    layout: makeLayout(r.layout, tri),
    related: [],
    examples: r.examples,
  };
}

/** What fields bring with them: masked ones are revealed, telephone numbers are looked up. */
function impliedOperations(fields) {
  const some = (test) => Object.values(fields).some(test);
  return [some((f) => f.mask) && 'reveal', some((f) => f.type === 'phone') && 'lookup'].filter(Boolean);
}

/** Own fields, then owner and department where the access rule has them, then the bookkeeping. */
function orderedFields(r, {standard}) {
  const own = Object.entries(r.fields);
  const pick = (names) => names.filter((n) => !r.fields[n]).map((n) => [n, standard[n]]);
  const scope = ['owned', 'inherited:any'].includes(r.access) ? ['owner_id', 'department_id'] : r.access === 'self' ? ['owner_id'] : [];
  const ownerOnly = r.access === 'self' ? {readonly: true, write_once: false} : {};
  const scoped = pick(scope).map(([n, f]) => [n, n === 'owner_id' ? {...f, ...ownerOnly} : f]);
  return [...pick(['id']), ...own, ...scoped, ...pick(['version', 'created_at', 'created_by', 'updated_at', 'updated_by'])];
}

/** Long lists carry the initials of their words. */
function choicesOf(choices, tri, initials) {
  const list = Object.entries(choices);
  return list.map(([value, label]) => ({value, label: tri(label), ...(list.length > 20 && {py: initials(label['zh-CN'])})}));
}

function makeField(name, f, {enums, initials}, tri) {
  const type = TYPES[f.type];
  const choices = typeof f.choices === 'string' ? enums[f.choices] : f.choices;
  const filter = f.filter ?? f.type !== 'json';
  return {
    name,
    type: f.type,
    label: tri(f.label),
    description: f.description ?? null,
    required: f.required ?? false,
    nullable: !f.required && f.default === undefined,
    readonly: f.readonly ?? f.type === 'code',
    system: f.system ?? false,
    write_once: f.write_once ?? false,
    max: f.max ?? type.limit ?? null,
    min: f.min ?? null,
    pattern: f.pattern ?? null,
    choices: choices ? choicesOf(choices, tri, initials) : null,
    default: f.default ?? null,
    to: f.to ?? null,
    format: f.format ?? null,
    search: f.search ?? false,
    sort: f.sort ?? type.sort,
    filter,
    filters: filter ? type.filters : [],
    group: f.group ?? type.group,
    unique: f.unique ?? false,
    mask: f.mask ?? null,
    sensitive: f.sensitive ?? false,
    follows: f.follows ?? null,
    aliases: f.aliases ?? [],
  };
}

function makeLayout(layout, tri) {
  return {
    list: layout.list,
    card: layout.card,
    form: layout.form.map((g) => ({title: tri(g.title), fields: g.fields})),
    board: layout.board ?? null,
    timeline: layout.timeline ?? false,
    stream: layout.stream ?? null,
    overview: layout.overview ? makeOverview(layout.overview, tri) : null,
    menu: layout.menu ?? true,
  };
}

function makeOverview({figures = [], lists = []}, tri) {
  return {
    figures: figures.map((f) => ({title: tri(f.title), resource: f.resource, field: f.field, sum: f.sum ?? null, where: f.where ?? {}})),
    lists: lists.map((l) => ({title: tri(l.title), resource: l.resource, field: l.field, show: l.show, where: l.where ?? {}, sort: l.sort ?? null, limit: l.limit ?? 4})),
  };
}

/** Who points here: the related panels of a record. Bookkeeping references are not panels. */
function relatedTo(name, resources) {
  return resources.flatMap((r) => r.fields
    .filter((f) => f.to === name && !f.system && f.type === 'reference')
    .map((f) => ({resource: r.name, field: f.name})));
}
