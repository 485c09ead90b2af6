// SPDX-License-Identifier: AGPL-3.0-or-later
// By which one or two fields the list is grouped.
import { Button, Modal, Popover, Select } from 'antd';
import { GroupOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from '../i18n/index.js';
import { groupChoices, groupText, groupsOf } from './groups.js';
import { useGroupLabel } from './groupWords.jsx';

/** @param {{resource: any, value: string, onChange: (text: string) => void}} props */
export function GroupFields({ resource, value, onChange }) {
  const { t } = useTranslation();
  const label = useGroupLabel();
  const chosen = groupsOf(resource, value);
  const choices = groupChoices(resource);
  const put = (at, text) => onChange(groupText(groupsOf(resource, [...chosen.slice(0, at).map((by) => groupText([by])), ...(text ? [text] : []), ...(text ? chosen.slice(at + 1).map((by) => groupText([by])) : [])].join(','))));
  const one = (at) => (
    <label key={at} className="gx-group-field"><span>{t(at ? 'group.then' : 'group.by')}</span>
      <Select showSearch={{ optionFilterProp: 'label' }} allowClear value={chosen[at] ? groupText([chosen[at]]) : undefined} placeholder={t('list.groupNone')} onChange={(text) => put(at, text)} aria-label={t(at ? 'group.then' : 'group.by')}
        options={choices.filter((choice) => chosen.every((by, other) => other === at || by.field !== choice.field)).map((choice) => ({ value: choice.value, label: label(choice) }))} />
    </label>
  );
  return <div className="gx-group-fields">{[0, 1].slice(0, chosen.length + 1).map(one)}</div>;
}

/** @param {{resource: any, state: any, grouped: any}} props */
export function GroupButton({ resource, state, grouped }) {
  const { t } = useTranslation();
  const label = useGroupLabel();
  const [open, setOpen] = useState(false);
  const { by } = grouped;
  const body = (
    <>
      <GroupFields resource={resource} value={state.group} onChange={(group) => state.set({ group })} />
      {by.length ? <div className="gx-group-acts"><Button size="small" onClick={() => grouped.setAll(true)}>{t('group.openAll')}</Button><Button size="small" onClick={() => grouped.setAll(false)}>{t('group.closeAll')}</Button><Button size="small" onClick={() => { state.set({ group: '' }); setOpen(false); }}>{t('list.groupNone')}</Button></div> : null}
    </>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" arrow={false} destroyOnHidden content={body}>
      <Button icon={<GroupOutlined />} className={by.length ? 'gx-on' : ''} aria-expanded={open}>{by.length ? by.map(label).join(' / ') : t('list.group')}</Button>
    </Popover>
  );
}

/** @param {{resource: any, state: any, onClose: () => void}} props */
export default function GroupWindow({ resource, state, onClose }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t('list.group')} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('close')}</Button>} width={400}>
      <GroupFields resource={resource} value={state.group} onChange={(group) => state.set({ group })} />
    </Modal>
  );
}
