// SPDX-License-Identifier: AGPL-3.0-or-later
// What stands in place of rows: a skeleton while waiting, a sentence with a next
// step when there are none or they could not be read.
import { Button, Empty, Result, Skeleton } from 'antd';
import { useFeedback } from '../app/feedback.jsx';
import { useText, useTranslation } from '../i18n/index.js';
import { EMPTY, itemsOf, rooted } from './filters.js';

/** @param {{resource: any, list: any, state: any, children: any}} props */
export function ListState({ resource, list, state, children }) {
  const { t } = useTranslation();
  const text = useText();
  const { sentence } = useFeedback();
  const title = text(resource.titles ?? resource.title);
  const narrowed = Boolean(state.q) || itemsOf(rooted(state.tree)).length > 0;
  const clear = () => state.set({ q: '', tree: EMPTY });
  if (list.isError && !list.rows.length) {
    return (
      <Result status="warning" title={t('list.failed')} subTitle={sentence(list.error)}
        extra={<><Button type="primary" onClick={() => list.refetch()}>{t('again')}</Button>{narrowed ? <Button onClick={clear}>{t('list.clearFilters')}</Button> : null}</>} />
    );
  }
  if (list.isLoading) return <div className="gx-list-wait" aria-busy="true"><Skeleton active title={false} paragraph={{ rows: 14, width: '100%' }} /></div>;
  if (list.rows.length) return children;
  return (
    <div className="gx-list-empty">
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={<><strong>{t(narrowed ? 'list.noMatch' : 'list.empty', { title })}</strong><br />{t(narrowed ? 'list.noMatchHint' : 'list.emptyHint')}</>}>
        {narrowed ? <Button onClick={clear}>{t('list.clearFilters')}</Button> : null}
      </Empty>
    </div>
  );
}
