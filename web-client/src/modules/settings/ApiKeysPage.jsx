// SPDX-License-Identifier: AGPL-3.0-or-later
// Keys for programs: list, make (shown once), revoke. A key acts as its service
// user, so its rights are arranged like those of anybody else.
import { Button, Card, DatePicker, Empty, Form, Input, Modal, Popconfirm, Skeleton } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import dayjs from 'dayjs';
import { useState } from 'react';
import { del } from '../../api/client.js';
import { useGet } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { formatDate, formatRelative } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';
import '../modules.css';
import './settings.css';

const SERVICE = { field: 'kind', op: 'eq', value: 'service' };

function NewKey({ onClose }) {
  const { t } = useTranslation('settings');
  const feedback = useFeedback();
  const [form] = Form.useForm();
  const [key, setKey] = useState('');
  const { mutateAsync: send, isPending } = usePost();
  const make = async ({ name, user_id: user, expires }) => {
    try {
      const { data } = await send({ to: '/api-keys', body: { name, user_id: user, expires_at: expires ? expires.endOf('day').toISOString() : null } });
      setKey(data.key);
    } catch (error) {
      feedback.fail(error);
    }
  };
  if (key) {
    return (
      <Modal open title={t('keys.made')} closable={false} footer={<Button type="primary" onClick={onClose}>{t('keys.close')}</Button>}>
        <Input.TextArea readOnly autoSize value={key} aria-label={t('keys.title')} />
      </Modal>
    );
  }
  return (
    <Modal open title={t('keys.make')} okText={t('keys.make')} onOk={form.submit} onCancel={onClose} confirmLoading={isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={make}>
        <Form.Item name="name" label={t('keys.name')} rules={[{ required: true, whitespace: true }]}><Input maxLength={100} autoComplete="off" /></Form.Item>
        <Form.Item name="user_id" label={t('keys.user')} extra={t('keys.noUser')} rules={[{ required: true }]}><ReferenceInput to="user" filter={SERVICE} create={false} /></Form.Item>
        <Form.Item name="expires" label={t('keys.expires')}><DatePicker className="gx-fill" minDate={dayjs()} placeholder={t('keys.never')} /></Form.Item>
      </Form>
    </Modal>
  );
}

function Line({ row, onRevoke }) {
  const { t } = useTranslation('settings');
  const nameOf = useRefName();
  return (
    <li className="gxm-line">
      <span className="gxm-line-main"><strong>{row.name}</strong><span className="gxm-line-about">{nameOf('user', row.user_id)}</span></span>
      <span className="gxm-line-day">{t('keys.used')}: {row.last_used_at ? formatRelative(row.last_used_at) : t('keys.neverUsed')}</span>
      <span className="gxm-line-day">{t('keys.expires')}: {row.expires_at ? formatDate(row.expires_at) : t('keys.never')}</span>
      <Popconfirm title={t('keys.revokeAsk', { name: row.name })} onConfirm={() => onRevoke(row)}><Button size="small" danger>{t('keys.revoke')}</Button></Popconfirm>
    </li>
  );
}

export default function ApiKeysPage() {
  const { t } = useTranslation('settings');
  const feedback = useFeedback();
  const { data, isPending, refetch } = useGet('/api-keys');
  const [making, setMaking] = useState(false);
  const revoke = async (row) => {
    try {
      await del('/api-keys/' + row.id);
      feedback.done(t('keys.revoked'));
      refetch();
    } catch (error) {
      feedback.fail(error);
    }
  };
  let content = <ul className="gxm-lines">{(data ?? []).map((row) => <Line key={row.id} row={row} onRevoke={revoke} />)}</ul>;
  if (isPending) content = <Skeleton active />;
  else if (!data?.length) content = <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('keys.empty')} />;
  return (
    <div className="gx-page gxm-narrow">
      <div className="gxm-bar"><h1 className="gx-title">{t('keys.title')}</h1><span className="gxm-spring" /><Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{t('keys.make')}</Button></div>
      <p className="gxm-note">{t('keys.note')}</p>
      <Card size="small">{content}</Card>
      {making ? <NewKey onClose={() => { setMaking(false); refetch(); }} /> : null}
    </div>
  );
}
