// SPDX-License-Identifier: AGPL-3.0-or-later
// Files and functions stay small enough to be read at once.
import assert from 'node:assert/strict';
import test from 'node:test';
import {code, complaints, files, isGenerated} from './tree.mjs';

const LIMITS = [
  ['C source', /^(api|db|tests)\/.*\.c$/, 600],
  ['header', /^(api|db|tests)\/.*\.h$/, 200],
  ['definition', /^openapi\/(resources|operations)\/.*\.yaml$/, 250],
  ['SQL', /^(db|migrations)\/.*\.sql$/, 250],
  ['JavaScript', /^(web-client|openapi|db|bench)\/.*\.(js|jsx|mjs)$/, 300],
  ['test', /^tests\/.*\.mjs$/, 500],
  ['read me', /(^|\/)README\.md$/, 150],
];

const lines = (text) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

for (const [what, pattern, limit] of LIMITS)
  test(`no ${what} has more than ${limit} lines`, () => {
    assert.deepEqual(complaints(files(pattern), (text) => !isGenerated(text) && lines(text) > limit && `${lines(text)} lines`), []);
  });

/** [{name, length, depth}] of the functions of a C file in the layout of .clang-format. */
function functions(text) {
  const found = [];
  let open = null;
  for (const [i, line] of code(text).split('\n').entries()) {
    if (!open && /^[A-Za-z_].*\{$/.test(line) && line.includes('(')) open = {name: /(\w+)\s*\(/.exec(line)[1], start: i, depth: 0, deepest: 0};
    else if (!open && line === '{') open = {name: `line ${i}`, start: i, depth: 0, deepest: 0};
    else if (open && /^\}/.test(line)) { found.push({name: open.name, length: i - open.start - 1, depth: open.deepest}); open = null; }
    else if (open) for (const c of line) {
      if (c === '{') open.deepest = Math.max(open.deepest, ++open.depth);
      if (c === '}') open.depth--;
    }
  }
  return found;
}

const sources = () => files(/^(api|db|tests)\/.*\.c$/);

test('no C function has more than 60 lines', () => {
  assert.deepEqual(complaints(sources(), (text) => functions(text).filter((f) => f.length > 60).map((f) => `${f.name} has ${f.length} lines`)), []);
});

test('no C function nests deeper than 4', () => {
  assert.deepEqual(complaints(sources(), (text) => functions(text).filter((f) => f.depth > 4).map((f) => `${f.name} nests ${f.depth} deep`)), []);
});

test('functions are found at all', () => {
  assert.equal(functions('static int f(int a) {\n    if (a) {\n        return 1;\n    }\n    return 0;\n}\n')[0].depth, 1);
  assert.ok(sources().length > 50);
});
