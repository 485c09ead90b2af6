// SPDX-License-Identifier: AGPL-3.0-or-later
// Files: a slot is reserved, then the bytes are put into it. Downloads go by the
// record's own permission.
import { download, post, put } from './client.js';
import { Problem } from './problem.js';

export const LARGEST = 50 * 1024 * 1024;

/**
 * @param {File} file @param {{parent_resource?: string, parent_id?: string}} [parent]
 * @returns {Promise<any>} the record of the file
 */
export async function uploadFile(file, parent) {
  if (file.size > LARGEST) throw new Problem({ status: 413, code: 'too_large' });
  const type = /^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/.test(file.type) ? file.type : 'application/octet-stream';
  const { body } = await post('/files', { name: file.name, size: file.size, mime_type: type, ...parent });
  await put('/files/' + body.data.id + '/content', file, { raw: true, headers: { 'Content-Type': 'application/octet-stream' } });
  return body.data;
}

/** @param {{id: string, name: string}} file */
export const downloadFile = (file) => download('/files/' + file.id + '/content', file.name);
