// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectNative } from '../../../extension/platform/native.js';

/** A port of the browser's, moved by the test. */
function connecting() {
  /** @type {any} */
  const api = { runtime: {} };
  /** @type {any} */
  const port = {
    onMessage: {
      addListener: (/** @type {any} */ listener) => {
        port.message = listener;
      },
    },
    onDisconnect: {
      addListener: (/** @type {any} */ listener) => {
        port.closed = listener;
      },
    },
    posted: [],
    postMessage: (/** @type {object} */ message) => port.posted.push(message),
    disconnect: () => undefined,
  };
  api.runtime.connectNative = () => port;
  /** @type {unknown[]} */
  const log = [];
  const native = connectNative(api, 'org.volition.host', {
    message: (message) => log.push(message),
    closed: (reason, detail) => log.push([reason, detail]),
  });
  return { api, port, native, log };
}

test('the words with which a browser says that the host is missing, and that it ended', () => {
  for (const [
    how,
    words,
    reason,
  ] of /** @type {['lastError' | 'error', string | null, string][]} */ ([
    ['lastError', 'Specified native messaging host not found.', 'missing'],
    ['lastError', 'Access to the specified native messaging host is forbidden.', 'missing'],
    ['lastError', 'Native host has exited.', 'exited'],
    ['lastError', 'Error when communicating with the native messaging host.', 'exited'],
    ['error', 'No such native application org.volition.host', 'missing'],
    ['error', null, 'exited'],
  ])) {
    const { api, port, log } = connecting();
    if (how === 'lastError') api.runtime.lastError = { message: words };
    port.closed(how === 'error' ? { error: words && { message: words } } : {});
    assert.deepEqual(log, [[reason, words ?? '']], String(words));
  }
});

test('a port that closed takes no more messages and gives none', () => {
  const { port, native, log } = connecting();
  assert.equal(native.post({ id: 1 }), true);
  port.message({ id: 1 });
  port.closed({});
  assert.equal(native.post({ id: 2 }), false);
  port.message({ id: 2 });
  port.closed({});
  assert.deepEqual(port.posted, [{ id: 1 }]);
  assert.deepEqual(log, [{ id: 1 }, ['exited', '']]);
});

test('a port that closed and has not said so yet does not throw', () => {
  const { port, native } = connecting();
  port.postMessage = () => {
    throw new Error('Attempting to use a disconnected port object');
  };
  assert.equal(native.post({ id: 1 }), false);
});

test('a port that we closed says nothing', () => {
  const { port, native, log } = connecting();
  native.close();
  port.closed({});
  assert.deepEqual(log, []);
});
