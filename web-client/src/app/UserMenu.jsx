// SPDX-License-Identifier: AGPL-3.0-or-later
// Who I am, how it looks, in which language, and the way out.
import { Avatar, Button, Dropdown } from 'antd';
import { DesktopOutlined, GlobalOutlined, LogoutOutlined, MoonOutlined, SafetyOutlined, SunOutlined, UserOutlined } from '@ant-design/icons';
import { useNavigate } from 'react-router-dom';
import { useMeta } from '../api/queries.js';
import { LANGUAGES, setLanguage, useTranslation } from '../i18n/index.js';
import { logOut } from './session.js';
import { useUi } from './ui.jsx';

/** 张伟 -> 伟, John Smith -> JS. @param {string} name */
export const initialsOf = (name) => (/[\u3400-\u9fff]/.test(name) ? name.slice(-2) : name.split(/\s+/).map((part) => part[0]).join('').slice(0, 2).toUpperCase());

const THEMES = [{ theme: 'light', icon: <SunOutlined /> }, { theme: 'dark', icon: <MoonOutlined /> }, { theme: 'system', icon: <DesktopOutlined /> }];
const languageItems = () => LANGUAGES.map((language) => ({ key: 'language-' + language.code, icon: <GlobalOutlined />, label: language.name, onClick: () => setLanguage(language.code) }));

/** The language alone, for the top bar of a wide window. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <Dropdown menu={{ items: languageItems(), selectedKeys: ['language-' + i18n.language] }} trigger={['click']} placement="bottomRight">
      <Button type="text" className="gx-top-button" icon={<GlobalOutlined />} aria-label={t('shell.language')} />
    </Dropdown>
  );
}

export function UserMenu() {
  const { t, i18n } = useTranslation();
  const { choice, choose } = useUi();
  const { user } = useMeta();
  const navigate = useNavigate();
  const items = [
    { key: 'name', type: /** @type {const} */ ('group'), label: user.name + (user.username ? ' · ' + user.username : '') },
    { key: 'me', icon: <UserOutlined />, label: t('shell.user'), onClick: () => navigate('/me') },
    { key: 'security', icon: <SafetyOutlined />, label: t('shell.password'), onClick: () => navigate('/me/password') },
    { type: /** @type {const} */ ('divider') },
    { key: 'language', type: /** @type {const} */ ('group'), label: t('shell.language'), children: languageItems() },
    {
      key: 'theme', type: /** @type {const} */ ('group'), label: t('shell.theme'),
      children: THEMES.map(({ theme, icon }) => ({ key: 'theme-' + theme, icon, label: t('shell.' + theme), onClick: () => choose(theme) })),
    },
    { type: /** @type {const} */ ('divider') },
    { key: 'out', icon: <LogoutOutlined />, label: t('shell.logout'), onClick: () => logOut() },
  ];
  return (
    <Dropdown menu={{ items, selectedKeys: ['language-' + i18n.language, 'theme-' + choice] }} trigger={['click']} placement="bottomRight">
      <Button type="text" className="gx-top-button gx-user" aria-label={t('shell.user') + ' ' + user.name}>
        <Avatar size={28} className="gx-avatar">{initialsOf(user.name ?? '')}</Avatar>
      </Button>
    </Dropdown>
  );
}
