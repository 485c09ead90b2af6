// SPDX-License-Identifier: AGPL-3.0-or-later
// Before one looks through somebody's eyes: for what reason. It stands in the audit.
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useFeedback } from '../../app/feedback.jsx';
import { lookAs } from '../../app/session.js';
import { useTranslation } from '../../i18n/index.js';
import '../modules.css';

/** @param {{record: any, onClose: () => void}} props */
export default function LookWindow({ record, onClose }) {
  const { t } = useTranslation('access');
  const feedback = useFeedback();
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const begin = async () => {
    setBusy(true);
    try {
      await lookAs(record, reason.trim(), () => navigate('/'));
    } catch (error) {
      setBusy(false);
      if (/** @type {any} */ (error).status === 403) feedback.fail(Object.assign(/** @type {any} */ (error), { code: 'look_refused' }));
      else feedback.fail(error);
    }
  };
  return (
    <Modal open title={t('look.title', { name: record.name })} footer={null} onCancel={onClose} destroyOnHidden>
      <p>{t('look.about')}</p>
      <Input.TextArea autoFocus value={reason} onChange={(event) => setReason(event.target.value)} maxLength={300} rows={3} placeholder={t('look.reason')} aria-label={t('look.reason')} />
      <div className="gxm-foot"><Button onClick={onClose}>{t('look.cancel')}</Button><Button type="primary" loading={busy} disabled={!reason.trim()} onClick={begin}>{t('look.begin')}</Button></div>
    </Modal>
  );
}
