// SPDX-License-Identifier: AGPL-3.0-or-later
// What the person decides to whom a registration was put: both sides beside each other, the reason, the ways. Who may
// see the sides is the server's to say; to anybody else it says nothing but that it is not his.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input, Skeleton, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { post } from '../../api/client.js';
import { useMeta } from '../../api/queries.js';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { formatDate, formatDateTime } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import './registration.css';

const WAYS = { approval: ['approve', 'refuse'], conflict: ['to_registrant', 'both', 'to_owner'] };
const OPEN = ['submitted', 'conflict'];

function Line({ label, children }) {
  return children ? <div><dt>{label}</dt><dd>{children}</dd></div> : null;
}

const whose = (side) => [side.owner_name, side.partner_name ?? side.department_name].filter(Boolean).join(' · ');

function Registered({ record, registrant }) {
  const { t } = useTranslation('registration');
  return (
    <section className="gx-claim gx-registered" aria-label={t('registered')}>
      <h3>{t('registered')}</h3>
      <p><strong>{record.name}</strong></p>
      <dl>
        <Line label={t('who')}>{whose(registrant)}</Line>
        <Line label={t('code')}>{record.credit_code}</Line>
        <Line label={t('contact')}>{[record.contact_name, record.phone].filter(Boolean).join(' · ')}</Line>
        <Line label={t('since')}>{formatDateTime(record.created_at)}</Line>
        <Line label={t('note')}>{record.note}</Line>
      </dl>
    </section>
  );
}

function Side({ side }) {
  const { t } = useTranslation(['registration', 'common']);
  const text = useText();
  const its = useMeta().byName[side.resource];
  const state = its?.field.state?.choices?.find((choice) => choice.value === side.state);
  const title = its ? text(its.title) : side.resource;
  return (
    <section className="gx-claim" aria-label={title + ' ' + side.name}>
      <h3>{title}</h3>
      <p><strong>{its ? <Link to={'/' + its.path + '/' + side.id}>{side.name}</Link> : side.name}</strong> <span className="gx-quiet">{side.code}</span></p>
      <dl>
        <Line label={t('who')}>{whose(side) || t('nobody')}</Line>
        <Line label={t('why')}>{side.reasons.map((item) => t('common:duplicates.reasons.' + item.reason)).join(t('common:duplicates.comma')) + ' · ' + t('common:duplicates.score', { score: side.score })}</Line>
        <Line label={t('since')}>{formatDateTime(side.owned_since ?? side.created_at)}</Line>
        <Line label={t('lastActivity')}>{side.resource === 'account' ? (side.last_activity_at ? formatDateTime(side.last_activity_at) : t('never')) : ''}</Line>
        <Line label={t('openDeals')}>{side.resource === 'account' ? String(side.open_deals) : ''}</Line>
        <Line label={t('state')}>{state ? text(state.label) : ''}</Line>
        <Line label={t('until')}>{side.protected_until ? formatDate(side.protected_until) : ''}</Line>
      </dl>
    </section>
  );
}

function Ways({ record, kind }) {
  const { t } = useTranslation('registration');
  const decision = usePost();
  const { done, fail } = useFeedback();
  const [reason, setReason] = useState('');
  const decide = async (way) => {
    try {
      const { data } = await decision.mutateAsync({ to: '/registrations/' + record.id + '/decide', body: { decision: way, reason: reason.trim() || null } });
      done(t(data.state === 'conflict' ? 'collided' : 'decided'));
    } catch (error) {
      fail(error);
    }
  };
  return (
    <div className="gx-ways">
      <Input.TextArea aria-label={t('reason')} placeholder={t('reasonHint.' + kind)} rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      <Space wrap>
        {WAYS[kind].map((way, at) => (
          <Button key={way} type={at === 0 ? 'primary' : 'default'} loading={decision.isPending} disabled={way !== 'approve' && reason.trim().length < 2} onClick={() => decide(way)}>{t('way.' + way)}</Button>
        ))}
      </Space>
      {kind === 'conflict' ? <p className="gx-quiet">{t('told')}</p> : null}
    </div>
  );
}

/** @param {{resource: any, record: any}} props */
export default function DecidePanel({ resource, record }) {
  const { t } = useTranslation('registration');
  const { sentence } = useFeedback();
  const { data, error, isPending } = useQuery({
    queryKey: ['record', resource.path, record.id, 'sides'], retry: false, staleTime: 30000,
    queryFn: async () => (await post('/registrations/' + record.id + '/sides', {})).body.data,
  });
  if (isPending) return <Skeleton active title={false} paragraph={{ rows: 4 }} />;
  if (error) return <Alert type="info" showIcon title={/** @type {any} */ (error).status === 403 ? t('notYours') : sentence(error)} />;
  return (
    <div className="gx-sides-page">
      <div className="gx-sides">
        <Registered record={record} registrant={data.registrant} />
        {data.sides.map((side) => <Side key={side.id} side={side} />)}
        {data.kind === 'approval' ? <section className="gx-claim"><h3>{t('checked')}</h3><p>{t('free')}</p></section> : null}
      </div>
      {OPEN.includes(record.state) ? <Ways record={record} kind={data.kind} /> : <p className="gx-quiet">{t('closed')}</p>}
    </div>
  );
}
