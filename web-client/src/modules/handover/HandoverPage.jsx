// SPDX-License-Identifier: AGPL-3.0-or-later
// One hand-over from its plan to its receipt. The state lives on the server: a reload or another day goes on where it
// stood.
import { Alert, Button, Card, Popconfirm, Progress, Skeleton, Steps } from 'antd';
import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router-dom';
import { etagOf, patch, post } from '../../api/client.js';
import { useJob, useMeta, useRecord } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { undoChangeSet } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { formatDateTime, formatNumber } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';
import { PlanStep } from './PlanStep.jsx';
import { More, Preview, Tally } from './Preview.jsx';
import { Receipt } from './Receipt.jsx';
import { changesOf, draftOf } from './rules.js';
import '../modules.css';
import './handover.css';

const ENDED = ['done', 'undone'];
const STEPS = ['plan', 'preview', 'run', 'receipt'];

/** The hand-over, what it would do, and requests about it whose problems are shown. */
function useHandover(id) {
  const resource = useMeta().byName.handover;
  const client = useQueryClient();
  const feedback = useFeedback();
  const { record, error, isPending } = useRecord(resource, id);
  const [told, setTold] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ['record', resource.path, id] });
  const run = async (work) => {
    setBusy(true);
    try {
      await work();
    } catch (problem) {
      feedback.fail(problem);
    } finally {
      await refresh();
      setBusy(false);
    }
  };
  const preview = async () => setTold((await post('/handovers/' + id + '/preview')).body.data);
  // A plan that fits no more (somebody has left) is still to be changed.
  const look = () => preview().catch((problem) => setTold({ problem: feedback.sentence(problem), may_close_login: false, resources: [] }));
  return { resource, record, error, isPending, told, busy, run, preview, look, refresh, feedback, client };
}

function Confirm({ record, told, busy, onBack, onRun }) {
  const { t } = useTranslation('handover');
  const nameOf = useRefName();
  const count = told.resources.reduce((sum, part) => sum + part.moves, 0);
  const later = record.due_at && Date.parse(record.due_at) > Date.now();
  const ask = t(later ? 'confirmLater' : 'confirmNow', { count, number: formatNumber(count), name: nameOf('user', record.leaver_id), date: formatDateTime(record.due_at) });
  return (
    <>
      <Tally resources={told.resources} />
      <More resources={told.resources} />
      <Preview resources={told.resources} />
      <p className="gxm-note">{t('personal')}</p>
      {record.close_login ? <Alert type="warning" showIcon className="gxm-block" title={t('closes')} /> : null}
      <div className="gxm-foot">
        <Button onClick={onBack}>{t('back')}</Button>
        <Popconfirm title={ask} description={record.close_login ? t('closes') : undefined} onConfirm={onRun}><Button type="primary" loading={busy} disabled={!count}>{t('run')}</Button></Popconfirm>
      </div>
    </>
  );
}

function Running({ record, onEnd }) {
  const { t } = useTranslation('handover');
  const { data: job } = useJob(record.job_id);
  const over = ['done', 'failed', 'cancelled'].includes(job?.state);
  useEffect(() => { if (over) onEnd(); }, [over]); // eslint-disable-line react-hooks/exhaustive-deps -- onEnd is remade at each render
  return (
    <Card size="small" title={t('running')}>
      <Progress percent={job?.total ? Math.floor((100 * (job.done ?? 0)) / job.total) : 0} status="active" aria-label={t('running')} />
      <p className="gxm-note" role="status">{job?.total ? t('doneOf', { done: formatNumber(job.done ?? 0), total: formatNumber(job.total) }) : t('waiting')}</p>
      <p className="gxm-note">{t('leaveOpen')}</p>
    </Card>
  );
}

function Planned({ record, told, onChange }) {
  const { t } = useTranslation('handover');
  return (
    <>
      <Alert type="info" showIcon className="gxm-block" title={t('planned', { date: formatDateTime(record.due_at) })} action={<Button size="small" onClick={onChange}>{t('change')}</Button>} />
      {told.problem ? <Alert type="warning" showIcon className="gxm-block" title={told.problem} /> : <Preview resources={told.resources} />}
    </>
  );
}

