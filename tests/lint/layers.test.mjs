// SPDX-License-Identifier: AGPL-3.0-or-later
// Dependencies point one way, and each foreign library has one door.
import assert from 'node:assert/strict';
import test from 'node:test';
import {complaints, files} from './tree.mjs';

const includes = (text) => [...text.matchAll(/^\s*#\s*include\s+[<"]([^>"]+)[>"]/gm)].map((m) => m[1]);
const sources = files(/^(api|db)\/.*\.[ch]$/);

/** Which layer may include which. A layer is the first folder below api, or db/client. */
const MAY = {
  core: ['core'],
  'db/client': ['core', 'db/client'],
  parse: ['core', 'parse'],
  channels: ['core', 'channels'],
  pdf: ['core', 'pdf'],
  resource: ['core', 'db/client', 'pdf', 'resource'],
  actions: ['core', 'db/client', 'pdf', 'resource', 'channels', 'parse', 'actions'],
  http: ['core', 'db/client', 'resource', 'http'],
  jobs: ['core', 'db/client', 'pdf', 'resource', 'channels', 'parse', 'actions', 'jobs'],
  admin: ['core', 'db/client', 'admin'],
};

const layerOf = (path) => (path.startsWith('db/client/') ? 'db/client' : path.replace(/^api\//, '').split('/')[0]);

test('every layer includes only what lies below it', () => {
  assert.deepEqual(complaints(sources.filter((f) => layerOf(f) in MAY), (text, file) => includes(text)
    .filter((i) => layerOf(i) in MAY && i.includes('/') && !MAY[layerOf(file)].includes(layerOf(i)))
    .map((i) => `includes ${i}`)), []);
});

test('every source belongs to a layer', () => {
  assert.deepEqual(sources.filter((f) => !(layerOf(f) in MAY) && !/^api\/main_\w+\.c$/.test(f)), []);
});

/** header: where it may be included. */
const DOORS = [
  [/^libpq/, /^db\/client\//],
  [/^(ulfius|microhttpd|yder|orcania)\.h/, /^api\/http\//],
  [/^jwt\.h/, /^api\/(http|actions\/auth)\/token\.c$/],
  [/^sodium\.h/, /^api\/(core\/(crypto|base64)\.c|actions\/auth\/|channels\/files\/|admin\/)/],
  [/^(pango|cairo|glib)/, /^api\/pdf\//],
  [/^curl\//, /^api\/channels\/(net\/fetch|mail\/send)\.c$/],
  [/^(open)?ldap\.h/, /^api\/channels\/ldap\/ldap\.c$/],
  [/^gnutls\//, /^api\/actions\/auth\/sso_jws\.c$/],
  [/^(zip|expat|unicode\/ucnv|unicode\/ucsdet|seccomp)\b/, /^api\/parse\//],
  [/^(oath|liboath)/, /^api\/actions\/auth\//],
];

for (const [library, door] of DOORS)
  test(`${library.source} is included through its one door`, () => {
    assert.deepEqual(complaints(sources.filter((f) => !door.test(f)), (text) => includes(text).filter((i) => library.test(i)).map((i) => `includes ${i}`)), []);
  });
