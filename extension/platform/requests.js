// SPDX-License-Identifier: GPL-3.0-or-later
// Requests as webRequest shows them, and the one question that the browsers answer differently: did a rule stop this request?
// Chromium says net::ERR_BLOCKED_BY_CLIENT. Firefox says NS_ERROR_ABORT, which other ends have too, so there a request counts
// as stopped only if nobody was connected to for it: rules act before that. What Firefox's own tracking protection stops has names
// of its own.

/**
 * One request, in the words that both browsers share.
 * @typedef {object} SeenRequest
 * @property {string} id stays the same through redirects
 * @property {number} tabId -1 outside of tabs
 * @property {number} frameId
 * @property {string} url
 * @property {string} type
 * @property {string} method
 * @property {number} time milliseconds since 1970
 * @property {string | undefined} frame the document that asked (Firefox) or its origin (Chromium); a worker's outside of tabs
 * @property {string[]} documents the numbers of the document that asked and of the one around it, where the browser gives them
 * @property {boolean} ahead asked by a page that the browser prepares and does not show yet
 * @property {string | undefined} topUrl the page of the tab, as far as the browser says it
 */

/**
 * @typedef {object} RequestWatcher
 * @property {(request: SeenRequest, body: chrome.webRequest.OnBeforeRequestDetails['requestBody'] | null) => void} opened
 * @property {(id: string) => void} ended it ended in an error that is no stop; nobody tells of one that ends well
 * @property {(request: SeenRequest) => void} stopped the browser reports that it was blocked; nothing left
 */

/** Firefox's own protections, by the names of xpcom/base/ErrorList.py. */
const kFirefoxProtection =
  /^NS_ERROR_(TRACKING|FINGERPRINTING|CRYPTOMINING|SOCIALTRACKING|EMAILTRACKING)_URI$/;

/** The kinds of request that can carry a body, or begin a page. Firefox has a word of its own for `navigator.sendBeacon`. */
const kWithBody = ['main_frame', 'sub_frame', 'xmlhttprequest', 'ping', 'csp_report', 'other'];
const kWithBodyFirefox = [...kWithBody, 'beacon'];

/**
 * @typedef {{ requestId: string, tabId: number, frameId: number, url: string, type: string, method: string,
 *   timeStamp: number, initiator?: string | undefined, ip?: string | null, documentUrl?: string, originUrl?: string, documentId?: string,
 *   parentDocumentId?: string, documentLifecycle?: string, frameAncestors?: { url: string }[] }} RawDetails
 */

/**
 * @param {RawDetails} details
 * @returns {SeenRequest}
 */
function seen(details) {
  const { requestId, tabId, frameId, url, type, method, timeStamp } = details;
  const frame = details.documentUrl ?? details.initiator ?? details.originUrl;
  return {
    id: requestId,
    tabId,
    frameId,
    url,
    type,
    method,
    time: timeStamp,
    frame,
    documents: [details.documentId, details.parentDocumentId].filter(
      (number) => number !== undefined,
    ),
    ahead: details.documentLifecycle === 'prerender',
    topUrl: details.frameAncestors?.at(-1)?.url ?? details.documentUrl,
  };
}

/**
 * Whether the end of a request means that it was blocked.
 * @param {'chromium' | 'firefox'} family
 * @param {string} error the browser's word
 * @param {string | null | undefined} ip whom it was connected to, where it came that far
 */
export function isBlock(family, error, ip) {
  if (family === 'chromium') return error === 'net::ERR_BLOCKED_BY_CLIENT';
  if (kFirefoxProtection.test(error)) return true;
  return error === 'NS_ERROR_ABORT' && !ip;
}

/**
 * Must be called while the background starts: only then do these events wake it.
 * @param {typeof chrome} api
 * @param {'chromium' | 'firefox'} family
 * @param {RequestWatcher} watcher
 */
export function watchRequests(api, family, watcher) {
  /** @type {chrome.webRequest.RequestFilter} */
  const all = { urls: ['<all_urls>'] };
  // Each event costs the browser's main thread more than a third of what stopping the request does. An image, a script or a font
  // carries nothing, so only its being stopped is heard.
  const types = family === 'firefox' ? kWithBodyFirefox : kWithBody;
  const telling = {
    ...all,
    types: /** @type {chrome.webRequest.RequestFilter['types']} */ (types),
  };

  api.webRequest.onBeforeRequest.addListener(
    (details) => {
      watcher.opened(seen(/** @type {RawDetails} */ (details)), details.requestBody ?? null);
      return undefined;
    },
    telling,
    ['requestBody'],
  );
  api.webRequest.onErrorOccurred.addListener((raw) => {
    const details = /** @type {RawDetails} */ (raw);
    if (isBlock(family, raw.error, details.ip)) watcher.stopped(seen(details));
    else watcher.ended(details.requestId);
  }, all);
}
