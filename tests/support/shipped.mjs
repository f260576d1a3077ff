// SPDX-License-Identifier: GPL-3.0-or-later
// A copy of the program with small shipped lists beside it, as scripts/compile-lists leaves them in a build tree.
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, dataFolder, hostPath, opId } from './host.mjs';

/** The texts of the shipped lists: two that are on, one that is optional. */
export const shippedTexts = {
  base: '! Title: Base list\n! Version: 1\n||ads.example^\n||both.example^\n##.banner\n',
  tracking: '! Title: Tracking list\n! Version: 1\n||tracker.example^$third-party\n',
  french: '! Title: French list\n! Version: 1\n||pub.example^\n',
};

const entry = (name, on, languages = []) => ({
  name,
  title: `${name} as the catalogue calls it`,
  stops: 'what it stops',
  on,
  languages,
  licence: 'GPL-3.0-only',
  homepage: 'https://lists.example/',
  address: `https://lists.example/${name}.txt`,
});

/**
 * @param {import('node:test').TestContext} t
 * @param {{ texts?: Record<string, string> }} [how]
 * @returns {{ program: string, folder: string, data: string, baseline(browser: string): string }}
 */
export function shippedProgram(t, { texts = shippedTexts } = {}) {
  const folder = dataFolder(t);
  const data = join(folder, 'data');
  mkdirSync(join(data, 'lists'), { recursive: true });
  const program = join(folder, 'volition');
  copyFileSync(hostPath, program);
  const file = (name) => join(folder, `${name}.txt`);
  for (const [name, text] of Object.entries(texts)) writeFileSync(file(name), text);
  for (const browser of ['firefox', 'chromium']) {
    const out = join(folder, browser);
    const args = ['lists', 'compile', '--browser', browser, '--out', out];
    args.push('--report', join(out, 'report.json'));
    args.push('--lists', file('base'), file('tracking'), '--optional', file('french'));
    const run = command(folder, args, { program });
    assert.equal(run.status, 0, run.stderr);
    for (const file of ['baseline', 'report'])
      copyFileSync(join(out, `${file}.json`), join(data, `${file}-${browser}.json`));
  }
  const made = ['filters.image', 'filters.texts', 'cosmetics.image', 'checksums.json'];
  for (const name of [...made, 'cosmetics.json']) {
    copyFileSync(join(folder, 'chromium', name), join(data, name));
  }
  cpSync(file('french'), join(data, 'lists', 'french.txt'));
  const lists = [entry('base', true), entry('tracking', true), entry('french', false, ['fr'])];
  writeFileSync(join(data, 'lists.json'), JSON.stringify({ lists }));
  const baseline = (browser) =>
    JSON.parse(readFileSync(join(data, `baseline-${browser}.json`), 'utf8')).digest;
  return { program, folder, data, baseline };
}

/** The parameters of a `filters.put_list` that puts a whole text at once. @param {object} more what it says besides */
export const putList = (more) => ({
  op_id: opId(),
  list: null,
  address: null,
  title: null,
  etag: null,
  last_modified: null,
  upload: opId(),
  part: 0,
  last: true,
  size: null,
  ...more,
});
