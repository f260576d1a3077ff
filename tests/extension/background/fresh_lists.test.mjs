// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of lists: fetched at a press or each week, added, pasted, the person's own; and what is said of each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from '../../../extension/background/fresh_lists.js';
import { FakeBrowser, hex, refuse, settle } from '../support/fake_browser.mjs';
import { FakeLists } from '../support/fake_lists.mjs';

const kDay = 24 * 60 * 60 * 1000;

async function started() {
  const browser = new FakeBrowser();
  const lists = new FakeLists(browser);
  await browser.start();
  await settle();
  return { browser, lists };
}

/** @param {FakeBrowser} browser @param {object} message */
const tell = (browser, message) =>
  browser.fromPage('dashboard', { to: 'lists', op_id: hex(1), ...message });

/** @param {FakeBrowser} browser */
const outcomes = async (browser) =>
  Object.fromEntries(
    Object.entries((await tell(browser, { do: 'read' })).value.outcomes).map(
      ([list, { outcome, code }]) => [list, code || outcome],
    ),
  );

/** @param {string | Uint8Array} body @param {ResponseInit} [how] */
const answers = (body, how) => async () => new Response(body, how);

test('before any press nothing is fetched, and no alarm is wound', async () => {
  const { browser } = await started();
  await browser.clock.pass(30 * kDay);
  await browser.ring('fresh_lists');
  assert.deepEqual(browser.fetched, []);
  assert.equal(browser.alarms.size, 0);
});

test('a press fetches every list that is on and has an address, without a name or a trace', async () => {
  const { browser, lists } = await started();
  lists.lists[1].state = 'off';
  browser.answer = answers('||fresh.example^\n', { headers: { etag: '"2"' } });
  await tell(browser, { do: 'look' });
  await settle();
  const [{ url, init }, ...others] = browser.fetched;
  assert.deepEqual(others, []);
  assert.equal(url, 'https://lists.example/base.txt');
  const { credentials, referrerPolicy, method } = init;
  assert.deepEqual([credentials, referrerPolicy, method], ['omit', 'no-referrer', 'GET']);
  const [put] = browser.host.asked('filters.put_list');
  assert.equal(put.text, '||fresh.example^\n');
  assert.deepEqual([put.list, put.etag, put.last, put.size], ['base', '"2"', true, 17]);
  assert.deepEqual(await outcomes(browser), { base: 'fresh' });
});

test('what did not change since is asked for and said', async () => {
  const { browser, lists } = await started();
  const before = { etag: '"1"', last_modified: 'Sat, 21 Nov 2026 10:00:00 GMT' };
  Object.assign(lists.lists[0], before);
  browser.answer = async (_, { headers }) =>
    new Response(null, { status: headers['if-none-match'] === '"1"' ? 304 : 500 });
  await tell(browser, { do: 'look' });
  await settle();
  assert.deepEqual(browser.fetched[0]?.init.headers, {
    'if-none-match': '"1"',
    'if-modified-since': before.last_modified,
  });
  assert.deepEqual(await outcomes(browser), { base: 'same', tracking: 'list_status' });
  assert.deepEqual(browser.host.asked('filters.put_list'), []);
});

/** What came, and what is said of it. @type {[string, () => Promise<Response>, string][]} */
const kFaults = [
  ['no answer', () => Promise.reject(new TypeError('lost')), 'list_no_answer'],
  [
    'another place',
    answers(null, { status: 302, headers: { location: 'https://x.example/' } }),
    'list_elsewhere',
  ],
  ['nothing there', answers('gone', { status: 404 }), 'list_status'],
  [
    'less than was announced',
    answers('||a^', { headers: { 'content-length': '5000' } }),
    'list_cut_off',
  ],
  ['no text', answers(new Uint8Array([0xff, 0xfe, 0x00])), 'list_not_text'],
  ['more than 16 MiB', answers('x'.repeat(16 * 1024 * 1024 + 1)), 'list_too_large'],
];
for (const [what, answer, code] of kFaults) {
  test(`${what}: said by name, and the list stays as it was`, async () => {
    const { browser, lists } = await started();
    lists.lists[1].address = null;
    browser.answer = answer;
    await tell(browser, { do: 'look' });
    await settle();
    assert.deepEqual(await outcomes(browser), { base: code });
    assert.deepEqual(browser.host.asked('filters.put_list'), []);
  });
}

test('what the host refuses is said with its reason, and the next list is looked for', async () => {
  const { browser, lists } = await started();
  browser.answer = answers('<html>');
  lists.refuses = 'list_not_text';
  await tell(browser, { do: 'look' });
  await settle();
  assert.deepEqual(await outcomes(browser), { base: 'list_not_text', tracking: 'list_not_text' });
});

