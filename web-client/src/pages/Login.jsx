// SPDX-License-Identifier: AGPL-3.0-or-later
// The door: user name and password, one-time code when the account asks for it,
// forgotten password, buttons of identity providers, and on a demo system one click per role. Says what went
// wrong in a sentence and keeps what was typed.
import { Alert, Button, Form, Input } from 'antd';
import { LockOutlined, UserOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { useQuery } from '@tanstack/react-query';
import { post } from '../api/client.js';
import { isProblem } from '../api/problem.js';
import { demoQuery } from '../app/door.js';
import { sentenceOf } from '../app/feedback.jsx';
import { logIn } from '../app/session.js';
import { CALLBACK } from '../app/sso.js';
import { useTranslation } from '../i18n/index.js';
import { DemoPeople } from './DemoPeople.jsx';
import { LoginFrame } from './LoginFrame.jsx';
import { ProviderButtons } from './ProviderButtons.jsx';
import { ResetForm } from './ResetForm.jsx';
import { SsoReturn } from './SsoReturn.jsx';

/** Runs an action, keeps its error and whether it is going on. */
export function useAttempt() {
  const { t } = useTranslation();
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const attempt = async (action) => {
    setBusy(true);
    setError(null);
    try {
      await action();
      return true;
    } catch (problem) {
      setError(problem);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { attempt, busy, error, sentence: error ? sentenceOf(error, t) : '' };
}

function Password({ onForgot }) {
  const { t } = useTranslation();
  const { attempt, busy, error, sentence } = useAttempt();
  const [code, setCode] = useState(false);
  const submit = async (values) => {
    await attempt(async () => {
      try {
        await logIn(code ? values : { username: values.username, password: values.password });
      } catch (problem) {
        if (!isProblem(problem, 'totp_required') || code) throw problem;
        setCode(true);
      }
    });
  };
  const said = code && error ? (isProblem(error, 'totp_required') || isProblem(error, 'invalid_credentials') ? t('auth.badTotp') : sentence) : sentence;
  return (
    <Form layout="vertical" onFinish={submit} requiredMark={false} size="large" disabled={busy}>
      {said ? <Alert type="error" showIcon title={said} role="alert" className="gx-login-error" /> : null}
      <Form.Item name="username" label={t('auth.username')} rules={[{ required: true, message: t('rule.required', { label: t('auth.username') }) }]} hidden={code}>
        <Input prefix={<UserOutlined />} autoComplete="username" autoCapitalize="none" autoFocus />
      </Form.Item>
      <Form.Item name="password" label={t('auth.password')} rules={[{ required: true, message: t('rule.required', { label: t('auth.password') }) }]} hidden={code}>
        <Input.Password prefix={<LockOutlined />} autoComplete="current-password" />
      </Form.Item>
      {code ? (
        <Form.Item name="totp" label={t('auth.totp')} extra={t('auth.totpHint')} rules={[{ required: true, pattern: /^\d{6}$/, message: t('auth.totpHint') }]}>
          <Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={6} className="gx-code-input" />
        </Form.Item>
      ) : null}
      <Button type="primary" htmlType="submit" block loading={busy}>{t('auth.submit')}</Button>
      <div className="gx-login-links">
        {code ? <Button type="link" onClick={() => setCode(false)}>{t('back')}</Button> : <Button type="link" onClick={onForgot}>{t('auth.forgot')}</Button>}
      </div>
    </Form>
  );
}

function Forgot({ onBack }) {
  const { t } = useTranslation();
  const { attempt, busy, sentence } = useAttempt();
  const [sent, setSent] = useState(false);
  const submit = async ({ username }) => {
    if (await attempt(() => post('/auth/reset-request', { username }, { auth: false }))) setSent(true);
  };
  if (sent) return <><Alert type="success" showIcon title={t('auth.sent')} /><Button type="link" onClick={onBack}>{t('auth.backToLogin')}</Button></>;
  return (
    <Form layout="vertical" size="large" onFinish={submit} requiredMark={false}>
      {sentence ? <Alert type="error" showIcon title={sentence} role="alert" className="gx-login-error" /> : null}
      <p className="gx-quiet">{t('auth.forgotHint')}</p>
      <Form.Item name="username" label={t('auth.username')} rules={[{ required: true, message: t('rule.required', { label: t('auth.username') }) }]}>
        <Input prefix={<UserOutlined />} autoComplete="username" autoFocus />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>{t('auth.send')}</Button>
      <div className="gx-login-links"><Button type="link" onClick={onBack}>{t('auth.backToLogin')}</Button></div>
    </Form>
  );
}

export default function Login() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const token = params.get('reset');
  const [forgot, setForgot] = useState(false);
  const { data: people } = useQuery(demoQuery);
  const { pathname } = useLocation();
  if (pathname === CALLBACK) return <LoginFrame title={t('auth.title')}><SsoReturn /></LoginFrame>;
  if (token) return <LoginFrame title={t('auth.reset')}><ResetForm token={token} onBack={() => setParams({})} /></LoginFrame>;
  if (forgot) return <LoginFrame title={t('auth.forgot')}><Forgot onBack={() => setForgot(false)} /></LoginFrame>;
  return (
    <LoginFrame title={t('auth.title')} side={people?.length ? <DemoPeople people={people} /> : null}>
      <Password onForgot={() => setForgot(true)} />
      <ProviderButtons />
    </LoginFrame>
  );
}
