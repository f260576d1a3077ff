// SPDX-License-Identifier: GPL-3.0-or-later
// Lists that come and go: switches, fresh texts, lists and rules of the person's own. Each answer is held to its schema.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { dataFolder, opId, startHost } from '../support/host.mjs';
import { putList, shippedProgram, shippedTexts } from '../support/shipped.mjs';

const put = (more = {}) => putList({ text: '||fresh.example^\n', ...more });
const setList = (list, state) => ({ op_id: opId(), list, state });
const verdicts = async (host, ...urls) => {
  const items = urls.map((url) => ({ url, type: 'script', frame: 'https://www.shop.example/' }));
  return (await host.call('filters.explain', { items })).items.map((item) => item.verdict);
};
/** Asks until the building has ended; each answer is the proof that the port did not wait. */
async function built(host) {
  for (;;) {
    const overview = await host.call('filters.lists');
    if (!overview.building) return overview;
  }
}
async function delta(host, browser, baseline) {
  for (;;) {
    const answer = await host.call('filters.delta', { browser, baseline });
    if (answer.state !== 'building') return answer;
  }
}
const listOf = (overview, id) => overview.lists.find((list) => list.id === id);

test('as shipped, nothing is built, and the shipped images answer', async (t) => {
  const { program, baseline } = shippedProgram(t);
  const folder = dataFolder(t);
  const host = startHost(t, folder, { program });
  const overview = await host.call('filters.lists');
  assert.deepEqual(
    overview.lists.map((list) => [list.id, list.kind, list.state, list.by_default]),
    [
      ['base', 'shipped', 'on', 'on'],
      ['tracking', 'shipped', 'on', 'on'],
      ['french', 'shipped', 'off', 'off'],
      ['own', 'own', 'on', 'on'],
    ],
  );
  const base = listOf(overview, 'base');
  assert.deepEqual(
    [base.version, base.counted, base.network, base.in_effect, base.cosmetic],
    ['1', true, 2, 2, 1],
  );
  assert.equal(listOf(overview, 'french').version, '1', 'an optional list too');
  assert.deepEqual([overview.building, overview.failed], [false, null]);
  const none = await host.call('filters.delta', {
    browser: 'firefox',
    baseline: baseline('firefox'),
  });
  assert.deepEqual(
    [none.state, none.enable, none.disable_sets, none.disable, none.rules, none.next],
    ['ready', [], [], [], [], null],
  );
  const other = await host.call('filters.delta', {
    browser: 'firefox',
    baseline: '0123456789abcdef',
  });
  assert.equal(other.state, 'other_baseline');
  assert.equal(existsSync(join(folder, 'filters')), false, 'nothing is written by looking');
});

test('a list switched on or off is built in, for explaining and for the browser', async (t) => {
  const { program, baseline } = shippedProgram(t);
  const folder = dataFolder(t);
  const host = startHost(t, folder, { program });
  const urls = ['https://ads.example/a', 'https://tracker.example/a', 'https://pub.example/a'];
  assert.deepEqual(await verdicts(host, ...urls), ['block', 'block', 'pass']);
  await host.call('filters.set_list', setList('french', 'on'));
  await host.call('filters.set_list', setList('tracking', 'off'));
  const overview = await built(host);
  assert.equal(overview.failed, null);
  assert.deepEqual(await verdicts(host, ...urls), ['block', 'pass', 'block']);
  assert.equal(listOf(overview, 'french').network, 1);
  const change = await delta(host, 'chromium', baseline('chromium'));
  assert.deepEqual(
    [change.state, change.enable, change.disable_sets, change.rules],
    ['ready', ['ruleset_3'], ['ruleset_2'], []],
  );
  await host.close();

  const next = startHost(t, folder, { program });
  assert.deepEqual(await verdicts(next, ...urls), ['block', 'pass', 'block'], 'the next host too');
  await next.call('filters.set_list', setList('french', 'off'));
  await next.call('filters.set_list', setList('tracking', 'on'));
  await built(next);
  assert.deepEqual(await verdicts(next, ...urls), ['block', 'block', 'pass']);
  await next.call('filters.set_list', setList('french', 'off')); // Each change sweeps.
  const left = readdirSync(join(folder, 'filters')).filter((name) => name.startsWith('built-'));
  assert.deepEqual(left, [], 'as shipped again: nothing built is left');
});

