// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { Rows } from '../../../extension/dashboard/rows.js';

/** Ten rows of 10, the third measured as 50. */
function ten() {
  const rows = new Rows(10);
  rows.heights.set('c', 50);
  rows.place(['a', 'b', 'c', 'd'], 10);
  return rows;
}

test('rows stand below one another, measured ones by their own height', () => {
  const rows = ten();
  assert.deepEqual([rows.top(0), rows.top(2), rows.top(3), rows.end], [0, 20, 70, 140]);
});

/** A place, and the row that stands there. */
const PLACES = [
  [-5, 0],
  [0, 0],
  [9, 0],
  [10, 1],
  [69, 2],
  [70, 3],
  [139, 9],
  [1000, 9],
];
for (const [y, row] of PLACES) {
  test(`at ${y} stands row ${row}`, () => assert.equal(ten().at(y), row));
}

/** From, to, what stays, what is drawn. */
const DRAWN = [
  [0, 15, [], [0, 1]],
  [60, 85, [], [2, 3, 4]],
  [60, 85, [9], [2, 3, 4, 9]],
  [-100, -1, [], []],
  [140, 400, [], []],
  [140, 400, [3], [3]],
];
for (const [from, to, staying, drawn] of DRAWN) {
  test(`between ${from} and ${to}, with ${staying} staying, ${drawn} are drawn`, () => {
    assert.deepEqual(ten().between(from, to, staying), drawn);
  });
}

test('an empty list draws nothing and has no height', () => {
  const rows = new Rows(10);
  rows.place([], 0);
  assert.deepEqual([rows.between(-10, 1000), rows.end, rows.top(5)], [[], 0, 0]);
});
