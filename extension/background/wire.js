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

/**
 * @typedef {object} WireAnswer
 * @property {number} status
 * @property {string} url
 * @property {string} contentType
 * @property {string} etag '' where none was said
 * @property {string} lastModified '' where none was said
 * @property {number | null} size of the body as the server said it; null where it did not, or packed the body on its way
 * @property {boolean} whole false where the body went on beyond the bound
 * @property {Uint8Array} bytes
 */

/** As the protocol has them. */
const kMaxEtag = 200;
const kMaxLastModified = 100;

export class Wire {
  /**
   * @param {Pick<Platform, 'rules' | 'ownDomain' | 'root'>} platform
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
      const { bytes, whole } = await readAtMost(response, maxBytes);
      const said = (/** @type {string} */ header) => response.headers.get(header) ?? '';
      return {
        status: response.status,
        url: response.url,
        contentType: sound(said('content-type'), kMaxContentType),
        // What is too long to be told back is not told at all.
        etag: said('etag').length <= kMaxEtag ? said('etag') : '',
        lastModified: said('last-modified').length <= kMaxLastModified ? said('last-modified') : '',
        size:
          said('content-encoding') === '' && /^\d{1,15}$/.test(said('content-length'))
            ? Number(said('content-length'))
            : null,
        whole,
        bytes,
      };
    } catch {
      return null;
    }
  }

  /**
   * A JSON file of our own package: nothing leaves the browser for it.
   * @param {string} path
   * @returns {Promise<unknown>} null where the package has none
   */
  async ownFile(path) {
    try {
      const response = await this.fetcher(this.platform.root + path);
      return response.ok ? await response.json() : null;
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
 * @returns {Promise<{ bytes: Uint8Array, whole: boolean }>}
 */
async function readAtMost(response, maxBytes) {
  if (!response.body) return { bytes: new Uint8Array(), whole: true };
  const reader = response.body.getReader();
  /** @type {Uint8Array[]} */
  const pieces = [];
  let length = 0;
  // One byte more than the bound says that there is more.
  while (maxBytes > 0 && length <= maxBytes) {
    const { done, value } = await reader.read();
    if (done) return { bytes: joined(pieces, maxBytes), whole: true };
    pieces.push(value);
    length += value.length;
  }
  reader.cancel().catch(() => undefined);
  return { bytes: joined(pieces, maxBytes), whole: false };
}
