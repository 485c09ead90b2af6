// SPDX-License-Identifier: AGPL-3.0-or-later
// Fields whose text or JSON means something of the definition itself: the name of
// a resource, the name of one of its date fields, a condition tree over it. The
// resource of the last two is the field "resource" of the same record.
import { Button, Select } from 'antd';
import { FilterOutlined } from '@ant-design/icons';
import { Suspense, lazy, useState } from 'react';
import { useMeta } from '../api/queries.js';
import { EMPTY, itemsOf, prune, rooted } from '../list/filters.js';
import { textOf } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';
import { Dash } from './cells.jsx';

const FilterBuilder = lazy(() => import('../list/FilterBuilder.jsx'));
const DATES = new Set(['date', 'datetime']);

/** Resources that a person opens by themselves: those with a list in the menu or a name to show. */
const named = (meta) => meta.resources.filter((resource) => resource.layout.card?.length && resource.access !== 'self');

export function ResourceCell({ value }) {
  const text = useText();
  const resource = useMeta().byName[value];
  return value ? <span>{resource ? text(resource.title) : value}</span> : <Dash />;
}

export function ResourceInput({ value, onChange, field, record, ...props }) {
  const meta = useMeta();
  const text = useText();
  const options = named(meta).map((resource) => ({ value: resource.name, label: text(resource.titles ?? resource.title) }));
  return <Select {...props} className="gx-fill" allowClear={!field?.required} value={value ?? undefined} options={options}
    showSearch={{ optionFilterProp: 'label' }} onChange={(next) => onChange?.(next ?? null)} />;
}

export function DateFieldCell({ value, record }) {
  const { i18n } = useTranslation();
  const field = useMeta().byName[record?.resource]?.field[value];
  return value ? <span>{field ? textOf(field.label, i18n.language) : value}</span> : <Dash />;
}

export function DateFieldInput({ value, onChange, field, record, ...props }) {
  const text = useText();
  const { t } = useTranslation();
  const resource = useMeta().byName[record?.resource];
  const options = (resource?.fields ?? []).filter((item) => DATES.has(item.type)).map((item) => ({ value: item.name, label: text(item.label) }));
  return <Select {...props} className="gx-fill" disabled={props.disabled || !resource} placeholder={resource ? undefined : t('formats.resourceFirst')}
    value={value ?? undefined} options={options} onChange={(next) => onChange?.(next ?? null)} />;
}

const countOf = (tree) => (tree ? itemsOf(rooted(tree)).length : 0);

export function ConditionCell({ value }) {
  const { t } = useTranslation();
  return countOf(value) ? <span>{t('formats.conditions', { count: countOf(value) })}</span> : <span className="gx-dash">{t('formats.all')}</span>;
}

/** A single condition {field, op, value} is shown as a group of one. */
const treeOf = (value) => (value?.field ? { and: [value] } : rooted(value ?? EMPTY));

export function ConditionInput({ value, onChange, record, id, ...props }) {
  const { t } = useTranslation();
  const resource = useMeta().byName[record?.resource];
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button id={id} icon={<FilterOutlined />} aria-label={props['aria-label']} disabled={props.disabled || !resource} onClick={() => setOpen(true)}>
        {resource ? (countOf(treeOf(value)) ? t('formats.conditions', { count: countOf(treeOf(value)) }) : t('formats.all')) : t('formats.resourceFirst')}
      </Button>
      <Suspense fallback={null}>
        {open ? <FilterBuilder resource={resource} tree={treeOf(value)} onApply={(tree) => onChange?.(prune(tree))} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </>
  );
}
