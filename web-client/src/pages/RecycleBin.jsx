// SPDX-License-Identifier: AGPL-3.0-or-later
// The recycle bin: one resource at a time, restore one or several, delete for ever
// where that right exists. The server lists only what this person may restore.
import { App, Button, Checkbox, Empty, Select, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../api/client.js';
import { useList, useMeta } from '../api/queries.js';
import { useRefName } from '../api/refs.js';
import { invalidatePath } from '../api/saves.js';
import { useFeedback } from '../app/feedback.jsx';
import { may, recordName } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';
import { formatDateTime } from '../i18n/format.js';

function useBinActions(resource) {
  const queryClient = useQueryClient();
  const { modal } = App.useApp();
  const { t } = useTranslation();
  const { done, fail } = useFeedback();
  const refresh = () => {
    invalidatePath(queryClient, 'recycle-bin');
    invalidatePath(queryClient, resource.path);
  };
  const restore = async (rows) => {
    try {
      for (const row of rows) await post('/' + resource.path + '/' + row.id + '/restore');
      done(t('bin.restored', { name: rows.length === 1 ? recordName(resource, rows[0]) : rows.length }));
    } catch (error) {
      fail(error);
    }
    refresh();
  };
  const purge = (row) => modal.confirm({
    title: t('bin.purgeAsk', { name: recordName(resource, row) }), content: t('bin.purgeHint'), okText: t('bin.purge'), okButtonProps: { danger: true }, cancelText: t('cancel'),
    onOk: async () => {
      try {
        await post('/' + resource.path + '/' + row.id + '/purge');
        done(t('bin.purged', { name: recordName(resource, row) }));
      } catch (error) {
        fail(error);
      }
      refresh();
    },
  });
  return { restore, purge };
}

function Bin({ resource }) {
  const { t } = useTranslation();
  const nameOf = useRefName();
  const { restore, purge } = useBinActions(resource);
  const [chosen, setChosen] = useState(/** @type {string[]} */ ([]));
  const { rows, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage } = useList('recycle-bin', { resource: resource.name, limit: 50 });
  if (isLoading) return <Skeleton active title={false} paragraph={{ rows: 4 }} />;
  if (!rows.length) return <Empty description={t('bin.empty')} />;
  const toggle = (id, on) => setChosen((ids) => (on ? [...ids, id] : ids.filter((item) => item !== id)));
  const restoreChosen = () => {
    restore(rows.filter((row) => chosen.includes(row.id)));
    setChosen([]);
  };
  return (
    <>
      {chosen.length ? <div className="gx-bulk"><span>{t('selected', { count: chosen.length })}</span><Button type="primary" onClick={restoreChosen}>{t('bin.restore')}</Button></div> : null}
      <ul className="gx-plain gx-entries gx-panel">
        {rows.map((row) => (
          <li key={row.id}>
            <Checkbox checked={chosen.includes(row.id)} onChange={(event) => toggle(row.id, event.target.checked)} aria-label={t('list.selectRow', { name: recordName(resource, row) })} />
            <div className="gx-grow">
              <strong>{recordName(resource, row)}</strong> <span className="gx-quiet">{row.code}</span>
              <div className="gx-quiet">{[formatDateTime(row.deleted_at), row.deleted_by ? nameOf('user', row.deleted_by) : ''].filter(Boolean).join(' · ')}</div>
            </div>
            <Button onClick={() => restore([row])}>{t('bin.restore')}</Button>
            {may(resource, 'purge') ? <Button danger onClick={() => purge(row)}>{t('bin.purge')}</Button> : null}
          </li>
        ))}
      </ul>
      {hasNextPage ? <Button block loading={isFetchingNextPage} onClick={() => fetchNextPage()}>{t('more')}</Button> : null}
    </>
  );
}

export default function RecycleBin() {
  const { t } = useTranslation();
  const text = useText();
  const meta = useMeta();
  const [params, setParams] = useSearchParams();
  const resources = useMemo(() => meta.resources.filter((resource) => may(resource, 'restore')), [meta]);
  const resource = meta.byName[params.get('resource') ?? ''] ?? resources[0];
  return (
    <div className="gx-page gx-narrow-page">
      <div className="gx-page-head">
        <div><h1 className="gx-title">{t('bin.title')}</h1><p className="gx-quiet">{t('bin.hint')}</p></div>
        <Select aria-label={t('bin.kind')} value={resource?.name} onChange={(name) => setParams({ resource: name })} style={{ width: 180 }}
          options={resources.map((item) => ({ value: item.name, label: text(item.title) }))} />
      </div>
      {resource ? <Bin key={resource.name} resource={resource} /> : <Empty description={t('bin.empty')} />}
    </div>
  );
}
