// SPDX-License-Identifier: AGPL-3.0-or-later
// Unread notifications of one kind: newly assigned to me, reminders. Opening or
// ticking one marks it as read.
import { Button } from 'antd';
import { CheckOutlined } from '@ant-design/icons';
import { useNavigate } from 'react-router-dom';
import { useMeta, useShortList } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { formatRelative } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { Panel } from './TodayPage.jsx';

function Line({ row, onRead }) {
  const { t } = useTranslation('today');
  const text = useText();
  const navigate = useNavigate();
  const target = useMeta().byName[row.resource ?? ''];
  const name = useRefName()(row.resource, row.record_id);
  const open = () => {
    onRead([row]);
    if (target && row.record_id) navigate('/' + target.path + '/' + row.record_id);
  };
  return (
    <li className="gxm-line">
      <button type="button" className="gxm-line-open" onClick={open}>
        <span>{name || row.title || text(target?.title)}</span>
        <span className="gxm-line-about">{name ? row.title : row.body}</span>
      </button>
      <span className="gxm-line-day">{formatRelative(row.created_at)}</span>
      <span className="gxm-line-acts"><Button type="text" size="small" icon={<CheckOutlined />} aria-label={t('read')} onClick={() => onRead([row])} /></span>
    </li>
  );
}

/** @param {{kind: 'assigned'|'reminder'}} props */
export function Inbox({ kind }) {
  const { t } = useTranslation('today');
  const feedback = useFeedback();
  const { mutateAsync: send } = usePost('notifications');
  const query = { kind, 'read_at[null]': true, sort: '-created_at', limit: 20 };
  const { rows } = useShortList('notifications', query, { refetchInterval: 60_000 });
  const read = (lines) => send({ to: '/notifications/mark-read', body: { ids: lines.map((line) => line.id) } }).catch(feedback.fail);
  if (!rows.length) return null;
  return (
    <Panel title={t('inbox.' + kind)} count={rows.length} tone="#1d5bb5" extra={<Button type="link" size="small" onClick={() => read(rows)}>{t('readAll')}</Button>}>
      <ul className="gxm-lines gxm-lines-cut">{rows.map((row) => <Line key={row.id} row={row} onRead={read} />)}</ul>
    </Panel>
  );
}
