// SPDX-License-Identifier: AGPL-3.0-or-later
// One card: name, the facts that the definition names, and a mark when the record
// has stayed in this column longer than the stage allows.
import { Tag } from 'antd';
import { Link } from 'react-router-dom';
import { recordName } from '../../meta/model.js';
import { typeOf } from '../../fields/index.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { daysSince } from './columns.js';

function Stuck({ record, column }) {
  const { t } = useTranslation('board');
  const days = daysSince(record.stage_changed_at);
  const limit = column.record?.max_days;
  if (days === null || column.kind !== 'open') return null;
  const late = limit && days > limit;
  return <Tag variant="filled" className={'gxm-card-days gx-tone ' + (late ? 'gx-tone-bad' : 'gx-tone-calm')}>{t('days', { count: days })}</Tag>;
}

/** @param {{resource: any, record: any, column: any, lifted: boolean}} props */
export function BoardCard({ resource, record, column, lifted }) {
  const text = useText();
  const facts = (resource.layout.board.card ?? []).filter((name) => resource.field[name] && name !== resource.name_field);
  return (
    <article className={lifted ? 'gxm-card gxm-lifted' : 'gxm-card'}>
      <div className="gxm-card-head">
        <Link to={'/' + resource.path + '/' + record.id}>{recordName(resource, record)}</Link>
        <Stuck record={record} column={column} />
      </div>
      <dl className="gxm-card-facts">
        {facts.map((name) => {
          const field = resource.field[name];
          const { Cell } = typeOf(field);
          if (record[name] === null || record[name] === undefined) return null;
          return <div key={name}><dt>{text(field.label)}</dt><dd><Cell field={field} value={record[name]} record={record} plain /></dd></div>;
        })}
      </dl>
    </article>
  );
}
