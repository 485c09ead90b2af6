// SPDX-License-Identifier: AGPL-3.0-or-later
// With whom the record is shared; sharing it and taking it back, which can be undone.
import { Alert, Button, Checkbox, DatePicker, Input, Segmented, Select, Skeleton, Tag } from 'antd';
import { ApartmentOutlined, IdcardOutlined, UserOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { post } from '../../api/client.js';
import { useGet } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { formatDateTime } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';

const ICONS = { user: <UserOutlined aria-hidden="true" />, department: <ApartmentOutlined aria-hidden="true" />, role: <IdcardOutlined aria-hidden="true" /> };
const EMPTY = { kind: 'user', to: null, right: 'read', is_member: false, until: null, note: '' };
const requestOf = (share) => ({ kind: share.kind, to: share.grantee_id, right: share.right, is_member: share.is_member, until: share.until, note: share.note });

/** Both verbs; everything that is explained from shares is asked for again. */
function useSharing(resource, record) {
  const client = useQueryClient();
  const base = '/' + resource.path + '/' + record.id;
  return async (verb, body) => {
    await post(base + '/' + verb, body);
    await client.invalidateQueries({ queryKey: ['get'] });
  };
}

function ShareForm({ onShare }) {
  const { t } = useTranslation('access');
  const [form, setForm] = useState(EMPTY);
  const [busy, setBusy] = useState(false);
  const set = (changes) => setForm((now) => ({ ...now, ...changes }));
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    const member = form.kind === 'user' && form.is_member;
    if (await onShare({ ...form, is_member: member, note: form.note.trim() || null, until: form.until ? form.until.endOf('day').toISOString() : null })) setForm({ ...EMPTY, kind: form.kind });
    setBusy(false);
  };
  return (
    <form className="gxa-form" onSubmit={submit}>
      <Segmented block value={form.kind} onChange={(kind) => set({ kind: String(kind), to: null })} aria-label={t('shares.kind')}
        options={['user', 'department', 'role'].map((kind) => ({ value: kind, icon: ICONS[kind], label: t('shares.kind_' + kind) }))} />
      <ReferenceInput key={form.kind} to={form.kind} create={false} value={form.to} onChange={(to) => set({ to })} placeholder={t('shares.pick_' + form.kind)} aria-label={t('shares.pick_' + form.kind)} />
      <div className="gxm-two gxa-gap">
        <Select className="gx-fill" value={form.right} onChange={(right) => set({ right })} aria-label={t('shares.right')} options={['read', 'write'].map((right) => ({ value: right, label: t('right.' + right) }))} />
        <DatePicker className="gx-fill" value={form.until} onChange={(until) => set({ until })} minDate={dayjs()} placeholder={t('shares.until')} aria-label={t('shares.until')} />
      </div>
      <Input value={form.note} onChange={(event) => set({ note: event.target.value })} maxLength={300} placeholder={t('shares.note')} aria-label={t('shares.note')} />
      <div className="gx-buttons gx-spread">
        {form.kind === 'user' ? <Checkbox checked={form.is_member} onChange={(event) => set({ is_member: event.target.checked })}>{t('shares.member')}</Checkbox> : <span />}
        <Button type="primary" htmlType="submit" loading={busy} disabled={!form.to}>{t('shares.share')}</Button>
      </div>
    </form>
  );
}

function Share({ share, onTake }) {
  const { t } = useTranslation('access');
  return (
    <li className="gxm-line gxa-person">
      {ICONS[share.kind]}
      <span className="gxa-main">
        <span><strong>{share.name}</strong> {share.is_member ? <Tag color="purple">{t('shares.memberTag')}</Tag> : null}</span>
        <span className="gx-quiet">{[t('shares.kind_' + share.kind), share.until ? t('shares.untilDay', { day: formatDateTime(share.until) }) : t('shares.always'), share.note].filter(Boolean).join(' · ')}</span>
      </span>
      <Tag color={share.right === 'write' ? 'blue' : undefined}>{t('right.' + share.right)}</Tag>
      <Button type="link" size="small" danger aria-label={t('shares.takeFrom', { name: share.name })} onClick={() => onTake(share)}>{t('shares.take')}</Button>
    </li>
  );
}

/** @param {{resource: any, record: any}} props */
export default function Shares({ resource, record }) {
  const { t } = useTranslation('access');
  const feedback = useFeedback();
  const change = useSharing(resource, record);
  const [taken, setTaken] = useState(/** @type {any} */ (null));
  const { data, error } = useGet('/' + resource.path + '/' + record.id + '/shares');
  const attempt = async (verb, body, then) => {
    try {
      await change(verb, body);
      then?.();
      return true;
    } catch (problem) {
      feedback.fail(problem);
      return false;
    }
  };
  const share = (body) => attempt('share', body, () => { setTaken(null); feedback.done(t('shares.shared')); });
  const take = (one) => attempt('unshare', { share_id: one.id }, () => setTaken(one));
  const back = () => attempt('share', requestOf(taken), () => setTaken(null));
  if (error) return <Alert type="warning" showIcon title={feedback.sentence(error)} />;
  return (
    <div className="gxm-pad-top">
      <ShareForm onShare={share} />
      {taken ? <Alert type="success" showIcon className="gxa-verdict" title={t('shares.taken', { name: taken.name })} action={<Button size="small" type="link" onClick={back}>{t('shares.undo')}</Button>} /> : null}
      {data?.length === 0 ? <p className="gxm-note">{t('shares.none')}</p> : null}
      {data ? <ul className="gxm-lines">{data.map((one) => <Share key={one.id} share={one} onTake={take} />)}</ul> : <Skeleton active title={false} paragraph={{ rows: 3 }} />}
    </div>
  );
}