test('a fresh text takes the place of the shipped one', async (t) => {
  const { program, baseline } = shippedProgram(t);
  const host = startHost(t, dataFolder(t), { program });
  const text = shippedTexts.base
    .replace('Version: 1', 'Version: 2')
    .replace('||ads.example^', '||new-ads.example^');
  const press = put({
    list: 'base',
    text,
    etag: '"v2"',
    last_modified: 'today',
    size: text.length,
  });
  const first = await host.call('filters.put_list', press);
  assert.deepEqual(first, { received: text.length, outcome: 'fresh', list: 'base' });
  assert.deepEqual(await host.call('filters.put_list', press), first, 'a repeat changes nothing');
  const base = listOf(await built(host), 'base');
  assert.deepEqual(
    [base.version, base.etag, base.last_modified, base.fetched_on, base.bytes],
    ['2', '"v2"', 'today', (await host.call('status')).today, text.length],
  );
  const urls = ['https://ads.example/', 'https://new-ads.example/', 'https://both.example/'];
  assert.deepEqual(await verdicts(host, ...urls), ['pass', 'block', 'block']);
  const change = await delta(host, 'firefox', baseline('firefox'));
  assert.equal(change.state, 'ready');
  assert.match(JSON.stringify(change.rules), /new-ads\.example/);
  assert.match(change.digest, /^[0-9a-f]{16}$/);
  assert.deepEqual(await delta(host, 'firefox', baseline('firefox')), change, 'kept on the disk');
  const shipped = await host.call(
    'filters.put_list',
    put({ list: 'base', text: shippedTexts.base }),
  );
  assert.equal(shipped.outcome, 'fresh', 'the text before was another one');
  assert.equal(
    (await host.call('filters.put_list', put({ list: 'base', text: shippedTexts.base }))).outcome,
    'same',
  );
  await built(host);
  assert.deepEqual(await verdicts(host, ...urls), ['block', 'pass', 'block']);
});

test('own rules and added lists: put, read again, switched, removed', async (t) => {
  const { program, baseline } = shippedProgram(t);
  const folder = dataFolder(t);
  const host = startHost(t, folder, { program });
  const own = '||mine.example^\nshop.example##.pop\n@@||both.example^\n||x^$nonsense\n';
  assert.equal((await host.call('filters.put_list', put({ list: 'own', text: own }))).list, 'own');
  assert.deepEqual(await host.call('filters.text', { list: 'own' }), { text: own, next: null });
  const refused = await host.call('filters.refused', { list: 'own', limit: 10 });
  assert.deepEqual(refused, {
    lines: [{ line: 4, text: '||x^$nonsense', reason: 'unknown_option' }],
    next: null,
  });
  const address = 'https://lists.example/custom.txt';
  const custom = await host.call(
    'filters.put_list',
    put({ address, text: '! Title: Mine\n||custom.example^\n' }),
  );
  assert.match(custom.list, /^custom-[0-9a-f]{8}$/);
  const pasted = await host.call('filters.put_list', put({ title: 'Pasted' }));
  const overview = await built(host);
  assert.deepEqual(
    overview.lists.slice(3).map((list) => [list.id, list.title, list.address, list.network]),
    [
      ['own', '', null, 3],
      [custom.list, 'Mine', address, 1],
      [pasted.list, 'Pasted', null, 1],
    ],
  );
  assert.deepEqual(listOf(overview, 'own').refused, [{ reason: 'unknown_option', count: 1 }]);
  const urls = ['mine', 'both', 'custom', 'fresh'].map((name) => `https://${name}.example/`);
  assert.deepEqual(await verdicts(host, ...urls), ['block', 'excepted', 'block', 'block']);
  const hidden = await host.call('filters.cosmetics', { url: 'https://shop.example/' });
  assert.ok(hidden.selectors.includes('.pop'));
  const change = await delta(host, 'chromium', baseline('chromium'));
  assert.ok(change.rules.length >= 3);
  const elsewhere = await delta(host, 'chromium', 'ffffffffffffffff');
  assert.equal(elsewhere.state, 'other_baseline');
  assert.match(JSON.stringify(elsewhere.rules), /mine\.example/);

  const exported = [];
  for (let cursor = {}; cursor; ) {
    const page = await host.call('universe.export', cursor);
    exported.push(...page.items.filter((item) => item.kind === 'list').map((item) => item.record));
    cursor = page.next === null ? null : { cursor: page.next };
  }
  assert.deepEqual(exported, [
    { list: 'own', title: '', address: null, state: 'on', text: own },
    { list: custom.list, title: 'Mine', address, state: 'on' },
    { list: pasted.list, title: 'Pasted', address: null, state: 'on', text: '||fresh.example^\n' },
  ]);

  await host.call('filters.remove_list', { op_id: opId(), list: custom.list });
  await host.call('filters.set_list', setList(pasted.list, 'off'));
  assert.equal(listOf(await built(host), custom.list), undefined);
  assert.deepEqual(await verdicts(host, ...urls), ['block', 'excepted', 'pass', 'pass']);
  for (const list of ['base', 'own']) {
    await assert.rejects(host.call('filters.remove_list', { op_id: opId(), list }), {
      code: 'invalid_params',
    });
  }
  await assert.rejects(host.call('filters.set_list', setList('custom-00000000', 'on')), {
    code: 'not_found',
  });
  await host.call('filters.put_list', put({ list: 'own', text: '' }));
  await built(host);
  assert.deepEqual(await verdicts(host, ...urls), ['pass', 'block', 'pass', 'pass']);

  assert.equal((await host.call('universe.forget_all', { op_id: opId() })).state, 'forgotten');
  assert.deepEqual((await built(host)).lists.length, 4);
  assert.deepEqual(readdirSync(join(folder, 'filters', 'texts')), []);
});

