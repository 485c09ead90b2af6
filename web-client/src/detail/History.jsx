// SPDX-License-Identifier: AGPL-3.0-or-later
// Every change of the record, field by field; one value, or one whole change, can
// be taken back. Values are shown as the reader may see them: the server masks.
import { Button, Empty, Popconfirm, Skeleton, Tooltip } from 'antd';
import { RollbackOutlined } from '@ant-design/icons';
import { useHistory, useMeta } from '../api/queries.js';
import { useRefName } from '../api/refs.js';
import { useSave, useUndo } from '../api/saves.js';
import { isProblem } from '../api/problem.js';
import { useFeedback } from '../app/feedback.jsx';
import { typeOf } from '../fields/index.js';
import { isEntry } from '../form/rules.js';
import { may } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';
import { formatDateTime } from '../i18n/format.js';
import { useConflict } from './useConflict.jsx';

const KIND = { create: 'history.create', update: 'history.update', delete: 'history.delete', restore: 'history.restoreKind', purge: 'history.purge' };

function Change({ resource, record, name, change, onRestore }) {
  const { t } = useTranslation();
  const text = useText();
  const field = resource.field[name];
  const { Cell } = typeOf(field);
  const can = onRestore && may(resource, 'update') && isEntry(field, false) && JSON.stringify(record[name] ?? null) !== JSON.stringify(change.from ?? null);
  return (
    <tr>
      <th scope="row">{text(field.label)}</th>
      <td className="gx-was"><Cell field={field} value={change.from} record={record} plain /></td>
      <td><Cell field={field} value={change.to} record={record} plain /></td>
      <td className="gx-end">
        {can ? (
          <Popconfirm title={t('history.restoreAsk', { field: text(field.label) })} okText={t('ok')} cancelText={t('cancel')} onConfirm={() => onRestore(name, change.from)}>
            <Tooltip title={t('history.restore')}><Button type="text" size="small" icon={<RollbackOutlined />} aria-label={t('history.restore') + ' ' + text(field.label)} /></Tooltip>
          </Popconfirm>
        ) : null}
      </td>
    </tr>
  );
}

function Entry({ resource, record, entry, onRestore, onUndo }) {
  const { t } = useTranslation();
  const nameOf = useRefName();
  const names = Object.keys(entry.changes ?? {}).filter((name) => resource.field[name] && !['version', 'updated_at', 'updated_by', 'created_at', 'created_by'].includes(name));
  return (
    <li className="gx-history-entry">
      <div className="gx-history-head">
        <strong>{t(KIND[entry.kind] ?? KIND.update)}</strong>
        <span>{entry.actor_id ? nameOf('user', entry.actor_id) : t('history.system')}</span>
        <span className="gx-quiet gx-num">{formatDateTime(entry.at)}</span>
        <span className="gx-grow" />
        {onUndo && entry.kind === 'update' && entry.change_set_id ? <Button type="link" size="small" onClick={() => onUndo(entry.change_set_id)}>{t('history.undo')}</Button> : null}
      </div>
      {names.length ? (
        <div className="gx-scroll-x">
          <table className="gx-table gx-history-table">
            <thead><tr><th scope="col">{t('history.field')}</th><th scope="col">{t('history.from')}</th><th scope="col">{t('history.to')}</th><th scope="col"><span className="gx-sr">{t('history.restore')}</span></th></tr></thead>
            <tbody>{names.map((name) => <Change key={name} resource={resource} record={record} name={name} change={entry.changes[name]} onRestore={entry.kind === 'update' ? onRestore : null} />)}</tbody>
          </table>
        </div>
      ) : null}
    </li>
  );
}

/** @param {{resource: any, record: any, etag: string|null}} props */
export default function History({ resource, record, etag }) {
  const { t } = useTranslation();
  const text = useText();
  const meta = useMeta();
  const { data, isLoading } = useHistory(resource.path, record.id);
  const save = useSave(resource);
  const undo = useUndo();
  const { done, fail } = useFeedback();
  const [conflict, settle] = useConflict(resource);
  const restore = async (name, value) => {
    const changes = { [name]: value ?? null };
    try {
      const { changeSet } = await save.mutateAsync({ id: record.id, etag, changes });
      done(t('history.restored', { field: text(resource.field[name].label) }), changeSet);
    } catch (error) {
      if (isProblem(error, 'version_conflict')) await settle(error, record, changes);
      else fail(error);
    }
  };
  const takeBack = async (id) => {
    try {
      const { undone, conflicts } = await undo.mutateAsync(id);
      done(conflicts?.length ? t('undo.partly', { undone, conflicts: conflicts.length }) : t('undo.done'));
    } catch (error) {
      fail(error);
    }
  };
  if (isLoading) return <Skeleton active title={false} paragraph={{ rows: 4 }} />;
  if (!data?.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('history.empty')} />;
  const canUndo = meta.operations.some((id) => /change_set.*undo|undo.*change_set/.test(id));
  return (
    <>
      <ol className="gx-plain gx-history">{data.map((entry) => <Entry key={entry.version_to + entry.at} resource={resource} record={record} entry={entry} onRestore={restore} onUndo={canUndo ? takeBack : null} />)}</ol>
      {conflict}
    </>
  );
}
