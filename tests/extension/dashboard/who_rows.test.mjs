// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { sorted } from '../../../extension/dashboard/who_rows.js';

const row = (day, company, kind, count) => ({ day, company, kind, count });
const ROWS = [
  row('2026-11-02', 'Étale', 'social', 2),
  row('2026-11-01', 'Zeta', 'advertising', 9),
  row('2026-11-02', 'Alpha', 'social', 5),
];

/** Column, direction, companies in order. */
const ORDERS = [
  ['day', true, ['Alpha', 'Étale', 'Zeta']],
  ['day', false, ['Zeta', 'Alpha', 'Étale']],
  ['company', false, ['Alpha', 'Étale', 'Zeta']],
  ['company', true, ['Zeta', 'Étale', 'Alpha']],
  ['kind', false, ['Zeta', 'Alpha', 'Étale']],
  ['count', true, ['Zeta', 'Alpha', 'Étale']],
];
for (const [by, down, companies] of ORDERS) {
  test(`by ${by}, ${down ? 'down' : 'up'}`, () => {
    assert.deepEqual(
      sorted(ROWS, by, down, 'fr').map(({ company }) => company),
      companies,
    );
  });
}
