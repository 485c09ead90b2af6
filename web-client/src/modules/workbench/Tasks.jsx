// SPDX-License-Identifier: AGPL-3.0-or-later
// My planned activities by day. A tick finishes a task (undo in the toast); the
// clock moves it to another day.
import { Button, Checkbox, Empty, Popover, Skeleton, Tag, Tooltip } from 'antd';
import { ClockCircleOutlined, FormOutlined } from '@ant-design/icons';
import { Suspense, lazy, useState } from 'react';
import { Link } from 'react-router-dom';
import { useMeta, useShortList } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { useSave } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { formatDate } from '../../i18n/format.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { CHIPS, dayOf } from '../followup/dates.js';
import { daysLate, taskQueries } from './day.js';
import { FollowUpFor } from './FollowUpFor.jsx';
import { Panel } from './TodayPage.jsx';

const DayInput = lazy(() => import('./DayInput.jsx'));

function OtherDay({ onPick }) {
  const { t } = useTranslation('followup');
  const [open, setOpen] = useState(false);
  const pick = (day) => { setOpen(false); onPick(day); };
  const content = (
    <div className="gxm-chips">
      {CHIPS.map((chip) => <Button key={chip} size="small" onClick={() => pick(dayOf(chip))}>{t('chip.' + chip)}</Button>)}
      <Suspense fallback={<span className="gx-input-wait" />}><DayInput label={t('otherDay')} onPick={pick} /></Suspense>
    </div>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" content={content}>
      <Button type="text" size="small" icon={<ClockCircleOutlined />} aria-label={t('nextDay')} />
    </Popover>
  );
}

/** What the task is about: the customer, deal or person. */
function About({ row }) {
  const target = useMeta().byName[row.parent_resource ?? ''];
  const name = useRefName()(row.parent_resource, row.parent_id);
  if (!target || !row.parent_id || !name) return null;
  return <Link to={'/' + target.path + '/' + row.parent_id} className="gxm-line-about">{name}</Link>;
}

function Task({ row, today, onChange, onFollowUp }) {
  const { t } = useTranslation(['today', 'followup']);
  const text = useText();
  const field = useMeta().byName.activity.field.kind;
  const late = daysLate(row.due_on, today);
  const kind = field?.choices?.find((choice) => choice.value === row.kind);
  return (
    <li className="gxm-line">
      <Checkbox aria-label={t('finish', { name: row.subject })} checked={false} onChange={() => onChange(row, { status: 'done' }, t('finished'))} />
      <Tag variant="filled" className="gx-tone gx-tone-info">{text(kind?.label ?? row.kind)}</Tag>
      <span className="gxm-line-main">
        <Link to={'/activities/' + row.id}>{row.subject}</Link>
        <About row={row} />
      </span>
      {row.priority === 'high' ? <Tag variant="filled" className="gx-tone gx-tone-bad">{t('high')}</Tag> : null}
      <span className={late ? 'gxm-line-day gxm-late' : 'gxm-line-day'}>{late ? t('late', { count: late }) : formatDate(row.due_on)}</span>
      <span className="gxm-line-acts">
        {row.parent_id ? (
          <Tooltip title={t('followup:title')}><Button type="text" size="small" icon={<FormOutlined />} aria-label={t('followup:title')} onClick={() => onFollowUp(row)} /></Tooltip>
        ) : null}
        <OtherDay onPick={(day) => onChange(row, { due_on: day }, t('moved', { day: formatDate(day) }))} />
      </span>
    </li>
  );
}

/** @param {{kind: string, tone: string, query: any, today: string, onChange: any, onFollowUp: any}} props */
function Group({ kind, tone, query, today, ...acts }) {
  const { t } = useTranslation('today');
  const { rows, isPending } = useShortList('activities', query, { refetchInterval: 120_000 });
  if (!rows.length && !isPending && kind !== 'today') return null;
  return (
    <Panel title={t('tasks.' + kind)} count={rows.length} tone={tone}>
      {isPending ? <Skeleton active /> : null}
      {!isPending && !rows.length ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('tasks.none')} /> : null}
      <ul className="gxm-lines">{rows.map((row) => <Task key={row.id} row={row} today={today} onChange={acts.onChange} onFollowUp={acts.onFollowUp} />)}</ul>
    </Panel>
  );
}

/** @param {{me: string, today: string}} props */
export function Tasks({ me, today }) {
  const activity = useMeta().byName.activity;
  const feedback = useFeedback();
  const { mutateAsync: save } = useSave(activity);
  const [about, setAbout] = useState(/** @type {any} */ (null));
  const queries = taskQueries(me, today);
  const change = async (row, changes, words) => {
    try {
      const { changeSet } = await save({ id: row.id, version: row.version, changes });
      feedback.done(words, changeSet);
    } catch (error) {
      feedback.fail(error);
    }
  };
  const acts = { today, onChange: change, onFollowUp: setAbout };
  return (
    <>
      <Group kind="overdue" tone="#c5303a" query={queries.overdue} {...acts} />
      <Group kind="today" tone="#1d5bb5" query={queries.today} {...acts} />
      <Group kind="soon" tone="#4d5a6b" query={queries.soon} {...acts} />
      {about ? <FollowUpFor resource={about.parent_resource} id={about.parent_id} onClose={() => setAbout(null)} /> : null}
    </>
  );
}
