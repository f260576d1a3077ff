// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBlock, watchRequests } from '../../../extension/platform/requests.js';

test('isBlock: only what the browser reports as a block', () => {
  for (const [
    family,
    error,
    ip,
    block,
  ] of /** @type {[any, string, string | null | undefined, boolean][]} */ ([
    ['chromium', 'net::ERR_BLOCKED_BY_CLIENT', undefined, true],
    ['chromium', 'net::ERR_ABORTED', undefined, false],
    ['chromium', 'net::ERR_BLOCKED_BY_RESPONSE', undefined, false],
    ['chromium', 'NS_ERROR_ABORT', undefined, false],
    ['firefox', 'NS_ERROR_ABORT', null, true],
    ['firefox', 'NS_ERROR_ABORT', undefined, true],
    ['firefox', 'NS_ERROR_ABORT', '192.0.2.7', false],
    ['firefox', 'NS_BINDING_ABORTED', null, false],
    ['firefox', 'NS_ERROR_NET_TIMEOUT', null, false],
    ['firefox', 'NS_ERROR_TRACKING_URI', null, true],
    ['firefox', 'NS_ERROR_EMAILTRACKING_URI', null, true],
    ['firefox', 'net::ERR_BLOCKED_BY_CLIENT', null, false],
  ])) {
    assert.equal(isBlock(family, error, ip), block, `${family} ${error} ${ip}`);
  }
});

/** @param {'chromium' | 'firefox'} family */
function watching(family) {
  /** @type {Record<string, (details: any) => void>} */
  const fire = {};
  /** @type {Record<string, string[] | undefined>} */
  const kinds = {};
  const event = (/** @type {string} */ name) => ({
    addListener: (
      /** @type {any} */ listener,
      /** @type {any} */ filter,
      /** @type {any[]} */ ...extra
    ) => {
      assert.deepEqual(filter.urls, ['<all_urls>']);
      kinds[name] = filter.types;
      // Firefox throws where the third argument is there and undefined.
      assert.ok(!extra.includes(undefined));
      fire[name] = listener;
    },
  });
  // That it fails on any other is the point: each costs every page.
  const names = ['BeforeRequest', 'ErrorOccurred'];
  const webRequest = Object.fromEntries(names.map((name) => [`on${name}`, event(name)]));
  /** @type {string[]} */
  const log = [];
  watchRequests(/** @type {any} */ ({ webRequest }), family, {
    opened: ({ id }) => log.push(`opened ${id}`),
    ended: (id) => log.push(`ended ${id}`),
    stopped: ({ id, frame, topUrl }) => log.push(`stopped ${id} ${frame} ${topUrl}`),
  });
  return { fire, kinds, log };
}

test('Firefox: stopped only where nobody was connected to', () => {
  const { fire, log } = watching('firefox');
  const error = 'NS_ERROR_ABORT';
  const documentUrl = 'https://frame.example/f';
  const frameAncestors = [{ url: 'https://mid.example/' }, { url: 'https://page.example/' }];
  fire.BeforeRequest?.({ requestId: '1', documentUrl, frameAncestors });
  fire.ErrorOccurred?.({ requestId: '1', error, ip: null, documentUrl, frameAncestors });
  fire.BeforeRequest?.({ requestId: '2', documentUrl });
  fire.ErrorOccurred?.({ requestId: '2', error, ip: '192.0.2.7', documentUrl });
  // Redirected, and stopped at its second address.
  fire.BeforeRequest?.({ requestId: '3', documentUrl });
  fire.BeforeRequest?.({ requestId: '3', documentUrl });
  fire.ErrorOccurred?.({ requestId: '3', error, ip: null, documentUrl });
  // An image, whose beginning nobody hears.
  fire.ErrorOccurred?.({ requestId: '4', error, ip: null, documentUrl });
  assert.deepEqual(log, [
    'opened 1',
    `stopped 1 ${documentUrl} https://page.example/`,
    'opened 2',
    'ended 2',
    'opened 3',
    'opened 3',
    `stopped 3 ${documentUrl} ${documentUrl}`,
    `stopped 4 ${documentUrl} ${documentUrl}`,
  ]);
});

test('Chromium: the error alone says it', () => {
  const { fire, log } = watching('chromium');
  const initiator = 'https://page.example';
  fire.BeforeRequest?.({ requestId: '1', initiator });
  fire.ErrorOccurred?.({ requestId: '1', error: 'net::ERR_BLOCKED_BY_CLIENT', initiator });
  fire.BeforeRequest?.({ requestId: '2', initiator });
  fire.ErrorOccurred?.({ requestId: '2', error: 'net::ERR_ABORTED', initiator });
  assert.deepEqual(log, ['opened 1', `stopped 1 ${initiator} undefined`, 'opened 2', 'ended 2']);
});

for (const family of /** @type {const} */ (['chromium', 'firefox'])) {
  test(`${family}: what carries no body wakes the background once, when it was stopped`, () => {
    const { kinds } = watching(family);
    assert.equal(kinds.ErrorOccurred, undefined, 'the end of every kind');
    const begins = kinds.BeforeRequest;
    for (const bare of ['image', 'script', 'stylesheet', 'font', 'media', 'websocket', 'object']) {
      assert.ok(begins && !begins.includes(bare), bare);
    }
    const telling = ['main_frame', 'sub_frame', 'xmlhttprequest', 'ping', 'csp_report', 'other'];
    for (const kind of telling) assert.ok(begins?.includes(kind), kind);
    // Chromium refuses a filter with a kind that it does not know.
    assert.equal(begins?.includes('beacon'), family === 'firefox', 'beacon');
  });
}
