// SPDX-License-Identifier: AGPL-3.0-or-later
// How lines of the audit are worded. A kind or member that has no words yet shows
// its own name: other parts of the service add kinds without asking here.
import { useMeta } from '../../api/queries.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { plainDetail } from './search.js';

const BAD = new Set(['login_failed', 'login_locked', 'refresh_reused', 'alarm', 'delete', 'purge']);
const LOUD = new Set(['export', 'export_file', 'reveal', 'import', 'undo', 'view_as_begin', 'share', 'role_rights_changed', 'matrix_rule', 'api_key_created', 'password_link_made']);

/** Class of the tag. @param {string} kind */
export const toneOf = (kind) => (BAD.has(kind) ? 'gx-audit-tag-bad' : LOUD.has(kind) ? 'gx-audit-tag-loud' : undefined);

export function useWords() {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation('audit');
  const kind = (name) => t('kind.' + name, { defaultValue: name });
  const resource = (name) => (meta.byName[name] ? text(meta.byName[name].title) : t('resource.' + name, { defaultValue: name ?? '' }));
  const member = (name) => t('member.' + name, { defaultValue: name });
  const field = (of, name) => text(meta.byName[of]?.field[name]?.label) || name;
  const value = (key, given) => (key === 'kind' ? kind(given) : key === 'reason' ? t('reason.' + given, { defaultValue: String(given) }) : String(given));
  const about = (row) => (row.source === 'history'
    ? Object.keys(row.changes ?? {}).map((name) => field(row.resource, name)).join('、')
    : plainDetail(row.detail).filter(([key]) => key !== 'user_agent').map(([key, given]) => member(key) + ' ' + value(key, given)).join(' · '));
  return { t, kind, resource, member, field, value, about };
}
