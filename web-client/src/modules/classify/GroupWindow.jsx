// SPDX-License-Identifier: AGPL-3.0-or-later
// Puts one customer, or the chosen ones, into a static group, or takes them out of it.
import { Alert, Form, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { useTranslation } from '../../i18n/index.js';

const MOST = 1000;

/** @param {{record?: any, selection?: any, onClose: () => void}} props */
export default function GroupWindow({ record, selection, onClose }) {
  const { t } = useTranslation('classify');
  const [group, setGroup] = useState(/** @type {string|null} */ (null));
  const [way, setWay] = useState('in');
  const post = usePost();
  const { done, fail } = useFeedback();
  const ids = record ? [record.id] : [...(selection?.ids ?? [])];
  const tooMany = selection?.all || ids.length > MOST;
  const save = async () => {
    try {
      const { data } = await post.mutateAsync({ to: '/account-groups/' + group + '/members', body: { ids, is_in: way === 'in' } });
      done(t('group.done', { count: data.changed }));
      selection?.clear();
      onClose();
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Modal open title={record ? t('group.titleOne', { name: record.name }) : t('group.titleMany', { count: ids.length })} onCancel={onClose} onOk={save} okText={t('save')} cancelText={t('cancel')}
      okButtonProps={{ disabled: !group || tooMany }} confirmLoading={post.isPending} destroyOnHidden>
      {tooMany ? <Alert type="warning" showIcon title={t('group.tooMany', { limit: MOST })} className="gxm-block" /> : null}
      <Form layout="vertical">
        <Form.Item><Segmented aria-label={t('group.which')} value={way} onChange={(value) => setWay(String(value))} options={['in', 'out'].map((value) => ({ value, label: t('group.' + value) }))} /></Form.Item>
        <Form.Item label={t('group.which')} htmlFor="gxc-group"><ReferenceInput id="gxc-group" to="account_group" filter={{ field: 'kind', op: 'eq', value: 'static' }} value={group} onChange={setGroup} /></Form.Item>
        <p className="gxm-note">{t('group.hint')}</p>
      </Form>
    </Modal>
  );
}
