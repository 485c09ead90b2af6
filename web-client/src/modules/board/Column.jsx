// SPDX-License-Identifier: AGPL-3.0-or-later
// One column of the board: name, count and sum, its cards, and more on demand.
import { Draggable, Droppable } from '@hello-pangea/dnd';
import { Button, Skeleton } from 'antd';
import { useList } from '../../api/queries.js';
import { includesOf } from '../../meta/model.js';
import { formatCompact, formatMoney, formatNumber } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';
import { BoardCard } from './BoardCard.jsx';

const PAGE = 30;

function Head({ column, sums, sum }) {
  const amount = sum ? sums?.['sum:' + sum] : null;
  return (
    <header className={'gxm-column-head gxm-column-' + column.kind}>
      <strong>{column.name}</strong>
      <span className="gxm-column-count">{formatNumber(sums?.count ?? 0)}</span>
      {amount ? <span className="gxm-column-sum" title={formatMoney(amount)}>¥{formatCompact(amount)}</span> : null}
    </header>
  );
}

/** @param {{resource: any, column: any, query: any, sums: any}} props */
export function Column({ resource, column, query, sums }) {
  const { t } = useTranslation('board');
  const { group, sum, card = [] } = resource.layout.board;
  const include = includesOf(resource, card).join(',');
  const own = { ...query, [group]: column.id, sort: resource.sort, limit: PAGE, ...(include ? { include } : {}) };
  const { rows, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useList(resource.path, own);
  return (
    <section className="gxm-column" role="listitem" aria-label={column.name}>
      <Head column={column} sums={sums} sum={sum} />
      <Droppable droppableId={column.id}>
        {(drop, state) => (
          <div ref={drop.innerRef} {...drop.droppableProps} className={state.isDraggingOver ? 'gxm-column-body gxm-over' : 'gxm-column-body'}>
            {isPending ? <Skeleton active /> : null}
            {rows.map((record, index) => (
              <Draggable key={record.id} draggableId={record.id + ' ' + record.version} index={index}>
                {(drag, dragState) => (
                  <div ref={drag.innerRef} {...drag.draggableProps} {...drag.dragHandleProps} role="group" aria-roledescription={t('card')}>
                    <BoardCard resource={resource} record={record} column={column} lifted={dragState.isDragging} />
                  </div>
                )}
              </Draggable>
            ))}
            {drop.placeholder}
            {hasNextPage ? <Button block size="small" type="text" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>{t('more')}</Button> : null}
          </div>
        )}
      </Droppable>
    </section>
  );
}
