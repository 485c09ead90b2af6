// SPDX-License-Identifier: AGPL-3.0-or-later
// Who stands in: for me, whom I stand in for, and, for who sees them, the absences
// of others. Only what is not over yet.
import { Button, Card, Empty, Tag } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { Link } from 'react-router-dom';
import { useMeta, useShortList } from '../api/queries.js';
import { useRefName } from '../api/refs.js';
import { useForms } from '../form/FormHost.jsx';
import { may } from '../meta/model.js';
import { useTranslation } from '../i18n/index.js';
import { formatDateTime } from '../i18n/format.js';

function Line({ absence, words }) {
  const { t } = useTranslation();
  const isNow = new Date(absence.begins_at) <= new Date();
  return (
    <li>
      <div>
        <Link to={'/absences/' + absence.id}><strong>{words}</strong></Link> {isNow ? <Tag className="gx-tone gx-tone-ok">{t('absence.now')}</Tag> : null}
        <div className="gx-quiet">{[formatDateTime(absence.begins_at) + ' – ' + formatDateTime(absence.ends_at), absence.note].filter(Boolean).join(' · ')}</div>
      </div>
    </li>
  );
}

/** @param {{title: string, rows: any[], wordsOf: (row: any) => string, empty?: string}} props */
function Block({ title, rows, wordsOf, empty }) {
  if (!rows.length && !empty) return null;
  return (
    <section className="gx-absences">
      <h3 className="gx-side-title">{title}</h3>
      {rows.length ? <ul className="gx-plain gx-entries">{rows.map((row) => <Line key={row.id} absence={row} words={wordsOf(row)} />)}</ul> : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />}
    </section>
  );
}

export function Absences() {
  const { t } = useTranslation();
  const { user, byName } = useMeta();
  const resource = byName.absence;
  const forms = useForms();
  const nameOf = useRefName();
  const { rows, isPending } = useShortList('absences', { filter: { field: 'ends_at', op: 'gte', value: today() }, sort: 'begins_at', limit: 100 });
  const mine = rows.filter((row) => row.owner_id === user.id);
  const byMe = rows.filter((row) => row.deputy_id === user.id && row.owner_id !== user.id);
  const others = rows.filter((row) => row.owner_id !== user.id && row.deputy_id !== user.id);
  const both = (row) => t('absence.both', { owner: nameOf('user', row.owner_id), deputy: nameOf('user', row.deputy_id) });
  return (
    <Card loading={isPending} variant="borderless">
      <div className="gx-buttons gx-spread">
        <span className="gx-quiet">{t('absence.hint')}</span>
        {may(resource, 'create') ? <Button type="primary" icon={<PlusOutlined />} onClick={() => forms.open({ resource: 'absence', defaults: { owner_id: user.id } })}>{t('absence.set')}</Button> : null}
      </div>
      <Block title={t('absence.forMe')} rows={mine} empty={t('absence.none')} wordsOf={(row) => t('absence.deputy', { name: nameOf('user', row.deputy_id) })} />
      <Block title={t('absence.byMe')} rows={byMe} wordsOf={(row) => t('absence.owner', { name: nameOf('user', row.owner_id) })} />
      <Block title={t('absence.others')} rows={others} wordsOf={both} />
    </Card>
  );
}

/** Midnight, so that the address of the request stays the same for a day. */
function today() {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}
