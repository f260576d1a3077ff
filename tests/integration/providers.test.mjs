// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv';

const kData = new URL('../../native-host/data/', import.meta.url);
const read = (/** @type {string} */ path) => JSON.parse(readFileSync(new URL(path, kData), 'utf8'));
const files = readdirSync(new URL('providers/', kData)).filter(
  (file) => file.endsWith('.json') && file !== 'provider.schema.json',
);
const validate = new Ajv({ strict: true, strictTypes: false }).compile(
  read('providers/provider.schema.json'),
);

test('every provider file has the form of the schema', () => {
  assert.ok(files.length >= 30);
  for (const file of files) {
    const provider = read(`providers/${file}`);
    assert.ok(validate(provider), `${file}: ${JSON.stringify(validate.errors)}`);
    assert.equal(`${provider.id}.json`, file);
    assert.ok(provider.calls || provider.loaders, `${file} recognises nothing`);
  }
});

test('a field that nobody knows is refused', () => {
  const [file] = files;
  assert.ok(!validate({ ...read(`providers/${file}`), colour: 'red' }));
});

test('every domain of the company table is named once, in lower case', () => {
  const seen = new Map();
  for (const { company, kind, domains } of read('companies.json')) {
    assert.match(kind, /^(retargeting|advertising|analytics|social|other)$/, company);
    for (const domain of domains) {
      assert.match(domain, /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
      assert.ok(!seen.has(domain), `${domain}: ${company} and ${seen.get(domain)}`);
      seen.set(domain, company);
    }
  }
});
