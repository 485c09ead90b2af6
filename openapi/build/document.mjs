// SPDX-License-Identifier: AGPL-3.0-or-later
// Puts the contract together: OpenAPI 3.1 from the catalog, the other operations and the shared parts.
import {HEADERS, PARAMETERS, RESPONSES} from './parts.mjs';
import {operationItem} from './operations.mjs';
import {filterParameter, resourceOperations} from './paths.mjs';
import {pascal, resourceSchemas} from './schemas.mjs';

const DESCRIPTION = `The REST contract of Guanxi, an open CRM. Every resource has the same operations, parameters and errors.

- Ids are UUIDs; people see \`code\`. Money, quantities and rates are decimal strings. Dates are \`YYYY-MM-DD\`, times RFC 3339 in UTC, \`null\` is empty.
- A field or record that the caller may not read does not exist in any answer: fields are absent, records are 404.
- Writes of a record need \`If-Match\`; every POST accepts \`Idempotency-Key\`; unknown parameters, fields and repeated parameters are 400.
- Errors are \`application/problem+json\` with a stable \`code\`; validation lists every error at once.`;

export function makeDocument(catalog, sources, operations) {
  const paths = {};
  const put = ({path, method, operation, root}) => {
    paths[path] ??= {...(root && {servers: [{url: '/', description: 'Outside the versioned base path'}]})};
    if (paths[path][method]) throw new Error(`${method} ${path} is defined twice`);
    paths[path][method] = operation;
  };
  operations.map(operationItem).forEach(put);
  catalog.resources.flatMap(resourceOperations).forEach(put);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Guanxi', version: '1.0.0', summary: 'Customer relationship management', description: DESCRIPTION,
      license: {name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later'},
    },
    servers: [{url: '/api/v1', description: 'This deployment'}],
    security: [{bearer: []}],
    tags: tags(catalog, sources),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: {bearer: {type: 'http', scheme: 'bearer', description: 'An access token from `POST /auth/login`, or an API key (`gxk_…`).'}},
      parameters: {...PARAMETERS, ...Object.fromEntries(catalog.resources.map((r) => [`${pascal(r.name)}Filter`, filterParameter(r)]))},
      headers: HEADERS,
      responses: RESPONSES,
      schemas: {...sources.schemas, ...Object.assign({}, ...catalog.resources.map(resourceSchemas))},
    },
  };
}

function tags(catalog, sources) {
  const used = new Map(sources.operations.map((f) => [f.tag.name, f.tag.description]));
  for (const m of catalog.modules) {
    if (catalog.resources.some((r) => r.module === m.name)) used.set(m.name, `${m.title.en} (${m.title['zh-CN']})`);
  }
  return [...used].map(([name, description]) => ({name, description}));
}
