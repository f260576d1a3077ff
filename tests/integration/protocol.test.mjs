// SPDX-License-Identifier: GPL-3.0-or-later
// Every way in which a message can be wrong gets its named error, and the next message still works.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { frame, startHost } from '../support/host.mjs';

const hello = { client: 'test', version: '1' };
/** A call whose params hold the given JSON text as it stands. */
const carrying = (text) => `{"v":1,"id":900,"method":"hello","params":{"client":${text}}}`;
const nested = (depth) => '['.repeat(depth) + ']'.repeat(depth);

const refused = [
  ['no JSON', '{', null, 'invalid_json'],
  ['an empty message', '', null, 'invalid_frame'],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), null, 'invalid_json'],
  ['not an object', '[]', null, 'invalid_frame'],
  ['no method', '{"v":1,"id":900,"params":{}}', 900, 'invalid_frame'],
  [
    'a field the envelope does not have',
    '{"v":1,"id":900,"method":"hello","params":{},"x":1}',
    900,
    'invalid_frame',
  ],
  ['another version', '{"v":2,"id":900,"method":"hello","params":{}}', 900, 'unsupported_version'],
  ['an unknown method', '{"v":1,"id":900,"method":"no.such","params":{}}', 900, 'unknown_method'],
  ['an unknown field', carrying('"a","version":"1","x":1'), 900, 'invalid_params'],
  ['a duplicate key', '{"v":1,"id":1,"id":2,"method":"hello","params":{}}', null, 'duplicate_key'],
  ['a duplicate key, escaped', carrying('"a","\\u0063lient":"b"'), null, 'duplicate_key'],
  ['1e999', carrying('1e999'), null, 'number_out_of_range'],
  [
    'an integer beyond 64 bits',
    carrying('123456789012345678901234567890'),
    null,
    'number_out_of_range',
  ],
  ['depth 33', carrying(nested(31)), null, 'json_too_deep'],
  ['depth 100,000', nested(100_000), null, 'json_too_deep'],
  ['a lone surrogate', carrying('"\\ud800"'), null, 'lone_surrogate'],
  ['an escaped NUL', carrying('"\\u0000"'), null, 'nul_character'],
  ['a raw NUL', carrying('"\0"'), null, 'nul_character'],
  ['2 million array elements', carrying(`[${'0,'.repeat(1_999_999)}0]`), null, 'array_too_long'],
  ['a text over every bound', carrying(`"${'x'.repeat(3 << 20)}"`), null, 'string_too_long'],
];

test('a message that is wrong is answered by name, and the next one works', async (t) => {
  const host = startHost(t);
  for (const [name, message, id, code] of refused) {
    host.write(frame(message));
    const answer = await host.nextStray();
    assert.deepEqual([answer.id, answer.error?.code], [id, code], name);
    assert.equal((await host.call('hello', hello)).protocol, 1, `hello after ${name}`);
  }
});

test('depth 32 is read', async (t) => {
  const host = startHost(t);
  host.write(frame(carrying(nested(30))));
  const answer = await host.nextStray();
  assert.equal(answer.error.code, 'invalid_params', 'read, and refused only as a client name');
});

test('an oversized frame is drained and answered, and the next message works', async (t) => {
  const host = startHost(t);
  const oversized = Buffer.alloc((8 << 20) + 1, 'x');
  host.write(frame(oversized));
  const answer = await host.nextStray();
  assert.deepEqual([answer.id, answer.error.code], [null, 'frame_too_large']);
  assert.equal((await host.call('hello', hello)).protocol, 1);
});

test('a frame of exactly 8 MiB is read', async (t) => {
  const host = startHost(t);
  const call = JSON.stringify({ v: 1, id: 900, method: 'hello', params: hello });
  host.write(frame(call + ' '.repeat((8 << 20) - call.length)));
  assert.equal((await host.nextStray()).result.protocol, 1);
});

test('input that ends inside a frame ends the host with status 0', async (t) => {
  for (const bytes of [[], [1], [9, 0, 0, 0], [9, 0, 0, 0, 0x7b]]) {
    const host = startHost(t);
    assert.equal((await host.call('hello', hello)).protocol, 1);
    host.write(Buffer.from(bytes));
    assert.deepEqual(await host.close(), { status: 0, signal: null }, `${bytes.length} bytes`);
  }
});

test('every id is answered when messages are pipelined', async (t) => {
  const host = startHost(t);
  const answers = await Promise.all(
    Array.from({ length: 500 }, (_, i) => host.ask(i % 5 ? 'status' : 'no.such')),
  );
  assert.equal(answers.filter((answer) => answer.result).length, 400);
  assert.equal(answers.filter((answer) => answer.error?.code === 'unknown_method').length, 100);
});

test('a message split into single bytes is one message', async (t) => {
  const host = startHost(t);
  for (const byte of frame(JSON.stringify({ v: 1, id: 900, method: 'status', params: {} }))) {
    host.write(Buffer.from([byte]));
  }
  assert.equal((await host.nextStray()).result.state, 'ready');
});

test('an error repeats nothing of the message', async (t) => {
  const host = startHost(t);
  for (const message of [
    '{"secret":"trail shoes","secret":1}',
    '{"v":1,"id":900,"method":"intentions.get","params":{"id":"trail shoes"}}',
    '{"v":1,"id":900,"method":"trail shoes","params":{}}',
    '{"v":1,"id":900,"method":"status","params":{"trail shoes":1}}',
  ]) {
    host.write(frame(message));
    assert.doesNotMatch(JSON.stringify(await host.nextStray()), /shoes/, message);
  }
  await host.close();
  assert.equal(host.stderr, '', 'nothing on stderr');
});

test('strict JSON: the shared cases, through the pipe', async (t) => {
  const url = new URL('../vectors/protocol/strict-json.json', import.meta.url);
  const host = startHost(t);
  for (const { name, text, expect } of JSON.parse(readFileSync(url, 'utf8')).cases) {
    host.write(frame(text));
    const { error } = await host.nextStray();
    // What is well-formed JSON is still no envelope.
    const want = expect === 'ok' ? ['invalid_frame', 'unsupported_version'] : [expect];
    assert.ok(want.includes(error.code), `${name}: ${error.code}`);
  }
});

test('a browser is known by its arguments', async (t) => {
  for (const args of [
    ['chrome-extension://abcdefghijklmnopabcdefghijklmnop/'],
    ['chrome-extension://abcdefghijklmnopabcdefghijklmnop/', '--parent-window=0'],
    ['/usr/lib/mozilla/native-messaging-hosts/org.volition.host.json', 'volition@volition.example'],
  ]) {
    const host = startHost(t, undefined, { arguments: args });
    assert.equal((await host.call('hello', hello)).state, 'ready', args.join(' '));
    await host.close();
  }
});
