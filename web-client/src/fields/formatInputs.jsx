// SPDX-License-Identifier: AGPL-3.0-or-later
// Choosing a resource, one of its date fields, or building a condition over it,
// for fields whose text or JSON means that (formats.jsx).
import { Button, Select } from 'antd';
import { FilterOutlined } from '@ant-design/icons';
import { Suspense, lazy, useState } from 'react';
import { useMeta } from '../api/queries.js';
import { EMPTY, prune, rooted } from '../list/filters.js';
import { useText, useTranslation } from '../i18n/index.js';
import { countOf } from './formats.jsx';

const FilterBuilder = lazy(() => import('../list/FilterBuilder.jsx'));
const DATES = new Set(['date', 'datetime']);

/** Resources that a person opens by themselves: those with a list in the menu or a name to show. */
const named = (meta) => meta.resources.filter((resource) => resource.layout.card?.length && resource.access !== 'self');

export function ResourceInput({ value, onChange, field, record, ...props }) {
  const meta = useMeta();
  const text = useText();
  const options = named(meta).map((resource) => ({ value: resource.name, label: text(resource.titles ?? resource.title) }));
  return <Select {...props} className="gx-fill" allowClear={!field?.required} value={value ?? undefined} options={options}
    showSearch={{ optionFilterProp: 'label' }} onChange={(next) => onChange?.(next ?? null)} />;
}

export function DateFieldInput({ value, onChange, field, record, ...props }) {
  const text = useText();
  const { t } = useTranslation();
  const resource = useMeta().byName[record?.resource];
  const options = (resource?.fields ?? []).filter((item) => DATES.has(item.type)).map((item) => ({ value: item.name, label: text(item.label) }));
  return <Select {...props} className="gx-fill" disabled={props.disabled || !resource} placeholder={resource ? undefined : t('formats.resourceFirst')}
    value={value ?? undefined} options={options} onChange={(next) => onChange?.(next ?? null)} />;
}

/** A single condition {field, op, value} is shown as a group of one. */
const treeOf = (value) => (value?.field ? { and: [value] } : rooted(value ?? EMPTY));

export function ConditionInput({ value, onChange, record, id, ...props }) {
  const { t } = useTranslation();
  const resource = useMeta().byName[record?.resource];
  const [open, setOpen] = useState(false);
  const many = countOf(treeOf(value));
  const words = resource ? (many ? t('formats.conditions', { count: many }) : t('formats.all')) : t('formats.resourceFirst');
  const name = [props['aria-label'], words].filter(Boolean).join(': ');
  return (
    <>
      <Button id={id} icon={<FilterOutlined />} aria-label={name} disabled={props.disabled || !resource} onClick={() => setOpen(true)}>{words}</Button>
      <Suspense fallback={null}>
        {open ? <FilterBuilder resource={resource} tree={treeOf(value)} onApply={(tree) => onChange?.(prune(tree))} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </>
  );
}
