// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOpId } from '../../../extension/core/op_id.js';
import { sound } from '../../../extension/core/text.js';

test('sound: what the host takes, counted in code points', () => {
  for (const [text, max, fit] of /** @type {[string, number, string][]} */ ([
    ['shoes', 10, 'shoes'],
    ['shoes', 3, 'sho'],
    ['a\0b', 10, 'a\ufffdb'],
    ['a\ud800b', 10, 'a\ufffdb'],
    ['\udc00', 10, '\ufffd'],
    ['😀😀😀', 2, '😀😀'],
    ['😀', 1, '😀'],
    ['a😀', 1, 'a'],
    ['', 5, ''],
  ])) {
    assert.equal(sound(text, max), fit, JSON.stringify(text));
  }
});

test('no two presses have the same name', () => {
  const names = new Set(Array.from({ length: 1_000 }, newOpId));
  assert.equal(names.size, 1_000);
  for (const name of names) assert.match(name, /^[0-9a-f]{32}$/);
});
