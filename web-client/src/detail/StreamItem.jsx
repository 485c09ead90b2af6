// SPDX-License-Identifier: AGPL-3.0-or-later
// One entry of the stream: who, what, when, and the little that can be done with it.
import { Button, Popconfirm } from 'antd';
import { CheckSquareOutlined, DeleteOutlined, DownloadOutlined, EditOutlined, FileTextOutlined, HistoryOutlined, MailOutlined, PaperClipOutlined, PhoneOutlined, TeamOutlined, EnvironmentOutlined } from '@ant-design/icons';
import { Link } from 'react-router-dom';
import { downloadFile } from '../api/files.js';
import { useMeta } from '../api/queries.js';
import { useRefName } from '../api/refs.js';
import { useDelete } from '../api/saves.js';
import { useFeedback } from '../app/feedback.jsx';
import { Icon } from '../app/icons.jsx';
import { typeOf } from '../fields/index.js';
import { useForms } from '../form/FormHost.jsx';
import { may, recordName } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';
import { formatDate, formatDateTime, formatSize } from '../i18n/format.js';
import { changedFields } from './stream.js';

const ICONS = { call: PhoneOutlined, visit: EnvironmentOutlined, email: MailOutlined, meeting: TeamOutlined, task: CheckSquareOutlined, note: FileTextOutlined, file: PaperClipOutlined, history: HistoryOutlined };
const MOST = 3;

function Activity({ row }) {
  const text = useText();
  const { t } = useTranslation();
  const resource = useMeta().byName.activity;
  const kind = resource.field.kind?.choices?.find((choice) => choice.value === row.kind);
  const outcome = resource.field.outcome?.choices?.find((choice) => choice.value === row.outcome);
  return (
    <>
      <strong>{row.subject || text(kind?.label)}</strong>
      {kind && row.subject ? <span className="gx-tone gx-tone-info">{text(kind.label)}</span> : null}
      {outcome ? <span className="gx-tone gx-tone-calm">{text(outcome.label)}</span> : null}
      {row.body && row.body !== row.subject ? <p className="gx-pre">{row.body}</p> : null}
      {row.due_on ? <p className="gx-quiet">{text(resource.field.due_on.label)} {formatDate(row.due_on)}</p> : null}
      {row.next_step ? <p className="gx-quiet">{t('detail.nextStep')}: {row.next_step} {formatDate(row.next_step_on)}</p> : null}
    </>
  );
}

function Changes({ entry, resource, record }) {
  const { t } = useTranslation();
  const text = useText();
  if (entry.kind !== 'update') return <span>{t('timeline.' + ({ create: 'created', delete: 'deleted', restore: 'restored' }[entry.kind] ?? 'created'))}</span>;
  const names = changedFields(entry).filter((name) => resource.field[name]);
  return (
    <ul className="gx-plain gx-changes">
      {names.slice(0, MOST).map((name) => {
        const field = resource.field[name];
        const { Cell } = typeOf(field);
        return (
          <li key={name}>
            <span className="gx-quiet">{text(field.label)}</span> <span className="gx-was"><Cell field={field} value={entry.changes[name].from} record={record} plain /></span> → <Cell field={field} value={entry.changes[name].to} record={record} plain />
          </li>
        );
      })}
      {names.length > MOST ? <li className="gx-quiet">{t('timeline.updated', { count: names.length })}</li> : null}
    </ul>
  );
}

function File({ row }) {
  const { t } = useTranslation();
  const { fail } = useFeedback();
  const fetchIt = () => downloadFile(row).catch(fail);
  return (
    <span className="gx-file">
      <button type="button" className="gx-link" onClick={fetchIt} aria-label={t('timeline.download') + ' ' + row.name}><DownloadOutlined aria-hidden="true" /> {row.name}</button>
      <span className="gx-quiet"> {formatSize(row.size)}</span>
    </span>
  );
}

function Tools({ item }) {
  const { t } = useTranslation();
  const resource = useMeta().byName[item.kind];
  const forms = useForms();
  const drop = useDelete(resource ?? /** @type {any} */ ({}));
  const { done, fail } = useFeedback();
  if (!resource) return null;
  const remove = async () => {
    try {
      const { changeSet } = await drop.mutateAsync({ id: item.row.id, version: item.row.version });
      done(t(item.kind === 'file' ? 'timeline.fileDeleted' : 'timeline.noteDeleted'), changeSet);
    } catch (error) {
      fail(error);
    }
  };
  return (
    <span className="gx-stream-tools">
      {may(resource, 'update') && item.kind !== 'file' ? <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('edit')} onClick={() => forms.open({ resource: item.kind, id: item.row.id })} /> : null}
      {may(resource, 'delete') && item.kind !== 'activity' ? (
        <Popconfirm title={t('delete')} okText={t('ok')} cancelText={t('cancel')} onConfirm={remove}><Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('delete')} /></Popconfirm>
      ) : null}
    </span>
  );
}

const WRITTEN = new Set(['activity', 'note', 'file', 'history']);

/** A row of any other resource: its name, which leads to it, its state and its text. */
function Other({ item }) {
  const text = useText();
  const resource = useMeta().byName[item.kind];
  const words = item.row[resource?.layout.stream?.text ?? ''];
  if (!resource) return null;
  const state = resource.field.state?.choices?.find((choice) => choice.value === item.row.state);
  return <><strong><Link to={'/' + resource.path + '/' + item.row.id}>{recordName(resource, item.row)}</Link></strong>{state ? <span className="gx-tone gx-tone-calm">{text(state.label)}</span> : null}{words ? <p className="gx-pre">{words}</p> : null}</>;
}

/** @param {{item: any, resource: any, record: any}} props */
export function StreamItem({ item, resource, record }) {
  const { t } = useTranslation();
  const nameOf = useRefName();
  const { kind, row } = item;
  const Shown = ICONS[kind === 'activity' ? row.kind : kind];
  const icon = useMeta().byName[kind]?.icon;
  return (
    <li className={'gx-stream-item gx-stream-' + kind + (item.planned ? ' gx-planned' : '')}>
      <span className="gx-stream-icon">{Shown ? <Shown aria-hidden="true" /> : <Icon name={icon} />}</span>
      <div className="gx-grow">
        {kind === 'activity' ? <Activity row={row} /> : null}
        {kind === 'note' ? <>{row.title ? <strong>{row.title}</strong> : null}<p className="gx-pre">{row.body}</p></> : null}
        {kind === 'file' ? <File row={row} /> : null}
        {WRITTEN.has(kind) ? null : <Other item={item} />}
        {kind === 'history' ? <Changes entry={row} resource={resource} record={record} /> : null}
        <div className="gx-stream-foot">{item.by ? nameOf('user', item.by) : t('history.system')} · <span className="gx-num">{formatDateTime(item.at)}</span></div>
      </div>
      {kind === 'history' ? null : <Tools item={item} />}
    </li>
  );
}
