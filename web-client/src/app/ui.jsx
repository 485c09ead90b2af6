// SPDX-License-Identifier: AGPL-3.0-or-later
// What any component may ask about the surroundings: theme choice and whether
// this is a phone. One context, so that tests can set it.
import { createContext, useContext, useEffect, useState } from 'react';

const PHONE = '(max-width: 767px)';

/** @type {import('react').Context<{choice: string, dark: boolean, choose: (theme: string) => void, phone: boolean}>} */
export const UiContext = createContext({ choice: 'system', dark: false, choose: () => {}, phone: false });
export const useUi = () => useContext(UiContext);

export function usePhone() {
  const [phone, setPhone] = useState(() => window.matchMedia(PHONE).matches);
  useEffect(() => {
    const query = window.matchMedia(PHONE);
    const follow = () => setPhone(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return phone;
}
