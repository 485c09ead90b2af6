// SPDX-License-Identifier: AGPL-3.0-or-later
// A new password by the link of a reset mail, and the pair of password fields that
// "change password" uses as well.
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { post } from '../api/client.js';
import { useTranslation } from '../i18n/index.js';
import { useAttempt } from './Login.jsx';

export function NewPasswordFields() {
  const { t } = useTranslation();
  const same = ({ getFieldValue }) => ({
    validator: (_rule, value) => (!value || getFieldValue('password') === value ? Promise.resolve() : Promise.reject(new Error(t('auth.mismatch')))),
  });
  return (
    <>
      <Form.Item name="password" label={t('auth.newPassword')} rules={[{ required: true, min: 10, message: t('auth.tooShort') }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item name="repeat" label={t('auth.repeatPassword')} dependencies={['password']} rules={[{ required: true, message: t('auth.mismatch') }, same]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}

/** @param {{token: string, onBack: () => void}} props */
export function ResetForm({ token, onBack }) {
  const { t } = useTranslation();
  const { attempt, busy, sentence } = useAttempt();
  const [done, setDone] = useState(false);
  const submit = async ({ password }) => {
    if (await attempt(() => post('/auth/reset', { token, password }, { auth: false }))) setDone(true);
  };
  if (done) return <><Alert type="success" showIcon title={t('auth.resetDone')} /><Button type="link" onClick={onBack}>{t('auth.backToLogin')}</Button></>;
  return (
    <Form layout="vertical" size="large" onFinish={submit} requiredMark={false}>
      {sentence ? <Alert type="error" showIcon title={sentence} role="alert" className="gx-login-error" /> : null}
      <NewPasswordFields />
      <Button type="primary" htmlType="submit" block loading={busy}>{t('auth.reset')}</Button>
      <div className="gx-login-links"><Button type="link" onClick={onBack}>{t('auth.backToLogin')}</Button></div>
    </Form>
  );
}
