// SPDX-License-Identifier: AGPL-3.0-or-later
// One or two fields to group by, as "owner_id,closed_on:month".
import { Select } from 'antd';
import { useTranslation } from '../i18n/index.js';
import { groupChoices, groupText, groupsOf } from './groups.js';
import { useGroupLabel } from './groupWords.jsx';

/** @param {{resource: any, value: string, onChange: (text: string) => void, id?: string}} props */
export default function GroupFields({ resource, value, onChange, id }) {
  const { t } = useTranslation();
  const label = useGroupLabel();
  const chosen = groupsOf(resource, value);
  const choices = groupChoices(resource);
  const put = (at, text) => onChange(groupText(groupsOf(resource, [...chosen.slice(0, at).map((by) => groupText([by])), ...(text ? [text] : []), ...(text ? chosen.slice(at + 1).map((by) => groupText([by])) : [])].join(','))));
  const one = (at) => (
    <label key={at} className="gx-group-field"><span>{t(at ? 'group.then' : 'group.by')}</span>
      <Select id={at ? undefined : id} showSearch={{ optionFilterProp: 'label' }} allowClear value={chosen[at] ? groupText([chosen[at]]) : undefined} placeholder={t('list.groupNone')} onChange={(text) => put(at, text)} aria-label={t(at ? 'group.then' : 'group.by')}
        options={choices.filter((choice) => chosen.every((by, other) => other === at || by.field !== choice.field)).map((choice) => ({ value: choice.value, label: label(choice) }))} />
    </label>
  );
  return <div className="gx-group-fields">{[0, 1].slice(0, chosen.length + 1).map(one)}</div>;
}
