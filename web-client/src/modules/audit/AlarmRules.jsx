// SPDX-License-Identifier: AGPL-3.0-or-later
// Limits above which those who audit are told: a small table in a window.
import { InputNumber, Modal, Skeleton, Switch } from 'antd';
import { useEffect, useState } from 'react';
import { put } from '../../api/client.js';
import { useGet } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useWords } from './words.js';

function Rule({ rule, onChange }) {
  const { t } = useWords();
  const name = t('alarm.' + rule.kind);
  const number = (key, min, extra) => <InputNumber size="small" aria-label={name + ' ' + t('alarm.' + key)} min={min} precision={key === 'times' ? 1 : 0} disabled={!rule.is_active} value={rule[key]} onChange={(value) => onChange({ ...rule, [key]: value ?? (extra ? null : min) })} />;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{number('per_day', 1)}</td>
      <td>{number('times', 1, true)}</td>
      <td>{number('floor_count', 0)}</td>
      <td><Switch size="small" aria-label={name + ' ' + t('alarm.is_active')} checked={rule.is_active} onChange={(on) => onChange({ ...rule, is_active: on })} /></td>
    </tr>
  );
}

/** @param {{onClose: () => void}} props */
export default function AlarmRules({ onClose }) {
  const { t } = useWords();
  const { done, fail } = useFeedback();
  const { data, isPending, refetch } = useGet('/audit/alarm-rules');
  const [rules, setRules] = useState(/** @type {any[]} */ ([]));
  const [busy, setBusy] = useState(false);
  useEffect(() => { if (data) setRules(data); }, [data]);
  const save = async () => {
    setBusy(true);
    try {
      await put('/audit/alarm-rules', { rules });
      await refetch();
      done(t('alarm.saved'));
      onClose();
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  const change = (next) => setRules(rules.map((rule) => (rule.kind === next.kind ? next : rule)));
  return (
    <Modal open width={680} title={t('alarm.title')} okText={t('alarm.save')} cancelText={t('cancel')} confirmLoading={busy} onOk={save} onCancel={onClose}>
      <p className="gxm-note">{t('alarm.note')}</p>
      {isPending ? <Skeleton active /> : (
        <div className="gx-scroll-x">
          <table className="gx-table">
            <thead><tr>{['what', 'per_day', 'times', 'floor_count', 'is_active'].map((key) => <th key={key} scope="col">{t('alarm.' + key)}</th>)}</tr></thead>
            <tbody>{rules.map((rule) => <Rule key={rule.kind} rule={rule} onChange={change} />)}</tbody>
          </table>
        </div>
      )}
    </Modal>
  );
}
