// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asText, joined, toBase64 } from '../../../extension/core/bytes.js';

test('toBase64 agrees with Node for every length around a slice', () => {
  for (const length of [0, 1, 2, 3, 0x1fff, 0x2000, 0x2001, 70_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7) % 256);
    assert.equal(toBase64(bytes), Buffer.from(bytes).toString('base64'), `${length} bytes`);
  }
});

test('asText: text where it is text, null where it is not', () => {
  const utf8 = (/** @type {string} */ text) => new TextEncoder().encode(text);
  for (const [bytes, text] of /** @type {[Uint8Array, string | null][]} */ ([
    [utf8('ev=é€😀'), 'ev=é€😀'],
    [utf8(''), ''],
    [utf8('é€😀').subarray(0, 8), 'é€'],
    [utf8('é€').subarray(0, 4), 'é'],
    [new Uint8Array([0xff, 0xfe, 0x41, 0x42]), null],
    [new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]), null],
    [utf8('a\0b'), null],
  ])) {
    assert.equal(asText(bytes), text, `[${bytes}]`);
  }
});

test('joined cuts where it must', () => {
  const pieces = [new Uint8Array([1, 2]), new Uint8Array([]), new Uint8Array([3, 4, 5])];
  assert.deepEqual([...joined(pieces, 10)], [1, 2, 3, 4, 5]);
  assert.deepEqual([...joined(pieces, 3)], [1, 2, 3]);
  assert.deepEqual([...joined(pieces, 2)], [1, 2]);
  assert.deepEqual([...joined([], 2)], []);
});
