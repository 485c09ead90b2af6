// SPDX-License-Identifier: AGPL-3.0-or-later
// The frame of a signed-in person: top bar, side bar of the module, page, and on
// a phone a drawer and a bottom bar. It holds no page and decides no right.
import { Drawer } from 'antd';
import { Suspense, lazy, useEffect, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { useTranslation } from '../i18n/index.js';
import { FormHost } from '../form/FormHost.jsx';
import { AppRoutes } from './routes.jsx';
import { TopBar } from './TopBar.jsx';
import { SideNav } from './SideNav.jsx';
import { BottomBar } from './BottomBar.jsx';
import { LookBanner } from './LookBanner.jsx';
import { Offline } from './Offline.jsx';
import { useUi } from './ui.jsx';
import { useEvents } from './useEvents.js';
import { VisitProvider } from './visit.jsx';

const Palette = lazy(() => import('./Palette.jsx'));

/** Ctrl-K anywhere, and "/" where nobody is typing, open the palette. */
function usePaletteKey(open) {
  useEffect(() => {
    const onKey = (event) => {
      const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
      const wanted = (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) || (event.key === '/' && !typing && !event.ctrlKey && !event.altKey);
      if (!wanted) return;
      event.preventDefault();
      open();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open]);
}

export default function Shell() {
  const { t } = useTranslation();
  const { phone } = useUi();
  const { pathname } = useLocation();
  const [palette, setPalette] = useState(false);
  const [drawer, setDrawer] = useState(false);
  useEvents();
  usePaletteKey(() => setPalette(true));
  useEffect(() => setDrawer(false), [pathname]);
  return (
    <FormHost>
      <a className="gx-skip" href="#main">{t('skip')}</a>
      <div className={'gx-shell' + (phone ? ' gx-phone' : '')}>
        <LookBanner />
        <TopBar onSearch={() => setPalette(true)} onMenu={() => setDrawer(true)} />
        <Offline />
        <div className="gx-body">
          {phone ? null : <SideNav />}
          <main id="main" className="gx-main" tabIndex={-1}><VisitProvider><AppRoutes /></VisitProvider></main>
        </div>
        {phone ? <BottomBar onSearch={() => setPalette(true)} onMenu={() => setDrawer(true)} /> : null}
      </div>
      <Drawer open={drawer} onClose={() => setDrawer(false)} placement="left" size={288} title={t('brand')} classNames={{ body: 'gx-drawer' }}>
        <SideNav whole />
      </Drawer>
      <Suspense fallback={null}>{palette ? <Palette onClose={() => setPalette(false)} /> : null}</Suspense>
    </FormHost>
  );
}
