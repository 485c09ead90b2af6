// SPDX-License-Identifier: AGPL-3.0-or-later
// The page to which an identity provider sends people back: finishes the log-in,
// asks for the one-time code where one is set, or says what went wrong.
import { Alert, Button, Form, Input, Spin } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { isProblem } from '../api/problem.js';
import { finishLogIn, takeAnswer } from '../app/sso.js';
import { useTranslation } from '../i18n/index.js';
import { useAttempt } from './Login.jsx';

export function SsoReturn() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { attempt, busy, error, sentence } = useAttempt();
  const [code, setCode] = useState(false);
  const [stopped, setStopped] = useState('');
  const answer = useRef(null);
  const finish = (totp) => attempt(async () => {
    try {
      await finishLogIn(answer.current, totp);
    } catch (problem) {
      if (!isProblem(problem, 'totp_required')) throw problem;
      setCode(true);
    }
  });
  useEffect(() => {
    if (answer.current) return;
    answer.current = takeAnswer();
    if (answer.current.error) setStopped(t(answer.current.error === 'access_denied' ? 'auth.ssoCancelled' : 'auth.ssoStopped'));
    else if (!answer.current.code || !answer.current.binding) setStopped(t('error.sso_expired'));
    else finish();
  });
  const said = stopped || (code && isProblem(error, 'invalid_credentials') ? t('auth.badTotp') : sentence);
  const over = stopped || (error && !(code && isProblem(error, 'invalid_credentials')));
  return (
    <>
      {said ? <Alert type={stopped && answer.current?.error === 'access_denied' ? 'info' : 'error'} showIcon title={said} role="alert" className="gx-login-error" /> : null}
      {code && !over ? (
        <Form layout="vertical" size="large" requiredMark={false} disabled={busy} onFinish={({ totp }) => finish(totp)}>
          <Form.Item name="totp" label={t('auth.totp')} extra={t('auth.totpHint')} rules={[{ required: true, pattern: /^\d{6}$/, message: t('auth.totpHint') }]}>
            <Input autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={6} className="gx-code-input" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy}>{t('auth.submit')}</Button>
        </Form>
      ) : null}
      {!code && !over ? <p className="gx-quiet" role="status"><Spin size="small" /> {t('auth.ssoFinishing')}</p> : null}
      {over ? <Button type="primary" block size="large" onClick={() => navigate('/', { replace: true })}>{t('auth.backToLogin')}</Button> : null}
    </>
  );
}
