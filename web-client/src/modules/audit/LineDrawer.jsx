// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything about one line: who, from where, in which request; before and after
// per field; what else the event brought along. Values are masked by the server.
import { Button, Drawer, Tag } from 'antd';
import { Link } from 'react-router-dom';
import { useMeta } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { useUi } from '../../app/ui.jsx';
import { typeOf } from '../../fields/index.js';
import { formatDateTime } from '../../i18n/format.js';
import { plainDetail, rightsDiff } from './search.js';
import { toneOf, useWords } from './words.js';

function Table({ head, lines }) {
  return (
    <div className="gx-scroll-x" tabIndex={0} role="group" aria-label={head[0]}>
      <table className="gx-table gx-history-table">
        <thead><tr>{head.map((text) => <th key={text} scope="col">{text}</th>)}</tr></thead>
        <tbody>{lines}</tbody>
      </table>
    </div>
  );
}

function Changes({ row }) {
  const resource = useMeta().byName[row.resource];
  const { t, field } = useWords();
  if (row.changes === null) return <p className="gxm-note">{t('hidden')}</p>;
  const entries = Object.entries(row.changes);
  // What was made had nothing before: no column of dashes.
  const had = entries.some(([, change]) => change.from !== null && change.from !== undefined);
  // A reference to whatever resource is read by the field beside it, as it was on each side.
  const side = (name) => Object.fromEntries(entries.map(([key, change]) => [key, change[name]]));
  const lines = entries.map(([name, change]) => {
    const known = resource?.field[name];
    const Cell = known ? typeOf(known).Cell : ({ value }) => <>{JSON.stringify(value ?? null)}</>;
    return (
      <tr key={name}>
        <th scope="row">{field(row.resource, name)}</th>
        {had ? <td className="gx-was"><Cell field={known} value={change.from} record={side('from')} plain /></td> : null}
        <td><Cell field={known} value={change.to} record={side('to')} plain /></td>
      </tr>
    );
  });
  return lines.length ? <Table head={[t('field'), ...(had ? [t('before')] : []), t('after')]} lines={lines} /> : null;
}

function Rights({ row }) {
  const { t, resource } = useWords();
  const lines = rightsDiff(row.detail).map((line) => (
    <tr key={line.resource + line.key}>
      <th scope="row">{resource(line.resource)} · {t('right.' + line.key)}</th>
      <td className="gx-was">{line.from}</td>
      <td>{line.to}</td>
    </tr>
  ));
  return <Table head={[t('field'), t('before'), t('after')]} lines={lines} />;
}

function Facts({ row, onSearch }) {
  const meta = useMeta();
  const nameOf = useRefName();
  const { t, resource, member, value } = useWords();
  const target = meta.byName[row.resource ?? ''];
  const only = (key, given) => <Button type="link" size="small" onClick={() => onSearch({ [key]: given })}>{t('only')}</Button>;
  const record = row.record_id ? nameOf(row.resource, row.record_id) || row.record_id : '';
  const facts = [
    ['at', formatDateTime(row.at)],
    ['person', row.subject_id && <>{nameOf('user', row.subject_id)}{only('person', row.subject_id)}</>],
    ['actor', row.actor_id && row.actor_id !== row.subject_id ? nameOf('user', row.actor_id) : null],
    ['object', row.resource ? resource(row.resource) : null],
    ['record', row.record_id && <>{target ? <Link to={'/' + target.path + '/' + row.record_id}>{record}</Link> : record}{only('record_id', row.record_id)}</>],
    ['origin', row.origin && t('origin.' + row.origin, { defaultValue: row.origin })],
    ['ip', row.ip], ['session', row.session_id],
    ['request', row.request_id && <>{row.request_id}{only('request_id', row.request_id)}</>],
    ['changeSet', row.change_set_id],
    ...plainDetail(row.detail).map(([key, given]) => [member(key), value(key, given), true]),
  ].filter(([, shown]) => shown);
  return <dl className="gx-audit-facts">{facts.map(([key, shown, worded]) => <div key={key}><dt>{worded ? key : t('fact.' + key)}</dt><dd>{shown}</dd></div>)}</dl>;
}

/** @param {{row: any, onClose: () => void, onSearch: (changes: any) => void}} props */
export function LineDrawer({ row, onClose, onSearch }) {
  const { t, kind } = useWords();
  const { phone } = useUi();
  const isRights = row?.kind === 'role_rights_changed';
  const rest = Object.fromEntries(Object.entries(row?.detail ?? {}).filter(([, value]) => value !== null && typeof value === 'object'));
  return (
    <Drawer open={Boolean(row)} onClose={onClose} size={phone ? '100%' : 560} title={row ? <Tag className={toneOf(row.kind)}>{kind(row.kind)}</Tag> : null}>
      {row ? (
        <>
          <Facts row={row} onSearch={(changes) => { onClose(); onSearch(changes); }} />
          {row.source === 'history' ? <Changes row={row} /> : null}
          {isRights ? <Rights row={row} /> : null}
          {!isRights && Object.keys(rest).length ? <><h3 className="gx-audit-more">{t('details')}</h3><pre className="gx-audit-json" tabIndex={0} role="group" aria-label={t('details')}>{JSON.stringify(rest, null, 2)}</pre></> : null}
        </>
      ) : null}
    </Drawer>
  );
}
