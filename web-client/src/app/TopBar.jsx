// SPDX-License-Identifier: AGPL-3.0-or-later
// The top bar: brand, modules, search, quick create, notifications, user. Modules
// that do not fit go into a "more" menu; on a phone only search and user stay.
import { Button, Dropdown } from 'antd';
import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Link, useLocation, useNavigate } from 'react-router-dom';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n/index.js';
import { Bell } from './Bell.jsx';
import { Brand } from './Brand.jsx';
import { Icon } from './icons.jsx';
import { groupOf, useMenu } from './menu.js';
import { QuickCreate } from './QuickCreate.jsx';
import { useUi } from './ui.jsx';
import { LanguageMenu, UserMenu } from './UserMenu.jsx';

/** How many of the entries fit, measured from a hidden copy of them. */
function useFitting(count) {
  const box = useRef(null);
  const [fit, setFit] = useState(count);
  useEffect(() => {
    const measure = () => {
      const nav = box.current;
      if (!nav) return;
      const widths = [...nav.querySelector('.gx-nav-measure').children].map((child) => child.getBoundingClientRect().width + 4);
      let used = 56;
      let n = 0;
      for (const width of widths) {
        used += width;
        if (used > nav.clientWidth) break;
        n += 1;
      }
      setFit(widths.reduce((sum, width) => sum + width, 0) <= nav.clientWidth ? widths.length : n);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box.current);
    return () => observer.disconnect();
  });
  return { box, fit };
}

function Modules() {
  const { t } = useTranslation();
  const { groups, merged } = useMenu();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const entries = merged.map(({ entry, group }) => (entry
    ? { key: entry.key, title: entry.title, path: entry.path, items: null, here: pathname === entry.path || pathname.startsWith(entry.path + '/') }
    : {
      key: group.key, title: group.title, path: group.entries[0].path, here: groupOf(groups, pathname) === group,
      items: group.entries.map((item) => ({ key: item.path, icon: <Icon name={item.icon} />, label: item.title })),
    }));
  const { box, fit } = useFitting(entries.length);
  const shown = entries.slice(0, fit);
  const hidden = entries.slice(fit);
  const go = ({ key }) => navigate(key);
  const link = (entry) => (
    <Link to={entry.path} className={'gx-nav-link' + (entry.here ? ' gx-here' : '')} aria-current={entry.here ? 'page' : undefined}>{entry.title}</Link>
  );
  const moreItems = hidden.map((entry) => (entry.items?.length > 1
    ? { key: entry.key, label: entry.title, children: entry.items }
    : { key: entry.path, label: entry.title }));
  return (
    <nav ref={box} className="gx-nav" aria-label={t('shell.modules')}>
      <div className="gx-nav-measure" aria-hidden="true">{entries.map((entry) => <span key={entry.key} className="gx-nav-link">{entry.title}</span>)}</div>
      {shown.map((entry) => (entry.items?.length > 1
        ? <Dropdown key={entry.key} menu={{ items: entry.items, onClick: go }} mouseEnterDelay={0.2}><span>{link(entry)}</span></Dropdown>
        : <span key={entry.key}>{link(entry)}</span>))}
      {hidden.length ? (
        <Dropdown menu={{ items: moreItems, onClick: go }} trigger={['click']}>
          <button type="button" className="gx-nav-link">{t('more')}</button>
        </Dropdown>
      ) : null}
    </nav>
  );
}

/** @param {{onSearch: () => void, onMenu: () => void}} props */
export function TopBar({ onSearch, onMenu }) {
  const { t } = useTranslation();
  const { phone } = useUi();
  return (
    <header className="gx-top">
      {phone ? <Button type="text" className="gx-top-button" icon={<MenuOutlined />} aria-label={t('shell.menu')} onClick={onMenu} /> : null}
      <Brand />
      {phone ? <span className="gx-grow" /> : <Modules />}
      {phone ? (
        <Button type="text" className="gx-top-button" icon={<SearchOutlined />} aria-label={t('shell.searchShort')} onClick={onSearch} />
      ) : (
        <button type="button" className="gx-top-search" onClick={onSearch}>
          <SearchOutlined aria-hidden="true" /><span>{t('shell.search')}</span><kbd>Ctrl K</kbd>
        </button>
      )}
      {phone ? null : <QuickCreate />}
      <Bell />
      {phone ? null : <LanguageMenu />}
      <UserMenu />
    </header>
  );
}
