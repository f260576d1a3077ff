// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import test from 'node:test';
import { clean, cleanLines, reveal } from '../../../extension/ui/clean.js';

const ROWS = [
  ['plain text stays', 'Trail shoes, 42', 'Trail shoes, 42'],
  ['markup stays text', '<img src=x onerror=1>', '<img src=x onerror=1>'],
  ['direction overrides go', 'a\u202eb\u2066c\u2069d\u200f', 'abcd'],
  ['zero-width and soft hyphens go', 'a\u200bb\u00adc\ufeffd\u2060', 'abcd'],
  ['controls go, white space folds', ' a\u0000\u0007\n\t b\u0085 c ', 'a b c'],
  ['tag characters go', 'a\u{e0041}\u{e007f}b', 'ab'],
  ['emoji that are joined stay', '👨‍👩‍👧 ❤️', '👨‍👩‍👧 ❤️'],
  ['other scripts stay', 'קפה عربى 茶 नमस्ते', 'קפה عربى 茶 नमस्ते'],
  ['fillers that look like nothing go', 'a\u3164\u115f\uffa0b', 'ab'],
];
for (const [name, text, expected] of ROWS) {
  test(name, () => assert.equal(clean(text), expected));
}

test('it cuts by what a person counts as a character', () => {
  assert.equal(clean('👨‍👩‍👧'.repeat(5), 3), `${'👨‍👩‍👧'.repeat(3)}…`);
  assert.equal(clean('abc', 3), 'abc');
});

test('a heap of combining marks stays low', () => {
  assert.ok(clean(`z${'\u0301'.repeat(5000)}`, 10).length <= 8);
});

test('a text of a megabyte is cut before it is worked on', () => {
  const began = performance.now();
  clean('x'.repeat(1_000_000), 80);
  assert.ok(performance.now() - began < 200);
});

test('a reply keeps its lines and loses what cannot be seen', () => {
  assert.equal(cleanLines('a\r\nb\u202e\rc\td'), 'a\nb\nc d');
});

test('an exact text keeps every character, and names the unseen ones', () => {
  const text = 'a\u202eb\n\tc\u0000';
  const stretches = reveal(text);
  assert.equal(stretches.map((one) => one.text).join(''), text);
  assert.deepEqual(
    stretches.filter((one) => one.code).map((one) => one.code),
    ['U+202E', 'U+0000'],
  );
});
