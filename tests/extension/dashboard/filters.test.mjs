// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  groupsOf,
  isNarrow,
  kEverything,
  soughtWords,
} from '../../../extension/dashboard/filters.js';

const OPEN = ['kept', 'asked', 'answered'];

/** Filters, and what is asked for each group that is left. */
const CASES = [
  [
    {},
    {
      wanted: { stages: OPEN, direction: 'want' },
      giving: { stages: OPEN, direction: 'give' },
      fading: { stages: ['noticed'] },
      done: { stages: ['done'] },
    },
  ],
  [
    { stage: 'asked' },
    {
      wanted: { stages: ['asked'], direction: 'want' },
      giving: { stages: ['asked'], direction: 'give' },
    },
  ],
  [{ stage: 'noticed' }, { fading: { stages: ['noticed'] } }],
  [
    { direction: 'give' },
    {
      giving: { stages: OPEN, direction: 'give' },
      fading: { stages: ['noticed'], direction: 'give' },
      done: { stages: ['done'], direction: 'give' },
    },
  ],
  [
    { stage: 'done', brand: 'shop.example', words: '  blue  ' },
    { done: { stages: ['done'], brand: 'shop.example', words: 'blue' } },
  ],
  [
    { kind: 'service', direction: 'want' },
    {
      wanted: { stages: OPEN, direction: 'want', kind: 'service' },
      fading: { stages: ['noticed'], direction: 'want', kind: 'service' },
      done: { stages: ['done'], direction: 'want', kind: 'service' },
    },
  ],
  [
    { fades: 'soon', brand: 'shop.example' },
    { fading: { stages: ['noticed'], fades_within_days: 3, brand: 'shop.example' } },
  ],
  [{ fades: 'soon', stage: 'kept' }, {}],
  [{ stage: 'kept', direction: 'want' }, { wanted: { stages: ['kept'], direction: 'want' } }],
];
for (const [filters, asked] of CASES) {
  test(`filters ${JSON.stringify(filters)}`, () => {
    const groups = groupsOf({ ...kEverything, ...filters });
    assert.deepEqual(Object.fromEntries(groups.map(({ name, ask }) => [name, ask])), asked);
  });
}

test('what is typed is cut to what the host takes, and white space asks for nothing', () => {
  assert.equal(soughtWords(`  ${'x'.repeat(300)}`).length, 200);
  assert.equal(isNarrow({ ...kEverything, words: '   ' }), false);
  assert.equal(isNarrow({ ...kEverything, brand: 'shop.example' }), true);
  assert.equal(isNarrow({ ...kEverything, kind: 'time' }), true);
  assert.equal(isNarrow({ ...kEverything, fades: 'soon' }), true);
});
