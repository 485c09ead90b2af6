// SPDX-License-Identifier: AGPL-3.0-or-later
// One drawer on every record: who can see it, with whom it is shared, and why somebody
// does or does not. Who may not list people is told about himself.
import { Drawer } from 'antd';
import { useState } from 'react';
import { useMeta } from '../../api/queries.js';
import { TabBar } from '../../app/TabBar.jsx';
import { may, recordName } from '../../meta/model.js';
import { useTranslation } from '../../i18n/index.js';
import People from './People.jsx';
import Shares from './Shares.jsx';
import Why from './Why.jsx';
import '../modules.css';
import './access.css';

/** @param {{resource: any, record: any, onClose: () => void, start?: {field?: string}}} props */
export default function AccessDrawer({ resource, record, onClose, start }) {
  const { t } = useTranslation('access');
  const meta = useMeta();
  const maySee = may(resource, 'share') || may(meta.byName.user, 'audit');
  const [tab, setTab] = useState(maySee && !start ? 'people' : 'why');
  const [person, setPerson] = useState(meta.user.id);
  const explain = (id) => { setPerson(id); setTab('why'); };
  const items = [
    ...(maySee ? [{ key: 'people', label: t('people.title'), children: <People resource={resource} record={record} onWhy={explain} /> }] : []),
    ...(may(resource, 'share') ? [{ key: 'shares', label: t('shares.title'), children: <Shares resource={resource} record={record} /> }] : []),
    { key: 'why', label: t('why.title'), children: <Why resource={resource} record={record} person={person} onPerson={setPerson} field={start?.field} /> },
  ];
  return (
    <Drawer open onClose={onClose} size={520} title={t('title', { name: recordName(resource, record) })} classNames={{ body: 'gxa-drawer' }} destroyOnHidden>
      <TabBar items={items} active={tab} onChange={setTab} label={t('open')} />
    </Drawer>
  );
}
