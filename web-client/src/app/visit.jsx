// SPDX-License-Identifier: AGPL-3.0-or-later
// One handler for links in lists. A list draws hundreds of links while it
// scrolls, and the router's own <Link> costs several hooks each; a plain <a> with
// this handler goes to the same place, and to a new tab like any other link.
import { createContext, useCallback, useContext, useRef } from 'react';
import { useNavigate } from 'react-router-dom';

/** @type {import('react').Context<((event: any) => void)|undefined>} */
const VisitContext = createContext(undefined);

export const useVisit = () => useContext(VisitContext);

export function VisitProvider({ children }) {
  const navigate = useNavigate();
  const live = useRef(navigate);
  live.current = navigate;
  const visit = useCallback((event) => {
    event.stopPropagation();
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    live.current(event.currentTarget.getAttribute('href'));
  }, []);
  return <VisitContext.Provider value={visit}>{children}</VisitContext.Provider>;
}
