// SPDX-License-Identifier: AGPL-3.0-or-later
// Choosing a resource, one of its date fields, or building a condition over it,
// for fields whose text or JSON means that (formats.jsx).
import { Button, Checkbox, Input, Select, TimePicker } from 'antd';
import { FilterOutlined } from '@ant-design/icons';
import dayjs from 'dayjs';
import { Suspense, lazy, useState } from 'react';
import { useMeta } from '../api/queries.js';
import { EMPTY, prune, rooted } from '../list/filters.js';
import { useText, useTranslation } from '../i18n/index.js';
import { ReferenceInput } from '../picker/ReferenceInput.jsx';
import { tidyCode } from './creditCode.js';
import { countOf } from './formats.jsx';
import { isNetwork } from './network.js';

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

export function NetworkInput({ value, onChange, field, record, ...props }) {
  const { t } = useTranslation();
  const bad = (value ?? []).filter((item) => !isNetwork(item));
  return (
    <>
      <Select {...props} className="gx-fill" mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', ';', '；', ' ']} status={bad.length ? 'error' : ''} value={value ?? []} placeholder="10.1.0.0/16"
        onChange={(next) => onChange?.(next.map((item) => item.trim()).filter(Boolean))} />
      {bad.length ? <span className="gx-wrong" role="alert">{t('formats.badNetwork', { text: bad.join(', ') })}</span> : null}
    </>
  );
}

export function CreditCodeInput({ value, onChange, field, record, ...props }) {
  return <Input {...props} autoComplete="off" value={value ?? ''} suffix={<span className="gx-quiet gx-num">{(value ?? '').length}/18</span>} onChange={(event) => onChange?.(tidyCode(event.target.value) || null)} />;
}

export function TimeInput({ value, onChange, field, record, ...props }) {
  return <TimePicker {...props} className="gx-fill" format="HH:mm" minuteStep={5} needConfirm={false} changeOnScroll value={value ? dayjs('2000-01-01T' + value) : null} onChange={(time) => onChange?.(time ? time.format('HH:mm') : null)} />;
}

/** Values of one dimension: choices, records, or words. '' stands for empty. */
function DimensionInput({ field, value, onChange }) {
  const text = useText();
  const { t } = useTranslation();
  const label = text(field.label);
  const given = (value ?? []).filter((item) => item !== null);
  const set = (list, empty) => onChange([...list, ...(empty ? [null] : [])]);
  const hasEmpty = (value ?? []).includes(null);
  const choices = field.choices?.map((choice) => ({ value: choice.value, label: text(choice.label) }));
  const common = { 'aria-label': label, value: given, onChange: (list) => set(list ?? [], hasEmpty) };
  return (
    <div className="gx-dimension">
      <span>{label}</span>
      {field.type === 'reference' ? <ReferenceInput {...common} to={field.to} multiple create={false} placeholder={t('formats.any')} />
        : <Select {...common} className="gx-fill" mode={choices ? 'multiple' : 'tags'} allowClear options={choices} showSearch={{ optionFilterProp: 'label' }} placeholder={hasEmpty ? '' : t('formats.any')} tokenSeparators={[',', '，']} />}
      <Checkbox checked={hasEmpty} onChange={(event) => set(given, event.target.checked)}>{t('formats.empty')}</Checkbox>
    </div>
  );
}

export function MatrixInput({ value, onChange, record, id }) {
  const { t } = useTranslation();
  const resource = /** @type {any} */ (useMeta().byName[record?.resource]);
  if (!resource?.matrix?.length) return <span id={id} className="gx-quiet">{t(record?.resource ? 'formats.noMatrix' : 'formats.resourceFirst')}</span>;
  const set = (name, list) => onChange?.(Object.fromEntries(Object.entries({ ...value, [name]: list }).filter(([, items]) => items.length)));
  return <div id={id} className="gx-dimensions">{resource.matrix.map((name) => <DimensionInput key={name} field={resource.field[name]} value={value?.[name]} onChange={(list) => set(name, list)} />)}</div>;
}