/** It stopped in the middle: what was divided stands, so it goes on or is taken back. */
function Stopped({ busy, mayUndo, onRun, onUndo }) {
  const { t } = useTranslation('handover');
  return (
    <Card size="small">
      <Alert type="error" showIcon title={t('stopped')} description={t('stoppedHint')} />
      <div className="gxm-foot">
        {mayUndo ? <Popconfirm title={t('undoAsk')} onConfirm={onUndo}><Button loading={busy}>{t('undo')}</Button></Popconfirm> : null}
        <Button type="primary" loading={busy} onClick={onRun}>{t('goOn')}</Button>
      </div>
    </Card>
  );
}

export default function HandoverPage() {
  const { id } = useParams();
  const { t } = useTranslation('handover');
  const nameOf = useRefName();
  const meta = useMeta();
  const { resource, record, error, isPending, told, busy, run, preview, look, refresh, feedback, client } = useHandover(id);
  const [draft, setDraft] = useState(/** @type {any} */ (null));
  const [step, setStep] = useState(/** @type {number|null} */ (null));
  const isStopped = record?.state === 'failed' && Boolean(record.started_at);
  const open = ['draft', 'planned', 'failed'].includes(record?.state) && !isStopped;
  useEffect(() => { if (record && !draft) setDraft(draftOf(record)); }, [record, draft]);
  useEffect(() => { if (open && !told) look(); }, [open, told]); // eslint-disable-line react-hooks/exhaustive-deps -- asked once
  if (error) return <div className="gx-page"><Alert type="error" showIcon title={feedback.sentence(error)} /></div>;
  if (isPending || !record || !draft) return <div className="gx-page"><Skeleton active /></div>;

  const next = () => run(async () => {
    await patch('/handovers/' + id, changesOf(draft), { etag: etagOf(record.version) });
    await preview();
    setStep(1);
  });
  const start = () => run(async () => {
    await post('/handovers/' + id + '/run', undefined, { etag: isStopped ? '*' : etagOf(told.version) });
    setStep(null);
  });
  const undo = () => run(async () => {
    await undoChangeSet(record.change_set_id);
    client.invalidateQueries();
  });
  const mayUndo = record.confirmed_by_id === meta.user.id || meta.operations.includes('audit_list');
  const at = step ?? (record.state === 'planned' ? 2 : 0);
  const current = ENDED.includes(record.state) ? 3 : record.state === 'running' || isStopped ? 2 : at;
  return (
    <div className="gx-page gxm-narrow">
      <div className="gxm-bar"><h1 className="gx-title">{t('titleOf', { name: nameOf('user', record.leaver_id) })}</h1></div>
      <Steps size="small" current={current} responsive={false} items={STEPS.map((key) => ({ title: t('steps.' + key) }))} className="gxm-block gxh-steps gxh-print-no" />
      {isStopped ? <Stopped busy={busy} mayUndo={mayUndo} onRun={start} onUndo={undo} /> : null}
      {record.state === 'failed' && !isStopped ? <Alert type="error" showIcon className="gxm-block" title={t('failed')} /> : null}
      {record.state === 'running' ? <Running record={record} onEnd={refresh} /> : null}
      {record.state === 'planned' && told && at === 2 ? <Planned record={record} told={told} onChange={() => setStep(0)} /> : null}
      {open && !told ? <Skeleton active /> : null}
      {open && told && at === 0 ? <PlanStep resource={resource} record={record} told={told} draft={draft} onChange={setDraft} busy={busy} onNext={next} /> : null}
      {open && told && at === 1 ? <Confirm record={record} told={told} busy={busy} onBack={() => setStep(0)} onRun={start} /> : null}
      {ENDED.includes(record.state) ? <Receipt record={record} busy={busy} mayUndo={mayUndo} onUndo={undo} /> : null}
    </div>
  );
}
