// SPDX-License-Identifier: AGPL-3.0-or-later
// The fields of a resource: those that this company added, with what becomes of them, and those that are built in.
import { Alert, Button, Card, Empty, Popconfirm, Select, Skeleton, Tag } from 'antd';
import { PlusOutlined, SyncOutlined } from '@ant-design/icons';
import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router-dom';
import { useMeta, useShortList } from '../../api/queries.js';
import { useSave } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { may } from '../../meta/model.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { FieldDrawer } from './FieldDrawer.jsx';
import '../modules.css';
import './fields.css';

const SLOW_MS = 60_000;
const isWaiting = (row) => row.state === 'publishing';
const isSlow = (row) => isWaiting(row) && Date.now() - Date.parse(row.updated_at) > SLOW_MS;
const titleOf = (row) => ({ 'zh-CN': row.label_zh, 'zh-TW': row.label_tw || row.label_zh, en: row.label_en });

/** Rows of a resource, asked again every second while something is being published; then everybody's definition is fetched anew. */
function useFields(resource, name) {
  const client = useQueryClient();
  const { t } = useTranslation('fields');
  const { done } = useFeedback();
  const query = { resource: name, sort: 'position', limit: 100 };
  const [waiting, setWaiting] = useState(false);
  const list = useShortList(resource.path, query, { enabled: Boolean(name), refetchInterval: waiting ? 1000 : 0 });
  const { rows } = list;
  const before = useRef({ name: '', ids: /** @type {string[]} */ ([]) });
  useEffect(() => {
    const ended = before.current.name === name ? rows.filter((row) => before.current.ids.includes(row.id) && !isWaiting(row)) : [];
    before.current = { name, ids: rows.filter(isWaiting).map((row) => row.id) };
    setWaiting(before.current.ids.length > 0);
    if (ended.length) client.invalidateQueries({ queryKey: ['meta'] });
    if (ended.some((row) => row.state === 'published')) done(t('published'));
  }, [rows, name, client, done, t]);
  return list;
}

function State({ row }) {
  const { t } = useTranslation('fields');
  if (row.state === 'failed') return <Tag className="gx-tone gx-tone-bad">{t('state.failed')}</Tag>;
  if (isWaiting(row)) return <Tag className="gx-tone gx-tone-info" icon={<SyncOutlined spin />}>{t('state.publishing')}</Tag>;
  return row.is_active ? <Tag className="gx-tone gx-tone-ok">{t('state.published')}</Tag> : <Tag className="gx-tone gx-tone-calm">{t('state.retired')}</Tag>;
}

function Line({ row, resource, onOpen, onChange }) {
  const { t } = useTranslation('fields');
  const text = useText();
  const kind = resource.field.type.choices?.find((choice) => choice.value === row.type)?.label;
  const about = [text(kind), row.name, row.is_required ? t('required') : '', (row.choices ?? []).map((choice) => text(choice.label)).join(t('comma'))].filter(Boolean);
  const busy = isWaiting(row) && !isSlow(row);
  const title = text(titleOf(row));
  return (
    <li className="gxm-line gxf-line">
      <span className="gxm-line-main"><strong>{title}</strong><span className="gxm-line-about">{about.join(' · ')}</span></span>
      <State row={row} />
      {may(resource, 'update') ? (
        <span className="gxf-acts">
          {row.state === 'failed' || isSlow(row) ? <Button size="small" onClick={() => onChange(row, { is_active: row.is_active })}>{t('again')}</Button> : null}
          <Button size="small" disabled={busy} onClick={() => onOpen(row)} aria-label={t('changeOf', { title })}>{t('change')}</Button>
          {row.is_active
            ? <Popconfirm title={t('retireAsk', { title })} onConfirm={() => onChange(row, { is_active: false })}><Button size="small" disabled={busy} aria-label={t('retireOf', { title })}>{t('retire')}</Button></Popconfirm>
            : <Button size="small" disabled={busy} onClick={() => onChange(row, { is_active: true })} aria-label={t('bringBackOf', { title })}>{t('bringBack')}</Button>}
        </span>
      ) : null}
    </li>
  );
}

/** What goes on, and what is to be done when it does not. */
function Progress({ rows }) {
  const { t } = useTranslation('fields');
  let said = null;
  if (rows.some((row) => row.state === 'failed')) said = <Alert type="error" showIcon title={t('progress.failed')} />;
  else if (rows.some(isSlow)) said = <Alert type="warning" showIcon title={t('progress.slow')} />;
  else if (rows.some(isWaiting)) said = <Alert type="info" showIcon icon={<SyncOutlined spin />} title={t('progress.publishing')} />;
  return <div role="status" className={said ? 'gxm-block' : ''}>{said}</div>;
}

function BuiltIn({ of }) {
  const { t } = useTranslation('fields');
  const text = useText();
  const fields = of.fields.filter((field) => !field.system && !field.name.startsWith('cf_'));
  return (
    <details className="gxf-builtin">
      <summary>{t('builtIn', { count: fields.length })}</summary>
      <div className="gxm-chips">{fields.map((field) => <Tag key={field.name} title={field.name}>{text(field.label)}</Tag>)}</div>
    </details>
  );
}

export default function FieldsPage() {
  const { t } = useTranslation('fields');
  const text = useText();
  const meta = useMeta();
  const navigate = useNavigate();
  const resource = meta.byName.custom_field;
  const takers = meta.resources.filter((one) => one.custom_fields);
  const of = meta.byName[useParams().name ?? ''] ?? takers[0];
  const { rows, isPending } = useFields(resource, of?.name);
  const { mutateAsync: save } = useSave(resource);
  const { fail } = useFeedback();
  const [open, setOpen] = useState(/** @type {any} */ (null));
  const change = (row, changes) => save({ id: row.id, version: row.version, changes }).catch(fail);
  if (!of) return <Empty description={t('none')} />;
  return (
    <div className="gx-page gxm-narrow">
      <div className="gxm-bar">
        <h1 className="gx-title">{t('title')}</h1>
        <Select className="gxf-resource" aria-label={t('resource')} value={of.name} onChange={(name) => navigate('/settings/fields/' + name)} options={takers.map((one) => ({ value: one.name, label: text(one.title) }))} />
        <span className="gxm-spring" />
        {may(resource, 'create') ? <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen({})}>{t('add')}</Button> : null}
      </div>
      <p className="gxm-note">{t('note')}</p>
      <Progress rows={rows} />
      <Card size="small">
        {isPending ? <Skeleton active /> : null}
        {!isPending && !rows.length ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty', { title: text(of.title) })} /> : null}
        <ul className="gxm-lines">{rows.map((row) => <Line key={row.id} row={row} resource={resource} onOpen={setOpen} onChange={change} />)}</ul>
      </Card>
      <BuiltIn of={of} />
      {open ? <FieldDrawer of={of} record={open.id ? open : null} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}
