// SPDX-License-Identifier: AGPL-3.0-or-later
// Puts one customer, or the chosen ones, into a class of a dimension; or takes back what was set by hand.
import { Alert, Form, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useShortList } from '../../api/queries.js';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useTranslation } from '../../i18n/index.js';
import { COLORS } from './data.js';
import { useDimensions } from './useDimensions.js';
import './classify.css';

const MOST = 200;

function Classes({ dimension, value, onChange }) {
  const { t } = useTranslation('classify');
  const options = [
    ...dimension.classes.map((one) => ({ value: one.id, label: <><span className={'gx-tone gx-tone-' + COLORS[one.color]}>{one.name}</span><span className="gx-quiet">{one.description}</span></> })),
    { value: '', label: <span className="gx-quiet">{t(dimension.how === 'hand' ? 'none' : 'back')}</span> },
  ];
  return <Radio.Group vertical aria-label={dimension.name} value={value} onChange={(event) => onChange(event.target.value)} options={options} />;
}

/** @param {{record?: any, selection?: any, onClose: () => void}} props */
export default function ClassifyWindow({ record, selection, onClose }) {
  const { t } = useTranslation('classify');
  const { dimensions } = useDimensions();
  const offered = dimensions.filter((one) => one.classes.length && (one.how === 'hand' || one.allows_hand));
  const [chosen, setChosen] = useState('');
  const [picked, setPicked] = useState(/** @type {string|null} */ (null));
  const [note, setNote] = useState('');
  const post = usePost();
  const { done, fail } = useFeedback();
  const dimension = offered.find((one) => one.id === chosen) ?? offered[0];
  const { rows } = useShortList('account-classes', { account_id: record?.id, dimension_id: dimension?.id, limit: 1 }, { enabled: Boolean(record && dimension) });
  const value = picked ?? (record ? rows[0]?.class_id ?? '' : null);
  const ids = record ? [record.id] : [...(selection?.ids ?? [])];
  const tooMany = selection?.all || ids.length > MOST;
  const save = async () => {
    try {
      const { data, changeSet } = await post.mutateAsync({ to: '/account-classes/assign', body: { ids, dimension_id: dimension.id, class_id: value || null, note: note.trim() || null } });
      done(t('changed', { count: data.changed }), data.changed ? changeSet : null);
      selection?.clear();
      onClose();
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Modal open title={record ? t('setOne', { name: record.name }) : t('setMany', { count: ids.length })} onCancel={onClose} onOk={save} okText={t('save')} cancelText={t('cancel')}
      okButtonProps={{ disabled: !dimension || value === null || tooMany }} confirmLoading={post.isPending} destroyOnHidden>
      {tooMany ? <Alert type="warning" showIcon title={t('tooMany', { limit: MOST })} className="gxm-block" /> : null}
      {dimension ? (
        <Form layout="vertical">
          <Form.Item label={t('dimension')} htmlFor="gxc-dimension">
            <Select id="gxc-dimension" value={dimension.id} options={offered.map((one) => ({ value: one.id, label: one.name }))} onChange={(next) => { setChosen(next); setPicked(null); }} />
          </Form.Item>
          <div className="gxc-choices"><Classes dimension={dimension} value={value} onChange={setPicked} /></div>
          <Form.Item label={t('note')} htmlFor="gxc-note"><Input id="gxc-note" maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} /></Form.Item>
          {dimension.how === 'hand' ? null : <p className="gxm-note">{t('kept')}</p>}
        </Form>
      ) : <p className="gx-quiet">{t('nothing')}</p>}
    </Modal>
  );
}
