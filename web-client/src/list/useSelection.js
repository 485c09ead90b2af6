// SPDX-License-Identifier: AGPL-3.0-or-later
// Which rows are chosen: by id, by range with Shift, or everything that matches
// (which the server resolves by the same conditions).
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** @param {any[]} rows */
export function useSelection(rows) {
  const [ids, setIds] = useState(/** @type {Set<string>} */ (new Set()));
  const [all, setAll] = useState(false);
  const last = useRef(-1);
  const live = useRef(rows);
  useEffect(() => { live.current = rows; }, [rows]);

  const toggle = useCallback((index, range) => {
    const list = live.current;
    const from = range && last.current >= 0 ? Math.min(last.current, index) : index;
    const to = range && last.current >= 0 ? Math.max(last.current, index) : index;
    setAll(false);
    setIds((old) => {
      const next = new Set(old);
      const on = !old.has(list[index].id);
      for (let at = from; at <= to; at += 1) {
        if (on) next.add(list[at].id);
        else next.delete(list[at].id);
      }
      return next;
    });
    last.current = index;
  }, []);
  const clear = useCallback(() => {
    setIds(new Set());
    setAll(false);
    last.current = -1;
  }, []);
  const loaded = useCallback(() => setIds(new Set(live.current.map((row) => row.id))), []);
  return useMemo(() => ({ ids, all, count: ids.size, toggle, clear, loaded, setAll }), [ids, all, toggle, clear, loaded]);
}