test('a text in parts, and what is no list, half a list or too much', async (t) => {
  const { program } = shippedProgram(t);
  const host = startHost(t, dataFolder(t), { program });
  const upload = opId();
  const lines = Array.from({ length: 3000 }, (_, i) => `||host${i}.parts.example^\n`);
  const thirds = [0, 1, 2].map((i) => lines.slice(i * 1000, i * 1000 + 1000).join(''));
  const text = thirds.join('');
  const address = 'http://127.0.0.1:8080/list.txt';
  const { list: id } = await host.call('filters.put_list', put({ address, text: thirds[0] }));
  const part = (n, more = {}) =>
    put({ list: id, upload, part: n, last: n === 2, text: thirds[n], size: text.length, ...more });
  await assert.rejects(host.call('filters.put_list', part(1)), { code: 'unknown_upload' });
  assert.deepEqual(await host.call('filters.put_list', part(0)), {
    received: thirds[0].length,
    outcome: 'part',
    list: null,
  });
  await assert.rejects(host.call('filters.put_list', part(2)), { code: 'unknown_upload' });
  await host.call('filters.put_list', part(1));
  await host.call('filters.put_list', part(1));
  assert.equal((await host.call('filters.put_list', part(2))).received, text.length);
  await built(host);
  assert.deepEqual(await verdicts(host, 'https://host2999.parts.example/'), ['block']);

  const refusals = [
    ['list_not_text', { text: '<!doctype html><title>Sign in</title>' }],
    ['list_not_text', { text: '{"error": "gone"}' }],
    ['list_not_text', { text: '\u{FFFD}PNG\u0001\u0002' }],
    ['list_cut_off', { text: '||a.example^\n', size: 14 }],
    ['list_cut_off', { text: '!#if env_mobile\n||a.example^\n' }],
    ['list_cut_off', { text: '! Checksum: AAAAAAAAAAAAAAAAAAAAAA\n||a.example^\n' }],
    ['list_empty', { text: '! only a comment\n' }],
    ['list_shrank', { text: '||a.example^\n' }],
    [
      'list_grew',
      { text: Array.from({ length: 11 }, (_, i) => text.replaceAll('host', `h${i}`)).join('') },
    ],
    ['not_found', { list: 'custom-00000000' }],
    ['not_found', { list: 'nothing' }],
    ['invalid_params', { list: null, address: 'http://lists.example/plain.txt' }],
  ];
  for (const [code, more] of refusals) {
    await assert.rejects(host.call('filters.put_list', put({ list: id, ...more })), { code }, code);
  }
  const piece = 'x'.repeat(1_000_000);
  const large = opId();
  for (let n = 0; n < 16; n += 1) {
    await host.call('filters.put_list', put({ upload: large, part: n, last: false, text: piece }));
  }
  await assert.rejects(
    host.call('filters.put_list', put({ upload: large, part: 16, last: false, text: piece })),
    { code: 'list_too_large' },
  );
  assert.deepEqual(await verdicts(host, 'https://host2999.parts.example/'), ['block']);
});

test('what is in effect is the asking browser’s, after its bounds', async (t) => {
  const { program, baseline } = shippedProgram(t);
  const host = startHost(t, dataFolder(t), { program });
  const text = Array.from(
    { length: 5100 },
    (_, i) => `||h${i}.example/p${i}$domain=s${i}.example\n`,
  ).join('');
  const { list } = await host.call('filters.put_list', put({ title: 'Many', text }));
  await built(host);
  const counts = {};
  for (const browser of ['chromium', 'firefox']) {
    const before = listOf(await host.call('filters.lists', { browser }), list);
    assert.equal(before.in_effect, 5100, 'before a browser’s bounds are known');
    const { left_out } = await delta(host, browser, baseline(browser));
    const after = listOf(await host.call('filters.lists', { browser }), list);
    const over = after.refused.find((one) => one.reason === 'over_budget')?.count ?? 0;
    assert.deepEqual([after.in_effect + over, left_out], [5100, over], browser);
    counts[browser] = after.in_effect;
  }
  assert.deepEqual(counts, { chromium: 5100, firefox: 4950 });
});

