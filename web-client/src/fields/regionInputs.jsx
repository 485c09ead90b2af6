// SPDX-License-Identifier: AGPL-3.0-or-later
// Province, city and district: each offers what lies in the one above it and takes any other words, for places
// abroad. Regions are paths 浙江省/宁波市/北仑区.
import { AutoComplete, Cascader } from 'antd';
import { useMemo } from 'react';
import { useMeta } from '../api/queries.js';
import { namesOf, regionFields, useRegions } from './regions.js';

/** The parts of the same record that stand above this one. */
function useAbove(field, record) {
  const resource = useMeta().byName[field?.of];
  const names = resource ? regionFields(resource) : {};
  return { province: record?.[names.province], city: record?.[names.city] };
}

export function RegionInput({ value, onChange, field, record, ...props }) {
  const tree = useRegions();
  const above = useAbove(field, record);
  const options = namesOf(tree, field.format, above).map((name) => ({ value: name }));
  return <AutoComplete {...props} className="gx-fill" allowClear value={value ?? undefined} options={options} showSearch={{ filterOption: (typed, option) => String(option?.value).includes(typed) || options.some((one) => one.value === typed) }}
    onChange={(next) => onChange?.(next || null)} />;
}

const branch = (name, below) => ({ value: name, label: name, ...(below?.length && { children: below }) });

export function RegionsInput({ value, onChange, field, record, ...props }) {
  const tree = useRegions();
  const options = useMemo(() => [...(tree ?? [])].map(([province, cities]) => branch(province, [...cities].map(([city, districts]) => branch(city, districts.map((name) => branch(name)))))), [tree]);
  return <Cascader {...props} className="gx-fill" multiple changeOnSelect showCheckedStrategy="SHOW_PARENT" options={options} showSearch value={(value ?? []).map((path) => path.split('/'))}
    onChange={(paths) => onChange?.(paths.map((path) => path.join('/')))} />;
}
