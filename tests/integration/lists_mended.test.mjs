// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are damaged: those that came with the program are made again from the lists' texts, the person's choice of
// lists from what is left of it; what cannot be mended is named, and the port answers all the while.
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { command, dataFolder, opId, startHost } from '../support/host.mjs';
import { putList, shippedProgram } from '../support/shipped.mjs';

const kAds = 'https://ads.example/a';
async function verdict(host, url = kAds) {
  const items = [{ url, type: 'script', frame: 'https://www.shop.example/' }];
  return (await host.call('filters.explain', { items })).items[0];
}
const hidden = async (host) =>
  (await host.call('filters.cosmetics', { url: 'https://shop.example/', names: ['.banner'] }))
    .selectors;
/** Asks until the answer is so; each answer is the proof that the port did not wait. */
async function until(host, method, is) {
  for (;;) {
    const answer = await host.call(method);
    if (is(answer)) return answer;
  }
}
/** Touches what a browser touches, so that the host meets what is damaged. */
const meet = async (host) => {
  await host.call('status');
  await verdict(host).catch(() => {});
  await hidden(host).catch(() => {});
};
const flip = (at) => (file) => {
  const bytes = readFileSync(file);
  bytes[at < 0 ? bytes.length + at : at] ^= 0x40;
  writeFileSync(file, bytes);
};
const older = (file) => {
  const bytes = readFileSync(file);
  bytes.writeUInt32LE(bytes.readUInt32LE(8) - 1, 8);
  writeFileSync(file, bytes);
};
const kDamage = [
  ['its first byte', flip(0)],
  ['its head', flip(30)],
  ['its middle', (file) => flip(Math.floor(readFileSync(file).length / 2))(file)],
  ['its last byte', flip(-1)],
  ['cut off', (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2))],
  ['empty', (file) => truncateSync(file, 0)],
  ['not there', (file) => rmSync(file)],
  ['of an older program', older],
];
const doctor = (folder, program) =>
  JSON.parse(command(folder, ['doctor', '--json'], { program }).stdout);
const namedBy = (report, name) => report.findings.filter((finding) => finding.name === name);

for (const file of ['filters.image', 'cosmetics.image']) {
  test(`a shipped ${file} that is damaged is made again from the texts`, async (t) => {
    const { program, data } = shippedProgram(t);
    const whole = readFileSync(join(data, file));
    for (const [what, damage] of kDamage) {
      writeFileSync(join(data, file), whole);
      damage(join(data, file));
      const damaged = existsSync(join(data, file)) ? readFileSync(join(data, file)) : null;
      const folder = dataFolder(t);
      assert.deepEqual(
        namedBy(doctor(folder, program), 'shipped_file_damaged').map((one) => one.found),
        [file],
        what,
      );
      const host = startHost(t, folder, { program });
      await meet(host);
      const overview = await until(host, 'filters.lists', (said) => said.rebuilt);
      await until(host, 'filters.lists', (said) => !said.building);
      assert.equal(overview.failed, null, what);
      const told = await verdict(host);
      assert.deepEqual([told.verdict, told.filter.line], ['block', 3], what);
      assert.deepEqual(await hidden(host), ['.banner'], what);
      await host.close();
      const next = startHost(t, folder, { program });
      assert.equal((await verdict(next)).verdict, 'block', `${what}: the next host too`);
      assert.equal((await next.call('filters.lists')).rebuilt, true);
      await next.close();
      const after = existsSync(join(data, file)) ? readFileSync(join(data, file)) : null;
      assert.deepEqual(after, damaged, 'nothing is written where the program lies');
    }
  });
}

test('an image that was built for the person and damaged is mended, and the hosts that serve it serve the mended one', async (t) => {
  const { program } = shippedProgram(t);
  const folder = dataFolder(t);
  const first = startHost(t, folder, { program });
  await first.call('filters.put_list', putList({ list: 'own', text: '||mine.test^\n' }));
  await until(first, 'filters.lists', (said) => !said.building);
  const mine = async (host) => (await verdict(host, 'https://mine.test/a')).verdict;
  assert.equal(await mine(first), 'block');
  const filters = join(folder, 'filters');
  const built = readdirSync(filters).find((name) => name.startsWith('built-')) ?? '';
  const image = join(filters, built, 'filters.image');
  const damaged = readFileSync(image);
  for (const word of ['ads', 'mine'])
    for (let at = damaged.indexOf(word); at >= 0; at = damaged.indexOf(word, at + 1))
      damaged[at] ^= 1;
  rmSync(image);
  writeFileSync(image, damaged);
  assert.equal(
    await mine(first),
    'pass',
    'its head is sound, so it is served until it is read whole',
  );
  const host = startHost(t, folder, { program });
  await meet(host);
  const lies = () => {
    try {
      return readFileSync(image);
    } catch {
      return damaged; // It is being put there.
    }
  };
  const deadline = performance.now() + 60_000;
  while (lies().equals(damaged)) {
    assert.ok(performance.now() < deadline, 'the image was not mended within a minute');
    await host.call('filters.lists');
  }
  for (const each of [host, first]) {
    assert.equal(await mine(each), 'block');
    assert.equal((await verdict(each)).verdict, 'block');
    await each.close();
  }
});

