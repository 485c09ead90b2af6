// SPDX-License-Identifier: AGPL-3.0-or-later
// Makes the signing secret of a webhook and shows it this once.
import { Modal, Typography } from 'antd';
import { useState } from 'react';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useTranslation } from '../../i18n/index.js';

export default function SecretWindow({ record, onClose }) {
  const { t } = useTranslation('webhook');
  const { fail } = useFeedback();
  const send = usePost('webhooks');
  const [secret, setSecret] = useState('');
  const make = async () => {
    try {
      setSecret((await send.mutateAsync({ to: '/webhooks/' + record.id + '/secret' })).data.secret);
    } catch (error) { fail(error); }
  };
  return (
    <Modal open title={t('secret.title', { name: record.name })} onCancel={onClose} onOk={secret ? onClose : make} confirmLoading={send.isPending}
      okText={secret ? t('done') : t('secret.make')} cancelText={t('cancel')} cancelButtonProps={{ hidden: Boolean(secret) }}>
      {secret
        ? <><p>{t('secret.once')}</p><Typography.Text code copyable className="gxm-break">{secret}</Typography.Text></>
        : <p>{t(record.has_secret ? 'secret.replaces' : 'secret.why')}</p>}
    </Modal>
  );
}
