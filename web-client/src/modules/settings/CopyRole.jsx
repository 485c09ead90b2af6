// SPDX-License-Identifier: AGPL-3.0-or-later
// A new role with the rights of another; only its name is asked.
import { Form, Input, Modal } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, put, get } from '../../api/client.js';
import { fieldErrors } from '../../api/problem.js';
import { invalidatePath } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useTranslation } from '../../i18n/index.js';
import { LIMITS } from './useRights.js';

const CARRIED = ['kind', 'position', 'description', ...LIMITS];

async function copyOf(role, name) {
  const body = Object.fromEntries(CARRIED.filter((key) => role[key] !== null && role[key] !== undefined).map((key) => [key, role[key]]));
  const made = await post('/roles', { ...body, name });
  const { resources } = (await get('/roles/' + role.id + '/rights')).body.data;
  await put('/roles/' + made.body.data.id + '/rights', { resources }, { etag: made.etag });
  return made.body.data.id;
}

/** @param {{role: any, onClose: () => void, onMade: (id: string) => void}} props */
export function CopyRole({ role, onClose, onMade }) {
  const { t } = useTranslation('settings');
  const feedback = useFeedback();
  const queryClient = useQueryClient();
  const [form] = Form.useForm();
  const [busy, setBusy] = useState(false);
  const make = async ({ name }) => {
    setBusy(true);
    try {
      const id = await copyOf(role, name.trim());
      invalidatePath(queryClient, 'roles');
      feedback.done(t('rights.copied', { name }));
      onMade(id);
    } catch (error) {
      if (fieldErrors(error).name) form.setFields([{ name: 'name', errors: [t('rights.nameTaken')] }]);
      else feedback.fail(error);
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('rights.copyTitle', { name: role.name })} okText={t('rights.copyMake')} onOk={form.submit} onCancel={onClose} confirmLoading={busy} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={make} initialValues={{ name: t('rights.copyName', { name: role.name }) }}>
        <Form.Item name="name" label={t('rights.newName')} rules={[{ required: true, whitespace: true, message: t('rights.newName') }]}><Input maxLength={100} autoFocus autoComplete="off" /></Form.Item>
      </Form>
    </Modal>
  );
}
