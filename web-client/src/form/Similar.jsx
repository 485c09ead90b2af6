// SPDX-License-Identifier: AGPL-3.0-or-later
// "There are already …": records whose name resembles what is being typed into a
// new one, so that nobody enters a customer twice.
import { Alert } from 'antd';
import { Link } from 'react-router-dom';
import { useLookup } from '../api/queries.js';
import { useLater } from '../app/useLater.js';
import { recordName } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';

/** @param {{resource: any, name: string|undefined, onVisit: () => void}} props */
export function Similar({ resource, name, onVisit }) {
  const { t } = useTranslation();
  const text = useText();
  const q = useLater((name ?? '').trim(), 350);
  const wanted = q.length >= 2 && Boolean(resource.field[resource.name_field]?.search);
  const { data } = useLookup(resource, q, { enabled: wanted });
  const rows = wanted ? (data ?? []).slice(0, 3) : [];
  if (!rows.length) return null;
  return (
    <Alert type="warning" className="gx-similar" role="status" title={<>
      {t('form.similar', { title: text(resource.title) })}{' '}
      {rows.map((row) => <Link key={row.id} to={'/' + resource.path + '/' + row.id} onClick={onVisit}>{recordName(resource, row)}{row.code && resource.name_field !== 'code' ? ' ' + row.code : ''}</Link>)}
    </>} />
  );
}