test('while lists are built the port answers, in both hosts that share a folder', async (t) => {
  const { program } = shippedProgram(t);
  const folder = dataFolder(t);
  const one = startHost(t, folder, { program });
  const two = startHost(t, folder, { program });
  const text = Array.from({ length: 40_000 }, (_, i) => `||h${i}.big.example/a${i}^$script\n`).join(
    '',
  );
  assert.deepEqual(await verdicts(two, 'https://h7.big.example/a7'), ['pass']);
  const answer = one.call('filters.put_list', put({ text: text.slice(0, 900_000) }));
  const status = one.call('status');
  const building = one.call('filters.lists');
  await answer;
  await status;
  assert.equal((await building).building, true, 'answered before the building ended');
  await built(one);
  assert.deepEqual(await verdicts(one, 'https://h7.big.example/a7'), ['block']);
  assert.deepEqual(
    await verdicts(two, 'https://h7.big.example/a7'),
    ['block'],
    'the other host too',
  );
  await Promise.all(
    [one, two].flatMap((host, i) =>
      ['french', 'tracking'].map((list) =>
        host.call('filters.set_list', setList(list, i === 0 ? 'on' : 'off')),
      ),
    ),
  );
  // Each host counts for itself how often it saw another state.
  const counted = { revision: 0 };
  assert.deepEqual({ ...(await built(one)), ...counted }, { ...(await built(two)), ...counted });
});

test('another host’s switch is told by the revision; a browser’s language switches nothing that was switched before', async (t) => {
  const { program } = shippedProgram(t);
  const folder = dataFolder(t);
  const one = startHost(t, folder, { program });
  const two = startHost(t, folder, { program });
  const url = 'https://ads.example/';
  /** What each answer says of the lists. */
  const told = async (host) => {
    const { revision } = await host.call('filters.lists');
    const others = [await host.call('status'), await host.call('filters.cosmetics', { url })];
    assert.deepEqual(
      others.map(({ lists_revision }) => lists_revision),
      [revision, revision],
    );
    return revision;
  };
  const french = (state, by) => ({ ...setList('french', state), ...(by && { by }) });
  const stateOf = async (host) => listOf(await built(host), 'french').state;
  const first = await told(two);
  const guess = await one.call('filters.set_list', french('on', 'language'));
  assert.equal(guess.state, 'on', 'nobody had switched it');
  assert.equal(await stateOf(two), 'on');
  const second = await told(two);
  assert.notEqual(second, first);
  assert.equal(await told(two), second, 'and it rests');

  await one.call('filters.set_list', french('off'));
  const refused = await two.call('filters.set_list', french('on', 'language'));
  assert.equal(refused.state, 'off', 'it says how the list stands');
  assert.equal(await stateOf(one), 'off');
  assert.notEqual(await told(two), second);
  await two.call('filters.set_list', french('on'));
  assert.equal(await stateOf(one), 'on');
});

test('damaged and hostile files are named, lose nothing, and are built again', async (t) => {
  const { program } = shippedProgram(t);
  const folder = dataFolder(t);
  const first = startHost(t, folder, { program });
  await first.call('filters.put_list', put({ list: 'own', text: '||mine.example^\n' }));
  await built(first);
  await first.close();
  const store = join(folder, 'filters');
  const [image] = readdirSync(store).filter((name) => name.startsWith('built-'));
  for (const content of ['', 'VOLIFT1\n', 'x'.repeat(100_000)]) {
    writeFileSync(join(store, image, 'filters.image'), content);
    writeFileSync(join(store, image, 'cosmetics.image'), content);
    const host = startHost(t, folder, { program });
    assert.deepEqual(
      await verdicts(host, 'https://ads.example/'),
      ['block'],
      'the shipped image serves',
    );
    for (;;) if ((await verdicts(host, 'https://mine.example/'))[0] === 'block') break;
    await host.close();
  }

  const host = startHost(t, folder, { program });
  const [text] = readdirSync(join(store, 'texts'));
  writeFileSync(join(store, 'texts', text), '||other.example^\n');
  await host.call('filters.set_list', setList('french', 'on'));
  const overview = await built(host);
  assert.equal(overview.failed, 'list_unreadable', 'a text that is another than it was');
  assert.deepEqual(await verdicts(host, 'https://pub.example/', 'https://other.example/'), [
    'block',
    'pass',
  ]);
});
