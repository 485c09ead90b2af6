// SPDX-License-Identifier: AGPL-3.0-or-later
// A record is made although one that is very likely the same was shown: why. The
// reason goes into the audit after the record is there.
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { post } from '../api/client.js';
import { useTranslation } from '../i18n/index.js';

/** The record stands whether or not the reason could be kept. @param {any} resource @param {string} id @param {string} reason */
export const keepReason = (resource, id, reason) => post('/duplicates/keep', { resource: resource.name, id, reason }).catch(() => null);

/** @returns {[any, () => Promise<string|null>]} the window, and asking: the reason, or null to go back */
export function useAnyway() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(/** @type {{answer: (reason: string|null) => void}|null} */ (null));
  const [reason, setReason] = useState('');
  const ask = () => new Promise((answer) => {
    setReason('');
    setAsked({ answer });
  });
  const close = (value) => {
    asked?.answer(value);
    setAsked(null);
  };
  const ready = reason.trim().length >= 3;
  const window = asked ? (
    <Modal open title={t('duplicates.anyway')} okText={t('duplicates.create')} cancelText={t('duplicates.back')} okButtonProps={{ disabled: !ready }} onOk={() => close(reason.trim())} onCancel={() => close(null)}>
      <p>{t('duplicates.why')}</p>
      <Input.TextArea autoFocus rows={2} maxLength={500} value={reason} aria-label={t('duplicates.reason')} placeholder={t('duplicates.reason')} onChange={(event) => setReason(event.target.value)} />
    </Modal>
  ) : null;
  return [window, /** @type {any} */ (ask)];
}
