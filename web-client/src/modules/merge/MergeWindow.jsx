// SPDX-License-Identifier: AGPL-3.0-or-later
// Records side by side: which one stays, and field by field whose value it keeps.
import { Button, Drawer, Radio, Skeleton } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useShortList } from '../../api/queries.js';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useUi } from '../../app/ui.jsx';
import { typeOf } from '../../fields/index.js';
import { includesOf, recordName } from '../../meta/model.js';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { formatDate } from '../../i18n/format.js';
import { chosenFrom, differing, isEmpty, startingChoice } from './choose.js';
import '../modules.css';
import './merge.css';

function Row({ resource, field, records, chosen, onChoose }) {
  const { t } = useTranslation('merge');
  const text = useText();
  const { Cell } = typeOf(field);
  return (
    <tr>
      <th scope="row">{text(field.label)}</th>
      {records.map((record) => (
        <td key={record.id} className={chosen === record.id ? 'gx-on' : undefined}>
          <Radio checked={chosen === record.id} onChange={() => onChoose(record.id)} aria-label={t('value', { field: text(field.label), name: recordName(resource, record) })}>
            {isEmpty(record[field.name]) ? <span className="gx-quiet">{t('empty')}</span> : <Cell field={field} value={record[field.name]} record={record} plain />}
          </Radio>
        </td>
      ))}
    </tr>
  );
}

function Table({ resource, records, stays, onStays, choices, onChoose }) {
  const { t } = useTranslation('merge');
  return (
    <div className="gx-scroll-x">
      <table className="gx-table gx-merge">
        <thead><tr><td />{records.map((record) => (
          <th scope="col" key={record.id} className={stays === record.id ? 'gx-on' : undefined}>
            <Radio checked={stays === record.id} onChange={() => onStays(record.id)}>{recordName(resource, record)}</Radio>
            <div className="gx-quiet">{[record.code, formatDate(record.created_at)].filter(Boolean).join(' · ')}</div>
            <div>{stays === record.id ? t('stays') : t('goes')}</div>
          </th>
        ))}</tr></thead>
        <tbody>{differing(resource, records).map((field) => (
          <Row key={field.name} resource={resource} field={field} records={records} chosen={choices[field.name] ?? startingChoice(field, records, stays)} onChoose={(id) => onChoose(field.name, id)} />
        ))}</tbody>
      </table>
    </div>
  );
}

/** The records themselves, in the order asked for; those out of sight are left out. */
function useRecords(resource, ids) {
  const include = includesOf(resource, resource.fields.map((field) => field.name)).join(',');
  const { rows, isLoading } = useShortList(resource.path, { 'id[in]': ids.join(','), include: include || undefined, limit: 10 }, { enabled: ids.length > 1 });
  return { records: ids.map((id) => rows.find((row) => row.id === id)).filter(Boolean), loading: isLoading };
}

/** From the page of a record (another one is picked), or with ids from the list of suspected ones. @param {{resource: any, record?: any, ids?: string[], onClose: () => void}} props */
export default function MergeWindow({ resource, record, ids, onClose }) {
  const { t } = useTranslation('merge');
  const text = useText();
  const { phone } = useUi();
  const navigate = useNavigate();
  const { done, fail } = useFeedback();
  const [otherId, setOtherId] = useState(/** @type {string|null} */ (null));
  const [kept, setStays] = useState(/** @type {string|null} */ (null));
  const [choices, setChoices] = useState({});
  const { records, loading } = useRecords(resource, ids ?? [...new Set([record.id, otherId].filter(Boolean))]);
  const merge = usePost();
  const ready = records.length > 1;
  const stays = records.some((item) => item.id === kept) ? kept : records[0]?.id;
  const run = async () => {
    const other_ids = records.map((item) => item.id).filter((id) => id !== stays);
    try {
      const { data } = await merge.mutateAsync({ to: '/merges', body: { resource: resource.name, id: stays, other_ids, choices: chosenFrom(resource, records, stays, choices) } });
      done(t('done', { count: data.moved }), data.change_set_id);
      onClose();
      if (record) navigate('/' + resource.path + '/' + stays);
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Drawer open onClose={onClose} size={phone ? '100%' : 860} title={t('title', { title: text(resource.title) })} destroyOnHidden
      footer={<div className="gxm-foot"><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" disabled={!ready} loading={merge.isPending} onClick={run}>{t('run')}</Button></div>}>
      <p className="gxm-note">{t('about')}</p>
      {ids ? null : <div className="gxm-block"><label htmlFor="gx-merge-other">{t('pick')}</label><ReferenceInput id="gx-merge-other" to={resource.name} value={otherId} onChange={setOtherId} /></div>}
      {loading ? <Skeleton active title={false} paragraph={{ rows: 6 }} /> : null}
      {ready ? <><Table resource={resource} records={records} stays={stays} onStays={setStays} choices={choices} onChoose={(name, id) => setChoices({ ...choices, [name]: id })} /><p className="gxm-note">{t('same')}</p></> : null}
    </Drawer>
  );
}
