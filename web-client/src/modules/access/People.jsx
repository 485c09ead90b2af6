// SPDX-License-Identifier: AGPL-3.0-or-later
// Everybody who can see the record, how, and whether he may change it.
import { Alert, Avatar, Button, Input, Skeleton, Tag } from 'antd';
import { SearchOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useGet } from '../../api/queries.js';
import { useRefName } from '../../api/refs.js';
import { useFeedback } from '../../app/feedback.jsx';
import { initialsOf } from '../../app/UserMenu.jsx';
import { useLater } from '../../app/useLater.js';
import { formatDateTime } from '../../i18n/format.js';
import { useTranslation } from '../../i18n/index.js';
import { allSentences } from './words.js';

function Person({ person, onWhy }) {
  const { t } = useTranslation('access');
  const nameOf = useRefName();
  const how = allSentences(person.can_write ? [...person.writes, ...person.reads] : person.reads, t, formatDateTime);
  return (
    <li className="gxm-line gxa-person">
      <Avatar size={32} className="gx-avatar">{initialsOf(person.name)}</Avatar>
      <span className="gxa-main">
        <span><strong>{person.name}</strong> <span className="gx-quiet">{person.department_id ? nameOf('department', person.department_id) : ''}</span></span>
        <span className="gx-quiet">{how.join(t('and'))}</span>
      </span>
      <Tag color={person.can_write ? 'blue' : undefined}>{t(person.can_write ? 'right.write' : 'right.read')}</Tag>
      <Button type="link" size="small" aria-label={t('people.whyOf', { name: person.name })} onClick={() => onWhy(person.user_id)}>{t('people.why')}</Button>
    </li>
  );
}

/** @param {{resource: any, record: any, onWhy: (id: string) => void}} props */
export default function People({ resource, record, onWhy }) {
  const { t } = useTranslation('access');
  const { sentence } = useFeedback();
  const [typed, setTyped] = useState('');
  const q = useLater(typed.trim(), 200);
  const { data, error } = useGet('/' + resource.path + '/' + record.id + '/access', q ? { q } : undefined, { placeholderData: (previous) => previous });
  if (error) return <Alert type="warning" showIcon title={sentence(error)} />;
  return (
    <div className="gxm-pad-top">
      <Input allowClear prefix={<SearchOutlined aria-hidden="true" />} value={typed} onChange={(event) => setTyped(event.target.value)} placeholder={t('people.search')} aria-label={t('people.search')} maxLength={30} />
      {data ? (
        <>
          <p className="gxm-note gxa-count" role="status">{t(data.is_complete ? 'people.count' : 'people.more', { count: data.count, shown: data.people.length })}</p>
          <ul className="gxm-lines">{data.people.map((person) => <Person key={person.user_id} person={person} onWhy={onWhy} />)}</ul>
        </>
      ) : <Skeleton active title={false} paragraph={{ rows: 6 }} />}
    </div>
  );
}
