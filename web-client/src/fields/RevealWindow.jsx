// SPDX-License-Identifier: AGPL-3.0-or-later
// Asks why a masked value is needed and fetches it: one press on a usual or a
// lately given reason, or words of one's own. Every reveal is logged.
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { post } from '../api/client.js';
import { useMeta } from '../api/queries.js';
import { useFeedback } from '../app/feedback.jsx';
import { useTranslation } from '../i18n/index.js';
import { keepReason, lastReasons } from './reasons.js';

const LEAST = 3;

/** @param {{resource: any, field: any, record: any, title: string, onDone: (value: string|null) => void, onClose: () => void}} props */
export default function RevealWindow({ resource, field, record, title, onDone, onClose }) {
  const { t } = useTranslation();
  const { user } = useMeta();
  const { fail } = useFeedback();
  const [own, setOwn] = useState(/** @type {string|null} */ (null));
  const [busy, setBusy] = useState('');
  const usual = [t('reveal.reasonCall'), t('reveal.reasonCheck')];
  const reasons = [...usual, ...lastReasons(user.id).filter((reason) => !usual.includes(reason))];
  const submit = async (reason) => {
    setBusy(reason);
    try {
      const { body } = await post('/' + resource.path + '/' + record.id + '/reveal', { fields: [field.name], reason });
      if (!usual.includes(reason)) keepReason(user.id, reason);
      onDone(body.data[field.name]);
    } catch (error) {
      setBusy('');
      fail(error);
    }
  };
  const ready = (own ?? '').trim().length >= LEAST;
  const footer = own === null ? null : <Button type="primary" disabled={!ready} loading={Boolean(busy)} onClick={() => submit(own.trim())}>{t('reveal.confirm')}</Button>;
  return (
    <Modal open width={440} title={title} footer={footer} onCancel={onClose} destroyOnHidden>
      <p className="gx-quiet">{t('reveal.why')}</p>
      <div className="gx-reasons" role="group" aria-label={t('reveal.reason')}>
        {reasons.map((reason, at) => <Button key={reason} autoFocus={at === 0} disabled={Boolean(busy)} loading={busy === reason} onClick={() => submit(reason)}>{reason}</Button>)}
        <Button aria-expanded={own !== null} disabled={Boolean(busy)} onClick={() => setOwn(own ?? '')}>{t('reveal.reasonOther')}</Button>
      </div>
      {own === null ? null : <Input autoFocus value={own} maxLength={500} aria-label={t('reveal.reason')} placeholder={t('reveal.reasonHint')}
        onChange={(event) => setOwn(event.target.value)} onPressEnter={(event) => !event.nativeEvent.isComposing && ready && !busy && submit(own.trim())} />}
    </Modal>
  );
}
