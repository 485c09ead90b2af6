// SPDX-License-Identifier: AGPL-3.0-or-later
// Cards out and in: what goes out comes back, what telephones write is understood, and nothing breaks the reader.
import { describe, expect, it } from 'vitest';
import { bodyOf, knownOf, twiceIn } from '../src/modules/vcard/known.js';
import { LIMIT, decoded, readCards } from '../src/modules/vcard/read.js';
import { batchesOf, fieldsOf, maskedOf } from '../src/modules/vcard/take.js';
import { VERSIONS, vcardsOf } from '../src/modules/vcard/write.js';

const ID = '01890000-0000-7000-8000-00000000000a';
const ZENG = {
  id: ID, name: '曾雪', account_id: 'a1', division: '检测中心', job_title: '实验室主任; "检测", 校准', mobile: '13800571234', phone: '0574-87001234转802', email: 'zengxue@haiyue.example', wechat: 'zengxue_lab', qq: '123456',
  birthday: '1984-06-18', province: '浙江省', city: '宁波市', address: '高新区聚贤路1299号,3号楼\\东', updated_at: '2026-03-01T08:00:00.123456Z', description: '难缠', tags: ['重点'], influence: 'decider',
};
const COMPANIES = { a1: '宁波海岳新材料股份有限公司（检测、校准与可靠性工程技术研究中心）' };
const one = (text) => readCards(text).drafts[0];
const card = (...lines) => one(['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n'));

describe('cards out', () => {
  it.each(VERSIONS)('%s_comes_back_as_it_went', (version) => {
    const { drafts } = readCards(vcardsOf([ZENG, { id: ID, name: 'Li Wei' }], COMPANIES, version));
    const { id, account_id: account, updated_at: at, description, tags, influence, ...wanted } = ZENG;
    expect(drafts[0]).toEqual({ fields: wanted, company: COMPANIES.a1, id: ID, dropped: [] });
    expect(drafts[1]).toEqual({ fields: { name: 'Li Wei' }, company: undefined, id: ID, dropped: [] });
  });
  it.each(VERSIONS)('%s_lines_end_and_fold_as_the_standard_says', (version) => {
    const text = vcardsOf([{ ...ZENG, address: '长'.repeat(300) }], COMPANIES, version);
    const lines = text.split('\r\n');
    expect(text).not.toMatch(/[^\r]\n|�/);
    expect(lines.slice(0, 2)).toEqual(['BEGIN:VCARD', 'VERSION:' + version]);
    for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(one(text).fields.address).toBe('长'.repeat(300));
    expect(lines).toContain(version === '4.0' ? 'BDAY:19840618' : 'BDAY:1984-06-18');
    expect(text).toContain(version === '4.0' ? 'REV:20260301T080000Z' : 'REV:2026-03-01T08:00:00Z');
  });
  it('keeps_notes_tags_and_parts_in_the_house_and_masked_values_out', () => {
    expect(vcardsOf([ZENG], COMPANIES, '4.0')).not.toMatch(/难缠|重点|decider/);
    const contact = { field: { name: {}, mobile: { masked: true }, email: { masked: false }, description: {}, tags: {} } };
    expect([fieldsOf(contact), maskedOf(contact)]).toEqual([['name', 'email'], ['mobile']]);
  });
  it('many_are_asked_for_in_addresses_of_a_length_that_passes', () => {
    const ids = Array.from({ length: 250 }, (_, n) => ID.slice(0, -3) + String(n).padStart(3, '0'));
    const batches = batchesOf(ids);
    expect(batches.flatMap((query) => query.filter.and[0].value)).toEqual(ids);
    for (const query of batches) expect(encodeURIComponent(JSON.stringify(query.filter)).length).toBeLessThan(6000);
  });
  it('a_line_end_in_a_value_makes_no_property', () => {
    expect(one(vcardsOf([{ id: ID, name: 'A\r\nTEL:110\nEND:VCARD' }], {}, '4.0')).fields).toEqual({ name: 'A TEL:110 END:VCARD' });
  });
});

