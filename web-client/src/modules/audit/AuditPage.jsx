// SPDX-License-Identifier: AGPL-3.0-or-later
// The audit log: who did what, searchable, with a line on whether it is whole.
import { Button, Tooltip } from 'antd';
import { BellOutlined, CheckCircleFilled, WarningFilled } from '@ant-design/icons';
import { Suspense, lazy, useState } from 'react';
import { useGet, useList } from '../../api/queries.js';
import { formatDateTime, formatNumber } from '../../i18n/format.js';
import { Filters } from './Filters.jsx';
import { LineDrawer } from './LineDrawer.jsx';
import { Lines } from './Lines.jsx';
import { useSearch } from './search.js';
import { useWords } from './words.js';
import '../modules.css';
import './audit.css';

const AlarmRules = lazy(() => import('./AlarmRules.jsx'));

/** Sealed up to when, verified when, and how much is not sealed yet. */
function Integrity({ state }) {
  const { t } = useWords();
  if (!state) return <p className="gx-audit-state">{t('state.reading')}</p>;
  const bad = state.faults > 0;
  return (
    <p className={'gx-audit-state' + (bad ? ' gx-audit-bad' : '')} role="status">
      {bad ? <WarningFilled aria-hidden /> : <CheckCircleFilled aria-hidden />}
      <Tooltip title={state.head ? t('state.head', { head: state.head }) : null}><span tabIndex={state.head ? 0 : undefined}>{state.sealed_at ? t('state.sealed', { rows: formatNumber(state.rows), at: formatDateTime(state.sealed_at) }) : t('state.never')}</span></Tooltip>
      <span>{t('state.unsealed', { n: formatNumber(state.unsealed) })}</span>
      <span>{state.verified_at ? t(bad ? 'state.faults' : 'state.verified', { at: formatDateTime(state.verified_at), n: state.faults }) : t('state.unverified')}</span>
    </p>
  );
}

export default function AuditPage() {
  const { t } = useWords();
  const search = useSearch();
  const list = useList('audit', { limit: 100, ...search.query });
  const { data: state } = useGet('/audit/state', undefined, { refetchInterval: 30_000 });
  const [open, setOpen] = useState(/** @type {any} */ (null));
  const [alarms, setAlarms] = useState(false);
  return (
    <div className="gx-page">
      <div className="gxm-bar">
        <h1 className="gx-title">{t('title')}</h1>
        <Integrity state={state} />
        <span className="gxm-spring" />
        <Button icon={<BellOutlined />} onClick={() => setAlarms(true)}>{t('alarm.title')}</Button>
      </div>
      <Filters search={search} kinds={state?.kinds ?? []} />
      <div className="gx-panel"><Lines list={list} search={search} onOpen={setOpen} /></div>
      <LineDrawer row={open} onClose={() => setOpen(null)} onSearch={search.set} />
      <Suspense fallback={null}>{alarms ? <AlarmRules onClose={() => setAlarms(false)} /> : null}</Suspense>
    </div>
  );
}
