// SPDX-License-Identifier: AGPL-3.0-or-later
// The conditions of the list in words, each with a way to take it off.
import { Button, Tag } from 'antd';
import { useMeta } from '../api/queries.js';
import { useRefName } from '../api/refs.js';
import { useText, useTranslation } from '../i18n/index.js';
import { formatDate, formatNumber } from '../i18n/format.js';
import { operatorKey } from './ConditionEditor.jsx';
import { referring, useLinkWords } from './RelatedCondition.jsx';
import { EMPTY, isGroup, isNot, isRelated, itemsOf, joinOf, rooted, withoutIndex } from './filters.js';

/** @returns {(resource: any, node: any) => string} */
export function useConditionWords() {
  const { t } = useTranslation();
  const text = useText();
  const nameOf = useRefName();
  const meta = useMeta();
  const linkWords = useLinkWords();
  const one = (field, value) => {
    if (field.type === 'reference' || field.type === 'references') return nameOf(field.to, value) || '…';
    if (field.choices) return text(field.choices.find((choice) => choice.value === value)?.label) || String(value);
    if (field.type === 'boolean') return t(value ? 'yes' : 'no');
    if (field.type === 'date' || field.type === 'datetime') return formatDate(value);
    if (['money', 'decimal', 'integer', 'percent'].includes(field.type)) return formatNumber(value);
    return String(value);
  };
  const measured = (link, { measure, op, value }) => {
    if (!op) return t('related.some');
    if (measure === 'count' && op === 'eq' && Number(value) === 0) return t('related.none');
    const what = measure?.startsWith('sum:') ? t('related.sum', { field: text(link.resource.field[measure.slice(4)]?.label) }) : t('related.count');
    return `${what} ${t('op.' + op)} ${formatNumber(value)}`;
  };
  const related = (resource, node) => {
    const link = referring(meta, resource).find((item) => item.key === node.has);
    if (!link) return node.has;
    return `${linkWords(link)} ${measured(link, node)}` + (node.where ? ' ' + words(link.resource, isGroup(node.where) ? node.where : { and: [node.where] }) : '');
  };
  const words = (resource, node) => {
    if (isRelated(node)) return related(resource, node);
    if (isNot(node)) return t('filter.not') + ' ' + words(resource, isGroup(node.not) ? node.not : { and: [node.not] });
    if (isGroup(node)) return '(' + itemsOf(node).map((item) => words(resource, item)).join(' ' + t(joinOf(node) === 'or' ? 'filter.orShort' : 'filter.andShort') + ' ') + ')';
    const { field: name, op, value } = /** @type {any} */ (node);
    const field = resource.field[name];
    if (!field) return name + ' ' + op;
    if (op === 'null') return text(field.label) + ' ' + t(value === false ? 'op.notNull' : 'op.null');
    if (op === 'within') return text(field.label) + ' ' + t('op.within') + ' ' + t('within.' + value, { defaultValue: String(value) });
    const values = [].concat(value).map((item) => one(field, item));
    return text(field.label) + ' ' + t(operatorKey(field, op)) + ' ' + values.join(', ');
  };
  return words;
}

/** @param {{resource: any, state: any}} props */
export function FilterChips({ resource, state }) {
  const { t } = useTranslation();
  const words = useConditionWords();
  const items = itemsOf(rooted(state.tree));
  if (!items.length) return null;
  return (
    <div className="gx-conditions">
      {items.map((node, at) => (
        <Tag key={at} closable closeIcon={<span aria-label={t('filter.removeCondition')} role="img">×</span>} onClose={(event) => { event.preventDefault(); state.set({ tree: withoutIndex(state.tree, at) }); }}>{words(resource, node)}</Tag>
      ))}
      <Button type="link" size="small" onClick={() => state.set({ tree: EMPTY })}>{t('list.clearFilters')}</Button>
    </div>
  );
}
