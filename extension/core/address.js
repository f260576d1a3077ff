// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses as the extension judges them before it touches the network: which host a page is on, and whether a brand or an
// address may be asked at all. The host judges again with the public suffix list; the names of the refusals are its own
// (native-host/base/error.cpp).

/** The protocol's Domain: lower-case ASCII, without a port. */
const kDomain = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** Names that never leave a machine or a home (RFC 6761, 6762, 8375, ICANN's .internal), and common homemade ones. */
const kPrivateEndings = new Set([
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'private',
  'arpa',
  'onion',
  'invalid',
]);

/**
 * @param {string} name
 * @returns {boolean} whether the protocol takes it as a Domain
 */
export function isDomain(name) {
  return name.length <= 253 && kDomain.test(name) && !name.includes('..');
}

/**
 * The host name of a web page, '' for anything else (the browser's own pages, files, IPv6 literals).
 * @param {string | undefined} url
 * @returns {string}
 */
export function siteOf(url) {
  if (url === undefined) return '';
  let parsed;
  try {
    parsed = new URL(url);
  } catch {
    return '';
  }
  const web = parsed.protocol === 'https:' || parsed.protocol === 'http:';
  const name = parsed.hostname.replace(/\.$/, '');
  return web && isDomain(name) ? name : '';
}

/**
 * Why a brand's host may not be asked, or null.
 * @param {string} brand
 * @returns {'address_malformed' | 'address_ip_literal' | 'address_private_host' | null}
 */
export function brandRefusal(brand) {
  if (brand.startsWith('[')) return 'address_ip_literal';
  if (!isDomain(brand)) return 'address_malformed';
  // The URL parser knows every spelling of an IPv4 address (0x7f.1, 2130706433); what it changes was not a plain name.
  let name;
  try {
    name = new URL(`https://${brand}/`).hostname;
  } catch {
    return 'address_malformed';
  }
  if (/^[0-9.]+$/.test(name)) return 'address_ip_literal';
  if (name !== brand) return 'address_malformed';
  const labels = brand.split('.');
  if (labels.length < 2 || kPrivateEndings.has(labels.at(-1) ?? '')) return 'address_private_host';
  return null;
}

/**
 * Why an address may not be asked, or null.
 * @param {string} url
 */
export function addressRefusal(url) {
  let parsed;
  try {
    parsed = new URL(url);
  } catch {
    return 'address_malformed';
  }
  if (parsed.protocol !== 'https:') return 'address_not_https';
  if (parsed.username !== '' || parsed.password !== '') return 'address_user_info';
  if (parsed.port !== '') return 'address_port';
  if (parsed.hash !== '') return 'address_malformed';
  return brandRefusal(parsed.hostname);
}

/**
 * An address without query and fragment, or only its origin where that is still too long; '' where it is none.
 * @param {string | undefined} url
 * @param {number} maxLength
 */
export function withoutQuery(url, maxLength) {
  if (url === undefined) return '';
  let parsed;
  try {
    parsed = new URL(url);
  } catch {
    return '';
  }
  if (parsed.origin === 'null') return '';
  const plain = parsed.origin + parsed.pathname;
  return plain.length <= maxLength ? plain : parsed.origin;
}