test('a program that is installed again is trusted again', async (t) => {
  const { program, data } = shippedProgram(t);
  const image = join(data, 'filters.image');
  const whole = readFileSync(image);
  flip(30)(image);
  const folder = dataFolder(t);
  const host = startHost(t, folder, { program });
  await meet(host);
  await until(host, 'filters.lists', (said) => said.rebuilt);
  await host.close();
  rmSync(image);
  writeFileSync(image, whole);
  const next = startHost(t, folder, { program });
  await until(next, 'filters.lists', (said) => !said.rebuilt && !said.building);
  assert.equal((await verdict(next)).verdict, 'block');
  await next.call('filters.set_list', { op_id: opId(), list: 'french', state: 'off' }); // Sweeps.
  const left = readdirSync(join(folder, 'filters')).filter((name) => name.startsWith('built-'));
  assert.deepEqual(left, [], 'the shipped images serve again');
});

test('with a text damaged too, the others are made again, and that is said', async (t) => {
  const { program, data } = shippedProgram(t);
  const sums = JSON.parse(readFileSync(join(data, 'checksums.json'), 'utf8'));
  const tracking = sums.texts.find((text) => text.list === 'tracking');
  flip(tracking.offset + 40)(join(data, 'filters.texts'));
  const folder = dataFolder(t);
  const calm = startHost(t, folder, { program });
  assert.equal((await verdict(calm)).verdict, 'block', 'the image alone is whole and serves');
  await calm.close();
  flip(0)(join(data, 'filters.image'));
  const host = startHost(t, folder, { program });
  await meet(host);
  const overview = await until(host, 'filters.lists', (said) => said.failed !== null);
  assert.deepEqual([overview.failed, overview.rebuilt], ['list_unreadable', true]);
  assert.equal((await verdict(host)).verdict, 'block');
  assert.deepEqual(
    namedBy(doctor(folder, program), 'shipped_file_damaged').map((one) => one.found),
    ['filters.image', 'filters.texts'],
  );
  await host.close();
});

test('with every text gone, the damage is named', async (t) => {
  const { program, data } = shippedProgram(t);
  truncateSync(join(data, 'filters.texts'), 0);
  truncateSync(join(data, 'filters.image'), 0);
  const folder = dataFolder(t);
  const host = startHost(t, folder, { program });
  await meet(host);
  const overview = await until(host, 'filters.lists', (said) => said.failed !== null);
  assert.deepEqual([overview.failed, overview.building], ['image_damaged', false]);
  assert.equal(overview.rebuilt, false);
  await assert.rejects(verdict(host), { code: 'image_damaged' });
  assert.equal((await host.call('status')).filters, false);
  await host.close();
  const next = startHost(t, folder, { program });
  await meet(next);
  const again = await until(next, 'filters.lists', (said) => said.failed !== null);
  assert.equal(again.failed, 'image_damaged', 'the next host says so too');
  await next.close();
});

const kOwn = '||mine.example^\n';
/** A folder with own rules, an added list, a fresh shipped list, and French switched on. */
async function lived(t, program) {
  const folder = dataFolder(t);
  const host = startHost(t, folder, { program });
  await host.call('filters.put_list', putList({ list: 'own', text: kOwn }));
  const text = '! Title: Added\n||added.example^\n';
  const address = 'https://lists.example/added.txt';
  await host.call('filters.put_list', putList({ address, etag: '"1"', text }));
  const base = '! Title: Base list\n! Version: 2\n||fresh.example^\n||ads.example^\n';
  await host.call('filters.put_list', putList({ list: 'base', text: base }));
  await host.call('filters.set_list', { op_id: opId(), list: 'french', state: 'on' });
  await until(host, 'filters.lists', (said) => !said.building);
  await host.close();
  return folder;
}
const kinds = (overview) =>
  overview.lists.map((list) => [list.kind === 'custom' ? 'custom' : list.id, list.state]);

