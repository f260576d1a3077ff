// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBlock, watchRequests } from '../../../extension/platform/requests.js';

test('isBlock: only what the browser reports as a block', () => {
  for (const [
    family,
    error,
    headersReady,
    block,
  ] of /** @type {[any, string, boolean, boolean][]} */ ([
    ['chromium', 'net::ERR_BLOCKED_BY_CLIENT', false, true],
    ['chromium', 'net::ERR_ABORTED', false, false],
    ['chromium', 'net::ERR_BLOCKED_BY_RESPONSE', true, false],
    ['chromium', 'NS_ERROR_ABORT', false, false],
    ['firefox', 'NS_ERROR_ABORT', false, true],
    ['firefox', 'NS_ERROR_ABORT', true, false],
    ['firefox', 'NS_BINDING_ABORTED', false, false],
    ['firefox', 'NS_ERROR_NET_TIMEOUT', false, false],
    ['firefox', 'NS_ERROR_TRACKING_URI', true, true],
    ['firefox', 'NS_ERROR_EMAILTRACKING_URI', false, true],
    ['firefox', 'net::ERR_BLOCKED_BY_CLIENT', false, false],
  ])) {
    assert.equal(isBlock(family, error, headersReady), block, `${family} ${error} ${headersReady}`);
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
  const names = [
    'BeforeRequest',
    'BeforeSendHeaders',
    'BeforeRedirect',
    'Completed',
    'ErrorOccurred',
  ];
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

test('Firefox: stopped only between the beginning and the headers', () => {
  const { fire, log } = watching('firefox');
  const error = 'NS_ERROR_ABORT';
  const documentUrl = 'https://frame.example/f';
  const frameAncestors = [{ url: 'https://mid.example/' }, { url: 'https://page.example/' }];
  fire.BeforeRequest?.({ requestId: '1', documentUrl, frameAncestors });
  fire.ErrorOccurred?.({ requestId: '1', error, documentUrl, frameAncestors });
  fire.BeforeRequest?.({ requestId: '2', documentUrl });
  fire.BeforeSendHeaders?.({ requestId: '2' });
  fire.ErrorOccurred?.({ requestId: '2', error, documentUrl });
  // Redirected, and stopped at its second address.
  fire.BeforeRequest?.({ requestId: '3', documentUrl });
  fire.BeforeSendHeaders?.({ requestId: '3' });
  fire.BeforeRedirect?.({ requestId: '3' });
  fire.BeforeRequest?.({ requestId: '3', documentUrl });
  fire.ErrorOccurred?.({ requestId: '3', error, documentUrl });
  // The end of something whose beginning nobody saw.
  fire.ErrorOccurred?.({ requestId: '4', error, documentUrl });
  assert.deepEqual(log, [
    'opened 1',
    `stopped 1 ${documentUrl} https://page.example/`,
    'opened 2',
    'ended 2',
    'opened 3',
    'ended 3',
    'opened 3',
    `stopped 3 ${documentUrl} ${documentUrl}`,
    'ended 4',
  ]);
});

test('Chromium: the error alone says it', () => {
  const { fire, log } = watching('chromium');
  const initiator = 'https://page.example';
  fire.BeforeRequest?.({ requestId: '1', initiator });
  fire.ErrorOccurred?.({ requestId: '1', error: 'net::ERR_BLOCKED_BY_CLIENT', initiator });
  fire.BeforeRequest?.({ requestId: '2', initiator });
  fire.Completed?.({ requestId: '2' });
  assert.deepEqual(log, ['opened 1', `stopped 1 ${initiator} undefined`, 'opened 2', 'ended 2']);
  assert.equal(fire.BeforeSendHeaders, undefined, 'no listener that it does not need');
});

test('Chromium: what carries no body wakes the background once, when it was stopped; Firefox is told of everything', () => {
  const { kinds } = watching('chromium');
  assert.equal(kinds.ErrorOccurred, undefined, 'the end of every kind');
  for (const name of ['BeforeRequest', 'BeforeRedirect', 'Completed']) {
    for (const bare of ['image', 'script', 'stylesheet', 'font', 'media', 'websocket', 'object']) {
      assert.ok(kinds[name] && !kinds[name].includes(bare), `${name} of ${bare}`);
    }
    for (const telling of [
      'main_frame',
      'sub_frame',
      'xmlhttprequest',
      'ping',
      'csp_report',
      'other',
    ]) {
      assert.ok(kinds[name]?.includes(telling), `${name} of ${telling}`);
    }
  }
  for (const types of Object.values(watching('firefox').kinds)) assert.equal(types, undefined);
});
