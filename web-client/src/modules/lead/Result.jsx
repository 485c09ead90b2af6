// SPDX-License-Identifier: AGPL-3.0-or-later
// What a lead has become, with the ways to it and the way back.
import { Button, Modal, Result as Outcome } from 'antd';
import { Link } from 'react-router-dom';
import { useUndo } from '../../api/saves.js';
import { useMeta } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { PARTS } from './convert.js';

/** @param {{made: any, changeSet: string|null, names: Record<string, string>, onClose: () => void}} props */
export function Result({ made, changeSet, names, onClose }) {
  const { t } = useTranslation('lead');
  const text = useText();
  const meta = useMeta();
  const undo = useUndo();
  const { done, fail } = useFeedback();
  const back = async () => {
    try {
      const { conflicts } = await undo.mutateAsync(/** @type {string} */ (changeSet));
      done(t(conflicts.length ? 'undonePartly' : 'undone', { count: conflicts.length }));
      onClose();
    } catch (error) {
      fail(error);
    }
  };
  const links = PARTS.filter((name) => made[name + '_id'] && meta.byName[name]).map((name) => (
    <li key={name}>{text(meta.byName[name].title)} <Link to={'/' + meta.byName[name].path + '/' + made[name + '_id']} onClick={onClose}>{names[name] || t('open')}</Link></li>
  ));
  const carried = Object.entries(made.carried).map(([name, count]) => t('carriedOne', { count, title: meta.byName[name] ? text(meta.byName[name].title) : name })).join(t('comma'));
  return (
    <Modal open footer={null} onCancel={onClose} width={460} title={t('converted')}>
      <Outcome status="success" title={null} subTitle={carried ? t('carriedAll', { list: carried }) : null} className="gx-convert-done"
        extra={[changeSet ? <Button key="undo" onClick={back} loading={undo.isPending}>{t('undo')}</Button> : null, <Button key="close" type="primary" onClick={onClose}>{t('close')}</Button>]}>
        <ul className="gxm-lines">{links}</ul>
      </Outcome>
    </Modal>
  );
}
