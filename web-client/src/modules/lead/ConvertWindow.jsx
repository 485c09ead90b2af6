// SPDX-License-Identifier: AGPL-3.0-or-later
// 转化: what the lead becomes, each part new, there already or none; what may be there already is shown first, and what goes along.
import { Alert, Form, Modal } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.js';
import { useMeta, useRecord, useShortList } from '../../api/queries.js';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { described } from '../../form/Similar.jsx';
import { recordName } from '../../meta/model.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { PARTS, beginning, bodyOf } from './convert.js';
import { Part } from './Part.jsx';
import { Result } from './Result.jsx';
import './lead.css';

/** Customers and contacts that may be this one; a masked number is no number to look by. */
function useHits(resource, record) {
  const plain = Object.fromEntries(Object.entries(record).filter(([name]) => !resource.field[name]?.masked));
  const values = described(resource, plain);
  const { data } = useQuery({
    queryKey: ['duplicates', 'convert', record.id], enabled: Object.keys(values).length > 0, retry: false, staleTime: 60000,
    queryFn: async () => (await post('/duplicates/check', { resource: resource.name, values, id: record.id })).body.data,
  });
  return { hits: data?.hits ?? [], hasHidden: Boolean(data?.has_hidden) };
}

/** How many of what goes along. */
function Carried({ record }) {
  const { t } = useTranslation('lead');
  const text = useText();
  const meta = useMeta();
  const query = { parent_id: record.id, limit: 1, count: 'exact' };
  const counts = { activity: useShortList('activities', query).count, note: useShortList('notes', query).count, file: useShortList('files', query).count };
  const list = Object.entries(counts).filter(([name, count]) => count?.value && meta.byName[name]).map(([name, count]) => t('carriedOne', { count: count.value, title: text(meta.byName[name].title) }));
  const tags = record.tags?.length ? [t('tags', { list: record.tags.join(t('comma')) })] : [];
  return <p className="gxm-note">{[...list, ...tags].length ? t('willCarry', { list: [...list, ...tags].join(t('comma')) }) : t('nothingToCarry')}</p>;
}

/** A row of a list is not the whole record. @param {{resource: any, record: any, onClose: () => void}} props */
export default function ConvertWindow({ resource, record, onClose }) {
  const whole = useRecord(resource, record.id);
  return whole.record ? <Window resource={resource} record={whole.record} etag={whole.etag} onClose={onClose} /> : null;
}

function Window({ resource, record, etag, onClose }) {
  const { t } = useTranslation('lead');
  const meta = useMeta();
  const send = usePost();
  const { sentence } = useFeedback();
  const [form] = Form.useForm();
  const [problem, setProblem] = useState('');
  const [made, setMade] = useState(/** @type {any} */ (null));
  const { hits, hasHidden } = useHits(resource, record);
  const parts = PARTS.filter((name) => meta.byName[name]);
  const convert = async (values) => {
    setProblem('');
    try {
      const { data, changeSet } = await send.mutateAsync({ to: '/leads/' + record.id + '/convert', body: bodyOf(values), etag });
      setMade({ data, changeSet, names: Object.fromEntries(PARTS.map((name) => [name, values[name]?.how === 'new' ? values[name].name : ''])) });
    } catch (error) {
      setProblem(sentence(error));
    }
  };
  if (made) return <Result made={made.data} changeSet={made.changeSet} names={made.names} onClose={onClose} />;
  return (
    <Modal open title={t('title', { name: recordName(resource, record) })} onCancel={onClose} onOk={form.submit} okText={t('convert')} cancelText={t('cancel')} confirmLoading={send.isPending} width={600}>
      <Form form={form} layout="vertical" initialValues={beginning(record)} onFinish={convert} className="gx-convert">
        {hasHidden ? <Alert type="info" showIcon className="gxm-block" title={t('hidden')} /> : null}
        {parts.map((name) => <Part key={name} resource={meta.byName[name]} name={name} hits={hits.filter((hit) => hit.resource === name)} />)}
      </Form>
      <Carried record={record} />
      {problem ? <p role="alert" className="gxm-problem">{problem}</p> : null}
    </Modal>
  );
}
