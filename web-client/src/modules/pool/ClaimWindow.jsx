// SPDX-License-Identifier: AGPL-3.0-or-later
// Takes one record out of the pool. A limit is said in the window, with the day from which one may claim again.
import { Alert, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useMeta } from '../../api/queries.js';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useTranslation } from '../../i18n/index.js';
import { refusal } from './refusal.js';

/** @param {{record: any, onClose: () => void}} props */
export default function ClaimWindow({ record, onClose }) {
  const { t } = useTranslation('pool');
  const meta = useMeta();
  const navigate = useNavigate();
  const post = usePost();
  const { done, sentence } = useFeedback();
  const [refused, setRefused] = useState('');
  const claim = async () => {
    try {
      const { data, changeSet } = await post.mutateAsync({ to: '/pool-records/' + record.id + '/claim', body: {} });
      done(t('claimed', { name: record.name }), changeSet);
      onClose();
      const resource = meta.byName[data.resource];
      if (resource) navigate('/' + resource.path + '/' + data.record_id);
    } catch (error) {
      setRefused(refusal(error, t) || sentence(error));
    }
  };
  return (
    <Modal open title={t('claimTitle', { name: record.name })} onCancel={onClose} onOk={claim} okText={t('claim')} cancelText={t('cancel')} confirmLoading={post.isPending} okButtonProps={{ disabled: Boolean(refused) }} width={420}>
      <p>{t('claimAbout')}</p>
      {refused ? <Alert type="warning" showIcon title={refused} role="alert" /> : null}
    </Modal>
  );
}
