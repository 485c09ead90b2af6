// SPDX-License-Identifier: AGPL-3.0-or-later
// Turning two-step verification on (key, then a code that proves it) and off (by a code again).
import { Alert, Button, Card, Form, Input, QRCode, Space, Typography } from 'antd';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../api/client.js';
import { useGet } from '../api/queries.js';
import { useTranslation } from '../i18n/index.js';
import { useAttempt } from './Login.jsx';

function Code() {
  const { t } = useTranslation();
  return (
    <Form.Item name="code" label={t('auth.totp')} rules={[{ required: true, pattern: /^\d{6}$/, message: t('auth.totpHint') }]}>
      <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} className="gx-code-input" autoFocus />
    </Form.Item>
  );
}

export function TwoStep() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { data: me, isLoading } = useGet('/auth/me');
  const { attempt, busy, sentence } = useAttempt();
  const [secret, setSecret] = useState(/** @type {any} */ (null));
  const [stopping, setStopping] = useState(false);
  const on = Boolean(me?.has_totp);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['get', '/auth/me'] });
  const start = () => attempt(async () => {
    const { body } = await post('/auth/totp');
    setSecret(body.data ?? body);
  });
  const confirm = async ({ code }) => {
    if (!(await attempt(() => post('/auth/totp/confirm', { code })))) return;
    setSecret(null);
    refresh();
  };
  const stop = async ({ code }) => {
    if (!(await attempt(() => post('/auth/totp/clear', { code })))) return;
    setStopping(false);
    refresh();
  };
  return (
    <Card loading={isLoading} variant="borderless">
      {sentence ? <Alert type="error" showIcon title={sentence} role="alert" className="gx-login-error" /> : null}
      <p>{t(on ? 'me.totpOn' : 'me.totpOff')}</p>
      {on && !stopping ? <Button danger onClick={() => setStopping(true)}>{t('me.totpStop')}</Button> : null}
      {on && stopping ? (
        <Form layout="vertical" onFinish={stop} requiredMark={false} style={{ maxWidth: 420 }}>
          <p>{t('me.totpStopAsk')}</p>
          <Code />
          <Space>
            <Button danger type="primary" htmlType="submit" loading={busy}>{t('me.totpStop')}</Button>
            <Button onClick={() => setStopping(false)}>{t('cancel')}</Button>
          </Space>
        </Form>
      ) : null}
      {!on && !secret ? <Button type="primary" loading={busy} onClick={start}>{t('me.totpStart')}</Button> : null}
      {secret ? (
        <Form layout="vertical" onFinish={confirm} requiredMark={false} style={{ maxWidth: 420 }}>
          <p>{t('me.totpScan')}</p>
          {secret.uri ? <div className="gx-qr" aria-hidden="true"><QRCode value={secret.uri} type="svg" size={168} color="#000" bgColor="#fff" bordered={false} /></div> : null}
          <Form.Item label={t('me.totpSecret')}>
            <Typography.Text code copyable>{secret.secret}</Typography.Text>
            {secret.uri ? <div><a href={secret.uri}>{t('me.openApp')}</a></div> : null}
          </Form.Item>
          <Code />
          <Button type="primary" htmlType="submit" loading={busy}>{t('me.totpConfirm')}</Button>
        </Form>
      ) : null}
    </Card>
  );
}
