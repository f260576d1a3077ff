// SPDX-License-Identifier: GPL-3.0-or-later
// The only fetch of the whole extension (requests.md, "Sending"). Before each one a session rule takes `Origin` and
// `Accept-Language` from our own requests: Firefox would otherwise send the profile's UUID to every brand, for ever. Without
// that rule nothing is sent. Answers are read up to a bound.

/** @import { Platform } from '../platform/platform.js' */

import { addressRefusal } from '../core/address.js';
import { joined } from '../core/bytes.js';
import { sound } from '../core/text.js';
import { HostCallError } from './host_client.js';
import { kPriorities, kSessionIds } from './rules.js';

const kMaxContentType = 200;
/** A brand that says nothing within this time has not answered. */
const kTimeoutMs = 30_000;

/** @typedef {{ status: number, url: string, contentType: string, bytes: Uint8Array }} WireAnswer */

export class Wire {
  /**
   * @param {Pick<Platform, 'rules' | 'ownDomain'>} platform
   * @param {typeof fetch} fetcher the browser's fetch
   */
  constructor(platform, fetcher) {
    this.platform = platform;
    this.fetcher = fetcher;
  }

  /**
   * One request on the wire.
   * @param {string} url
   * @param {'GET' | 'POST' | 'DELETE'} method
   * @param {number} maxBytes of the answer's body; 0: it is not read
   * @param {{ headers?: Record<string, string>, body?: string, redirect?: 'manual' }} [content] no redirect is ever followed;
   *   with 'manual' one is an answer of status 0 instead of none
   * @returns {Promise<WireAnswer | null>} null when no answer came
   */
  async ask(url, method, maxBytes, content = {}) {
    const refusal = addressRefusal(url);
    if (refusal) throw new HostCallError(refusal);
    await this.protectHeaders();
    try {
      const response = await this.fetcher(url, {
        method,
        redirect: 'error',
        ...content,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
        signal: AbortSignal.timeout(kTimeoutMs),
      });
      const bytes = await readAtMost(response, maxBytes);
      return {
        status: response.status,
        url: response.url,
        contentType: sound(response.headers.get('content-type') ?? '', kMaxContentType),
        bytes,
      };
    } catch {
      return null;
    }
  }

  /** Puts the header rule in force, or refuses with `header_rule_failed`. */
  async protectHeaders() {
    const rules = courierRules(this.platform.ownDomain);
    try {
      await this.platform.rules.updateSession({
        removeRuleIds: rules.map(({ id }) => id),
        addRules: rules,
      });
      const inForce = await this.platform.rules.session();
      for (const rule of rules) {
        const found = inForce.find(({ id }) => id === rule.id);
        if (found?.action.type !== rule.action.type) throw new Error('not in force');
        const headers = new Set(found.action.requestHeaders?.map(({ header }) => header));
        if (rule.action.requestHeaders?.some(({ header }) => !headers.has(header))) {
          throw new Error('not in force');
        }
      }
    } catch {
      throw new HostCallError('header_rule_failed');
    }
  }
}

/**
 * The rules for our own requests: two headers are taken away, and no filter of ours stops them.
 * @param {string} ownDomain
 * @returns {chrome.declarativeNetRequest.Rule[]}
 */
function courierRules(ownDomain) {
  const condition = { initiatorDomains: [ownDomain] };
  return /** @type {chrome.declarativeNetRequest.Rule[]} */ ([
    {
      id: kSessionIds.courierHeaders,
      priority: kPriorities.courierHeaders,
      action: {
        type: 'modifyHeaders',
        requestHeaders: [
          { header: 'origin', operation: 'remove' },
          { header: 'accept-language', operation: 'remove' },
        ],
      },
      condition,
    },
    {
      id: kSessionIds.courierAllowed,
      priority: kPriorities.courierAllowed,
      action: { type: 'allow' },
      condition,
    },
  ]);
}

/**
 * Reads a body up to a bound and lets go of the rest.
 * @param {Response} response
 * @param {number} maxBytes
 * @returns {Promise<Uint8Array>}
 */
async function readAtMost(response, maxBytes) {
  if (!response.body) return new Uint8Array();
  const reader = response.body.getReader();
  /** @type {Uint8Array[]} */
  const pieces = [];
  let length = 0;
  while (length < maxBytes) {
    const { done, value } = await reader.read();
    if (done) return joined(pieces, maxBytes);
    pieces.push(value);
    length += value.length;
  }
  reader.cancel().catch(() => undefined);
  return joined(pieces, maxBytes);
}
