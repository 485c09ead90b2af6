// SPDX-License-Identifier: AGPL-3.0-or-later
// "There are already …": records that may be the one that is being typed, with the
// reasons; of those out of sight whose they are, as far as the answer says.
import { Alert, Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { post } from '../api/client.js';
import { useMeta } from '../api/queries.js';
import { useFeedback } from '../app/feedback.jsx';
import { useLater } from '../app/useLater.js';
import { useText, useTranslation } from '../i18n/index.js';

const LIKELY = 60;

/** What was typed into fields that count; empty until something says who it is. @param {any} resource @param {any} values */
export function described(resource, values) {
  const typed = (resource.match ?? []).map((name) => [name, typeof values[name] === 'string' ? values[name].trim() : '']).filter(([, value]) => value.length >= 2);
  return Object.fromEntries(typed.map(([name, value]) => [name, value.slice(0, 300)]));
}

function Ask({ target, wish }) {
  const { t } = useTranslation();
  const { fail } = useFeedback();
  const [sent, setSent] = useState(false);
  const ask = async () => {
    try {
      await post('/duplicates/ask', { ...target, wish });
      setSent(true);
    } catch (error) {
      fail(error);
    }
  };
  return <Button size="small" type="link" disabled={sent} onClick={ask}>{t(sent ? 'duplicates.sent' : 'duplicates.' + wish)}</Button>;
}

function Hit({ hit, resource, onVisit }) {
  const { t } = useTranslation();
  const text = useText();
  const meta = useMeta();
  const its = meta.byName[hit.resource];
  const why = hit.reasons.map((item) => t('duplicates.reasons.' + item.reason)).join(t('duplicates.comma'));
  return (
    <li>
      <Link to={'/' + its.path + '/' + hit.id} onClick={onVisit}>{hit.name}</Link>{' '}
      <span className="gx-quiet">{[its === resource ? null : text(its.title), hit.code, hit.owner_name, t('duplicates.score', { score: hit.score })].filter(Boolean).join(' · ')}</span>
      <div className="gx-quiet">{why}{hit.owner_id && hit.owner_id !== meta.user.id ? <Ask target={{ resource: hit.resource, id: hit.id }} wish="transfer" /> : null}</div>
    </li>
  );
}

function Hidden({ hit }) {
  const { t } = useTranslation();
  const text = useText();
  const its = useMeta().byName[hit.resource];
  const whose = [hit.owner_name ?? t('duplicates.nobody'), hit.department_name].filter(Boolean).join(' · ');
  return (
    <li>
      {hit.name} <span className="gx-quiet">{its ? text(its.title) : null} · {whose}</span>
      <div><Ask target={{ key: hit.key }} wish="notify" /><Ask target={{ key: hit.key }} wish="transfer" /></div>
    </li>
  );
}

/** @param {{resource: any, values: any, onVisit: () => void, onLikely: (likely: boolean) => void}} props */
export function Similar({ resource, values, onVisit, onLikely }) {
  const { t } = useTranslation();
  const text = useText();
  const typed = useLater(JSON.stringify(described(resource, values)), 450);
  const wanted = typed !== '{}' && Boolean(resource.match?.length);
  const { data } = useQuery({
    queryKey: ['duplicates', resource.name, typed], enabled: wanted, retry: false, staleTime: 60000,
    queryFn: async () => (await post('/duplicates/check', { resource: resource.name, values: JSON.parse(typed) })).body.data,
  });
  const answer = wanted ? data : null;
  const likely = Boolean(answer && (answer.has_hidden || answer.hits.some((hit) => hit.resource === resource.name && hit.score >= LIKELY)));
  useEffect(() => onLikely(likely), [likely, onLikely]);
  if (!answer || (!answer.hits.length && !answer.has_hidden)) return null;
  return (
    <Alert type={likely ? 'warning' : 'info'} className="gx-similar" role="status" title={t('form.similar', { title: text(resource.title) })} description={(
      <ul>
        {answer.hits.slice(0, 4).map((hit) => <Hit key={hit.id} hit={hit} resource={resource} onVisit={onVisit} />)}
        {answer.hidden.map((hit) => <Hidden key={hit.key} hit={hit} />)}
        {answer.has_hidden && !answer.hidden.length ? <li>{t('duplicates.hidden')}</li> : null}
      </ul>
    )} />
  );
}
