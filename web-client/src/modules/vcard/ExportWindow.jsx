// SPDX-License-Identifier: AGPL-3.0-or-later
// Takes one contact, or the chosen ones, as a file of cards. Says what stays out because it is masked.
import { Alert, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useMeta } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { LIMIT, batchesOf, maskedOf, takeCards } from './take.js';
import { VERSIONS } from './write.js';

/** The rows meant as conditions, and how many they are when that is known. */
function wantedOf({ record, selection, list, query }) {
  if (record) return { queries: batchesOf([record.id]), count: 1 };
  if (selection.all) return { queries: [query], count: list.count?.exact ? list.count.value : Infinity };
  return { queries: batchesOf([...selection.ids]), count: selection.count };
}

/** @param {{resource: any, record?: any, selection?: any, list?: any, query?: any, onClose: () => void}} props */
export default function ExportWindow({ resource, record, selection, list, query, onClose }) {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation('vcard');
  const { done, fail } = useFeedback();
  const [version, setVersion] = useState(VERSIONS[0]);
  const [busy, setBusy] = useState(false);
  const { queries, count } = wantedOf({ record, selection, list, query });
  const masked = maskedOf(resource).map((name) => text(resource.field[name].label)).join('、');
  const run = async () => {
    setBusy(true);
    try {
      done(t('taken', { count: await takeCards(meta, queries, version) }));
      onClose();
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('export')} okText={t('take')} okButtonProps={{ disabled: count > LIMIT }} confirmLoading={busy} onOk={run} onCancel={onClose} destroyOnHidden>
      {count > LIMIT ? <Alert type="warning" showIcon title={t('tooMany', { limit: LIMIT })} className="gxm-block" /> : <p className="gxm-note">{t('what', { count })}</p>}
      {masked ? <Alert type="info" showIcon title={t('masked', { fields: masked })} className="gxm-block" /> : null}
      <Radio.Group vertical aria-label={t('version')} value={version} onChange={(event) => setVersion(event.target.value)} options={VERSIONS.map((value) => ({ value, label: t('formats.' + value[0]) }))} />
    </Modal>
  );
}
