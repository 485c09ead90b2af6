// SPDX-License-Identifier: AGPL-3.0-or-later
// Gives one record back to the pool, with the reason. What belongs to it goes along; the toast undoes it.
import { Form, Input, Modal, Select } from 'antd';
import { useMeta } from '../../api/queries.js';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { recordName } from '../../meta/model.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';

/** @param {{resource: any, record: any, onClose: () => void, onDone: () => void}} props */
export default function ReleaseWindow({ resource, record, onClose, onDone }) {
  const { t } = useTranslation('pool');
  const text = useText();
  const meta = useMeta();
  const post = usePost();
  const { done, fail } = useFeedback();
  const [form] = Form.useForm();
  const name = recordName(resource, record);
  const reasons = meta.byName.pool_record.field.reason.choices;
  const release = async (values) => {
    try {
      const { changeSet } = await post.mutateAsync({ to: '/pool-records/release', body: { resource: resource.name, ids: [record.id], ...values } });
      done(t('released', { name }), changeSet);
      onDone();
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Modal open title={t('releaseTitle', { name })} onCancel={onClose} onOk={form.submit} okText={t('release')} cancelText={t('cancel')} confirmLoading={post.isPending} width={420}>
      <p>{t('releaseAbout')}</p>
      <Form form={form} layout="vertical" onFinish={release}>
        <Form.Item name="reason" label={t('reason')} rules={[{ required: true, message: t('reasonNeeded') }]}>
          <Select autoFocus options={reasons.map((choice) => ({ value: choice.value, label: text(choice.label) }))} />
        </Form.Item>
        <Form.Item name="note" label={t('note')}><Input.TextArea maxLength={500} rows={2} /></Form.Item>
        {meta.byName.pool ? <Form.Item name="pool_id" label={t('pool')} extra={t('poolHint')}><ReferenceInput to="pool" create={false} /></Form.Item> : null}
      </Form>
    </Modal>
  );
}
