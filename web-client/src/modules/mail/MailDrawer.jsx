// SPDX-License-Identifier: AGPL-3.0-or-later
// Writing a mail about a record: to whom, a template filled from the record, the
// words as they will go out, send. A masked address must be revealed first.
import { Alert, AutoComplete, Button, Drawer, Form, Input, Select } from 'antd';
import { useQueries } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useMemo, useState } from 'react';
import { fetchRecord, useGet, useMeta, useShortList } from '../../api/queries.js';
import { usePost, useSave } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { may, recordName } from '../../meta/model.js';
import { useTranslation } from '../../i18n/index.js';
import { addressFields, addressesOf } from './addresses.js';
import '../modules.css';

const RevealWindow = lazy(() => import('../../fields/RevealWindow.jsx'));

/** The addresses of the record and of what it refers to. */
function useAddresses(resource, record) {
  const meta = useMeta();
  const fields = useMemo(() => addressFields(meta, resource), [meta, resource]);
  const far = fields.filter((entry) => entry.via && record[entry.via.name]);
  const results = useQueries({ queries: far.map((entry) => ({
    queryKey: ['record', entry.resource.path, record[entry.via.name], 'mail'],
    queryFn: ({ signal }) => fetchRecord(entry.resource.path, record[entry.via.name], '', signal).then((answer) => answer.record),
    retry: false,
  })) });
  return addressesOf(fields, (entry) => (entry.via ? results[far.indexOf(entry)]?.data : record));
}

function Masked({ entry, onKnown }) {
  const { t } = useTranslation('mail');
  const [asking, setAsking] = useState(false);
  const words = { name: recordName(entry.resource, entry.record), address: entry.value };
  const known = (plain) => { setAsking(false); if (plain) onKnown(plain); };
  return (
    <p className="gx-quiet gxm-masked">
      {String(t('masked', words))} {may(entry.resource, 'reveal') ? <Button size="small" onClick={() => setAsking(true)}>{t('reveal')}</Button> : null}
      {asking ? <Suspense fallback={null}><RevealWindow resource={entry.resource} field={entry.field} record={entry.record} title={String(t('reveal'))} onDone={known} onClose={() => setAsking(false)} /></Suspense> : null}
    </p>
  );
}

/** Fills subject and text from a template. */
function Templates({ resource, record, form }) {
  const { t } = useTranslation('mail');
  const { fail } = useFeedback();
  const [missing, setMissing] = useState(/** @type {string[]} */ ([]));
  const render = usePost('mail-messages');
  const { rows } = useShortList('mail-templates', { resource: resource.name, is_active: true, limit: 100 });
  if (!rows.length) return null;
  const choose = async (id) => {
    setMissing([]);
    if (!id) return;
    try {
      const { data } = await render.mutateAsync({ to: '/mail-templates/' + id + '/render', body: { record_id: record.id } });
      form.setFieldsValue({ subject: data.subject, body: data.body });
      setMissing(data.missing);
    } catch (error) {
      fail(error);
    }
  };
  return (
    <>
      <Form.Item name="template_id" label={t('template')}>
        <Select allowClear loading={render.isPending} placeholder={t('templateHint')} onChange={choose} options={rows.map((row) => ({ value: row.id, label: row.name }))} />
      </Form.Item>
      {missing.length ? <Alert type="warning" showIcon title={t('missing', { names: missing.join(', ') })} className="gxm-missing" /> : null}
    </>
  );
}

/** @param {{resource: any, record: any, onClose: () => void, onDone?: () => void}} props */
export default function MailDrawer({ resource, record, onClose, onDone }) {
  const { t } = useTranslation('mail');
  const meta = useMeta();
  const { done, sentence } = useFeedback();
  const [form] = Form.useForm();
  const [problem, setProblem] = useState('');
  const { data: me } = useGet('/auth/me');
  const off = me?.has_mail === false;
  const save = useSave(meta.byName.mail_message);
  const addresses = useAddresses(resource, record);
  const plain = addresses.filter((entry) => !entry.masked);
  const first = plain[0]?.value;
  useEffect(() => {
    if (first && !form.getFieldValue('recipient')) form.setFieldValue('recipient', first);
  }, [first, form]);
  const send = async () => {
    const values = await form.validateFields().catch(() => null);
    if (!values || save.isPending) return;
    try {
      await save.mutateAsync({ changes: { ...values, template_id: values.template_id ?? null, parent_resource: resource.name, parent_id: record.id } });
      done(t('queued'));
      onDone?.();
      onClose();
    } catch (error) {
      setProblem(sentence(error));
    }
  };
  const rules = [{ required: true, whitespace: true, message: t('needed') }];
  const footer = <div className="gx-buttons"><Button type="primary" loading={save.isPending} disabled={off} onClick={send}>{t('send')}</Button><Button onClick={onClose}>{t('cancel')}</Button></div>;
  return (
    <Drawer open size={560} onClose={onClose} title={t('title', { name: recordName(resource, record) })} footer={footer} destroyOnHidden>
      {off ? <Alert type="info" showIcon title={t('off')} className="gxm-missing" /> : null}
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item name="recipient" label={t('to')} rules={[...rules, { type: 'email', message: t('address') }]}>
          <AutoComplete options={plain.map((entry) => ({ value: entry.value, label: recordName(entry.resource, entry.record) + ' <' + entry.value + '>' }))} />
        </Form.Item>
        {addresses.filter((entry) => entry.masked).map((entry) => <Masked key={entry.resource.name + entry.field.name + entry.record.id} entry={entry} onKnown={(value) => form.setFieldValue('recipient', value)} />)}
        <Templates resource={resource} record={record} form={form} />
        <Form.Item name="subject" label={t('subject')} rules={rules}><Input maxLength={200} autoComplete="off" /></Form.Item>
        <Form.Item name="body" label={t('body')} rules={rules}><Input.TextArea autoSize={{ minRows: 8, maxRows: 20 }} maxLength={50000} /></Form.Item>
      </Form>
      {problem ? <p role="alert" className="gxm-problem">{problem}</p> : null}
    </Drawer>
  );
}
