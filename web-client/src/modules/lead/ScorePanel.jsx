// SPDX-License-Identifier: AGPL-3.0-or-later
// Why a record has its score: which rules gave how many points.
import { useText, useTranslation } from '../../i18n/index.js';
import './lead.css';

const signed = (points) => (points > 0 ? '+' + points : String(points));

/** @param {{resource: any, record: any}} props */
export default function ScorePanel({ resource, record }) {
  const { t } = useTranslation('lead');
  const text = useText();
  const reasons = record.score_reasons ?? [];
  if (!reasons.length) return <p className="gxm-note">{t('noScore')}</p>;
  return (
    <ul className="gx-score" aria-label={text(resource.field.score_reasons.label)}>
      {reasons.map((reason, at) => <li key={at}><span>{reason.rule}</span><span className="gx-num">{signed(reason.points)}</span></li>)}
      <li><span>{text(resource.field.score.label)}</span><span className="gx-num">{record.score}</span></li>
    </ul>
  );
}
