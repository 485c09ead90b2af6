// SPDX-License-Identifier: AGPL-3.0-or-later
// Names a new view of a list and says who may use it.
import { Checkbox, Form, Input, Modal } from 'antd';
import { useSave } from '../api/saves.js';
import { useFeedback } from '../app/feedback.jsx';
import { useTranslation } from '../i18n/index.js';

/** @param {{resource: any, saved: any, definition: any, onClose: () => void, onSaved: (record: any) => void}} props */
export default function SaveViewWindow({ resource, saved, definition, onClose, onSaved }) {
  const { t } = useTranslation();
  const { done, fail } = useFeedback();
  const save = useSave(saved);
  const submit = async ({ name, shared }) => {
    try {
      const { record } = await save.mutateAsync({ changes: { name, resource: resource.name, definition, visibility: shared ? 'shared' : 'private' } });
      done(t('view.saved'));
      onSaved(record);
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Modal open title={t('view.save')} onCancel={onClose} okText={t('save')} cancelText={t('cancel')} okButtonProps={{ htmlType: 'submit', form: 'gx-view', loading: save.isPending }} width={400}>
      <Form id="gx-view" layout="vertical" onFinish={submit} requiredMark={false} initialValues={{ shared: false }}>
        <Form.Item name="name" label={t('view.name')} rules={[{ required: true, max: 100, message: t('rule.required', { label: t('view.name') }) }]}><Input autoFocus maxLength={100} /></Form.Item>
        <Form.Item name="shared" valuePropName="checked"><Checkbox>{t('view.shared')}</Checkbox></Form.Item>
      </Form>
    </Modal>
  );
}
