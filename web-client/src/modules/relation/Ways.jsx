// SPDX-License-Identifier: AGPL-3.0-or-later
// Ways from us to somebody: our colleague, whom he knows, whom that one knows …
import { Alert, Empty, Skeleton } from 'antd';
import { Link } from 'react-router-dom';
import { useGet, useMeta } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useTranslation } from '../../i18n/index.js';
import { useTieWords } from './useTieWords.js';
import '../modules.css';
import './relation.css';

/** How close, as five dots. @param {{value: number}} props */
export function Close({ value }) {
  const { t } = useTranslation('relation');
  return <span className="gxn-close" role="img" aria-label={t('close', { value })} title={t('close', { value })}>{'●'.repeat(value)}<i>{'●'.repeat(5 - value)}</i></span>;
}

function Tie({ kind, strength }) {
  const words = useTieWords();
  return <span className="gxn-arrow"><span>{words(kind)}</span><Close value={strength} /></span>;
}

function Way({ way, path }) {
  const { t } = useTranslation('relation');
  return (
    <li className="gxn-way">
      <span className={'gxn-stop gxn-us' + (way.is_me ? ' gxn-me' : '')}>{way.is_me ? t('me', { name: way.user_name }) : way.user_name}</span>
      {way.steps.map((step, at) => (
        <span key={step.contact_id} className="gxn-leg">
          <Tie kind={at ? way.steps[at - 1].kind : way.kind} strength={at ? way.steps[at - 1].strength : way.strength} />
          <span className="gxn-stop"><Link to={path + step.contact_id}>{step.name}</Link>{step.job_title || step.account_name ? <small>{[step.account_name, step.job_title].filter(Boolean).join(' · ')}</small> : null}</span>
        </span>
      ))}
    </li>
  );
}

/** @param {{of: 'contacts'|'accounts', id: string}} props */
export function Ways({ of, id }) {
  const { t } = useTranslation('relation');
  const path = '/' + useMeta().byName.contact.path + '/';
  const { sentence } = useFeedback();
  const { data, error } = useGet('/' + of + '/' + id + '/introducers', { limit: 10 });
  if (error) return <Alert type="error" showIcon title={sentence(error)} />;
  if (!data) return <Skeleton active className="gxm-pad" />;
  if (!data.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noWay')} />;
  return <ol className="gxn-ways">{data.map((way) => <Way key={way.user_id + way.steps.map((step) => step.contact_id).join()} way={way} path={path} />)}</ol>;
}
