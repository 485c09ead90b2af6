// SPDX-License-Identifier: AGPL-3.0-or-later
// Unread notifications: a number on the bell and the latest ones below it. Asks
// again each half minute while the window is looked at.
import { Badge, Button, Empty, Popover } from 'antd';
import { BellOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { useMeta, useShortList } from '../api/queries.js';
import { useTranslation } from '../i18n/index.js';
import { NotificationLine, useMarkRead, unreadQuery } from './notifications.jsx';

export function Bell() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const resource = useMeta().byName.notification;
  const [open, setOpen] = useState(false);
  const { rows, count } = useShortList(resource?.path ?? 'notifications', unreadQuery(resource), { enabled: Boolean(resource), refetchInterval: 30_000 });
  const markRead = useMarkRead(resource);
  const unread = count?.value ?? rows.length;
  const visit = (row, to) => {
    setOpen(false);
    markRead([row]);
    if (to) navigate(to);
  };
  const content = (
    <div className="gx-bell">
      <div className="gx-bell-head">
        <strong>{t('inbox.title')}</strong>
        {rows.length ? <Button type="link" size="small" onClick={() => markRead(rows)}>{t('inbox.markAll')}</Button> : null}
      </div>
      {rows.length
        ? <ul className="gx-plain">{rows.slice(0, 8).map((row) => <li key={row.id}><NotificationLine row={row} onVisit={visit} /></li>)}</ul>
        : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('inbox.empty')} />}
      <Link to="/inbox" className="gx-bell-all" onClick={() => setOpen(false)}>{t('inbox.all')}</Link>
    </div>
  );
  return (
    <Popover content={content} trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} arrow={false}>
      <Badge count={unread} size="small" overflowCount={99} offset={[-6, 6]}>
        <Button type="text" className="gx-top-button" icon={<BellOutlined />} aria-label={unread ? t('inbox.unreadCount', { count: unread }) : t('shell.notifications')} />
      </Badge>
    </Popover>
  );
}
