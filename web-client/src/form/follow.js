// SPDX-License-Identifier: AGPL-3.0-or-later
// What follows in a form from what was just chosen: another province empties city and district, a region chooses
// the territory that covers it, unless somebody chose one by hand.
import { useRef } from 'react';
import { useMeta, useShortList } from '../api/queries.js';
import { regionFields, territoryOf } from '../fields/regions.js';

const BELOW = { province: ['city', 'district'], city: ['district'], district: [] };

/** Parts of a region below the one that has changed. @param {any} resource @param {string} name */
export function partsBelow(resource, name) {
  const parts = regionFields(resource);
  return (BELOW[resource.field[name]?.format] ?? []).map((part) => parts[part]).filter(Boolean);
}

/** A function from (changes, values) to what else to set. @param {any} resource */
export function useFollow(resource) {
  const territory = useMeta().byName.territory;
  const field = resource.fields.find((item) => item.to === 'territory' && item.type === 'reference' && (item.givable ?? item.writable) && !item.readonly);
  const parts = regionFields(resource);
  const { rows } = useShortList('territories', { 'regions[null]': false, limit: 200 }, { enabled: Boolean(territory?.field.regions && field && parts.province) });
  const byHand = useRef(false);
  return (changes, values) => {
    const set = Object.fromEntries(Object.keys(changes).flatMap((name) => partsBelow(resource, name)).map((name) => [name, null]));
    if (field && field.name in changes) byHand.current = true;
    const isRegion = Object.keys(changes).some((name) => Object.values(parts).includes(name));
    if (!field || byHand.current || !isRegion) return set;
    const next = { ...values, ...set };
    const found = territoryOf(rows, { province: next[parts.province], city: next[parts.city], district: next[parts.district] });
    return found ? { ...set, [field.name]: found.id } : set;
  };
}
