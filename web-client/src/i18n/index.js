// SPDX-License-Identifier: AGPL-3.0-or-later
// Words. One namespace per file locales/<language>/<namespace>.json, loaded when
// first used; zh-CN and en are written by hand, zh-TW is made by scripts/i18n.mjs.
// Labels of resources and fields come from /meta through useText().
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { useCallback, useSyncExternalStore } from 'react';
import { textOf } from '../meta/model.js';

export const LANGUAGES = [
  { code: 'zh-CN', name: '简体中文', short: '简' },
  { code: 'zh-TW', name: '繁體中文', short: '繁' },
  { code: 'en', name: 'English', short: 'EN' },
];
const STORED = 'gx.language';
const files = import.meta.glob('./locales/*/*.json');

/** The i18next backend: one lazy chunk per language and namespace. */
const backend = {
  type: /** @type {const} */ ('backend'),
  init() {},
  read(language, namespace, done) {
    const load = files['./locales/' + language + '/' + namespace + '.json'];
    if (!load) return done(null, {});
    return load().then((module) => done(null, /** @type {any} */ (module).default), (error) => done(error, null));
  },
};

function firstLanguage() {
  const stored = localStorage.getItem(STORED);
  if (LANGUAGES.some((item) => item.code === stored)) return stored;
  const wish = navigator.language ?? 'zh-CN';
  if (/^zh-(tw|hk|mo|hant)/i.test(wish)) return 'zh-TW';
  return wish.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export const ready = i18next
  .use(backend)
  .use(initReactI18next)
  .init({
    lng: firstLanguage(),
    fallbackLng: 'zh-CN',
    ns: ['common'],
    defaultNS: 'common',
    load: 'currentOnly',
    interpolation: { escapeValue: false },
    react: { useSuspense: true },
  });

i18next.on('languageChanged', (language) => {
  document.documentElement.lang = language;
});

/** @param {string} language */
export function setLanguage(language) {
  localStorage.setItem(STORED, language);
  return i18next.changeLanguage(language);
}

/** @returns {string} */
export const currentLanguage = () => i18next.language;

/** Cells of lists come and go by the hundred: a set of our own is quicker than the emitter. @type {Set<() => void>} */
const watchers = new Set();
i18next.on('languageChanged', () => { for (const watcher of [...watchers]) watcher(); });
const subscribe = (watcher) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

/** Label of /meta in the language of the moment. @returns {(label: any) => string} */
export function useText() {
  const language = useSyncExternalStore(subscribe, currentLanguage);
  return useCallback((label) => textOf(label, language), [language]);
}

export { useTranslation };
