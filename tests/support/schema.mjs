// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol's schema as validators, by ajv: for tests on either side of the pipe.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';

const folder = fileURLToPath(new URL('../../native-host/protocol/schema/', import.meta.url));

/** A day that the calendar has, from 1970 on. @param {string} text */
function isDay(text) {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text) && text >= '1970';
}

/**
 * Validators by method; `request` for params, `response` for results.
 * @returns {{ request(method: string): any, response(method: string): any, error: any }}
 */
export function makeValidators() {
  const ajv = new Ajv({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allErrors: false,
  });
  ajv.addFormat('date', isDay);
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.json')) ajv.addSchema(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  }
  const find = (name) => {
    const validate = ajv.getSchema(name);
    if (!validate) throw new Error(`no schema ${name}`);
    return validate;
  };
  return {
    request: (method) => find(`${method}.request.json`),
    response: (method) => find(`${method}.response.json`),
    error: find('error.json'),
  };
}
