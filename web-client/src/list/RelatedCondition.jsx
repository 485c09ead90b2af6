// SPDX-License-Identifier: AGPL-3.0-or-later
// A condition on what refers to the record: there is such a record or none, how many there are, what they come to; and
// which of them count, by conditions of their own.
import { Button, InputNumber, Select } from 'antd';
import { useMeta } from '../api/queries.js';
import { useText, useTranslation } from '../i18n/index.js';
import { EMPTY, isGroup } from './filters.js';
import { firstField, startCondition } from './ConditionEditor.jsx';

const SUMS = new Set(['money', 'integer', 'decimal']);
const OPERATORS = ['gte', 'gt', 'lte', 'lt', 'eq', 'ne'];

/** What refers to records of the resource, as {key, resource, field}. @param {any} meta @param {any} resource */
export const referring = (meta, resource) => (resource.related ?? [])
  .map((link) => ({ key: `${link.resource}.${link.field}`, resource: meta.byName[link.resource], field: meta.byName[link.resource]?.field[link.field] }))
  .filter((link) => link.field?.filters?.length);

/** Words for a link: the title, and the reference where it says more. @returns {(link: any) => string} */
export function useLinkWords() {
  const text = useText();
  return (link) => text(link.resource.title) + (link.field.to ? ' · ' + text(link.field.label) : '');
}

const modeOf = (node) => {
  if (!node.op) return 'some';
  if (!node.measure || node.measure === 'count') return node.op === 'eq' && Number(node.value) === 0 ? 'none' : 'count';
  return node.measure;
};

function withMode(node, mode) {
  const { has, where } = node;
  const kept = { has, ...(where ? { where } : {}) };
  if (mode === 'some') return kept;
  if (mode === 'none') return { ...kept, measure: 'count', op: 'eq', value: 0 };
  return { ...kept, measure: mode, op: 'gte', value: mode === 'count' ? 2 : '10000' };
}

/** @param {{resource: any, node: any, onChange: (node: any) => void, Group: any}} props Group: the box of a group of conditions */
export function RelatedCondition({ resource, node, onChange, Group }) {
  const { t } = useTranslation();
  const text = useText();
  const wordsOf = useLinkWords();
  const links = referring(useMeta(), resource);
  const link = links.find((item) => item.key === node.has);
  if (!link) return <code className="gx-grow">{JSON.stringify(node)}</code>;
  const mode = modeOf(node);
  const sums = link.resource.fields.filter((field) => SUMS.has(field.type) && !field.system && field.filters?.length);
  const modes = [...['some', 'none', 'count'].map((value) => ({ value, label: t('related.' + value) })),
    ...sums.map((field) => ({ value: 'sum:' + field.name, label: t('related.sum', { field: text(field.label) }) }))];
  const where = node.where ? (isGroup(node.where) ? node.where : { and: [node.where] }) : null;
  return (
    <div className="gx-filter-related">
      <div className="gx-condition">
        <Select className="gx-condition-field" aria-label={t('related.which')} value={node.has} showSearch={{ optionFilterProp: 'label' }} popupMatchSelectWidth={240}
          options={links.map((item) => ({ value: item.key, label: wordsOf(item) }))} onChange={(has) => onChange({ has })} />
        <Select className="gx-condition-op" aria-label={t('related.how')} value={mode} options={modes} popupMatchSelectWidth={200} onChange={(next) => onChange(withMode(node, next))} />
        {mode === 'some' || mode === 'none' ? null : (
          <div className="gx-condition-value gx-related-number">
            <Select aria-label={t('filter.operator')} value={node.op} options={OPERATORS.map((op) => ({ value: op, label: t('op.' + op) }))} onChange={(op) => onChange({ ...node, op })} />
            <InputNumber className="gx-fill" aria-label={t('filter.value')} stringMode value={node.value} onChange={(value) => onChange({ ...node, value: value === null ? null : String(value) })} />
          </div>
        )}
      </div>
      {where ? <Group resource={link.resource} tree={where} group={where} path={[]} inner onChange={(next) => onChange({ ...node, where: next ?? EMPTY })} onRemove={() => onChange(withMode({ has: node.has }, mode))} />
        : <Button type="link" size="small" onClick={() => onChange({ ...node, where: { and: [startCondition(firstField(link.resource))] } })}>{t('related.where')}</Button>}
    </div>
  );
}
