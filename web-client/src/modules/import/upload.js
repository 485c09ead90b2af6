// SPDX-License-Identifier: AGPL-3.0-or-later
// A file on its way into an import: slot, bytes, import record, first analysis.
// Four requests, each safe to repeat; the caller shows which one is running.
import { del, etagOf, post, put } from '../../api/client.js';

const TYPES = {
  csv: 'text/csv', txt: 'text/plain', tsv: 'text/tab-separated-values',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', xls: 'application/vnd.ms-excel',
};

/** What the server is told; browsers give nothing useful for CSV. @param {string} name */
export const typeOfName = (name) => TYPES[name.toLowerCase().split('.').pop()] ?? 'application/octet-stream';

/**
 * @param {string} resource @param {File} file @param {(step: string) => void} tell
 * @returns {Promise<string>} id of the import
 */
export async function startImport(resource, file, tell) {
  tell('sending');
  const slot = await post('/files', { name: file.name, size: file.size, mime_type: typeOfName(file.name) });
  const id = slot.body.data.id;
  await put('/files/' + id + '/content', file, { raw: true, etag: slot.etag ?? etagOf(1), headers: { 'Content-Type': 'application/octet-stream' } });
  const made = await post('/imports', { resource, file_id: id });
  tell('reading');
  try {
    await post('/imports/' + made.body.data.id + '/analyse', {});
  } catch (error) {
    // A file that cannot be read leaves no draft behind; the reason is what counts.
    await del('/imports/' + made.body.data.id, { etag: made.etag ?? etagOf(1) }).catch(() => {});
    throw error;
  }
  return made.body.data.id;
}
