// SPDX-License-Identifier: AGPL-3.0-or-later
// Choosing groups, measures and their order for fields whose text means that
// (reportFormats.jsx). The resource is the field "resource" of the same form.
import { Select } from 'antd';
import { useMeta } from '../api/queries.js';
import GroupFields from '../list/GroupFields.jsx';
import { useTranslation } from '../i18n/index.js';
import { usePartWords } from './reportFormats.jsx';

const KINDS = { money: ['sum', 'avg', 'min', 'max'], integer: ['sum', 'avg', 'min', 'max'], decimal: ['sum', 'avg', 'min', 'max'], percent: ['avg', 'min', 'max'], date: ['min', 'max'], datetime: ['min', 'max'] };
const parts = (value) => String(value ?? '').split(',').filter(Boolean);

/** @param {any} resource */
const measuresOf = (resource) => ['count', ...resource.fields.filter((field) => KINDS[field.type] && !field.masked && field.name !== 'version')
  .flatMap((field) => KINDS[field.type].map((kind) => kind + ':' + field.name))];

export function GroupsInput({ value, onChange, record, id }) {
  const { t } = useTranslation();
  const resource = useMeta().byName[record?.resource];
  if (!resource) return <Select id={id} disabled className="gx-fill" placeholder={t('formats.resourceFirst')} />;
  return <GroupFields id={id} resource={resource} value={value ?? ''} onChange={(text) => onChange?.(text || null)} />;
}

export function MeasuresInput({ value, onChange, field, record, ...props }) {
  const { t } = useTranslation();
  const resource = useMeta().byName[record?.resource];
  const words = usePartWords(resource);
  const options = resource ? measuresOf(resource).map((part) => ({ value: part, label: words(part) })) : [];
  return <Select {...props} className="gx-fill" mode="multiple" disabled={props.disabled || !resource} placeholder={resource ? undefined : t('formats.resourceFirst')} value={parts(value)} options={options}
    showSearch={{ optionFilterProp: 'label' }} onChange={(list) => onChange?.(list.slice(0, 8).join(',') || null)} />;
}

export function GroupSortInput({ value, onChange, field, record, ...props }) {
  const { t } = useTranslation();
  const resource = useMeta().byName[record?.resource];
  const words = usePartWords(resource);
  const names = [...parts(record?.group_by).map((part) => part.split(':')[0]), ...parts(record?.measures)];
  const options = resource ? names.flatMap((name) => [{ value: '-' + name, label: words(name) + ' · ' + t('list.sortDesc') }, { value: name, label: words(name) + ' · ' + t('list.sortAsc') }]) : [];
  return <Select {...props} className="gx-fill" allowClear disabled={props.disabled || !resource} value={value ?? undefined} options={options} onChange={(next) => onChange?.(next ?? null)} />;
}
