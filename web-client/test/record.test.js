// SPDX-License-Identifier: AGPL-3.0-or-later
// Credit codes as the server checks them, and regions of China.
import { areaList } from '@vant/area-data';
import { describe, expect, it } from 'vitest';
import { creditCodeProblem, tidyCode } from '../src/fields/creditCode.js';
import { namesOf, territoryOf, treeOf } from '../src/fields/regions.js';
import { partsBelow } from '../src/form/follow.js';

describe('credit codes', () => {
  it('takes_codes_that_exist', () => {
    for (const code of ['91330100799655058B', '9144030071526726XG', '91110000802100433B']) expect(creditCodeProblem(code)).toBe(null);
  });
  it('says_what_is_wrong', () => {
    expect(creditCodeProblem('91330100799655085B')).toEqual({ key: 'creditCheck' });
    expect(creditCodeProblem('9133010079965505B')).toEqual({ key: 'creditLength', count: 17 });
    expect(creditCodeProblem('9133010079965505IB')).toEqual({ key: 'creditChar', char: 'I' });
  });
  it('tidies_what_is_pasted', () => expect(tidyCode(' ９１330100 799655058b ')).toBe('91330100799655058B'));
});

describe('regions', () => {
  const tree = treeOf(areaList);
  it('knows_provinces_cities_and_districts', () => {
    expect(tree.size).toBe(34);
    expect(namesOf(tree, 'city', { province: '浙江省' })).toContain('宁波市');
    expect(namesOf(tree, 'district', { province: '浙江省', city: '宁波市' })).toContain('北仑区');
    expect(namesOf(tree, 'city', { province: '浙江省' })).not.toContain('苏州市');
  });
  it('the_narrowest_territory_counts', () => {
    const east = { id: 1, regions: ['浙江省', '江苏省'] };
    const ningbo = { id: 2, regions: ['浙江省/宁波市'] };
    expect(territoryOf([east, ningbo], { province: '浙江省', city: '宁波市', district: '北仑区' })).toBe(ningbo);
    expect(territoryOf([east, ningbo], { province: '浙江省' })).toBe(east);
    expect(territoryOf([east, ningbo], { province: '广东省', city: '广州市' })).toBe(null);
  });
  it('another_province_empties_what_lies_below', () => {
    const fields = ['province', 'city', 'district'].map((format) => ({ name: 'my_' + format, format }));
    const resource = { fields, field: Object.fromEntries(fields.map((field) => [field.name, field])) };
    expect(partsBelow(resource, 'my_province')).toEqual(['my_city', 'my_district']);
    expect(partsBelow(resource, 'my_district')).toEqual([]);
  });
});
