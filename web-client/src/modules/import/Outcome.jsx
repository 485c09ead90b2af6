// SPDX-License-Identifier: AGPL-3.0-or-later
// Result of a trial or of the import: figures, the rows that failed as a file, the
// "which do you mean" questions, names that do not exist, and undo.
import { Alert, Button, Card, Popconfirm, Result, Select, Statistic } from 'antd';
import { Link } from 'react-router-dom';
import { download } from '../../api/client.js';
import { useFeedback } from '../../app/feedback.jsx';
import { formatNumber } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { openQuestions, withChoice } from './mapping.js';

const FIGURES = ['created', 'updated', 'unchanged', 'failed'];

function Figures({ result }) {
  const { t } = useTranslation('import');
  return (
    <div className="gxm-outcome-figures">
      {FIGURES.map((key) => <Statistic key={key} title={t('figure.' + key)} value={formatNumber(result?.[key] ?? 0)} className={key === 'failed' && result?.failed ? 'gxm-figure-bad' : ''} />)}
    </div>
  );
}

function Failed({ result }) {
  const { t } = useTranslation('import');
  const feedback = useFeedback();
  if (!result?.failed) return null;
  const fetch = () => download('/files/' + result.errors_file_id + '/content', 'errors.csv').catch(feedback.fail);
  return <Alert type="warning" showIcon className="gxm-block" title={t('someFailed', { count: result.failed })} action={result.errors_file_id ? <Button size="small" onClick={fetch}>{t('errorFile')}</Button> : null} />;
}

/** Near misses: which of the candidates is meant, or none. */
function Questions({ resource, result, options, onChange }) {
  const { t } = useTranslation('import');
  const text = useText();
  const entries = Object.entries(result?.ambiguous ?? {}).filter(([, list]) => list.length);
  if (!entries.length) return null;
  return (
    <Card size="small" title={t('which')} className="gxm-block">
      {entries.map(([field, list]) => list.map((item) => (
        <div key={field + item.value} className="gxm-question">
          <span>{text(resource.field[field]?.label)}: <strong>{item.value}</strong></span>
          <Select aria-label={item.value} placeholder={t('choose')} value={options.choices?.[field]?.[item.value]} onChange={(id) => onChange(withChoice(options, field, item.value, id))} style={{ minWidth: 220 }}
            options={[...item.candidates.map((candidate) => ({ value: candidate.id, label: candidate.name })), { value: null, label: t('noneOfThem') }]} />
        </div>
      )))}
    </Card>
  );
}

/** Names that stand nowhere, with the switch that makes them. */
function Missing({ resource, result, options, onChange }) {
  const { t } = useTranslation('import');
  const text = useText();
  const entries = Object.entries(result?.missing ?? {}).filter(([, values]) => values.length);
  const creates = (field) => Boolean(options.mapping.find((entry) => entry.field === field)?.create);
  const create = (field) => onChange({ ...options, mapping: options.mapping.map((entry) => (entry.field === field ? { ...entry, create: true } : entry)) });
  return entries.map(([field, values]) => (
    <Alert key={field} type="info" showIcon className="gxm-block" title={t('missing', { field: text(resource.field[field]?.label), count: values.length })}
      description={values.slice(0, 12).join('、') + (values.length > 12 ? ' …' : '')}
      action={creates(field) ? t('willCreate') : <Button size="small" onClick={() => create(field)}>{t('createMissing')}</Button>} />
  ));
}

function Done({ resource, record, busy, onUndo }) {
  const { t } = useTranslation('import');
  const undone = record.state === 'undone';
  return (
    <Result status={undone ? 'info' : 'success'} title={t(undone ? 'wasUndone' : 'wasDone')} subTitle={undone ? '' : <Figures result={record.result} />}
      extra={[
        <Link key="list" to={'/' + resource.path}><Button type="primary">{t('toList')}</Button></Link>,
        undone || !record.change_set_id ? null : <Popconfirm key="undo" title={t('undoAsk')} onConfirm={onUndo}><Button loading={busy}>{t('undo')}</Button></Popconfirm>,
        <Link key="next" to={'/import?into=' + resource.name}><Button>{t('another')}</Button></Link>,
      ]} />
  );
}

/** @param {{resource: any, record: any, options: any, onChange: (options: any) => void, busy: boolean, onBack: () => void, onTry: () => void, onRun: () => void, onUndo: () => void}} props */
export function Outcome({ resource, record, options, onChange, busy, onBack, onTry, onRun, onUndo }) {
  const { t } = useTranslation('import');
  if (['done', 'undone'].includes(record.state)) return <Card size="small"><Done resource={resource} record={record} busy={busy} onUndo={onUndo} /><Failed result={record.result} /></Card>;
  const changed = JSON.stringify(options) !== JSON.stringify(record.options);
  const waiting = openQuestions(record.result, options);
  return (
    <Card size="small" title={t('trial')}>
      <Figures result={record.result} />
      <Failed result={record.result} />
      <Questions resource={resource} result={record.result} options={options} onChange={onChange} />
      <Missing resource={resource} result={record.result} options={options} onChange={onChange} />
      <div className="gxm-foot">
        <Button onClick={onBack}>{t('back')}</Button>
        <Button onClick={onTry} loading={busy} type={changed ? 'primary' : 'default'}>{t('tryAgain')}</Button>
        <Button type={changed ? 'default' : 'primary'} loading={busy} onClick={onRun}>{waiting ? t('runWithout', { count: waiting }) : t('run')}</Button>
      </div>
    </Card>
  );
}
