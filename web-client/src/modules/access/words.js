// SPDX-License-Identifier: AGPL-3.0-or-later
// From the codes of GET …/why and …/access to sentences. No React here; t is of the
// namespace "access".

/** On what one way rests. @param {any} way {way, roles, things} @param {(key: string, options?: any) => string} t @param {(at: string) => string} day @returns {string[]} */
export function waySentences(way, t, day) {
  const scope = t('scope.' + way.way, { defaultValue: way.way });
  const roles = way.roles.map((role) => t('how.role', { role: role.name, scope }));
  const things = way.things.map((thing) => {
    if (thing.kind === 'share') return t('how.share_' + thing.to, { name: thing.name ?? '', right: t('right.' + thing.right) }) + (thing.until ? t('how.until', { day: day(thing.until) }) : '');
    if (thing.kind === 'pool') return t('how.pool', { name: thing.name });
    if (thing.kind === 'rule') return t('how.rule', { name: thing.name });
    return thing.kind === 'user' ? t('how.deputy', { name: thing.name }) : t('how.parent');
  });
  const said = [...roles, ...things];
  return said.length ? said : [t('how.' + way.way, { defaultValue: scope })];
}

/** @param {any[]} ways @param {(key: string, options?: any) => string} t @param {(at: string) => string} day */
export const allSentences = (ways, t, day) => [...new Set(ways.flatMap((way) => waySentences(way, t, day)))];

/** Whose the record is, as far as its keys say. @param {any} rests @param {(key: string, options?: any) => string} t */
export function belongs(rests, t) {
  const names = [rests.owner_name, rests.department_name, rests.territory_name].filter(Boolean);
  return names.length ? t('belongs', { names: names.join(' · ') }) : '';
}

/** Why not: role by role, then what else there is that might have helped. kind: 'read' or 'write'. @param {any} why @param {'read'|'write'} kind @param {(key: string, options?: any) => string} t */
export function missedSentences(why, kind, t) {
  const whose = belongs(why.rests_on, t);
  const roles = why.roles.map((role) => {
    const scope = role[kind + '_scope'];
    if (scope === 'none') return t('missed.none_' + kind, { role: role.name });
    return t('missed.role', { role: role.name, scope: t('scope.' + scope), whose });
  });
  const missed = kind === 'read' ? why.missed_reads : why.missed_writes;
  const others = ['share', 'matrix', 'deputy'].filter((way) => missed.includes(way)).map((way) => t('missed.' + way + '_' + kind, { defaultValue: t('missed.' + way) }));
  return [...(why.roles.length ? roles : [t('missed.noRole')]), ...others];
}

/** Why he reads but does not change. @param {any} why @param {(key: string, options?: any) => string} t */
export function readOnlySentences(why, t) {
  const update = why.operations.find((item) => item.operation === 'update');
  if (!update) return [t('missed.fixed')];
  return update.reason === 'role' ? [t('missed.operation')] : missedSentences(why, 'write', t);
}

/** What holds for a field. @param {any} field @param {string} label @param {(key: string, options?: any) => string} t @returns {string[]} */
export function fieldSentences(field, label, t) {
  const head = t('field.' + field.right, { field: label });
  const reason = field.reason && field.reason !== 'role' ? [t('fieldReason.' + field.reason)] : [];
  const roles = field.reason === 'role' || field.right === 'write'
    ? field.roles.map((role) => t(role.is_explicit ? 'fieldReason.says' : 'fieldReason.silent', { role: role.name, right: t('right.' + role.right) })) : [];
  return [head, ...reason, ...roles];
}
