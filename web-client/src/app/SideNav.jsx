// SPDX-License-Identifier: AGPL-3.0-or-later
// The side bar: what the module of this page holds, with the saved views of the
// list that is open. In the phone's drawer (whole) it shows every module.
import { Button } from 'antd';
import { DeleteOutlined, DoubleLeftOutlined, DoubleRightOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { NavLink, useLocation } from 'react-router-dom';
import { useTranslation } from '../i18n/index.js';
import { ViewLinks } from '../list/ViewLinks.jsx';
import { Icon } from './icons.jsx';
import { groupOf, useMenu } from './menu.js';

function Entry({ entry, narrow }) {
  return (
    <NavLink to={entry.path} className="gx-side-link" title={narrow ? entry.title : undefined} aria-label={narrow ? entry.title : undefined}>
      <Icon name={entry.icon} />{narrow ? null : <span>{entry.title}</span>}
    </NavLink>
  );
}

function Entries({ group, narrow, views }) {
  const { pathname } = useLocation();
  return (
    <ul className="gx-plain">
      {group.entries.map((entry) => (
        <li key={entry.key}>
          <Entry entry={entry} narrow={narrow} />
          {views && !narrow && pathname === entry.path ? <ViewLinks path={entry.key} /> : null}
        </li>
      ))}
    </ul>
  );
}

/** @param {{whole?: boolean}} props */
export function SideNav({ whole }) {
  const { t } = useTranslation();
  const { top, groups } = useMenu();
  const { pathname } = useLocation();
  const [narrow, setNarrow] = useState(() => localStorage.getItem('gx.side') === 'narrow');
  const here = groupOf(groups, pathname);
  const shown = whole ? groups : here ? [here] : [];
  const bin = { key: 'bin', title: t('shell.recycleBin'), path: '/recycle-bin' };
  if (!whole && !here) return null;
  const toggle = () => {
    localStorage.setItem('gx.side', narrow ? 'wide' : 'narrow');
    setNarrow(!narrow);
  };
  return (
    <nav className={'gx-side' + (narrow && !whole ? ' gx-side-narrow' : '')} aria-label={whole ? t('shell.menu') : here.title}>
      {whole && top.length ? <Entries group={{ entries: top }} narrow={false} views={false} /> : null}
      {shown.map((group) => (
        <section key={group.key}>
          {narrow && !whole ? null : <h2 className="gx-side-title">{group.title}</h2>}
          <Entries group={group} narrow={narrow && !whole} views={!whole} />
        </section>
      ))}
      <div className="gx-side-foot">
        <NavLink to={bin.path} className="gx-side-link" title={bin.title} aria-label={bin.title}><DeleteOutlined aria-hidden="true" />{narrow && !whole ? null : <span>{bin.title}</span>}</NavLink>
        {whole ? null : (
          <Button type="text" size="small" icon={narrow ? <DoubleRightOutlined /> : <DoubleLeftOutlined />} aria-label={t(narrow ? 'shell.expand' : 'shell.collapse')} onClick={toggle} />
        )}
      </div>
    </nav>
  );
}
