// SPDX-License-Identifier: AGPL-3.0-or-later
// Extends the protection, once, with a reason.
import { Form, Input, Modal } from 'antd';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { formatDate } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';

/** @param {{resource: any, record: any, onClose: () => void, onDone: () => void}} props */
export default function ExtendWindow({ resource, record, onClose, onDone }) {
  const { t } = useTranslation('registration');
  const post = usePost(resource.path);
  const { done, fail } = useFeedback();
  const [form] = Form.useForm();
  const extend = async (values) => {
    try {
      const { data, changeSet } = await post.mutateAsync({ to: '/registrations/' + record.id + '/extend', body: values });
      done(t('extended', { day: formatDate(data.protected_until) }), changeSet);
      onDone();
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Modal open title={t('extendTitle', { name: record.name })} onCancel={onClose} onOk={form.submit} okText={t('extend')} cancelText={t('cancel')} confirmLoading={post.isPending} width={420}>
      <p>{t('extendAbout')}</p>
      <Form form={form} layout="vertical" onFinish={extend}>
        <Form.Item name="reason" label={t('reason')} rules={[{ required: true, min: 2, message: t('reasonNeeded') }]}>
          <Input.TextArea autoFocus maxLength={500} rows={2} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
