// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a person's command: what it prints, and its exit codes.
import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { command, dataFolder, opId, startHost } from '../support/host.mjs';

const lamp = { direction: 'want', kind: 'product', name: 'Lamp', words: 'a warm light' };
const lines = (text) => text.trimEnd().split('\n');

async function withLamp(t) {
  const folder = dataFolder(t);
  const host = startHost(t, folder);
  await host.call('intentions.keep', { op_id: opId(), new: lamp });
  await host.close();
  return folder;
}

test('help and version', (t) => {
  const folder = dataFolder(t);
  for (const args of [
    ['--help'],
    ['lists', '--help'],
    ['lists', 'compile', '--help'],
    ['universe', '--help'],
  ]) {
    const run = command(folder, args);
    assert.equal(run.status, 0, args.join(' '));
    assert.match(run.stdout, /Usage:/);
  }
  const version = command(folder, ['--version']);
  assert.deepEqual([version.status, /^volition \d+\.\d+\.\d+\n$/.test(version.stdout)], [0, true]);
});

test('what is not understood ends with 2 and says so on stderr', (t) => {
  const folder = dataFolder(t);
  for (const args of [
    [],
    ['nonsense'],
    ['forget'],
    ['explain'],
    ['status', '--nonsense'],
    ['lists', 'compile', '--browser', 'lynx'],
  ]) {
    const run = command(folder, args);
    assert.deepEqual([run.status, run.stdout], [2, ''], args.join(' '));
    assert.notEqual(run.stderr, '', args.join(' '));
  }
});

test('status, for people and for machines', async (t) => {
  const folder = await withLamp(t);
  assert.match(command(folder, ['status']).stdout, /^state: ready\nrecords: 1\n/);
  const told = JSON.parse(command(folder, ['status', '--json']).stdout);
  assert.deepEqual([told.state, told.records, told.pending_erasure], ['ready', 1, false]);
});

test('export prints every record, one to a line; verify reads them all', async (t) => {
  const folder = await withLamp(t);
  const records = lines(command(folder, ['universe', 'export']).stdout).map((line) =>
    JSON.parse(line),
  );
  assert.equal(records.find((item) => item.kind === 'intention').record.words, lamp.words);
  assert.equal(command(folder, ['universe', 'verify']).status, 0);
});

test('forget --all leaves nothing', async (t) => {
  const folder = await withLamp(t);
  const run = command(folder, ['forget', '--all']);
  assert.deepEqual([run.status, run.stdout], [0, 'forgotten\n']);
  assert.equal(JSON.parse(command(folder, ['status', '--json']).stdout).records, 0);
});

test('without its key the universe says what it needs, and touches nothing', async (t) => {
  const folder = await withLamp(t);
  const elsewhere = dataFolder(t);
  copyFileSync(join(folder, 'universe.db'), join(elsewhere, 'universe.db'));
  const before = readFileSync(join(elsewhere, 'universe.db'));
  const run = command(elsewhere, ['status']);
  assert.deepEqual([run.status, lines(run.stdout)[0]], [1, 'state: needs_recovery']);
  assert.match(run.stderr, /key_missing/);
  const host = startHost(t, elsewhere);
  const hello = await host.call('hello', { client: 'test', version: '1' });
  const status = await host.call('status', {});
  for (const { state, reason } of [hello, status]) {
    assert.deepEqual([state, reason], ['needs_recovery', 'key_missing']);
  }
  await assert.rejects(host.call('intentions.list', { limit: 1 }), { code: 'key_missing' });
  assert.deepEqual(readFileSync(join(elsewhere, 'universe.db')), before);
});

test('the data folder is the person’s alone', async (t) => {
  const home = dataFolder(t);
  const run = command(home, ['status'], {
    environment: { VOLITION_DATA_DIR: '', XDG_DATA_HOME: '' },
  });
  assert.equal(run.status, 0, run.stderr);
  const folder = join(home, '.local', 'share', 'volition');
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  for (const name of readdirSync(folder)) {
    assert.equal(statSync(join(folder, name)).mode & 0o077, 0, `${name} is closed to others`);
  }
  const relative = command(home, ['status'], {
    environment: { VOLITION_DATA_DIR: 'here', XDG_DATA_HOME: 'here', HOME: '' },
  });
  assert.deepEqual(
    [relative.status, relative.stderr],
    [1, 'volition: file_failed: no home folder\n'],
  );
});

test('explain with lists of one’s own', (t) => {
  const folder = dataFolder(t);
  const list = join(folder, 'list.txt');
  writeFileSync(list, '! Title: Mine\n||tracker.example^\n');
  const url = 'https://tracker.example/pixel';
  const args = [
    'explain',
    url,
    '--type',
    'image',
    '--frame',
    'https://shop.example/',
    '--lists',
    list,
  ];
  assert.equal(
    command(folder, args).stdout,
    'verdict: block\nfilter: ||tracker.example^\n  Mine, line 2\n',
  );
  const told = JSON.parse(command(folder, [...args, '--json']).stdout);
  assert.deepEqual([told.verdict, told.filter.line], ['block', 2]);
  const missing = command(folder, ['explain', url, '--lists', join(folder, 'none.txt')]);
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /list_unreadable/);
  assert.equal(command(folder, ['explain', url, '--type', 'nonsense']).status, 1);
});

test('doctor --probe: the cage refuses what it must, and lets the universe work', (t) => {
  const folder = dataFolder(t);
  assert.equal(command(folder, ['install', '--browser', 'chromium']).status, 0);
  const run = command(folder, ['doctor', '--probe']);
  assert.equal(run.status, 0, run.stdout + run.stderr);
  const walls = lines(run.stdout).slice(0, 2);
  assert.deepEqual(walls[1], 'seccomp: on');
  const refused = lines(run.stdout).filter((line) => line.startsWith('refused: '));
  for (const what of ['open a network socket', 'connect', 'start a program', 'map code', 'trace']) {
    assert.ok(refused.includes(`refused: ${what}`), what);
  }
  if (walls[0] === 'landlock: on') assert.ok(refused.includes('refused: read /etc/passwd'));
  else t.diagnostic('this kernel has no Landlock');
  assert.match(run.stdout, /allowed: write in the data folder/);
});

test('doctor finds a damaged universe', async (t) => {
  const folder = await withLamp(t);
  const file = join(folder, 'universe.db');
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 8192, Math.min(bytes.length, 40_000));
  writeFileSync(file, bytes);
  assert.equal(command(folder, ['install', '--browser', 'chromium']).status, 0);
  const run = command(folder, ['doctor']);
  assert.equal(run.status, 3);
  assert.match(run.stdout, /\nuniverse: storage_damaged/);
});

test('a folder that cannot be written is told by name', async (t) => {
  if (process.getuid() === 0) return t.skip('root may write everywhere');
  const folder = await withLamp(t);
  mkdirSync(join(folder, 'closed'));
  chmodSync(folder, 0o500);
  t.after(() => chmodSync(folder, 0o700));
  assert.match(command(folder, ['status']).stderr, /storage_read_only|storage_failed/);
});
