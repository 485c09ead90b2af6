// SPDX-License-Identifier: AGPL-3.0-or-later
// Suspected duplicates, the likeliest first: who they are, why, and what to do with
// them - merge, or declare them different.
import { Button, Empty, Result, Segmented, Skeleton, Tag } from 'antd';
import { SearchOutlined } from '@ant-design/icons';
import { Suspense, lazy, useMemo, useState } from 'react';
import { Link } from 'react-router-dom';
import { useList, useMeta } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { usePost, useSave } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { may, recordName } from '../../meta/model.js';
import { formatDate } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { useMembers } from './useMembers.js';
import '../modules.css';
import './merge.css';

const MergeWindow = lazy(() => import('./MergeWindow.jsx'));
const STATES = ['open', 'not_duplicate', 'merged'];

function Member({ its, record }) {
  const { t } = useTranslation('merge');
  const nameOf = useRefName();
  if (!record) return <li className="gx-quiet">{t('unseen')}</li>;
  return (
    <li>
      <Link to={'/' + its.path + '/' + record.id}>{recordName(its, record)}</Link>
      <span className="gx-quiet">{[record.code, nameOf('user', record.owner_id), formatDate(record.created_at)].filter(Boolean).join(' · ')}</span>
    </li>
  );
}

function Pair({ group, its, members, onMerge, onSet }) {
  const { t } = useTranslation(['merge', 'common']);
  const text = useText();
  const seen = members.filter(Boolean);
  const why = (group.reasons ?? []).map((item) => t('common:duplicates.reasons.' + item.reason)).join(t('common:duplicates.comma'));
  const mayMerge = may(its, 'update') && may(its, 'delete') && seen.length > 1;
  return (
    <li className="gx-pair">
      <div className="gx-pair-head">
        <Tag>{text(its.title)}</Tag>
        <strong className="gx-num">{t('common:duplicates.score', { score: group.score })}</strong>
        <span className="gx-quiet">{why}</span>
        <span className="gxm-spring" />
        {group.state === 'open' ? (
          <>
            <Button size="small" type="primary" disabled={!mayMerge} onClick={() => onMerge(its, seen.map((row) => row.id))}>{t('open')}</Button>
            <Button size="small" onClick={() => onSet(group, 'not_duplicate')}>{t('differ')}</Button>
          </>
        ) : null}
        {group.state === 'not_duplicate' ? <Button size="small" onClick={() => onSet(group, 'open')}>{t('reopen')}</Button> : null}
      </div>
      <ul className="gx-pair-members">{members.map((record, at) => <Member key={record?.id ?? at} its={its} record={record} />)}</ul>
    </li>
  );
}

function Pairs({ list, onMerge, onSet }) {
  const { t } = useTranslation('merge');
  const meta = useMeta();
  const { sentence } = useFeedback();
  const rows = useMemo(() => list.rows.filter((group) => meta.byName[group.resource]), [list.rows, meta]);
  const membersOf = useMembers(rows);
  if (list.isError && !list.rows.length) return <Result status="warning" title={sentence(list.error)} extra={<Button type="primary" onClick={() => list.refetch()}>{t('again')}</Button>} />;
  if (list.isLoading || !membersOf) return <div className="gxm-pad" aria-busy="true"><Skeleton active title={false} paragraph={{ rows: 8, width: '100%' }} /></div>;
  if (!rows.length) return <Empty className="gxm-pad" image={Empty.PRESENTED_IMAGE_SIMPLE} description={<>{t('none')}<br /><span className="gx-quiet">{t('empty_hint')}</span></>} />;
  return (
    <>
      <ul className="gx-plain">{rows.map((group) => <Pair key={group.id} group={group} its={meta.byName[group.resource]} members={membersOf(group)} onMerge={onMerge} onSet={onSet} />)}</ul>
      {list.hasNextPage ? <Button block type="text" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>{t('more')}</Button> : null}
    </>
  );
}

export default function PairsPage() {
  const { t } = useTranslation('merge');
  const resource = useMeta().byName.duplicate_group;
  const { done, fail } = useFeedback();
  const save = useSave(resource);
  const scan = usePost('duplicate-groups');
  const [state, setState] = useState('open');
  const [merging, setMerging] = useState(/** @type {{its: any, ids: string[]}|null} */ (null));
  const list = useList('duplicate-groups', { state, sort: '-score', limit: 20 });
  const set = async (group, next) => {
    try {
      await save.mutateAsync({ id: group.id, version: group.version, changes: { state: next } });
      done(t(next === 'open' ? 'reopened' : 'differed'));
    } catch (error) { fail(error); }
  };
  const look = async () => {
    try {
      await scan.mutateAsync({ to: '/duplicates/scan', body: {} });
      done(t('scanning'));
    } catch (error) { fail(error); }
  };
  return (
    <div className="gx-page">
      <div className="gxm-bar">
        <h1 className="gx-title">{t('pairs')}</h1>
        <Segmented aria-label={t('pairs')} value={state} onChange={(value) => setState(String(value))} options={STATES.map((value) => ({ value, label: t('states.' + value) }))} />
        <span className="gxm-spring" />
        <Button icon={<SearchOutlined />} loading={scan.isPending} onClick={look}>{t('scan')}</Button>
      </div>
      <div className="gx-panel"><Pairs list={list} onMerge={(its, ids) => setMerging({ its, ids })} onSet={set} /></div>
      <Suspense fallback={null}>{merging ? <MergeWindow resource={merging.its} ids={merging.ids} onClose={() => setMerging(null)} /> : null}</Suspense>
    </div>
  );
}
