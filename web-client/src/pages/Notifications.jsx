// SPDX-License-Identifier: AGPL-3.0-or-later
// The inbox: every notification, unread ones marked, newest first.
import { Button, Empty, Skeleton } from 'antd';
import { useNavigate } from 'react-router-dom';
import { useList, useMeta } from '../api/queries.js';
import { NotificationLine, useMarkRead } from '../app/notifications.jsx';
import { useTranslation } from '../i18n/index.js';
import NotFound from './NotFound.jsx';

function Inbox({ resource }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const markRead = useMarkRead(resource);
  const { rows, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage } = useList(resource.path, { sort: '-created_at', limit: 50 });
  const visit = (row, to) => {
    markRead([row]);
    if (to) navigate(to);
  };
  const unread = rows.filter((row) => !row.read_at);
  return (
    <div className="gx-page gx-narrow-page">
      <div className="gx-page-head">
        <h1 className="gx-title">{t('inbox.title')}</h1>
        <Button disabled={!unread.length} onClick={() => markRead(unread)}>{t('inbox.markAll')}</Button>
      </div>
      {isLoading ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {!isLoading && !rows.length ? <Empty description={<><strong>{t('inbox.empty')}</strong><br />{t('inbox.emptyHint')}</>} /> : null}
      <ul className="gx-plain gx-panel">{rows.map((row) => <li key={row.id}><NotificationLine row={row} onVisit={visit} /></li>)}</ul>
      {hasNextPage ? <Button block loading={isFetchingNextPage} onClick={() => fetchNextPage()}>{t('more')}</Button> : null}
    </div>
  );
}

export default function Notifications() {
  const resource = useMeta().byName.notification;
  return resource ? <Inbox resource={resource} /> : <NotFound />;
}
