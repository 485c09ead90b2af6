// SPDX-License-Identifier: AGPL-3.0-or-later
// Every example in a definition must be a valid create body: a contract that shows wrong examples lies.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {pascal} from './schemas.mjs';

export function contractAjv(document) {
  const ajv = new Ajv2020({allErrors: true, strict: false, validateFormats: true});
  addFormats.default(ajv);
  ajv.addSchema({$id: 'contract', components: document.components});
  return ajv;
}

export function checkExamples(catalog, document) {
  const ajv = contractAjv(document);
  const bad = [];
  for (const r of catalog.resources) {
    if (!r.operations.includes('create')) continue;
    const validate = ajv.compile({$ref: `contract#/components/schemas/${pascal(r.name)}Create`});
    r.examples.forEach((example, i) => {
      if (!validate(example)) bad.push(...validate.errors.map((e) => `${r.name} example ${i}: ${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`));
    });
  }
  if (bad.length) throw new Error(`openapi: examples that do not fit\n  ${bad.join('\n  ')}`);
}
