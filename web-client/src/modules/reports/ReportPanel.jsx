// SPDX-License-Identifier: AGPL-3.0-or-later
// The answer to a report by the rights of who reads it: chart, table with
// subtotals, total. Only the question is kept; what is asked here is asked anew.
import { Alert, Button, Dropdown, Empty, Segmented, Skeleton, theme } from 'antd';
import { Suspense, lazy, useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useGroups, useMeta } from '../../api/queries.js';
import { Icon } from '../../app/icons.jsx';
import { useFeedback } from '../../app/feedback.jsx';
import { usePartWords } from '../../fields/reportFormats.jsx';
import { useTranslation } from '../../i18n/index.js';
import { groupUrl, groupsOf } from '../../list/groups.js';
import { useGroupLabel, useGroupWords, useMeasureWords } from '../../list/groupWords.jsx';
import { useExport } from '../../list/useExport.js';
import { may } from '../../meta/model.js';
import { escaped } from '../dashboard/options.js';
import { ReportTable } from './ReportTable.jsx';
import { fileOf, firstMeasure, isWhole, partsOf, questionOf, seriesOf } from './data.js';
import { reportOption } from './options.js';
import './reports.css';

const Chart = lazy(() => import('../dashboard/Chart.jsx').then((module) => ({ default: module.Chart })));
const isMissing = (error) => error?.status === 400 || error?.status === 403 || error?.status === 404;

/** Why there is no answer: said of the report, never of values. */
function NoAnswer({ record, error, again }) {
  const { t } = useTranslation(['reports', 'common']);
  const { sentence } = useFeedback();
  if (!error || isMissing(error)) return <Alert type="warning" showIcon title={t('unreadable', { name: record.name })} description={t('unreadableHint')} />;
  return <Alert type="error" showIcon title={sentence(error)} action={<Button size="small" onClick={again}>{t('common:again')}</Button>} />;
}

function Drawn({ resource, record, by, body, measure, names, words, partWords }) {
  const navigate = useNavigate();
  const { token } = theme.useToken();
  const kind = record.chart;
  const drawn = useMemo(() => seriesOf(by, body, kind === 'bar' || kind === 'line'), [by, body, kind]);
  const field = resource.field[measure.split(':')[1]];
  const said = (group, outer) => [outer && outer !== group ? names(outer) : '', group ? names(group) : '', group ? partWords(measure) + ' ' + words(field, measure.split(':')[0], group.row) : ''].filter(Boolean).map(escaped).join('<br/>');
  const key = JSON.stringify([drawn.groups.map(names), drawn.series.map((one) => one.of.map((group) => group?.row))]);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- names and words are remade at each render; what they say is the key
  const option = useMemo(() => reportOption(drawn, { kind, measure, money: field?.type === 'money', token, names, said }), [key, kind, measure, token]);
  const pick = (index, series) => {
    const group = drawn.series[kind === 'bar' || kind === 'line' ? series : 0]?.of[index];
    if (group) navigate(groupUrl(resource, { q: record.words, tree: record.condition }, group.conditions));
  };
  return <Suspense fallback={<Skeleton active paragraph={{ rows: 6 }} />}><Chart option={option} label={record.name} height={340} onPick={pick} /></Suspense>;
}

function Bar({ resource, record, question, measures, measure, setMeasure, partWords }) {
  const { t } = useTranslation(['reports', 'common']);
  const exportAs = useExport(resource);
  const items = ['xlsx', 'csv'].map((format) => ({ key: format, label: t('common:exports.' + format), onClick: () => exportAs(format, fileOf(question)) }));
  return (
    <div className="gxr-bar">
      {record.chart !== 'table' && measures.length > 1 ? <Segmented aria-label={t('measure')} value={measure} options={measures.map((part) => ({ value: part, label: partWords(part) }))} onChange={setMeasure} /> : null}
      <span className="gx-grow" />
      {may(resource, 'export') ? <Dropdown menu={{ items }} trigger={['click']}><Button icon={<Icon name="export" />}>{t('common:export')}</Button></Dropdown> : null}
    </div>
  );
}

function Answer({ resource, record, by }) {
  const { t } = useTranslation('reports');
  const question = useMemo(() => questionOf(resource, record, by), [resource, record, by]);
  const { data: body, error, isPending, refetch } = useGroups(resource.path, question);
  const measures = partsOf(record.measures);
  const [chosen, setMeasure] = useState('');
  const measure = measures.includes(chosen) ? chosen : firstMeasure(record);
  const groupWords = useGroupWords();
  const label = useGroupLabel();
  const words = useMeasureWords();
  const partWords = usePartWords(resource);
  const names = (group) => groupWords(group.by, group.value);
  const { groups } = useMemo(() => seriesOf(by, body, false), [by, body]);
  if (error) return <NoAnswer record={record} error={error} again={refetch} />;
  if (isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
  const shared = { resource, record, by, names, words, partWords };
  return (
    <div className="gxr-report">
      <Bar resource={resource} record={record} question={question} measures={measures} measure={measure} setMeasure={setMeasure} partWords={partWords} />
      {!groups.length ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty')} /> : null}
      {groups.length && record.chart !== 'table' ? <Drawn {...shared} body={body} measure={measure} /> : null}
      {body.more ? <Alert type="info" showIcon title={t('more', { count: record.top })} /> : null}
      {groups.length ? <ReportTable {...shared} groups={groups} total={body.total} measures={measures} label={label} /> : null}
      <p className="gx-quiet">{t('own')}</p>
    </div>
  );
}

/** @param {{record: any}} props */
export default function ReportPanel({ record }) {
  const resource = useMeta().byName[record.resource];
  const by = useMemo(() => (resource ? groupsOf(resource, record.group_by ?? '') : []), [resource, record.group_by]);
  if (!resource || !isWhole(record, by)) return <NoAnswer record={record} error={null} again={null} />;
  return <Answer key={record.version} resource={resource} record={record} by={by} />;
}
