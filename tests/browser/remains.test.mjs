// SPDX-License-Identifier: GPL-3.0-or-later
// The search for remains finds what was left, at any offset, and takes no structure of a database for a remain.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRemains, piecesOf, textForms } from './support/remains.mjs';

test('remains are found wherever they lie, and only they', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'volition-remains-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = (/** @type {string} */ name, /** @type {Buffer} */ content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const record = randomBytes(256);
  const publicKey = randomBytes(32);
  const structure = Buffer.concat([
    Buffer.from('SQLite format 3\0'),
    Buffer.alloc(200),
    Buffer.from('CREATE TABLE record(id BLOB PRIMARY KEY)'),
    // What a schema row looks like to a search for randomness: many different bytes, and a word.
    Buffer.from('4f574944811e02071711110182277461626c656f706f7003', 'hex'),
    Buffer.from('store_key'),
    publicKey,
  ]);
  const pieces = piecesOf([file('old', Buffer.concat([structure, record]))]);
  assert.ok(!pieces.some((piece) => publicKey.includes(piece)), 'the public name is no remain');
  assert.ok(pieces.length >= 8, `${pieces.length} pieces of 256 random bytes`);

  const moved = Buffer.concat([randomBytes(777), record.subarray(60, 160), randomBytes(50)]);
  const fresh = file('fresh', Buffer.concat([structure, randomBytes(4096)]));
  assert.deepEqual(findRemains([fresh], pieces), []);
  assert.notDeepEqual(findRemains([file('moved', moved)], pieces), []);

  const words = 'under 130, for the Vercors';
  const wide = file('wide', Buffer.concat([randomBytes(9), Buffer.from(words, 'utf16le')]));
  const narrow = file('narrow', Buffer.from(`…${words}…`));
  const found = findRemains([wide, narrow, fresh], textForms(words)).map((each) => each.file);
  assert.deepEqual(found, [wide, narrow]);
});