test('progress is told while it looks; a second press changes nothing', async () => {
  const { browser } = await started();
  let release = () => {};
  browser.answer = () =>
    new Promise((resolve) => {
      release = () => resolve(new Response('||a.example^'));
    });
  await tell(browser, { do: 'look' });
  const { value } = await tell(browser, { do: 'look' });
  assert.deepEqual(value.looking, { list: 'base', done: 0, of: 2 });
  assert.equal(browser.fetched.length, 1);
  release();
  await settle();
  assert.deepEqual((await tell(browser, { do: 'read' })).value.looking, {
    list: 'tracking',
    done: 1,
    of: 2,
  });
  await browser.clock.pass(100);
  assert.ok(browser.told.some(({ changed }) => changed === 'lists'));
  release();
});

test('weekly, once switched on: at once, then after a week, also over restarts', async () => {
  const { browser } = await started();
  browser.answer = answers('||a.example^');
  await tell(browser, { do: 'weekly', mode: 'on' });
  await settle();
  assert.equal(browser.fetched.length, 2);
  assert.ok(browser.alarms.has('fresh_lists'));
  browser.alarms.clear();
  await browser.start();
  assert.ok(browser.alarms.has('fresh_lists'), 'a browser may forget its alarms');
  await browser.clock.pass(6 * kDay);
  await browser.ring('fresh_lists');
  assert.equal(browser.fetched.length, 2);
  await browser.clock.pass(kDay);
  await browser.ring('other');
  assert.equal(browser.fetched.length, 2);
  await browser.ring('fresh_lists');
  assert.equal(browser.fetched.length, 4);
  await tell(browser, { do: 'weekly', mode: 'off' });
  assert.equal(browser.alarms.size, 0);
  await browser.clock.pass(30 * kDay);
  await browser.ring('fresh_lists');
  assert.equal(browser.fetched.length, 4);
});

test('a list is added by its address, and removed', async () => {
  const { browser, lists } = await started();
  browser.answer = answers('! Title: Mine\n||a.example^\n');
  await tell(browser, { do: 'add', address: 'https://mine.example/list.txt' });
  await settle();
  const [put] = browser.host.asked('filters.put_list');
  assert.deepEqual(
    [put.list, put.address, put.op_id],
    [null, 'https://mine.example/list.txt', hex(1)],
  );
  await tell(browser, { do: 'remove', list: 'custom-00000001' });
  assert.equal(lists.lists.length, 7);
  for (const address of [
    'http://mine.example/l.txt',
    'https://127.0.0.1/l.txt',
    'https://nas.local/l',
    'x',
  ]) {
    const { error } = await tell(browser, { do: 'add', address });
    assert.match(error.code, /^address_/, address);
  }
  assert.equal(browser.fetched.length, 1);
});

test('a text is pasted, in parts where it is long', async () => {
  const { browser, lists } = await started();
  const text = '||é.example^\n'.repeat(60_000);
  await tell(browser, { do: 'paste', title: 'Mine', text });
  const puts = browser.host.asked('filters.put_list');
  assert.ok(puts.length > 1);
  assert.deepEqual(
    puts.map(({ part }) => part),
    puts.map((_, at) => at),
  );
  assert.equal(new Set(puts.map(({ upload }) => upload)).size, 1);
  assert.equal(new Set(puts.map(({ op_id }) => op_id)).size, puts.length);
  assert.equal(lists.texts.get('custom-00000001'), text);
});

test('a text is cut into parts between characters', () => {
  const text = `${'x'.repeat(333_332)}\u{1f33b}y`;
  const parts = partsOf(text);
  assert.equal(parts.join(''), text);
  for (const part of parts) assert.ok(part.isWellFormed() && part.length <= 333_333);
  assert.deepEqual(partsOf(''), ['']);
});

test('own rules are written as they stand; a line that came meanwhile stays', async () => {
  const { browser, lists } = await started();
  lists.texts.set('own', '||a.example^\nshop.example##.ad\n');
  const { value } = await tell(browser, {
    do: 'write_own',
    before: '||a.example^\n',
    text: '! mine\n\n||b.example^\n\n',
  });
  assert.equal(value.text, '! mine\n\n||b.example^\nshop.example##.ad\n');
  assert.equal(lists.texts.get('own'), value.text);
  await tell(browser, { do: 'write_own', before: value.text, text: '' });
  assert.equal(lists.texts.get('own'), '');
});

test('a refusal of own rules is answered, and the old ones stay', async () => {
  const { browser, lists } = await started();
  lists.texts.set('own', '||a.example^\n');
  browser.host.methods['filters.put_list'] = () => {
    throw refuse('storage_full');
  };
  const { error } = await tell(browser, { do: 'write_own', before: '', text: 'x' });
  assert.equal(error.code, 'storage_full');
  assert.equal(lists.texts.get('own'), '||a.example^\n');
});
