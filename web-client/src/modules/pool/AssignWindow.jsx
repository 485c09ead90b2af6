// SPDX-License-Identifier: AGPL-3.0-or-later
// Gives one record of the pool to a person.
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import OwnerWindow from '../../list/OwnerWindow.jsx';
import { useTranslation } from '../../i18n/index.js';

/** @param {{record: any, onClose: () => void, onDone: () => void}} props */
export default function AssignWindow({ record, onClose, onDone }) {
  const { t } = useTranslation('pool');
  const post = usePost();
  const { done, fail } = useFeedback();
  const assign = async (owner) => {
    try {
      const { changeSet } = await post.mutateAsync({ to: '/pool-records/assign', body: { ids: [record.id], owner_id: owner } });
      done(t('assigned', { name: record.name }), changeSet);
      onDone();
    } catch (error) {
      fail(error);
    }
  };
  return <OwnerWindow title={t('assignTitle', { name: record.name })} onClose={onClose} onRun={assign} busy={post.isPending} />;
}
