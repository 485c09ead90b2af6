// SPDX-License-Identifier: AGPL-3.0-or-later
// A value that follows another one after a pause, for search while typing.
import { useEffect, useState } from 'react';

/** @template T @param {T} value @param {number} wait milliseconds @returns {T} */
export function useLater(value, wait) {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return later;
}
