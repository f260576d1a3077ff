// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { cell, csvOf } from '../../../extension/dashboard/csv.js';
import { KEPT_SHOES } from '../ui/harness/scenes.mjs';

/** A value, and its cell. */
const CELLS = [
  ['plain', 'plain'],
  [null, ''],
  [undefined, ''],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+33', "'+33"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  ['a=b', 'a=b'],
];
for (const [value, written] of CELLS) {
  test(`a cell of ${JSON.stringify(value)}`, () => assert.equal(cell(value), written));
}

test('intentions become rows, other records do not, and amounts are whole money', () => {
  const { id, ...record } = KEPT_SHOES;
  const text = csvOf([
    { kind: 'intention', id, record },
    { kind: 'request', id: 'b'.repeat(32), record: { brand: 'elsewhere.example' } },
  ]);
  const [head, row, ...rest] = text.split('\r\n');
  assert.ok(head.startsWith('\ufeffstage,direction,kind,name,'), head);
  assert.match(row, /^kept,want,product,Trail shoes,Sentier,shop\.example,https:/);
  assert.match(row, /,149\.00,129\.00,EUR,130\.00,EUR,under 130,/);
  assert.deepEqual(rest, ['']);
});
