// SPDX-License-Identifier: AGPL-3.0-or-later
// 写跟进 from anywhere: first whom it is about (three letters are enough), then the
// same window as on a record.
import { Modal, Segmented } from 'antd';
import { useState } from 'react';
import { fetchRecord, useMeta } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import FollowUpWindow from './FollowUpWindow.jsx';
import '../modules.css';

const TARGETS = ['account', 'opportunity', 'contact', 'lead'];

export default function QuickFollowUp({ onClose }) {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation('followup');
  const feedback = useFeedback();
  const offered = TARGETS.filter((name) => meta.byName[name]);
  const [kind, setKind] = useState(offered[0]);
  const [target, setTarget] = useState(/** @type {any} */ (null));
  const resource = meta.byName[kind];
  const pick = async (id) => {
    if (!id) return;
    try {
      setTarget((await fetchRecord(resource.path, id, '', undefined)).record);
    } catch (error) {
      feedback.fail(error);
    }
  };
  if (target) return <FollowUpWindow resource={resource} record={target} onClose={onClose} />;
  return (
    <Modal open title={t('whom')} footer={null} onCancel={onClose} destroyOnHidden>
      <Segmented block value={kind} onChange={setKind} options={offered.map((name) => ({ value: name, label: text(meta.byName[name].title) }))} />
      <div className="gxm-pad-top"><ReferenceInput key={kind} to={kind} onChange={pick} autoFocus aria-label={t('whom')} /></div>
    </Modal>
  );
}
