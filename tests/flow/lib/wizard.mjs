// SPDX-License-Identifier: AGPL-3.0-or-later
// The import wizard's steps over HTTP, as people take them: upload, analyse, map, try, run.
import {assert, expectStatus} from '../../lib/suite.mjs';

export class Wizard {
  constructor(stack, token) { Object.assign(this, {stack, token}); }

  async upload(name, bytes) {
    const mime = name.endsWith('.xlsx') ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
    const body = Buffer.from(bytes);
    const made = expectStatus(await this.stack.post('/files', this.token, {name, size: body.length, mime_type: mime}), 201);
    const {id} = made.json.data;
    expectStatus(await this.stack.api('PUT', `/files/${id}/content`, {token: this.token, body, headers: {'Content-Type': 'application/octet-stream'}}), [200, 204]);
    return id;
  }

  async open(resource, name, bytes) {
    const file_id = await this.upload(name, bytes);
    return expectStatus(await this.stack.post('/imports', this.token, {resource, file_id}), 201).json.data.id;
  }

  async analyse(id, body = {}) {
    return expectStatus(await this.stack.post(`/imports/${id}/analyse`, this.token, body), 200).json.data.analysis;
  }

  read(id) { return this.stack.get(`/imports/${id}`, this.token); }

  async options(id, options) {
    const {etag, json} = await this.read(id);
    return expectStatus(await this.stack.patch(`/imports/${id}`, this.token, {options: {...json.data.options, ...options}}, etag), 200);
  }

  /** Runs and waits for the end; the import's record. */
  async run(id, dryRun) {
    const {json} = expectStatus(await this.stack.post(`/imports/${id}/run`, this.token, {dry_run: dryRun}), 202);
    return this.end(id, json.data.job_id);
  }

  jobEnd(job) {
    return this.stack.until(async () => {
      const j = (await this.stack.get(`/jobs/${job}`, this.token)).json.data;
      return ['done', 'failed', 'cancelled'].includes(j.state) && j;
    }, 'the job to end', 120000);
  }

  async end(id, job) {
    const ended = await this.jobEnd(job);
    const record = (await this.read(id)).json.data;
    record.job = ended;
    return record;
  }

  /** All steps at once; fields is {heading: field} or {heading: {field, ...}} or a list of those. */
  async import(resource, name, bytes, fields, options = {}) {
    const id = await this.open(resource, name, bytes);
    const analysis = await this.analyse(id);
    await this.options(id, {mapping: mappingOf(analysis, fields), ...options});
    const record = await this.run(id, false);
    assert.equal(record.state, 'done', JSON.stringify(record.result));
    return record;
  }

  /** Takes a change set back, at once or by a job; {undone, conflicts}. */
  async undo(changeSet) {
    const answer = expectStatus(await this.stack.post(`/change-sets/${changeSet}/undo`, this.token), [200, 202]);
    if (answer.status === 200) return answer.json.data;
    const job = await this.jobEnd(answer.json.data.job_id);
    assert.equal(job.state, 'done', JSON.stringify(job));
    return job.result;
  }
}

/** mapping lines from headings. */
export function mappingOf(analysis, fields) {
  return analysis.columns.flatMap(({index, header}) => [fields[header] ?? []].flat()
    .map((f) => ({column: index, ...(typeof f === 'string' ? {field: f} : f)})));
}

/** The guesses as {heading: field}. */
export const guesses = (analysis) => Object.fromEntries(analysis.columns.map((c) => [c.header, c.guess?.field ?? null]));

export const csv = (rows) => rows.map((row) => row.map((v) => (/[",\n]/.test(v ?? '') ? `"${v.replaceAll('"', '""')}"` : v ?? '')).join(',')).join('\n');

/** Lines of a CSV text without quotes or with simple ones. */
export const parseCsv = (text) => text.replace(/^\uFEFF/, '').trim().split(/\r?\n/).map((line) => {
  const cells = [];
  for (const m of line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)) {
    if (m.index === line.length && !line.endsWith(',')) break;
    cells.push(m[1] === undefined ? m[2] : m[1].replaceAll('""', '"'));
  }
  return cells;
});
