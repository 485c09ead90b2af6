// SPDX-License-Identifier: AGPL-3.0-or-later
// The frame of everything: theme, language of the widgets, session, router. Shows
// the log-in page or the shell; both are separate chunks.
import { App as AntApp, ConfigProvider } from 'antd';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { BrowserRouter } from 'react-router-dom';
import { Suspense, lazy, useEffect, useMemo, useState } from 'react';
import { MetaContext, metaQuery, queryClient } from '../api/queries.js';
import { useTranslation } from '../i18n/index.js';
import { themeOf, useThemeChoice } from '../theme/index.js';
import { beforeDoor, startSession, useLook, useSession } from './session.js';
import { doorSoon } from './door.js';
import { UiContext, usePhone, useStill } from './ui.jsx';
import { Waiting } from './Waiting.jsx';

const Login = lazy(() => import('../pages/Login.jsx'));
const Shell = lazy(() => import('./Shell.jsx'));

const WIDGETS = {
  'zh-CN': () => Promise.all([import('antd/locale/zh_CN'), import('dayjs/locale/zh-cn')]),
  'zh-TW': () => Promise.all([import('antd/locale/zh_TW'), import('dayjs/locale/zh-tw')]),
  en: () => Promise.all([import('antd/locale/en_US'), import('dayjs/locale/en')]),
};

/** Ant Design's and dayjs's own words for the language of the moment. */
function useWidgetLocale() {
  const { i18n } = useTranslation();
  const [locale, setLocale] = useState(null);
  useEffect(() => {
    let current = true;
    (WIDGETS[i18n.language] ?? WIDGETS['zh-CN'])().then(async ([words, calendar]) => {
      const { default: dayjs } = await import('dayjs');
      dayjs.locale(/** @type {any} */ (calendar).default?.name);
      if (current) setLocale(/** @type {any} */ (words).default);
    });
    return () => { current = false; };
  }, [i18n.language]);
  return locale;
}

function SignedIn() {
  const { data, error, refetch } = useQuery(metaQuery);
  if (!data) return <Waiting error={error} onAgain={() => refetch()} />;
  return <MetaContext.Provider value={data}><Shell /></MetaContext.Provider>;
}

function Door() {
  const session = useSession();
  const look = useLook();
  if (session === 'starting') return <Waiting />;
  return session === 'in' ? <SignedIn key={look?.id ?? ''} /> : <Login />;
}

export function App() {
  const themeChoice = useThemeChoice();
  const phone = usePhone();
  const still = useStill();
  const locale = useWidgetLocale();
  const theme = useMemo(() => themeOf(themeChoice.dark, phone, still), [themeChoice.dark, phone, still]);
  const ui = useMemo(() => ({ ...themeChoice, phone }), [themeChoice, phone]);
  useEffect(() => {
    beforeDoor(doorSoon);
    startSession();
  }, []);
  // The words of the widgets are there before the widgets: when they come later, all that stands below is built anew, and
  // what it had begun is lost.
  if (!locale) return <Waiting />;
  return (
    <ConfigProvider theme={theme} locale={locale} button={{ autoInsertSpace: false }} form={{ scrollToFirstError: true }}>
      <AntApp notification={{ placement: 'bottomRight', stack: { threshold: 3 } }} message={{ maxCount: 3 }}>
        <UiContext.Provider value={ui}>
          <QueryClientProvider client={queryClient}>
            <BrowserRouter future={{ v7_startTransition: true, v7_relativeSplatPath: true }}>
              <Suspense fallback={<Waiting />}><Door /></Suspense>
            </BrowserRouter>
          </QueryClientProvider>
        </UiContext.Provider>
      </AntApp>
    </ConfigProvider>
  );
}
