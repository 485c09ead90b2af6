// SPDX-License-Identifier: AGPL-3.0-or-later
// The page of one record of any resource: head with the facts that matter and the
// next step, tabs, and the timeline beside them where there is room.
import { Button, Result, Skeleton } from 'antd';
import { Suspense, lazy, useEffect, useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { useMeta, useRecord } from '../api/queries.js';
import { useFeedback } from '../app/feedback.jsx';
import { TabBar } from '../app/TabBar.jsx';
import { forgetRecord, rememberRecord } from '../app/recent.js';
import { may, recordName } from '../meta/model.js';
import { entriesFor, panels } from '../modules/index.js';
import { useText, useTranslation } from '../i18n/index.js';
import { listUrl } from '../list/memory.js';
import { DetailHead } from './DetailHead.jsx';
import { Overview } from './Overview.jsx';
import { RelatedCount, RelatedList } from './RelatedList.jsx';

const Timeline = lazy(() => import('./Timeline.jsx'));
const History = lazy(() => import('./History.jsx'));
/** @type {Record<string, import('react').ComponentType<any>>} */
const PANELS = Object.fromEntries(panels.map((panel) => [panel.resource + panel.key, lazy(panel.load)]));
const NAMESPACES = ['common', ...new Set(panels.map((panel) => panel.label.split(':')[0]).filter((name) => name !== 'common'))];
const WIDE = '(min-width: 1280px)';

function useWide() {
  const [wide, setWide] = useState(() => window.matchMedia(WIDE).matches);
  useEffect(() => {
    const query = window.matchMedia(WIDE);
    const follow = () => setWide(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return wide;
}

/** A reference that the server keeps beside one that people choose (the partner of a contact's account) is no link of its own. */
const isKept = (item, all) => item.target.field[item.field].readonly && all.some((other) => other.resource === item.resource && !other.target.field[other.field].readonly);

/** Resources whose rows point at this one and that this person has, those of the overview first; what stands on timelines or in a panel stands there. */
function relatedOf(meta, resource) {
  const shown = entriesFor(panels, meta, resource).flatMap((panel) => panel.instead ?? []);
  const first = (resource.layout.overview?.lists ?? []).map((part) => part.resource);
  const rank = (item) => (first.includes(item.resource) ? first.indexOf(item.resource) : first.length);
  const listed = (resource.related ?? []).map((item) => ({ ...item, target: meta.byName[item.resource] }))
    .filter((item) => item.target?.field[item.field] && !item.target.layout.stream && item.field !== 'owner_id' && !shown.includes(item.resource));
  return listed.filter((item) => !isKept(item, listed)).sort((a, b) => rank(a) - rank(b));
}

function Gone({ resource, error }) {
  const { t } = useTranslation();
  const text = useText();
  const { sentence } = useFeedback();
  const missing = error?.status === 404;
  const title = text(resource.titles ?? resource.title);
  return (
    <Result status={missing ? '404' : 'warning'} title={missing ? t('detail.gone') : sentence(error)} subTitle={missing ? t('detail.goneHint') : undefined}
      extra={<Link to={listUrl(resource.path)}><Button type="primary">{t('detail.toList', { title })}</Button></Link>} />
  );
}

/** A record's own kind below it is "subordinate"; two links from one resource are told apart by their fields. */
function relatedTitle(item, related, resource, text, t) {
  const title = text(item.target.titles ?? item.target.title);
  const twice = related.filter((other) => other.resource === item.resource).length > 1;
  if (item.resource === resource.name && !twice) return t('detail.subordinate', { title });
  return twice ? title + ' · ' + text(item.target.field[item.field].label) : title;
}

function useTabs({ resource, record, etag, stream, wide }) {
  const { t } = useTranslation(NAMESPACES);
  const text = useText();
  const meta = useMeta();
  /** @type {{key: string, label: any, children: any}[]} */
  const tabs = [{ key: 'overview', label: t('detail.overview'), children: <Overview resource={resource} record={record} etag={etag} /> }];
  if (stream && !wide) tabs.push({ key: 'timeline', label: t('detail.timeline'), children: <Timeline resource={resource} record={record} /> });
  for (const panel of entriesFor(panels, meta, resource)) {
    const Panel = PANELS[panel.resource + panel.key];
    const tab = { key: panel.key, label: t(panel.label), children: <Panel resource={resource} record={record} etag={etag} /> };
    if (panel.first) tabs.unshift(tab);
    else tabs.push(tab);
  }
  const related = relatedOf(meta, resource);
  for (const item of related) {
    const title = relatedTitle(item, related, resource, text, t);
    tabs.push({ key: item.resource + '.' + item.field, label: <>{title}<RelatedCount target={item.target} field={item.field} id={record.id} /></>, children: <RelatedList target={item.target} field={item.field} resource={resource} record={record} /> });
  }
  if (may(resource, 'history')) tabs.push({ key: 'history', label: t('detail.history'), children: <History resource={resource} record={record} etag={etag} /> });
  return tabs;
}

function Page({ resource, record, etag }) {
  const wide = useWide();
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const stream = Boolean(resource.layout.timeline);
  const beside = stream && wide;
  const tabs = useTabs({ resource, record, etag, stream, wide });
  const wanted = params.get('tab');
  const active = tabs.some((tab) => tab.key === wanted) ? wanted : tabs[0].key;
  return (
    <article className="gx-detail" aria-label={recordName(resource, record)}>
      <DetailHead resource={resource} record={record} etag={etag} />
      <div className={'gx-detail-body' + (beside ? ' gx-two' : '')}>
        <TabBar label={recordName(resource, record)} active={active} onChange={(key) => setParams(key === tabs[0].key ? {} : { tab: key }, { replace: true })}
          items={tabs.map((tab) => ({ ...tab, children: <Suspense key={tab.key} fallback={<Skeleton active title={false} paragraph={{ rows: 4 }} />}>{tab.children}</Suspense> }))} />
        {beside ? (
          <aside className="gx-detail-side" aria-label={t('detail.timeline')}>
            <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 4 }} />}><Timeline resource={resource} record={record} /></Suspense>
          </aside>
        ) : null}
      </div>
    </article>
  );
}

/** @param {{resource: import('../meta/model.js').Resource, id: string}} props */
export default function DetailPage({ resource, id }) {
  const { user } = useMeta();
  const { record, etag, error } = useRecord(resource, id);
  const name = useMemo(() => (record ? recordName(resource, record) : ''), [resource, record]);
  useEffect(() => {
    if (name) rememberRecord(user.id, { resource: resource.name, id, title: name });
    else if (/** @type {any} */ (error)?.status === 404) forgetRecord(user.id, id);
  }, [name, error, user.id, resource.name, id]);
  if (record) return <Page resource={resource} record={record} etag={etag} />;
  if (error) return <Gone resource={resource} error={error} />;
  return <div className="gx-page" aria-busy="true"><Skeleton active avatar title={false} paragraph={{ rows: 2 }} /><Skeleton active title={false} paragraph={{ rows: 8 }} /></div>;
}
