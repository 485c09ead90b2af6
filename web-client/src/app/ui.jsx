// SPDX-License-Identifier: AGPL-3.0-or-later
// What any component may ask about the surroundings: theme choice and whether
// this is a phone. One context, so that tests can set it.
import { createContext, useContext, useEffect, useState } from 'react';

const PHONE = '(max-width: 767px)';

/** @type {import('react').Context<{choice: string, dark: boolean, choose: (theme: string) => void, phone: boolean}>} */
export const UiContext = createContext({ choice: 'system', dark: false, choose: () => {}, phone: false });
export const useUi = () => useContext(UiContext);

/** Does this condition of the screen or of the person's system hold? @param {string} condition as in CSS */
export function useMedia(condition) {
  const [holds, setHolds] = useState(() => window.matchMedia(condition).matches);
  useEffect(() => {
    const query = window.matchMedia(condition);
    const follow = () => setHolds(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, [condition]);
  return holds;
}

export const usePhone = () => useMedia(PHONE);
/** Who wants nothing to move gets windows and menus at once. */
export const useStill = () => useMedia('(prefers-reduced-motion: reduce)');
