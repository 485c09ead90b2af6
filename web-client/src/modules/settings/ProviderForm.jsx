// SPDX-License-Identifier: AGPL-3.0-or-later
// One identity provider: the fields of its kind, and its secret, which can be set
// and removed but not seen.
import { Button, Drawer, Form, Input, Space, Typography } from 'antd';
import { useMemo, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { put } from '../../api/client.js';
import { fieldErrors } from '../../api/problem.js';
import { invalidatePath, useSave } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useUi } from '../../app/ui.jsx';
import { FieldItem, showErrors } from '../../form/FieldItem.jsx';
import { bodyOf, changesOf, defaultsOf } from '../../form/rules.js';
import { useTranslation } from '../../i18n/index.js';

const PEOPLE = { part: 'people', names: ['match_by', 'create_users', 'user_kind', 'default_role_ids', 'default_department_id'] };
const FIELDS = {
  oidc: [
    { part: 'basics', names: ['name', 'label', 'position', 'is_active'] },
    { part: 'connection', names: ['issuer', 'client_id', 'scopes', 'ca_certificate'] },
    PEOPLE,
    { part: 'claims', names: ['username_claim', 'email_claim', 'name_claim', 'group_claim'] },
  ],
  ldap: [
    { part: 'basics', names: ['name', 'position', 'is_active'] },
    { part: 'connection', names: ['url', 'base_dn', 'user_filter', 'bind_dn', 'ca_certificate'] },
    PEOPLE,
    { part: 'claims', names: ['subject_attribute', 'username_claim', 'email_claim', 'name_claim', 'group_claim'] },
  ],
};
const FIRST = { ldap: { user_filter: '(uid={username})', match_by: 'username', is_active: true }, oidc: { is_active: true } };

function Secret({ kind, record }) {
  const { t } = useTranslation('settings');
  return (
    <Form.Item name="secret" label={t('providers.secret.' + kind)} extra={record?.has_secret ? t('providers.secret.kept') : undefined} className="gx-wide">
      <Input type="password" autoComplete="new-password" maxLength={1000} />
    </Form.Item>
  );
}

/** Saves the settings, then the secret when one was typed. */
function useSubmit({ resource, record, kind, form, onClose }) {
  const { t } = useTranslation('settings');
  const queryClient = useQueryClient();
  const { mutateAsync: save } = useSave(resource);
  const { done, fail } = useFeedback();
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState(record);
  const submit = async ({ secret, ...values }) => {
    setBusy(true);
    try {
      const changes = made ? changesOf(made, values, resource.field) : bodyOf({ ...values, kind });
      let row = made;
      if (!made || Object.keys(changes).length) row = (await save({ id: made?.id, version: made?.version, changes })).record;
      setMade(row);
      if (secret) await put('/identity-providers/' + row.id + '/secret', { secret });
      invalidatePath(queryClient, resource.path);
      done(t('providers.saved'));
      onClose();
    } catch (error) {
      if (!showErrors(form, fieldErrors(error), resource, t)) fail(error);
    } finally {
      setBusy(false);
    }
  };
  return { submit, busy };
}

/** @param {{resource: any, record: any, kind: 'oidc'|'ldap', onClose: () => void}} props */
export function ProviderForm({ resource, record, kind, onClose }) {
  const { t } = useTranslation('settings');
  const { phone } = useUi();
  const [form] = Form.useForm();
  const { submit, busy } = useSubmit({ resource, record, kind, form, onClose });
  const initial = useMemo(() => record ?? { ...defaultsOf(resource), ...FIRST[kind] }, [record, resource, kind]);
  const callback = window.location.origin + '/sso/callback';
  return (
    <Drawer open title={record ? record.name : t(kind === 'ldap' ? 'providers.addLdap' : 'providers.addOidc')} size={phone ? '100%' : 720} onClose={onClose} destroyOnHidden
      footer={<Space><Button type="primary" loading={busy} onClick={form.submit}>{t('rights.save')}</Button><Button onClick={onClose}>{t('providers.cancel')}</Button></Space>}>
      <Form form={form} layout="vertical" initialValues={initial} onFinish={submit}>
        {FIELDS[kind].map(({ part, names }) => (
          <fieldset key={part} className="gx-form-group">
            <legend>{t('providers.part.' + part)}</legend>
            {part === 'connection' && kind === 'oidc' ? <p className="gxm-note">{t('providers.callback')} <Typography.Text copyable code>{callback}</Typography.Text></p> : null}
            <div className="gx-form-grid">
              {names.filter((name) => resource.field[name]).map((name) => <FieldItem key={name} field={resource.field[name]} record={record} prefix="idp-" />)}
              {part === 'connection' ? <Secret kind={kind} record={record} /> : null}
            </div>
          </fieldset>
        ))}
      </Form>
    </Drawer>
  );
}
