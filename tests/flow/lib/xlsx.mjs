// SPDX-License-Identifier: AGPL-3.0-or-later
// Makes small .xlsx files by hand (a zip of stored parts), so that a test can hold exactly what a spreadsheet program
// would write: numbers, dates by style, merged cells, shared text with readings.
const table = Array.from({length: 256}, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xEDB88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc32 = (bytes) => {
  let c = 0xFFFFFFFF;
  for (const b of bytes) c = table[(c ^ b) & 0xFF] ^ (c >>> 8);
  return (c ^ 0xFFFFFFFF) >>> 0;
};

/** A zip archive of stored files: {name: text or bytes}. */
export function zip(files) {
  const parts = [];
  const central = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content);
    const label = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x800, 2);
    head.writeUInt16LE(0x21, 8);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(label.length, 22);
    parts.push(Buffer.from('PK\x03\x04'), head, label, data);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, label);
    at += 30 + label.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end]);
}

const escape = (s) => String(s).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const letter = (n) => String.fromCharCode(65 + n);
const TYPES = 'http://schemas.openxmlformats.org';

/** Styles by number: 0 general, 1 date (2024/3/5), 2 percent, 3 own date format (年月日). */
const styles = `<styleSheet xmlns="${TYPES}/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="200" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>`
  + '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="200"/></cellXfs></styleSheet>';

/**
 * A workbook of one sheet. Cells: null, text, number, or {v, s} with a style; merges like "A1:H1".
 */
export function workbook(rows, merges = [], title = '客户台账') {
  const texts = [];
  const cell = (value, row, column) => {
    if (value === null || value === undefined) return '';
    const {v, s = 0} = typeof value === 'object' ? value : {v: value};
    const at = `r="${letter(column)}${row + 1}" s="${s}"`;
    if (typeof v === 'number') return `<c ${at}><v>${v}</v></c>`;
    texts.push(v);
    return `<c ${at} t="s"><v>${texts.length - 1}</v></c>`;
  };
  const data = rows.map((r, i) => `<row r="${i + 1}">${r.map((v, c) => cell(v, i, c)).join('')}</row>`).join('');
  const merged = merges.length ? `<mergeCells>${merges.map((m) => `<mergeCell ref="${m}"/>`).join('')}</mergeCells>` : '';
  const main = `xmlns="${TYPES}/spreadsheetml/2006/main"`;
  return zip({
    '[Content_Types].xml': `<Types xmlns="${TYPES}/package/2006/content-types"/>`,
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${TYPES}/officeDocument/2006/relationships"><sheets><sheet name="${escape(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${TYPES}/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/styles.xml': styles,
    'xl/worksheets/sheet1.xml': `<worksheet ${main}><sheetData>${data}</sheetData>${merged}</worksheet>`,
    'xl/sharedStrings.xml': `<sst ${main}>${texts.map((t) => `<si><t xml:space="preserve">${escape(t)}</t><rPh sb="0" eb="1"><t>duyin</t></rPh></si>`).join('')}</sst>`,
  });
}
