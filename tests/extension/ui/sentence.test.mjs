// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { flat, plain } from '../../../extension/ui/i18n.js';
import { furtherClauses, readAloud } from '../../../extension/ui/sentence.js';
import { WORDS } from './words_of_tests.mjs';

const { rows } = JSON.parse(
  readFileSync(new URL('../../vectors/sentences/lines.json', import.meta.url), 'utf8'),
);

/** The attempts of a row, with what it does not name. */
function attemptsOf(row) {
  return row.attempts.map((attempt, index) => ({
    key: String(index),
    outcome: 'stopped',
    method: 'GET',
    at: 0,
    body: null,
    ...attempt,
    explained: attempt.explained && {
      key: String(index),
      verdict: 'block',
      certainty: 'certain',
      filter: null,
      provider: null,
      kind: 'other',
      ...attempt.explained,
    },
  }));
}

for (const language of ['en', 'fr']) {
  for (const row of rows) {
    test(`${language}: ${row.name}`, () => {
      const lines = readAloud(WORDS[language], attemptsOf(row), row.shown).map((line) => ({
        line: `${plain([line.company])}: ${plain(line.clause)}`,
        more: line.more,
        sentence: plain(line.sentence),
      }));
      assert.deepEqual(lines, row[language]);
    });
  }
}

test('every attempt stands in exactly one line', () => {
  for (const row of rows) {
    const attempts = attemptsOf(row);
    const told = readAloud(WORDS.en, attempts, row.shown).flatMap((line) => line.attempts);
    assert.deepEqual(
      told.map(({ key }) => key).sort(),
      attempts.map(({ key }) => key).sort(),
      row.name,
    );
  }
});

test('what a call told beside its first clause is not lost', () => {
  const row = rows.find(({ name }) => name.startsWith('the most telling'));
  const [attempt] = attemptsOf(row);
  assert.deepEqual(furtherClauses(WORDS.en, attempt).map(plain), ['you visited this page']);
});

test('no name of a stranger can turn a sentence round', () => {
  const row = rows.find(({ name }) => name.startsWith('a hostile name'));
  const [line] = readAloud(WORDS.en, attemptsOf(row));
  const sentence = flat(line.sentence);
  assert.doesNotMatch(sentence, /[\u202a-\u202e\u200b\u0000\n]/);
  assert.match(sentence, /\u2068Evil <b>Corp<\/b>\u2069/);
});

test('an answer that is still awaited shows the host name, not an invented company', () => {
  const [line] = readAloud(WORDS.en, [
    {
      key: '1',
      outcome: 'stopped',
      url: 'https://t.example/x',
      type: 'image',
      method: 'GET',
      at: 0,
      explained: null,
      body: null,
    },
  ]);
  assert.equal(line.id, 't.example');
  assert.equal(line.kind, 'unread');
});
