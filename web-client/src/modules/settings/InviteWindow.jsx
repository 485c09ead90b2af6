// SPDX-License-Identifier: AGPL-3.0-or-later
// The link with which a colleague sets a password: made on request, shown once.
import { Button, Input, Modal, Space } from 'antd';
import { useState } from 'react';
import { post } from '../../api/client.js';
import { useFeedback } from '../../app/feedback.jsx';
import { formatDateTime } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';

/** @param {{record: any, onClose: () => void}} props */
export default function InviteWindow({ record, onClose }) {
  const { t } = useTranslation('settings');
  const feedback = useFeedback();
  const [link, setLink] = useState(/** @type {{url: string, expires_at: string}|null} */ (null));
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    try {
      setLink((await post('/users/' + record.id + '/invitation')).body.data);
    } catch (error) {
      feedback.fail(error);
    } finally {
      setBusy(false);
    }
  };
  const copy = async () => {
    await navigator.clipboard.writeText(link.url);
    feedback.done(t('invite.copied'));
  };
  return (
    <Modal open title={t('invite.title', { name: record.name })} footer={null} onCancel={onClose} destroyOnHidden>
      {link ? (
        <>
          <p>{t('invite.ready', { name: record.name, until: formatDateTime(link.expires_at) })}</p>
          <Space.Compact block><Input readOnly value={link.url} aria-label={t('invite.open')} /><Button type="primary" onClick={copy}>{t('invite.copy')}</Button></Space.Compact>
        </>
      ) : (
        <>
          <p>{t('invite.ask')}</p>
          <div className="gxm-foot"><Button type="primary" loading={busy} onClick={make}>{t('invite.make')}</Button></div>
        </>
      )}
    </Modal>
  );
}
