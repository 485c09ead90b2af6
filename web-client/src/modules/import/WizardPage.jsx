// SPDX-License-Identifier: AGPL-3.0-or-later
// One import, from its analysis to its result. The state lives on the server: a
// reload, another tab or another day continues where it stood.
import { Alert, Skeleton, Steps } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router-dom';
import { etagOf, patch, post } from '../../api/client.js';
import { useJob, useMeta, useRecord } from '../../api/queries.js';
import { undoChangeSet } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { MapStep } from './MapStep.jsx';
import { Outcome } from './Outcome.jsx';
import { Progress } from './Progress.jsx';
import { optionsOf } from './mapping.js';
import '../modules.css';
import './import.css';

const BUSY = ['checking', 'running'];
const ENDED = ['done', 'undone'];

/** 0 map, 1 try, 2 result. @param {string} state */
export const stepOf = (state) => (ENDED.includes(state) || state === 'running' ? 2 : state === 'checking' || state === 'checked' ? 1 : 0);

/** The import with its options as a draft, and what can be done with it. */
function useImport(id) {
  const meta = useMeta();
  const queryClient = useQueryClient();
  const { record, error, isPending } = useRecord(meta.byName.import, id);
  const resource = meta.byName[record?.resource ?? ''];
  const proposed = useMemo(() => (resource && record?.analysis ? optionsOf(resource, record.analysis, record.options) : null), [resource, record]);
  const [options, setOptions] = useState(proposed);
  useEffect(() => setOptions(proposed), [proposed]);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['record', 'imports', id] });
  const saveOptions = async () => {
    const { body } = await patch('/imports/' + id, { options }, { etag: etagOf(record.version) });
    return body?.data;
  };
  return { record, resource, options, setOptions, refresh, saveOptions, error, isPending };
}

/** Runs one request, shows its problem, reads the import again. */
function useTask(refresh) {
  const feedback = useFeedback();
  const [busy, setBusy] = useState(false);
  const run = async (work) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      feedback.fail(error);
    } finally {
      await refresh();
      setBusy(false);
    }
  };
  return { busy, run };
}

/** Reads the import again when its job has ended. */
function useJobEnd(record, refresh) {
  const running = BUSY.includes(record?.state);
  const { data: job } = useJob(running ? record?.job_id : null);
  useEffect(() => {
    if (running && ['done', 'failed', 'cancelled'].includes(job?.state)) refresh();
  }, [running, job?.state]); // eslint-disable-line react-hooks/exhaustive-deps -- refresh is remade at each render
  return running ? job : null;
}

export default function WizardPage() {
  const { id } = useParams();
  const { t } = useTranslation('import');
  const text = useText();
  const queryClient = useQueryClient();
  const feedback = useFeedback();
  const { record, resource, options, setOptions, refresh, saveOptions, error, isPending } = useImport(id);
  const { busy, run } = useTask(refresh);
  const job = useJobEnd(record, refresh);
  const [mapping, setMapping] = useState(false);
  if (error) return <div className="gx-page"><Alert type="error" showIcon title={feedback.sentence(error)} /></div>;
  if (isPending || !record) return <div className="gx-page"><Skeleton active /></div>;

  const analyse = (how) => run(() => post('/imports/' + id + '/analyse', how));
  const start = (dryRun) => run(async () => {
    if (!ENDED.includes(record.state)) await saveOptions();
    setMapping(false);
    await post('/imports/' + id + '/run', { dry_run: dryRun });
  });
  const undo = () => run(async () => {
    const { undone, conflicts } = await undoChangeSet(record.change_set_id);
    feedback.done(t(conflicts.length ? 'undonePartly' : 'undone', { undone, conflicts: conflicts.length }));
    queryClient.invalidateQueries();
  });
  const showMap = mapping || !(BUSY.includes(record.state) || record.state === 'checked' || ENDED.includes(record.state));
  return (
    <div className="gx-page gxm-narrow">
      <div className="gxm-bar"><h1 className="gx-title">{t('titleInto', { what: text(resource?.titles ?? resource?.title) || record.resource })}</h1></div>
      <Steps size="small" current={showMap ? 0 : stepOf(record.state)} items={['map', 'try', 'finish'].map((key) => ({ title: t('steps.' + key) }))} className="gxm-block" />
      {record.state === 'failed' ? <Alert type="error" showIcon className="gxm-block" title={t('failed')} description={record.result?.detail ?? record.result?.error} /> : null}
      {BUSY.includes(record.state) ? <Progress job={job} state={record.state} onRefresh={refresh} /> : null}
      {!BUSY.includes(record.state) && showMap && options ? (
        <MapStep resource={resource} record={record} options={options} onChange={setOptions} busy={busy} onAnalyse={analyse} onTry={() => start(true)} />
      ) : null}
      {!showMap && !BUSY.includes(record.state) ? (
        <Outcome resource={resource} record={record} options={options} onChange={setOptions} busy={busy}
          onBack={() => setMapping(true)} onTry={() => start(true)} onRun={() => start(false)} onUndo={undo} />
      ) : null}
    </div>
  );
}
