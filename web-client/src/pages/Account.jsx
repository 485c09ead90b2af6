// SPDX-License-Identifier: AGPL-3.0-or-later
// My account: devices that are logged in, password, two-step verification, names
// at identity providers.
import { Alert, Button, Card, Form, Input, Popconfirm, Tag } from 'antd';
import { useNavigate, useParams } from 'react-router-dom';
import { useQueryClient } from '@tanstack/react-query';
import { del, post } from '../api/client.js';
import { useGet, useMeta } from '../api/queries.js';
import { useRefName } from '../api/refs.js';
import { TabBar } from '../app/TabBar.jsx';
import { useFeedback } from '../app/feedback.jsx';
import { useTranslation } from '../i18n/index.js';
import { formatDateTime, formatRelative } from '../i18n/format.js';
import { NewPasswordFields } from './ResetForm.jsx';
import { useAttempt } from './Login.jsx';
import { Identities } from './Identities.jsx';
import { TwoStep } from './TwoStep.jsx';
import { Absences } from './Absences.jsx';
import { Digest } from '../modules/mail/Digest.jsx';

/** "Chrome · Windows" from a user agent; enough to know a device again. */
function deviceOf(agent) {
  const browser = /(Edg|OPR|MicroMessenger|Firefox|Chrome|Safari)/.exec(agent ?? '')?.[1] ?? '';
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent ?? '')?.[1] ?? '';
  const name = { Edg: 'Edge', OPR: 'Opera', MicroMessenger: 'WeChat' }[browser] ?? browser;
  return [name, system].filter(Boolean).join(' · ') || agent || '–';
}

function Sessions() {
  const { t } = useTranslation();
  const { done, fail } = useFeedback();
  const queryClient = useQueryClient();
  const { data, isLoading } = useGet('/auth/sessions');
  const revoke = async (id) => {
    try {
      await del('/auth/sessions/' + id);
      done(t('me.revoked'));
    } catch (error) {
      fail(error);
    }
    queryClient.invalidateQueries({ queryKey: ['get', '/auth/sessions'] });
  };
  return (
    <Card loading={isLoading} variant="borderless">
      <p className="gx-quiet">{t('me.sessionsHint')}</p>
      <ul className="gx-plain gx-entries">
        {(data ?? []).map((session) => (
          <li key={session.id}>
            <div>
              <strong>{deviceOf(session.user_agent)}</strong> {session.is_current ? <Tag color="blue">{t('me.current')}</Tag> : null}
              <div className="gx-quiet">{[session.ip, formatDateTime(session.created_at), session.last_seen_at ? t('me.lastSeen') + ' ' + formatRelative(session.last_seen_at) : ''].filter(Boolean).join(' · ')}</div>
            </div>
            {session.is_current ? null : (
              <Popconfirm title={t('me.revoke')} onConfirm={() => revoke(session.id)} okText={t('ok')} cancelText={t('cancel')}>
                <Button>{t('me.revoke')}</Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Password() {
  const { t } = useTranslation();
  const { done } = useFeedback();
  const { attempt, busy, sentence } = useAttempt();
  const [form] = Form.useForm();
  const submit = async ({ old, password }) => {
    if (!(await attempt(() => post('/auth/password', { old, new: password })))) return;
    form.resetFields();
    done(t('auth.changed'));
  };
  return (
    <Card variant="borderless">
      <Form form={form} layout="vertical" onFinish={submit} requiredMark={false} style={{ maxWidth: 380 }}>
        {sentence ? <Alert type="error" showIcon title={sentence} role="alert" className="gx-login-error" /> : null}
        <Form.Item name="old" label={t('auth.oldPassword')} rules={[{ required: true, message: t('rule.required', { label: t('auth.oldPassword') }) }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <NewPasswordFields />
        <Button type="primary" htmlType="submit" loading={busy}>{t('shell.password')}</Button>
      </Form>
    </Card>
  );
}

export default function Account() {
  const { t } = useTranslation(['common', 'mail']);
  const { user, byName } = useMeta();
  const nameOf = useRefName();
  const navigate = useNavigate();
  const tab = useParams()['*'] || 'sessions';
  const items = [
    { key: 'sessions', label: t('me.sessions'), children: <Sessions /> },
    { key: 'password', label: t('shell.password'), children: <Password /> },
    { key: 'totp', label: t('shell.totp'), children: <TwoStep /> },
    { key: 'identities', label: t('me.identities'), children: <Identities /> },
    { key: 'digest', label: t('mail:digest.title'), children: <Digest /> },
    ...(byName.absence?.operations.includes('create') ? [{ key: 'absence', label: t('absence.title'), children: <Absences /> }] : []),
  ];
  return (
    <div className="gx-page gx-narrow-page">
      <h1 className="gx-title">{t('me.title')}</h1>
      <p className="gx-quiet">{[user.name, user.username, user.department_id ? nameOf('department', user.department_id) : ''].filter(Boolean).join(' · ')}</p>
      <TabBar label={t('me.title')} active={tab} onChange={(key) => navigate('/me/' + key, { replace: true })} items={items} />
    </div>
  );
}
