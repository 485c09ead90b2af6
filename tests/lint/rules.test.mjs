// SPDX-License-Identifier: AGPL-3.0-or-later
// Calls that are banned, words that are banned, headers that must be there.
import assert from 'node:assert/strict';
import test from 'node:test';
import {code, complaints, files, isGenerated, read} from './tree.mjs';

const C = files(/^(api|db)\/.*\.[ch]$/);

const BANNED = [
  [/\b(sprintf|vsprintf|strcpy|strcat|stpcpy|gets|strtok|alloca|system|popen|tmpnam|mktemp)\s*\(/, /^$/, 'use the bounded builders'],
  [/\bulfius_send_\w+\s*\(/, /^$/, 'outbound HTTP goes through net_fetch'],
  [/\bjwt_decode\s*\(/, /^api\/http\/token\.c$/, 'token_check is the one caller'],
  [/\bjson_loads?b?\s*\(/, /^api\/core\/json\.c$|^api\/parse\/|^api\/resource\/(catalog|rights)\.c$/, 'JSON from outside enters by gx_json_parse'],
  [/\b(atoi|atol|atof|sscanf)\s*\(/, /^api\/(parse\/|http\/metrics)|^db\/client\/copy\.c/, 'use gx_decimal_i64'],
  [/\bPQ(exec|execParams|sendQuery|sendQueryParams|sendQueryPrepared|prepare|sendPrepare)\s*\(/, /^db\/client\//, 'gx_db_pipeline is the only door'],
  [/\b(u_map_put|MHD_add_response_header|ulfius_add_header_to_response)\s*\(/, /^api\/http\/respond\.c$/, 'one writer sets headers'],
  [/\b(rand|srand|random|drand48)\s*\(/, /^$/, 'use gx_crypto_random'],
  [/\btime\s*\(\s*NULL\s*\)|\bgettimeofday\s*\(/, /^$/, 'use core/clock.h'],
];

for (const [call, except, why] of BANNED)
  test(`${call.source.slice(0, 50)}: ${why}`, () => {
    assert.deepEqual(complaints(C.filter((f) => !except.test(f)), (text) => code(text).split('\n')
      .flatMap((line, i) => (call.test(line) ? [`line ${i + 1}: ${line.trim().slice(0, 90)}`] : []))), []);
  });

test('every source says its licence in its first lines', () => {
  const list = files(/\.(c|h|sql|mjs|js|jsx|sh|cmake)$|CMakeLists\.txt$|^guanxi$/).filter((f) => !/^tests\/fixtures\/.*\.(csv|json)$|^web-client\/public\//.test(f));
  assert.deepEqual(complaints(list, (text) => !text.split('\n', 5).join('\n').includes('SPDX-License-Identifier: AGPL-3.0-or-later') && !isGenerated(text) && 'no SPDX line'), []);
});

test('C files say what they are for', () => {
  assert.deepEqual(complaints(files(/^(api|db)\/.*\.[ch]$/), (text) => !/^\/\/ SPDX[^\n]*\n(\/\/ [^\n]+\n)/.test(text) && 'no why-comment at the head'), []);
});

test('nothing is left for later', () => {
  const words = new RegExp(`\\b(${['TO', 'FIX', 'XX'].map((w, i) => w + ['DO', 'ME', 'X'][i]).join('|')}|not implemented)\\b`);
  const list = files(/\.(c|h|sql|mjs|js|jsx|yaml|sh|md|cmake|css)$/).filter((f) => f !== 'tests/lint/rules.test.mjs');
  assert.deepEqual(complaints(list, (text) => text.split('\n').flatMap((line, i) => (words.test(line) ? [`line ${i + 1}`] : []))), []);
});

test('no path of a machine is written down', () => {
  const list = files(/\.(c|h|sql|mjs|js|jsx|yaml|sh|md|cmake|json)$/).filter((f) => !f.startsWith('tests/lint/'));
  assert.deepEqual(complaints(list, (text) => text.split('\n').flatMap((line, i) => (/\/(work\/(main|shared)|tmp\/gx)\b/.test(line) ? [`line ${i + 1}`] : []))), []);
});

test('security definer functions fix their search_path', () => {
  assert.deepEqual(complaints(files(/^db\/.*\.sql$/), (text) => {
    const heads = text.match(/create (or replace )?(function|procedure)[^$]*?\$/gis) ?? [];
    return heads.filter((h) => /security definer/i.test(h) && !/set search_path/i.test(h)).map((h) => h.split('\n')[0]);
  }), []);
});

test('every top folder explains itself in at most 40 lines', () => {
  for (const folder of ['api', 'db', 'openapi', 'web-client', 'tests', 'deploy']) {
    const text = read(`${folder}/README.md`);
    assert.ok(text.split('\n').length <= 41, `${folder}/README.md is too long`);
  }
});
