// SPDX-License-Identifier: AGPL-3.0-or-later
// Provinces, cities and districts of China by their names, and which territory covers a place. The data are
// fetched when a form first asks for them.
import { useEffect, useState } from 'react';

let loaded = null;
const load = () => (loaded ??= import('@vant/area-data').then(({ areaList }) => treeOf(areaList)));

const sections = (list, code, digits) => Object.entries(list).filter(([key]) => key.startsWith(code.slice(0, digits)));

/** Province name -> city name -> names of districts. @param {{province_list: any, city_list: any, county_list: any}} areas */
export function treeOf({ province_list: provinces, city_list: cities, county_list: counties }) {
  return new Map(Object.entries(provinces).map(([code, province]) => [province, new Map(sections(cities, code, 2)
    .map(([at, city]) => [city, sections(counties, at, 4).map(([, name]) => name)]))]));
}

/** The tree, once it is there. @returns {Map<string, Map<string, string[]>>|null} */
export function useRegions() {
  const [tree, setTree] = useState(null);
  useEffect(() => {
    let alive = true;
    load().then((value) => alive && setTree(value));
    return () => { alive = false; };
  }, []);
  return tree;
}

/** What can be chosen for one part, given the parts above it. @param {Map<string, Map<string, string[]>>|null} tree @param {string} part @param {{province?: string, city?: string}} above */
export function namesOf(tree, part, { province, city } = {}) {
  if (!tree) return [];
  if (part === 'province') return [...tree.keys()];
  const cities = province ? tree.get(province) : null;
  if (part === 'city') return cities ? [...cities.keys()] : [...tree.values()].flatMap((one) => [...one.keys()]);
  return cities?.get(city ?? '') ?? [];
}

/** Fields of a resource that make up a region. @param {any} resource */
export const regionFields = (resource) => Object.fromEntries(resource.fields.filter((field) => ['province', 'city', 'district'].includes(field.format)).map((field) => [field.format, field.name]));

/** The territory whose regions cover the place most narrowly; null where none does. @param {any[]} territories @param {{province?: string|null, city?: string|null, district?: string|null}} place */
export function territoryOf(territories, { province, city, district }) {
  const path = [province, city, district].map((part) => part || '').join('/').replace(/\/+$/, '');
  const covers = (region) => path === region || path.startsWith(region + '/');
  const found = territories.flatMap((one) => (one.regions ?? []).filter(covers).map((region) => ({ one, depth: region.split('/').length })));
  return found.sort((a, b) => b.depth - a.depth)[0]?.one ?? null;
}
