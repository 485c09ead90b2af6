// SPDX-License-Identifier: AGPL-3.0-or-later
// Withdraws a registration; the customer stays whose it is.
import { Modal } from 'antd';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useTranslation } from '../../i18n/index.js';

/** @param {{resource: any, record: any, onClose: () => void, onDone: () => void}} props */
export default function WithdrawWindow({ resource, record, onClose, onDone }) {
  const { t } = useTranslation('registration');
  const post = usePost(resource.path);
  const { done, fail } = useFeedback();
  const withdraw = async () => {
    try {
      await post.mutateAsync({ to: '/registrations/' + record.id + '/withdraw', body: {} });
      done(t('withdrawn', { name: record.name }));
      onDone();
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Modal open title={t('withdrawTitle', { name: record.name })} onCancel={onClose} onOk={withdraw} okText={t('withdraw')} cancelText={t('cancel')} confirmLoading={post.isPending} width={420}>
      <p>{t('withdrawAbout')}</p>
    </Modal>
  );
}
