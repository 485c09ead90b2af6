// SPDX-License-Identifier: AGPL-3.0-or-later
// By which one or two fields the list is grouped.
import { Button, Modal, Popover } from 'antd';
import { GroupOutlined } from '@ant-design/icons';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from '../i18n/index.js';
import { useGroupLabel } from './groupWords.jsx';

const GroupFields = lazy(() => import('./GroupFields.jsx'));

/** @param {{resource: any, state: any, grouped: any}} props */
export function GroupButton({ resource, state, grouped }) {
  const { t } = useTranslation();
  const label = useGroupLabel();
  const [open, setOpen] = useState(false);
  const { by } = grouped;
  const body = (
    <>
      <Suspense fallback={<div className="gx-group-fields" />}><GroupFields resource={resource} value={state.group} onChange={(group) => state.set({ group })} /></Suspense>
      {by.length ? <div className="gx-group-acts"><Button size="small" onClick={() => grouped.setAll(true)}>{t('group.openAll')}</Button><Button size="small" onClick={() => grouped.setAll(false)}>{t('group.closeAll')}</Button><Button size="small" onClick={() => { state.set({ group: '' }); setOpen(false); }}>{t('list.groupNone')}</Button></div> : null}
    </>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" arrow={false} destroyOnHidden content={body}>
      <Button icon={<GroupOutlined aria-hidden="true" />} className={by.length ? 'gx-on' : ''} aria-expanded={open}>{by.length ? by.map(label).join(' / ') : t('list.group')}</Button>
    </Popover>
  );
}

/** @param {{resource: any, state: any, onClose: () => void}} props */
export function GroupWindow({ resource, state, onClose }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t('list.group')} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('close')}</Button>} width={400}>
      <Suspense fallback={<div className="gx-group-fields" />}><GroupFields resource={resource} value={state.group} onChange={(group) => state.set({ group })} /></Suspense>
    </Modal>
  );
}
