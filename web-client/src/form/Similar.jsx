// SPDX-License-Identifier: AGPL-3.0-or-later
// Ours or free, and whose: records that may be the one that is being typed, with the
// reasons; of those out of sight whose they are, as far as the answer says.
import { CheckCircleFilled, InfoCircleFilled, SearchOutlined, WarningFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { post } from '../api/client.js';
import { useMeta } from '../api/queries.js';
import { useFeedback } from '../app/feedback.jsx';
import { useLater } from '../app/useLater.js';
import { useText, useTranslation } from '../i18n/index.js';

const LIKELY = 60;
/** What only companies have in common, in whatever resource they stand. */
const SAME = new Set(['name', 'sound', 'code']);

/** What was typed into fields that count; empty until something says who it is. @param {any} resource @param {any} values */
export function described(resource, values) {
  const typed = (resource.match ?? []).map((name) => [name, typeof values[name] === 'string' ? values[name].trim() : '']).filter(([, value]) => value.length >= 2);
  // whose company alone says nothing about a person
  if (typed.every(([name]) => resource.field[name]?.type === 'reference')) return {};
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
  return <Button size="small" type="link" aria-disabled={sent} onClick={sent ? undefined : ask}>{t(sent ? 'duplicates.sent' : 'duplicates.' + wish)}</Button>;
}

function Hit({ hit, resource, onVisit }) {
  const { t } = useTranslation();
  const text = useText();
  const meta = useMeta();
  const its = meta.byName[hit.resource];
  const why = hit.reasons.map((item) => t('duplicates.reasons.' + item.reason)).join(t('duplicates.comma'));
  return (
    <li>
      <Link to={'/' + its.path + '/' + hit.id} onClick={onVisit}>{hit.name}</Link>
      <span>{hit.owner_id === meta.user.id ? t('duplicates.mine') : hit.owner_name ?? t('duplicates.nobody')}</span>
      <span className="gx-quiet">{[its === resource ? null : text(its.title), hit.code, why, t('duplicates.score', { score: hit.score })].filter(Boolean).join(' · ')}</span>
      {hit.owner_id && hit.owner_id !== meta.user.id ? <Ask target={{ resource: hit.resource, id: hit.id }} wish="transfer" /> : null}
    </li>
  );
}

function Hidden({ hit, resource }) {
  const { t } = useTranslation();
  const text = useText();
  const its = useMeta().byName[hit.resource];
  const whose = [hit.owner_name ?? t('duplicates.nobody'), hit.department_name].filter(Boolean).join(' · ');
  return (
    <li>
      <strong>{hit.name}</strong>
      <span>{whose}</span>
      <span className="gx-quiet">{[its === resource ? null : text(its.title), t('duplicates.unseen')].filter(Boolean).join(' · ')}</span>
      <Ask target={{ key: hit.key }} wish="notify" /><Ask target={{ key: hit.key }} wish="transfer" />
    </li>
  );
}

const TONE = { likely: WarningFilled, similar: InfoCircleFilled, free: CheckCircleFilled, idle: SearchOutlined, looking: SearchOutlined, failed: InfoCircleFilled };

/** What the answer says in one word. @param {any} answer @param {any} resource */
export function verdict(answer, resource) {
  const same = (hit) => hit.resource === resource.name || hit.reasons?.some((item) => SAME.has(item.reason));
  if (answer.has_hidden || answer.hits.some((hit) => same(hit) && hit.score >= LIKELY)) return 'likely';
  return answer.hits.length ? 'similar' : 'free';
}

/** Stands below the fields, above the buttons: whatever it says, no field moves. @param {{resource: any, values: any, onVisit: () => void, onLikely: (likely: boolean) => void}} props */
export function Similar({ resource, values, onVisit, onLikely }) {
  const { t } = useTranslation();
  const text = useText();
  const now = JSON.stringify(described(resource, values));
  const typed = useLater(now, 350);
  const empty = typed === '{}' || now === '{}';
  const { data, isError, isPlaceholderData } = useQuery({
    queryKey: ['duplicates', resource.name, typed], enabled: !empty, retry: false, staleTime: 60000, placeholderData: (previous) => previous,
    queryFn: async () => (await post('/duplicates/check', { resource: resource.name, values: JSON.parse(typed) })).body.data,
  });
  const answer = empty || isError ? null : data;
  const looking = !empty && !isError && (!data || isPlaceholderData || typed !== now);
  const found = answer ? verdict(answer, resource) : 'idle';
  const state = isError && !empty ? 'failed' : looking && found !== 'likely' ? 'looking' : found;
  useEffect(() => onLikely(found === 'likely'), [found, onLikely]);
  const Icon = TONE[state];
  return (
    <section className={'gx-similar gx-similar-' + state} aria-label={t('duplicates.title')}>
      <p role="status"><Icon aria-hidden /> {t('duplicates.states.' + state, { title: text(resource.title) })}</p>
      {answer && found !== 'free' ? (
        <ul>
          {answer.hits.slice(0, 4).map((hit) => <Hit key={hit.id} hit={hit} resource={resource} onVisit={onVisit} />)}
          {answer.hidden.map((hit) => <Hidden key={hit.key} hit={hit} resource={resource} />)}
          {answer.has_hidden && !answer.hidden.length ? <li>{t('duplicates.hidden')}</li> : null}
        </ul>
      ) : null}
    </section>
  );
}