describe('cards in', () => {
  it('of_a_telephone_with_groups_types_and_a_picture', () => {
    expect(card('N:Smith;John;Q.;;', 'item1.TEL;type=CELL;type=pref:+86 138-0000-1111', 'item1.X-ABLabel:_$!<HomePage>!$_', 'TEL;TYPE="work,voice":+49 30 1234567', 'TEL;TYPE=fax:030 99', 'EMAIL;TYPE=INTERNET:John@Acme.Example', 'EMAIL:second@acme.example',
      'ORG:Acme\\, Inc.;Lab\\; North;', 'ADR;TYPE=WORK:;Floor 3;1 Long Street;Berlin;BE;10115;Germany', 'URL:https://acme.example', 'NOTE:one\\ntwo', 'PHOTO;ENCODING=b;TYPE=JPEG:AAAA', ' BBBB==', 'BDAY:1604-06-18')).toEqual({
      fields: { name: 'John Q. Smith', mobile: '13800001111', phone: '+49 30 1234567', email: 'john@acme.example', division: 'Lab; North', province: 'BE', city: 'Berlin', address: '1 Long Street Floor 3', description: 'one\ntwo\nFAX 030 99\nEMAIL second@acme.example\nURL https://acme.example\nBDAY 1604-06-18' },
      company: 'Acme, Inc.', id: undefined, dropped: ['PHOTO'],
    });
  });
  it('of_an_old_telephone_in_quoted_printable', () => {
    const text = 'BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9B=BE;=E9=9B=AA;;;\nTEL;CELL:13800571234\nORG;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=BA=A3=\n=D4=C0\nEND:VCARD\n';
    expect(one(text)).toMatchObject({ fields: { name: '曾雪', mobile: '13800571234' }, company: '海岳' });
  });
  it('of_a_file_in_GB18030', () => {
    const bytes = [...new TextEncoder().encode('BEGIN:VCARD\r\nVERSION:3.0\r\nFN:'), 0xd4, 0xf8, 0xd1, 0xa9, ...new TextEncoder().encode('\r\nEND:VCARD\r\n')];
    expect(one(decoded(Uint8Array.from(bytes))).fields.name).toBe('曾雪');
  });
  it('takes_chat_names_and_only_days_that_exist', () => {
    expect(card('FN:A', 'IMPP;X-SERVICE-TYPE=QQ:x-apple:123456', 'IMPP:weixin:zx', 'BDAY:2001-02-30').fields).toEqual({ name: 'A', qq: '123456', wechat: 'zx', description: 'BDAY 2001-02-30' });
  });
  it('stops_at_the_limit_and_says_how_many_are_left', () => {
    const { drafts, more } = readCards('BEGIN:VCARD\nFN:A\nEND:VCARD\n'.repeat(LIMIT + 3));
    expect([drafts.length, more]).toEqual([LIMIT, 3]);
  });
  it('gives_nothing_for_what_is_no_card_and_never_throws', () => {
    expect(readCards('name,mobile\n曾雪,138')).toEqual({ drafts: [], more: 0 });
    const odd = ['END:VCARD', 'BEGIN:VCARD', 'FN', 'FN:', ';;;:x', 'N:\\', 'N:;;;;;;;;', 'TEL;TYPE="a:1', 'ADR:', 'BDAY:', '=', 'BEGIN:VCARD', 'ORG;ENCODING=QUOTED-PRINTABLE;CHARSET=none:=ZZ=', 'constructor:1', '__proto__;a=b:c', '\u0000', 'UID:urn:uuid:x'];
    for (let seed = 1; seed < 300; seed += 1) {
      const text = 'BEGIN:VCARD\n' + Array.from({ length: 12 }, (_, n) => odd[(n * seed + seed * seed * 7) % odd.length]).join('\n');
      expect(() => readCards(text)).not.toThrow();
    }
  });
  it('reads_a_long_hostile_line_in_time', () => {
    const began = performance.now();
    for (const line of ['N:' + ';'.repeat(200_000) + '\\', 'N:' + '\\;'.repeat(200_000) + '\\', 'N:' + 'a'.repeat(400_000) + '\\', 'TEL' + ';"'.repeat(100_000) + ':1', 'BDAY:' + '1'.repeat(400_000)]) card(line);
    expect(performance.now() - began).toBeLessThan(3000);
  });
});

describe('what is there already', () => {
  const draft = (fields, more) => ({ fields, dropped: [], ...more });
  it('is_found_by_the_surest_mark', () => {
    const rows = [{ id: 'n', name: '张伟', mobile: '1', email: null }, { id: 'm', name: '别人', mobile: '13800001234', email: 'A@b.example' }];
    expect(knownOf(draft({ name: '张伟', mobile: '13800001234' }), rows)).toMatchObject({ row: { id: 'm' }, by: 'mobile' });
    expect(knownOf(draft({ name: '张伟' }), rows)).toMatchObject({ row: { id: 'n' }, by: 'name' });
    expect(knownOf(draft({ name: '新人', email: 'a@b.example' }), rows)).toMatchObject({ by: 'email' });
    expect(knownOf(draft({ name: '改名' }, { id: 'm' }), rows)).toMatchObject({ by: 'id' });
    expect(knownOf(draft({ name: '新人' }), rows)).toBeNull();
    expect(knownOf(draft({}), [{ id: 'x', name: undefined }])).toBeNull();
  });
  it('in_the_same_file_is_marked_from_the_second_on', () => {
    expect([...twiceIn([draft({ name: 'A', mobile: '1' }), draft({ name: 'B', mobile: '1' }), draft({ name: 'A' }, { company: 'x' }), draft({ name: 'A' }, { company: 'x' }), draft({ name: 'A' }, { company: 'y' })])]).toEqual([1, 3]);
  });
  it('what_has_no_field_goes_into_the_description', () => {
    const contact = { field: { name: { writable: true }, mobile: { writable: false }, account_id: { writable: true }, description: { writable: true } } };
    const read = draft({ name: 'A', mobile: '1', description: 'n' }, { company: 'C' });
    expect(bodyOf(contact, read, null)).toEqual({ name: 'A', description: 'C\n1\nn' });
    expect(bodyOf(contact, read, 'a1')).toEqual({ name: 'A', account_id: 'a1', description: '1\nn' });
  });
});
