// SPDX-License-Identifier: AGPL-3.0-or-later
// My names at identity providers: which there are, tying another to me, untying.
import { Alert, Button, Card, Form, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { del } from '../api/client.js';
import { fieldErrors } from '../api/problem.js';
import { useGet } from '../api/queries.js';
import { useFeedback } from '../app/feedback.jsx';
import { providersQuery } from '../app/door.js';
import { goToProvider } from '../app/sso.js';
import { formatDateTime, formatRelative } from '../i18n/format.js';
import { useTranslation } from '../i18n/index.js';
import { useAttempt } from './Login.jsx';

/** Who has a password gives it once more, so that an open screen is not enough. */
function LinkWindow({ provider, onClose }) {
  const { t } = useTranslation();
  const [form] = Form.useForm();
  const { attempt, busy, error, sentence } = useAttempt();
  const said = fieldErrors(error).password ? t('error.wrong_password') : sentence;
  return (
    <Modal open title={t('me.linkWith', { name: provider.label })} okText={t('me.link')} cancelText={t('cancel')} onOk={form.submit} onCancel={onClose} confirmLoading={busy} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ password }) => attempt(() => goToProvider(provider.id, password ?? ''))}>
        {said ? <Alert type="error" showIcon title={said} role="alert" className="gx-login-error" /> : null}
        <Form.Item name="password" label={t('auth.oldPassword')} extra={t('me.linkHint')}><Input type="password" autoFocus autoComplete="current-password" /></Form.Item>
      </Form>
    </Modal>
  );
}

export function Identities() {
  const { t } = useTranslation();
  const { done, fail } = useFeedback();
  const queryClient = useQueryClient();
  const { data, isLoading } = useGet('/auth/identities');
  const { data: providers } = useQuery(providersQuery);
  const [linking, setLinking] = useState(null);
  const unlink = async (id) => {
    try {
      await del('/auth/identities/' + id);
      done(t('me.unlinked'));
    } catch (error) {
      fail(error);
    }
    queryClient.invalidateQueries({ queryKey: ['get', '/auth/identities'] });
  };
  const open = (providers ?? []).filter((provider) => !(data ?? []).some((tie) => tie.provider_id === provider.id));
  return (
    <Card loading={isLoading} variant="borderless">
      <p className="gx-quiet">{t(data?.length || open.length ? 'me.identitiesHint' : 'me.identitiesNone')}</p>
      <ul className="gx-plain gx-entries">
        {(data ?? []).map((tie) => (
          <li key={tie.id}>
            <div>
              <strong>{tie.provider}</strong> {tie.label ?? ''}
              <div className="gx-quiet">{[formatDateTime(tie.created_at), tie.last_login_at ? t('me.lastSeen') + ' ' + formatRelative(tie.last_login_at) : ''].filter(Boolean).join(' · ')}</div>
            </div>
            <Popconfirm title={t('me.unlinkAsk', { name: tie.provider })} onConfirm={() => unlink(tie.id)} okText={t('ok')} cancelText={t('cancel')}><Button>{t('me.unlink')}</Button></Popconfirm>
          </li>
        ))}
        {open.map((provider) => (
          <li key={provider.id}>
            <div><strong>{provider.label}</strong><div className="gx-quiet">{t('me.notLinked')}</div></div>
            <Button onClick={() => setLinking(provider)}>{t('me.link')}</Button>
          </li>
        ))}
      </ul>
      {linking ? <LinkWindow provider={linking} onClose={() => setLinking(null)} /> : null}
    </Card>
  );
}
