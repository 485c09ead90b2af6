// SPDX-License-Identifier: AGPL-3.0-or-later
// The calm page around every form that needs no session: brand on one side, form
// on the other, language and theme in the corner.
import { Button, Dropdown } from 'antd';
import { GlobalOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Mark } from '../app/Brand.jsx';
import { useUi } from '../app/ui.jsx';
import { LANGUAGES, setLanguage, useTranslation } from '../i18n/index.js';

/** @param {{title: string, children: any, side?: any}} props */
export function LoginFrame({ title, children, side }) {
  const { t, i18n } = useTranslation();
  const { dark, choose } = useUi();
  const items = LANGUAGES.map((language) => ({ key: language.code, label: language.name, onClick: () => setLanguage(language.code) }));
  return (
    <div className="gx-login">
      <aside className="gx-login-brand">
        <div className="gx-login-mark"><Mark size={44} /><span>{t('brand')}</span></div>
        <p>{t('slogan')}</p>
        <Rings />
      </aside>
      <main className="gx-login-main">
        <div className="gx-login-tools">
          <Dropdown menu={{ items, selectedKeys: [i18n.language] }} trigger={['click']}>
            <Button type="text" icon={<GlobalOutlined />}>{LANGUAGES.find((language) => language.code === i18n.language)?.name}</Button>
          </Dropdown>
          <Button type="text" icon={dark ? <SunOutlined /> : <MoonOutlined />} aria-label={t(dark ? 'shell.light' : 'shell.dark')} onClick={() => choose(dark ? 'light' : 'dark')} />
        </div>
        <div className={'gx-login-box' + (side ? ' gx-login-wide' : '')}>
          <section><h1>{title}</h1>{children}</section>
          {side}
        </div>
      </main>
    </div>
  );
}

/** People and the ties between them, drawn quietly. */
const Rings = () => (
  <svg className="gx-login-art" viewBox="0 0 400 300" aria-hidden="true">
    <g fill="none" stroke="currentColor" strokeWidth="1.4">
      <path d="M70 210 150 120 M150 120 260 150 M260 150 340 70 M260 150 290 245 M150 120 200 40 M70 210 175 250 M175 250 260 150 M200 40 340 70" />
      <circle cx="150" cy="120" r="34" /><circle cx="260" cy="150" r="26" /><circle cx="70" cy="210" r="18" /><circle cx="340" cy="70" r="20" />
      <circle cx="290" cy="245" r="15" /><circle cx="200" cy="40" r="13" /><circle cx="175" cy="250" r="11" />
    </g>
    <g fill="currentColor"><circle cx="150" cy="120" r="9" /><circle cx="260" cy="150" r="7" /><circle cx="70" cy="210" r="5" /><circle cx="340" cy="70" r="5" /></g>
  </svg>
);
