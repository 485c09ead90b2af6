// SPDX-License-Identifier: AGPL-3.0-or-later
// The lines of the audit: when, who, what, on which record. A line opens its
// details; on a phone it takes two rows.
import { Button, Empty, Result, Skeleton, Tag } from 'antd';
import { useRefName } from '../../api/refs.js';
import { useFeedback } from '../../app/feedback.jsx';
import { formatDateTime } from '../../i18n/format.js';
import { toneOf, useWords } from './words.js';

function Line({ row, nameOf, words, onOpen }) {
  const who = nameOf('user', row.subject_id) || row.detail?.username || words.t('nobody');
  const record = row.resource && row.record_id ? nameOf(row.resource, row.record_id) : '';
  return (
    <li>
      <button type="button" className="gx-audit-line" onClick={() => onOpen(row)}>
        <span className="gx-audit-at gx-num">{formatDateTime(row.at)}</span>
        <span className="gx-audit-who">{who}{row.actor_id && row.actor_id !== row.subject_id ? ' ← ' + nameOf('user', row.actor_id) : ''}</span>
        <span className="gx-audit-what"><Tag className={toneOf(row.kind)}>{words.kind(row.kind)}</Tag></span>
        <span className="gx-audit-on">{row.resource ? words.resource(row.resource) : ''}{record ? ' · ' + record : ''}</span>
        <span className="gx-audit-about">{words.about(row)}</span>
        <span className="gx-audit-ip gx-num">{row.ip}</span>
      </button>
    </li>
  );
}

/** @param {{list: any, search: any, onOpen: (row: any) => void}} props */
export function Lines({ list, search, onOpen }) {
  const words = useWords();
  const nameOf = useRefName();
  const { sentence } = useFeedback();
  const { t } = words;
  if (list.isError && !list.rows.length) return <Result status="warning" title={t('failed')} subTitle={sentence(list.error)} extra={<Button type="primary" onClick={() => list.refetch()}>{t('again')}</Button>} />;
  if (list.isLoading) return <div className="gxm-pad" aria-busy="true"><Skeleton active title={false} paragraph={{ rows: 12, width: '100%' }} /></div>;
  if (!list.rows.length) return <Empty className="gxm-pad" image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty')}>{search.narrowed ? <Button onClick={search.clear}>{t('clear')}</Button> : null}</Empty>;
  return (
    <>
      <ul className="gx-plain gx-audit-lines">{list.rows.map((row) => <Line key={row.source + row.id} row={row} nameOf={nameOf} words={words} onOpen={onOpen} />)}</ul>
      {list.hasNextPage ? <Button block type="text" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>{t('more')}</Button> : null}
    </>
  );
}
