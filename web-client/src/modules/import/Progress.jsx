// SPDX-License-Identifier: AGPL-3.0-or-later
// A running job: how far it is, and cancelling it. Survives a reload.
import { Button, Card, Progress as Bar } from 'antd';
import { post } from '../../api/client.js';
import { useFeedback } from '../../app/feedback.jsx';
import { formatNumber } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';

/** @param {{job: any, state: string, onRefresh: () => void}} props */
export function Progress({ job, state, onRefresh }) {
  const { t } = useTranslation('import');
  const feedback = useFeedback();
  const percent = job?.total ? Math.floor((100 * (job.done ?? 0)) / job.total) : 0;
  const cancel = () => post('/jobs/' + job.id + '/cancel').then(onRefresh, feedback.fail);
  return (
    <Card size="small" title={t('busy.' + state)}>
      <Bar percent={percent} status="active" aria-label={t('busy.' + state)} />
      <div className="gxm-foot">
        <span className="gxm-note" role="status">{job?.total ? t('doneOf', { done: formatNumber(job.done ?? 0), total: formatNumber(job.total) }) : t('waiting')}</span>
        {job ? <Button onClick={cancel}>{t('cancel')}</Button> : null}
      </div>
    </Card>
  );
}
