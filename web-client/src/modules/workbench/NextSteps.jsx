// SPDX-License-Identifier: AGPL-3.0-or-later
// My deals, customers and leads whose next step is due, with 写跟进 on the line.
import { Button, Tag } from 'antd';
import { FormOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { useMeta, useShortList } from '../../api/queries.js';
import { recordName } from '../../meta/model.js';
import { formatDate } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { daysLate, nextStepQuery } from './day.js';
import { FollowUpFor } from './FollowUpFor.jsx';
import { Panel } from './TodayPage.jsx';

const KINDS = ['opportunity', 'account', 'lead'];

function Line({ resource, row, today, onFollowUp }) {
  const text = useText();
  const { t } = useTranslation(['today', 'followup']);
  const late = daysLate(row.next_step_on, today);
  return (
    <li className="gxm-line">
      <Tag variant="filled" className="gx-tone gx-tone-info">{text(resource.title)}</Tag>
      <span className="gxm-line-main">
        <Link to={'/' + resource.path + '/' + row.id}>{recordName(resource, row)}</Link>
        <span className="gxm-line-about">{row.next_step}</span>
      </span>
      <span className={late ? 'gxm-line-day gxm-late' : 'gxm-line-day'}>{late ? t('late', { count: late }) : formatDate(row.next_step_on)}</span>
      <span className="gxm-line-acts">
        <Button type="text" size="small" icon={<FormOutlined />} aria-label={t('followup:title')} onClick={() => onFollowUp({ resource: resource.name, id: row.id })} />
      </span>
    </li>
  );
}

function useDue(resource, me, today) {
  const usable = Boolean(resource?.field.next_step_on && resource?.field.owner_id);
  const open = resource?.name === 'opportunity' ? { status: 'open' } : {};
  const { rows } = useShortList(resource?.path ?? '', { ...nextStepQuery(me, today), ...open }, { enabled: usable, refetchInterval: 120_000 });
  return usable ? rows.map((row) => ({ resource, row })) : [];
}

/** @param {{me: string, today: string}} props */
export function NextSteps({ me, today }) {
  const { t } = useTranslation('today');
  const meta = useMeta();
  const [about, setAbout] = useState(/** @type {any} */ (null));
  const deals = useDue(meta.byName[KINDS[0]], me, today);
  const customers = useDue(meta.byName[KINDS[1]], me, today);
  const leads = useDue(meta.byName[KINDS[2]], me, today);
  const lines = [...deals, ...customers, ...leads].sort((a, b) => a.row.next_step_on.localeCompare(b.row.next_step_on));
  if (!lines.length) return null;
  return (
    <Panel title={t('nextSteps')} count={lines.length} tone="#a15c00">
      <ul className="gxm-lines gxm-lines-cut">
        {lines.map((line) => <Line key={line.row.id} {...line} today={today} onFollowUp={setAbout} />)}
      </ul>
      {about ? <FollowUpFor {...about} onClose={() => setAbout(null)} /> : null}
    </Panel>
  );
}
