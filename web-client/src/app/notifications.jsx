// SPDX-License-Identifier: AGPL-3.0-or-later
// What the bell and the inbox page share: the query for unread ones, one line, and
// marking as read.
import { useMeta } from '../api/queries.js';
import { post } from '../api/client.js';
import { useQueryClient } from '@tanstack/react-query';
import { formatRelative } from '../i18n/format.js';
import { useText, useTranslation } from '../i18n/index.js';
import { useFeedback } from './feedback.jsx';

/** @param {any} resource */
export function unreadQuery(resource) {
  const query = { sort: '-created_at', limit: 20, count: 'capped' };
  return resource?.field.read_at ? { ...query, 'read_at[null]': true } : query;
}

/** Address of what a notification is about. @param {any} meta @param {any} row */
export function targetOf(meta, row) {
  const resource = meta.byName[row.resource];
  return resource && row.record_id ? '/' + resource.path + '/' + row.record_id : '';
}

/** @param {{row: any, onVisit: (row: any, to: string) => void}} props */
export function NotificationLine({ row, onVisit }) {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation();
  // Lines of the server without words of their own: the kind words them, the body is its number.
  const kind = meta.byName.notification?.field.kind?.choices.find((choice) => choice.value === row.kind);
  // … or a word of its own.
  const words = /^[a-z_]+$/.test(row.body ?? '') ? 'inbox.body.' + row.kind + '.' + row.body : 'inbox.body.' + row.kind;
  const body = row.body ? t(words, { defaultValue: row.body, count: Number(row.body) }) : '';
  return (
    <button type="button" className={'gx-note-line' + (row.read_at ? '' : ' gx-unread')} onClick={() => onVisit(row, targetOf(meta, row))}>
      <span className="gx-note-title">{row.title ?? (kind ? text(kind.label) : row.kind)}</span>
      {body ? <span className="gx-note-body">{body}</span> : null}
      <span className="gx-note-time">{formatRelative(row.created_at)}</span>
    </button>
  );
}

/** @param {any} resource @returns {(rows: any[]) => Promise<void>} */
export function useMarkRead(resource) {
  const queryClient = useQueryClient();
  const { fail } = useFeedback();
  return async (rows) => {
    const ids = rows.filter((row) => !row.read_at).map((row) => row.id).slice(0, 200);
    if (!ids.length) return;
    try {
      await post('/notifications/mark-read', { ids });
    } catch (error) {
      fail(error);
    }
    queryClient.invalidateQueries({ queryKey: ['list', resource.path] });
  };
}
