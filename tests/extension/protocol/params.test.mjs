// SPDX-License-Identifier: GPL-3.0-or-later
// The schema, judged by an independent validator, must agree with the host's own readers on every shared case.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeValidators } from '../../support/schema.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const vectors = JSON.parse(readFileSync(join(root, 'tests/vectors/protocol/params.json'), 'utf8'));

/** {"$repeat": x, "times": n} is a long text, {"$items": x, "times": n} a long list. */
function expanded(value) {
  if (Array.isArray(value)) return value.map(expanded);
  if (value === null || typeof value !== 'object') return value;
  if ('$repeat' in value) return value.$repeat.repeat(value.times);
  if ('$items' in value) return Array(value.times).fill(expanded(value.$items));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expanded(item)]));
}

function paramsOf(base, row) {
  if ('params' in row) return expanded(row.params);
  const params = structuredClone(base);
  const last = row.at.at(-1);
  const parent = row.at.slice(0, -1).reduce((at, step) => at[step], params);
  if (row.remove) delete parent[last];
  else parent[last] = row.value;
  return expanded(params);
}

test('every method has cases', () => {
  const schemas = readdirSync(join(root, 'native-host/protocol/schema'))
    .filter((name) => name.endsWith('.request.json'))
    .map((name) => name.slice(0, -'.request.json'.length))
    .sort();
  assert.deepEqual(
    vectors.methods.map((group) => group.method),
    schemas,
  );
});

const validators = makeValidators();
for (const { method, base, cases } of vectors.methods) {
  test(`params of ${method}: the schema judges as the vectors say`, () => {
    const validate = validators.request(method);
    for (const row of cases) {
      const valid = validate(paramsOf(base, row));
      assert.equal(valid, row.valid, `${row.name}: ${JSON.stringify(validate.errors)}`);
    }
  });
}
