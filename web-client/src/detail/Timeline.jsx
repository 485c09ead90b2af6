// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything that happened around a record in one stream: rows of every resource whose definition
// says so (layout.stream), and changes. Notes and files are added right here.
import { Empty, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useHistory, useMeta, useShortLists } from '../api/queries.js';
import { may } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';
import { formatDate } from '../i18n/format.js';
import { dayOf, streamOf } from './stream.js';
import { Composer } from './Composer.jsx';
import { StreamItem } from './StreamItem.jsx';

const LIMIT = 50;

/** "Today", "Yesterday" or the date. */
function useDayWords() {
  const { t } = useTranslation();
  const today = dayOf(new Date().toISOString());
  const yesterday = dayOf(new Date(Date.now() - 86_400_000).toISOString());
  return (day) => (day === today ? t('timeline.today') : day === yesterday ? t('timeline.yesterday') : formatDate(day));
}

function Days({ items, resource, record }) {
  const { t } = useTranslation();
  const wordsOf = useDayWords();
  const days = [];
  for (const item of items) {
    const day = item.planned ? 'planned' : dayOf(item.at);
    if (days.at(-1)?.day !== day) days.push({ day, items: [] });
    days.at(-1).items.push(item);
  }
  return days.map(({ day, items: list }) => (
    <section key={day} className="gx-day">
      <h2>{day === 'planned' ? t('timeline.planned') : wordsOf(day)}</h2>
      <ul className="gx-plain">{list.map((item) => <StreamItem key={item.key} item={item} resource={resource} record={record} />)}</ul>
    </section>
  ));
}

/** @param {{resource: any, record: any}} props */
export default function Timeline({ resource, record }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState('all');
  const text = useText();
  const sources = useMeta().resources.filter((item) => item.layout.stream && item.field.parent_id);
  const { rows, loading: waiting } = useShortLists(sources, () => ({ parent_id: record.id, sort: '-created_at', limit: LIMIT }));
  const history = useHistory(resource.path, record.id, may(resource, 'history'));
  const all = streamOf(sources, rows, history.data);
  const items = shown === 'all' ? all : all.filter((item) => item.kind === shown);
  const loading = waiting || history.isLoading;
  const options = [{ value: 'all', label: t('timeline.all') }, ...sources.map((item) => ({ value: item.name, label: text(item.titles ?? item.title) })), { value: 'history', label: t('timeline.history') }];
  return (
    <div className="gx-timeline">
      <Composer resource={resource} record={record} />
      <Segmented size="small" block value={shown} onChange={setShown} options={options} aria-label={t('detail.timeline')} />
      {loading ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {!loading && !items.length ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={<><strong>{t('timeline.empty')}</strong><br />{t('timeline.emptyHint')}</>} /> : null}
      <Days items={items} resource={resource} record={record} />
    </div>
  );
}
