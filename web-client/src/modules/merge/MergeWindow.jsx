// SPDX-License-Identifier: AGPL-3.0-or-later
// Two records side by side: which one stays, and field by field whose value it keeps.
import { Drawer, Button, Radio } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useRecord } from '../../api/queries.js';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useUi } from '../../app/ui.jsx';
import { typeOf } from '../../fields/index.js';
import { recordName } from '../../meta/model.js';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { differing, startingChoice } from './choose.js';
import '../modules.css';

function Row({ resource, field, records, chosen, onChoose }) {
  const { t } = useTranslation('merge');
  const text = useText();
  const { Cell } = typeOf(field);
  return (
    <tr>
      <th scope="row">{text(field.label)}</th>
      {records.map((record) => (
        <td key={record.id}>
          <Radio checked={chosen === record.id} onChange={() => onChoose(record.id)} aria-label={t('value', { field: text(field.label), name: recordName(resource, record) })}>
            {record[field.name] === null ? <span className="gx-quiet">{t('empty')}</span> : <Cell field={field} value={record[field.name]} record={record} />}
          </Radio>
        </td>
      ))}
    </tr>
  );
}

function Table({ resource, records, stays, onStays, choices, onChoose }) {
  const { t } = useTranslation('merge');
  return (
    <table className="gx-table">
      <thead><tr><td />{records.map((record) => (
        <th scope="col" key={record.id}><Radio checked={stays === record.id} onChange={() => onStays(record.id)}>{recordName(resource, record)} {record.code}<br />{stays === record.id ? t('stays') : null}</Radio></th>
      ))}</tr></thead>
      <tbody>{differing(resource, records).map((field) => (
        <Row key={field.name} resource={resource} field={field} records={records} chosen={choices[field.name] ?? startingChoice(field, records, stays)} onChoose={(id) => onChoose(field.name, id)} />
      ))}</tbody>
    </table>
  );
}

/** @param {{resource: any, record: any, onClose: () => void}} props */
export default function MergeWindow({ resource, record, onClose }) {
  const { t } = useTranslation('merge');
  const text = useText();
  const { phone } = useUi();
  const navigate = useNavigate();
  const { done, fail } = useFeedback();
  const [otherId, setOtherId] = useState(/** @type {string|null} */ (null));
  const [stays, setStays] = useState(record.id);
  const [choices, setChoices] = useState({});
  const { record: other } = useRecord(resource, otherId ?? undefined);
  const merge = usePost();
  const records = other && other.id !== record.id ? [record, other] : [];
  const run = async () => {
    const goes = records.find((item) => item.id !== stays).id;
    const all = Object.fromEntries(differing(resource, records).map((field) => [field.name, choices[field.name] ?? startingChoice(field, records, stays)]));
    const taken = Object.fromEntries(Object.entries(all).filter(([, id]) => id === goes));
    try {
      const { data } = await merge.mutateAsync({ to: '/merges', body: { resource: resource.name, id: stays, other_ids: [goes], choices: taken } });
      done(t('done', { count: data.moved }), null);
      onClose();
      navigate('/' + resource.path + '/' + stays);
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Drawer open onClose={onClose} size={phone ? '100%' : 760} title={t('title', { title: text(resource.title) })} destroyOnHidden
      footer={<div className="gxm-foot"><Button type="primary" disabled={!records.length} loading={merge.isPending} onClick={run}>{t('run')}</Button></div>}>
      <p>{t('about')}</p>
      <label htmlFor="gx-merge-other">{t('pick')}</label>
      <ReferenceInput id="gx-merge-other" to={resource.name} value={otherId} onChange={setOtherId} />
      {records.length ? <><Table resource={resource} records={records} stays={stays} onStays={setStays} choices={choices} onChoose={(name, id) => setChoices({ ...choices, [name]: id })} /><p className="gx-quiet">{t('same')}</p></> : null}
    </Drawer>
  );
}
