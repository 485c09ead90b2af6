// SPDX-License-Identifier: AGPL-3.0-or-later
// What rules of data care found in my records: stale, incomplete, contradictory. Lines go by themselves when the
// record is in order.
import { Link } from 'react-router-dom';
import { useMeta, useShortList } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { typeOf } from '../../fields/index.js';
import { listUrl } from '../../list/url.js';
import { useTranslation } from '../../i18n/index.js';
import { Panel } from './TodayPage.jsx';

function Line({ definition, row }) {
  const target = useMeta().byName[row.parent_resource ?? ''];
  const name = useRefName()(row.parent_resource, row.parent_id);
  const { Cell } = typeOf(definition.field.severity);
  return (
    <li className="gxm-line">
      <Cell field={definition.field.severity} value={row.severity} record={row} />
      <span className="gxm-line-main">
        {target && name ? <Link to={'/' + target.path + '/' + row.parent_id}>{name}</Link> : null}
        <span className="gxm-line-about">{row.message}</span>
      </span>
    </li>
  );
}

/** @param {{me: string}} props */
export function Findings({ me }) {
  const { t } = useTranslation('today');
  const definition = useMeta().byName.care_finding;
  const mine = { owner_id: me };
  const { rows, count } = useShortList('care-findings', { ...mine, sort: '-created_at', limit: 8, count: 'capped' }, { enabled: Boolean(definition), refetchInterval: 300_000 });
  if (!definition || !rows.length) return null;
  return (
    <Panel title={t('findings')} count={count?.value ?? rows.length} tone="#a15c00" extra={<Link to={listUrl(definition, mine)}>{t('allFindings')}</Link>}>
      <ul className="gxm-lines gxm-lines-cut">{rows.map((row) => <Line key={row.id} definition={definition} row={row} />)}</ul>
    </Panel>
  );
}
