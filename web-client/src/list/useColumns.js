// SPDX-License-Identifier: AGPL-3.0-or-later
// Which columns, in which order, how wide, how many frozen. Kept per person and
// resource in this browser; a saved view brings its own.
import { useCallback, useMemo, useState } from 'react';
import { useMeta } from '../api/queries.js';
import { typeOf } from '../fields/index.js';
import { defaultColumns } from '../meta/model.js';

const NARROW = 60;

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** Frozen columns of a fresh list: up to the name, when it stands at the beginning. */
function defaultFrozen(resource, names) {
  const at = names.indexOf(resource.name_field);
  return at >= 0 && at < 2 ? at + 1 : 0;
}

/** @param {import('../meta/model.js').Resource} resource @param {any} view */
export function useColumns(resource, view) {
  const { user } = useMeta();
  const key = ['gx.columns', user.id, resource.name, view?.id ?? ''].join('.');
  const [edit, setEdit] = useState(() => ({ key, value: stored(key) }));
  const own = edit.key === key ? edit.value : stored(key);
  const ground = view?.columns?.length ? view.columns : null;
  const names = useMemo(() => {
    const wanted = (own?.names ?? ground ?? defaultColumns(resource)).filter((name) => resource.field[name]);
    return wanted.length ? wanted : defaultColumns(resource);
  }, [own, ground, resource]);
  const widths = own?.widths ?? view?.widths;
  const frozen = Math.min(own?.frozen ?? view?.frozen ?? defaultFrozen(resource, names), names.length);
  const columns = useMemo(() => {
    let left = 0;
    return names.map((name, index) => {
      const field = resource.field[name];
      const type = typeOf(field);
      const width = widths?.[name] ?? (name === resource.name_field ? Math.max(type.width, 220) : type.width);
      const column = { name, field, type, width, left: index < frozen ? left : null, last: index === frozen - 1 };
      left += width;
      return column;
    });
  }, [names, widths, frozen, resource]);

  const change = useCallback((changes) => {
    const next = changes === null ? null : { names, widths, frozen, ...own, ...changes };
    if (next) localStorage.setItem(key, JSON.stringify(next));
    else localStorage.removeItem(key);
    setEdit({ key, value: next });
  }, [key, names, widths, frozen, own]);
  const resize = useCallback((name, width) => change({ widths: { ...widths, [name]: Math.max(NARROW, Math.round(width)) } }), [change, widths]);
  const move = useCallback((name, before) => {
    const rest = names.filter((item) => item !== name);
    const at = before ? rest.indexOf(before) : rest.length;
    change({ names: [...rest.slice(0, at), name, ...rest.slice(at)] });
  }, [change, names]);
  return { columns, names, frozen, change, resize, move };
}