test('a damaged choice of lists is put together from what is left of it', async (t) => {
  const { program } = shippedProgram(t);
  const folder = await lived(t, program);
  const store = join(folder, 'filters');
  const state = join(store, 'lists.json');
  const whole = readFileSync(state, 'utf8');
  const all = [
    ['base', 'on'],
    ['tracking', 'on'],
    ['french', 'on'],
    ['own', 'on'],
    ['custom', 'on'],
  ];
  const asShipped = all.map(([id, on]) => [id, id === 'french' ? 'off' : on]);
  const rows = [
    ['cut off at its end', whole.slice(0, -20), all, true],
    ['a byte of its head', whole.replace('version', 'version\u0001'), all, true],
    ['empty', '', asShipped, false],
    ['no JSON', '{', asShipped, false],
    ['an id that leads elsewhere', '{"version":1,"lists":[{"id":"../x"}]}', asShipped, false],
    ['zeros', '\0'.repeat(whole.length), asShipped, false],
  ];
  for (const [what, content, expected, addressed] of rows) {
    writeFileSync(state, content);
    assert.equal(namedBy(doctor(folder, program), 'lists_damaged').length, 1, what);
    const host = startHost(t, folder, { program });
    const overview = await until(host, 'filters.lists', (said) => !said.building);
    assert.deepEqual(kinds(overview), expected, what);
    assert.deepEqual([overview.failed, overview.restored_on !== null], [null, true], what);
    const custom = overview.lists.find((list) => list.kind === 'custom');
    assert.deepEqual([custom.title, custom.address !== null], ['Added', addressed], what);
    assert.equal(overview.lists[0].version, '2', `${what}: the fresh text serves`);
    for (const url of ['https://mine.example/', 'https://added.example/', 'https://fresh.example/'])
      assert.equal((await verdict(host, url)).verdict, 'block', `${what}: ${url}`);
    const told = await host.call('filters.text', { list: 'own' });
    assert.equal(told.text, kOwn, what);
    // A change sweeps, and what was found stays.
    await host.call('filters.set_list', { op_id: opId(), list: 'tracking', state: 'off' });
    await host.call('filters.set_list', { op_id: opId(), list: 'tracking', state: 'on' });
    assert.equal(readdirSync(join(store, 'texts')).length, 3, what);
    await host.close();
    assert.equal(readFileSync(join(store, 'lists.json.damaged'), 'utf8'), content, what);
    const report = doctor(folder, program);
    assert.equal(namedBy(report, 'lists_damaged').length, 0, what);
    assert.equal(namedBy(report, 'lists_restored')[0].weight, 'note', what);
    writeFileSync(state, whole);
  }
});

test('what is no file is kept aside too, and a newer program’s file stays', async (t) => {
  const { program } = shippedProgram(t);
  const folder = await lived(t, program);
  const store = join(folder, 'filters');
  const state = join(store, 'lists.json');
  const precious = join(folder, 'precious');
  writeFileSync(precious, 'the person’s');
  for (const make of [(file) => symlinkSync(precious, file), (file) => mkdirSync(file)]) {
    rmSync(state);
    rmSync(join(store, 'lists.json.damaged'), { recursive: true, force: true });
    make(state);
    const host = startHost(t, folder, { program });
    const overview = await until(host, 'filters.lists', (said) => !said.building);
    assert.equal(overview.restored_on !== null, true);
    assert.equal((await verdict(host, 'https://mine.example/')).verdict, 'block');
    await host.close();
    assert.equal(readFileSync(precious, 'utf8'), 'the person’s');
  }
  const newer = '{"version":2,"everything":"otherwise"}\n';
  writeFileSync(state, newer);
  const host = startHost(t, folder, { program });
  await assert.rejects(host.call('filters.lists'), { code: 'lists_damaged' });
  const set = { op_id: opId(), list: 'base', state: 'off' };
  await assert.rejects(host.call('filters.set_list', set), { code: 'lists_damaged' });
  assert.equal(readFileSync(state, 'utf8'), newer);
  assert.equal((await verdict(host)).verdict, 'block', 'the shipped images serve');
  await host.call('universe.forget_all', { op_id: opId() });
  assert.equal(existsSync(join(store, 'lists.json.damaged')), false);
  assert.deepEqual(readdirSync(join(store, 'texts')), []);
});

test('own rules of which a byte changed are still the person’s', async (t) => {
  const { program } = shippedProgram(t);
  const folder = await lived(t, program);
  const store = join(folder, 'filters');
  const own = readdirSync(join(store, 'texts')).find((name) => name.startsWith('own-'));
  writeFileSync(join(store, 'texts', own), '||mane.example^\n');
  writeFileSync(join(store, 'lists.json'), '');
  const host = startHost(t, folder, { program });
  const overview = await until(host, 'filters.lists', (said) => !said.building);
  assert.equal(overview.failed, null);
  const told = await host.call('filters.text', { list: 'own' });
  assert.equal(told.text, '||mane.example^\n');
});
