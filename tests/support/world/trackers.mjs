// SPDX-License-Identifier: GPL-3.0-or-later
// The trackers, played by the world. They answer 200 to everything, so that a leak is heard and seen in the log.

/** @typedef {import('./one_port.mjs').Arrival} Arrival */
/** @typedef {import('./one_port.mjs').Reply} Reply */

const kPixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** @type {{host: RegExp, path: RegExp, kind: 'pixel' | 'loader', company: string}[]} */
const kTrackers = [
  { host: /^(www\.)?facebook\.com$/, path: /^\/tr\/?(\?|$)/, kind: 'pixel', company: 'Meta' },
  { host: /^connect\.facebook\.net$/, path: /./, kind: 'loader', company: 'Meta' },
  { host: /\.google-analytics\.com$/, path: /^\/g\/collect/, kind: 'pixel', company: 'Google' },
  { host: /^www\.googletagmanager\.com$/, path: /./, kind: 'loader', company: 'Google' },
  { host: /^sslwidget\.criteo\.com$/, path: /./, kind: 'pixel', company: 'Criteo' },
  { host: /^dynamic\.criteo\.com$/, path: /./, kind: 'loader', company: 'Criteo' },
];

/** Hosts for the certificate. */
export const kTrackerHosts = [
  'www.facebook.com',
  'connect.facebook.net',
  'region1.google-analytics.com',
  'www.googletagmanager.com',
  'sslwidget.criteo.com',
  'dynamic.criteo.com',
];

/**
 * @param {Arrival} arrival
 * @returns {{kind: 'pixel' | 'loader', company: string, reply: Reply} | null} null if this is no tracker's
 */
export function answerAsTracker(arrival) {
  const tracker = kTrackers.find(
    (each) => each.host.test(arrival.host) && each.path.test(arrival.path),
  );
  if (!tracker) return null;
  const script = tracker.kind === 'loader' || tracker.company === 'Criteo';
  /** @type {Record<string, string>} */
  const headers = { 'cache-control': 'no-store', 'access-control-allow-origin': '*' };
  headers['content-type'] = script ? 'text/javascript' : 'image/gif';
  const body = script ? `/* ${tracker.company} heard this */\n` : kPixel;
  return { kind: tracker.kind, company: tracker.company, reply: { status: 200, headers, body } };
}
