// SPDX-License-Identifier: AGPL-3.0-or-later
// Parameters, headers and error answers that every operation draws from: components.parameters,
// components.headers, components.responses of the contract.
import {ref} from './schemas.mjs';

const text = (name, description, schema = {type: 'string'}) => ({name, in: 'query', description, schema});

export const PARAMETERS = {
  Id: {name: 'id', in: 'path', required: true, description: 'The id of the record.', schema: {type: 'string', format: 'uuid'}},
  Limit: text('limit', 'Records per page.', {type: 'integer', minimum: 1, maximum: 200, default: 50}),
  Cursor: text('cursor', 'Where the page starts: `page.next` of the answer before. Valid for the same caller and query only.', {type: 'string', maxLength: 2000}),
  Sort: text('sort', 'Field names, comma-separated; a minus sign before a name sorts downwards.', {type: 'string', maxLength: 300}),
  Search: text('q', 'Finds records by their name-like fields; parts of Chinese words, 拼音 and initials too.', {type: 'string', minLength: 1, maxLength: 100}),
  Count: text('count', '`exact` counts all, `capped` stops at 10 000. Absent: not counted.', {type: 'string', enum: ['exact', 'capped']}),
  Fields: text('fields', 'Field names, comma-separated: only these are answered (id always).', {type: 'string', maxLength: 4000}),
  Include: text('include', 'Reference fields without `_id`, comma-separated: the records they name are added under `included`.', {type: 'string', maxLength: 500}),
  Condition: {name: 'filter', in: 'query', description: 'A condition tree as URL-encoded JSON; joined with the simple filters by "and".',
    content: {'application/json': {schema: ref('Condition')}}},
  PersonSearch: text('q', 'Only people with this in their name.', {type: 'string', minLength: 1, maxLength: 100}),
  UserId: text('user_id', 'About whom; absent: about the caller.', {type: 'string', format: 'uuid'}),
  FieldName: text('field', 'A field of the resource, to be explained too.', {type: 'string', maxLength: 48}),
  Group: text('group', 'Group fields, comma-separated; dates with a bucket: `created_at:month` (day, week, month, quarter, year). Absent: one total.', {type: 'string', maxLength: 300}),
  Measure: text('measure', 'Comma-separated: `count`, `sum:field`, `avg:field`, `min:field`, `max:field` (these two of dates and choices, too); at most 20.', {type: 'string', maxLength: 1000, default: 'count'}),
  GroupSort: text('sort', 'Names of groups and measures as asked for, comma-separated; a minus sign before a name sorts downwards. What lies in one group of the first field stays together.', {type: 'string', maxLength: 1000}),
  GroupLimit: text('limit', 'At most so many groups of the first field, with all that lies in them.', {type: 'integer', minimum: 1, maximum: 5000}),
  Totals: text('totals', 'Adds `total`, the measures of all rows, and with several group fields `subtotals`, one row per group of the first of them. Both count what a limit leaves off, too.', {type: 'boolean', default: false}),
  Format: text('format', 'File format.', {type: 'string', enum: ['csv', 'xlsx', 'txt', 'json'], default: 'csv'}),
  PostalFormat: text('format', 'File format; of postal addresses `envelopes` and `labels`.', {type: 'string', enum: ['csv', 'xlsx', 'txt', 'json', 'envelopes', 'labels'], default: 'csv'}),
  PostalPrint: {name: 'format', in: 'query', required: true, description: 'What would be printed.', schema: {type: 'string', enum: ['envelopes', 'labels']}},
  Print: {name: 'print', in: 'query', description: 'How envelopes or labels are printed, as URL-encoded JSON.', content: {'application/json': {schema: ref('PrintSettings')}}},
  Labels: text('labels', 'Language of headings and choices; `codes` keeps field names and values.', {type: 'string', enum: ['zh-CN', 'zh-TW', 'en', 'codes'], default: 'zh-CN'}),
  BeforeVersion: text('before_version', 'Only changes before this version: `page.next` of the answer before.', {type: 'integer', minimum: 1}),
  IfMatch: {name: 'If-Match', in: 'header', required: false, description: 'The ETag that was read, or `*` to overwrite knowingly. Absent: 428.', schema: {type: 'string', maxLength: 100}},
  IfNoneMatch: {name: 'If-None-Match', in: 'header', description: 'An ETag that is already known: 304 when it still holds.', schema: {type: 'string', maxLength: 200}},
  IdempotencyKey: {name: 'Idempotency-Key', in: 'header', description: 'The same key and body again returns the first answer for 24 hours.', schema: {type: 'string', minLength: 1, maxLength: 255}},
};

export const HEADERS = {
  ETag: {description: 'Version of the record with the generations of rights and definitions.', schema: {type: 'string'}},
  Location: {description: 'Where the new record is.', schema: {type: 'string'}},
  ChangeSet: {description: 'The change set of this write; undo it by `POST /change-sets/{id}/undo`.', schema: {type: 'string', format: 'uuid'}},
  ContentDisposition: {description: 'Always `attachment`, with the name of the file.', schema: {type: 'string'}},
  RetryAfter: {description: 'Seconds to wait.', schema: {type: 'integer', minimum: 0}},
};

const problem = (description, headers) => ({
  description, ...(headers && {headers}), content: {'application/problem+json': {schema: ref('Problem')}},
});
const retry = {'Retry-After': {$ref: '#/components/headers/RetryAfter'}};

export const RESPONSES = {
  Malformed: problem('Malformed request: broken JSON, unknown field, operator or parameter, repeated parameter.'),
  Unauthorized: problem('Not logged in, or the session ended.'),
  Forbidden: problem('Visible, but not allowed.'),
  NotFound: problem('No such record, or not visible: one answer for both.'),
  Conflict: problem('Conflict with the state of the business or with a unique value.'),
  VersionConflict: problem('The record changed since it was read; `current` is the record as it is now.'),
  TooLarge: problem('The body is too large.'),
  UnsupportedMedia: problem('The content type is not supported.'),
  Invalid: problem('Values are not valid; `errors` lists all of them.'),
  PreconditionRequired: problem('If-Match is missing.'),
  Throttled: problem('Too many requests.', retry),
  Internal: problem('An error inside; the request id finds it in the log.'),
  Unavailable: problem('Busy or restarting.', retry),
};

const BY_STATUS = {
  400: 'Malformed', 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 409: 'Conflict', 412: 'VersionConflict',
  413: 'TooLarge', 415: 'UnsupportedMedia', 422: 'Invalid', 428: 'PreconditionRequired', 429: 'Throttled', 500: 'Internal', 503: 'Unavailable',
};

export const param = (name) => ({$ref: `#/components/parameters/${name}`});
export const header = (name) => ({$ref: `#/components/headers/${name}`});

/** {status: $ref} of the error answers an operation of this nature may give. */
export function errorResponses({auth = 'user', id = false, body = false, write = false, ifMatch = false, extra = []} = {}) {
  const statuses = [400, 401, 429, 500, 503, ...extra];
  if (auth !== 'none') statuses.push(403);
  if (id) statuses.push(404);
  if (body) statuses.push(413, 415, 422);
  if (write) statuses.push(403, 409, 422);
  if (ifMatch) statuses.push(412, 428);
  return Object.fromEntries([...new Set(statuses)].sort().map((s) => [s, {$ref: `#/components/responses/${BY_STATUS[s]}`}]));
}
