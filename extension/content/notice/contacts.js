// SPDX-License-Identifier: GPL-3.0-or-later
// The e-mail addresses that the page itself gives: its mailto links (RFC 6068) and the `email` of its structured data
// (schema.org), as they are written there. Read only when the background asks, which it does when the person writes to
// this brand by e-mail; the background judges them. A classic content script, between microdata.js and main.js.

const kMaxContacts = 60;
/** The longest link with one address in it. UTF-16 units, here and below. */
const kMaxContactLength = 320;
const kMaxContactLinks = 500;
const kMaxContactJson = 1_500_000;
const kMaxContactNodes = 20_000;
const kMaxContactDepth = 16;
/** Whose addresses are not the shop's: those who wrote a review or an article. */
const kNotTheShop = /^(review|reviews|author|creator|contributor|commentor|comment)$/i;

/** @typedef {{ from: 'link' | 'description', raw: string }} RawContact */

/**
 * @param {Document} page
 * @returns {RawContact[]}
 */
// biome-ignore lint/correctness/noUnusedVariables: used by main.js, the next file of the same entry
function readContacts(page) {
  /** @type {RawContact[]} */
  const contacts = [];
  /** @param {RawContact['from']} from @param {unknown} raw */
  const add = (from, raw) => {
    if (typeof raw !== 'string' || raw === '' || raw.length > kMaxContactLength) return;
    if (contacts.length < kMaxContacts) contacts.push({ from, raw });
  };
  readDescriptions(page, (raw) => add('description', raw));
  // A page may link to all the world: its own description is never pushed out by links.
  let links = 0;
  for (const link of page.querySelectorAll('a[href^="mailto:" i]')) {
    if (++links > kMaxContactLinks) break;
    add('link', link.getAttribute('href')?.trim().split('?', 1)[0]);
  }
  return contacts;
}

/**
 * @param {Document} page
 * @param {(raw: unknown) => void} add
 */
function readDescriptions(page, add) {
  let left = kMaxContactJson;
  let nodes = 0;
  /** @param {unknown} value @param {number} depth */
  const walk = (value, depth) => {
    if (value === null || typeof value !== 'object' || depth > kMaxContactDepth) return;
    if (++nodes > kMaxContactNodes) return;
    for (const [key, inner] of Object.entries(value)) {
      if (kNotTheShop.test(key)) continue;
      if (key === 'email') for (const each of [inner].flat()) add(each);
      else walk(inner, depth + 1);
    }
  };
  for (const script of page.querySelectorAll('script[type*="ld+json" i]')) {
    const raw = script.textContent ?? '';
    left -= raw.length;
    if (left < 0) return;
    try {
      walk(JSON.parse(raw), 0);
    } catch {
      // Broken JSON gives no address: a suggestion is not worth a repair.
    }
  }
}
