// SPDX-License-Identifier: AGPL-3.0-or-later
// Where the things are that a test needs. `./guanxi test` sets GX_TEST_*; started by hand without
// them a test says so at once. Must not start anything.
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

const NEEDED = ['GX_TEST_SOCKET', 'GX_TEST_PORT', 'GX_TEST_TEMPLATE', 'GX_TEST_SECRETS', 'GX_TEST_BIN'];

export function testEnv() {
  const missing = NEEDED.filter((name) => !process.env[name]);
  if (missing.length) throw new Error(`${missing.join(', ')} not set: run ./guanxi test contract`);
  const e = process.env;
  return {
    socket: e.GX_TEST_SOCKET, port: e.GX_TEST_PORT, template: e.GX_TEST_TEMPLATE, secrets: e.GX_TEST_SECRETS,
    bin: e.GX_TEST_BIN, home: e.GX_TEST_HOME || ROOT,
  };
}

const json = (name) => JSON.parse(readFileSync(join(ROOT, 'openapi/dist', name), 'utf8'));

export const catalog = json('catalog.json');
export const contract = json('openapi.json');

export const resource = (name) => {
  const found = catalog.resources.find((r) => r.name === name);
  if (!found) throw new Error(`no resource ${name}`);
  return found;
};

/** The access rule as the tables of permission name it: what hangs on an owned record follows its owner. */
export const ruleOf = (r) => {
  if (!r.access_parent) return r.access;
  const parent = resource(r.fields.find((f) => f.name === r.access_parent).to);
  return ['owned', 'inherited:owned'].includes(ruleOf(parent)) ? 'inherited:owned' : 'inherited';
};

export const pascal = (name) => name.split('_').map((w) => w[0].toUpperCase() + w.slice(1)).join('');

/** Create bodies of the definition. */
export const examples = (name) => structuredClone(contract.components.schemas[`${pascal(name)}Create`]?.examples ?? []);
