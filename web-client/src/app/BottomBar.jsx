// SPDX-License-Identifier: AGPL-3.0-or-later
// The phone's bottom bar: up to two special pages or first lists, "new" in the
// middle, search and the whole menu.
import { AppstoreOutlined, SearchOutlined } from '@ant-design/icons';
import { NavLink } from 'react-router-dom';
import { useTranslation } from '../i18n/index.js';
import { Icon } from './icons.jsx';
import { useMenu } from './menu.js';
import { QuickCreate } from './QuickCreate.jsx';

/** @param {{onSearch: () => void, onMenu: () => void}} props */
export function BottomBar({ onSearch, onMenu }) {
  const { t } = useTranslation();
  const { top, groups } = useMenu();
  const chosen = [...top.filter((entry) => entry.phone), ...groups.flatMap((group) => group.entries)].slice(0, 2);
  return (
    <nav className="gx-bottom" aria-label={t('shell.modules')}>
      {chosen.map((entry) => (
        <NavLink key={entry.key} to={entry.path} className="gx-bottom-link"><Icon name={entry.icon} /><span>{entry.title}</span></NavLink>
      ))}
      <span className="gx-bottom-new"><QuickCreate round /></span>
      <button type="button" className="gx-bottom-link" onClick={onSearch}><SearchOutlined aria-hidden="true" /><span>{t('shell.searchShort')}</span></button>
      <button type="button" className="gx-bottom-link" onClick={onMenu}><AppstoreOutlined aria-hidden="true" /><span>{t('shell.menu')}</span></button>
    </nav>
  );
}
