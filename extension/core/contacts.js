// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the addresses that a page gives may be suggested to a person: plain ones (the addr-spec of RFC 5322 in the narrow
// shape that the host takes too), nothing that could carry a header, the brand's own first. The page is hostile. Pure.

/** @import { Contact } from '../protocol/messages.js' */

import { brandRefusal } from './address.js';

const kMaxSaid = 60;
const kMaxRaw = 320;
const kMaxSuggested = 5;
/** One that no answer reaches. */
const kNobody =
  /^(no|do-?not|ne-?pas)[._-]?(reply|repondre)|^(mailer-daemon|postmaster|abuse|bounces?)$/;
/** One for data protection, as the host judges it (native-host/requests/mail_address.cpp): for rights only. */
const kRightsWord =
  /(^|[^a-z0-9])(dpo|privacy|gdpr|rgpd|dsgvo|ccpa|dsb|cnil|datenschutz|dpd|privacidad|avg)($|[^a-z0-9])/;
const kRightsName =
  /dataprotection|dataprivacy|personaldata|donneespersonnelles|protectiondesdonnees|protectiondonnees|vieprivee|delegueprotection|privacyoffice/;
const kLocal = /^[a-z0-9_]+([.+'-][a-z0-9_]+)*$/;

/**
 * @param {unknown} said what a content script read of a page
 * @param {string} brand a domain
 * @returns {Contact[]} at most five, the best first
 */
export function contactsOf(said, brand) {
  if (!Array.isArray(said)) return [];
  /** @type {Map<string, Contact>} */
  const found = new Map();
  for (const each of said.slice(0, kMaxSaid)) {
    const { from, raw } = each ?? {};
    if ((from !== 'link' && from !== 'description') || typeof raw !== 'string') continue;
    const address = plainAddress(raw);
    if (address === '' || found.has(address)) continue;
    const domain = address.slice(address.indexOf('@') + 1);
    found.set(address, { address, from, own: domain === brand || domain.endsWith(`.${brand}`) });
  }
  // Equal ones stay in the order of the page.
  const rank = (/** @type {Contact} */ { own }) => (own ? 0 : 1);
  return [...found.values()].sort((a, b) => rank(a) - rank(b)).slice(0, kMaxSuggested);
}

/**
 * @param {string} raw an address, or a link to one without its headers
 * @returns {string} '' for whatever is not exactly one plain address to which a person may write
 */
export function plainAddress(raw) {
  if (raw.length > kMaxRaw) return '';
  let text = raw.trim().replace(/^mailto:/i, '');
  try {
    text = decodeURIComponent(text);
  } catch {
    return '';
  }
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at).toLowerCase();
  const domain = text.slice(at + 1).toLowerCase();
  const shaped = at > 0 && local.length <= 64 && text.length <= 254 && kLocal.test(local);
  if (!shaped || brandRefusal(domain) !== null) return '';
  const joined = local.replace(/[^a-z0-9]/g, '');
  if (kNobody.test(local) || kRightsWord.test(local) || kRightsName.test(joined)) return '';
  return `${text.slice(0, at)}@${domain}`;
}
