// SPDX-License-Identifier: AGPL-3.0-or-later
// Puts a trial, or a delivery that is over, in line. What became of it stands in the log.
import { Modal } from 'antd';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useTranslation } from '../../i18n/index.js';

export default function SendWindow({ resource, record, onClose }) {
  const { t } = useTranslation('webhook');
  const { done, fail } = useFeedback();
  const send = usePost('webhook-deliveries');
  const kind = resource.name === 'webhook' ? 'test' : 'again';
  const run = async () => {
    try {
      await send.mutateAsync({ to: '/' + resource.path + '/' + record.id + '/' + kind });
      done(t('sent'));
      onClose();
    } catch (error) { fail(error); }
  };
  return (
    <Modal open title={t(kind + '.open')} onCancel={onClose} onOk={run} confirmLoading={send.isPending} okText={t('send')} cancelText={t('cancel')}>
      <p>{t(kind + '.what')}</p>
    </Modal>
  );
}
