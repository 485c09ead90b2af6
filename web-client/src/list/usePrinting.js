// SPDX-License-Identifier: AGPL-3.0-or-later
// True while the browser lays out paper: lists then draw every loaded row.
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

export function usePrinting() {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}
