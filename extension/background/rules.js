// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of the rules that the background itself sets: ids by kind, and priorities above every compiled filter
// (native-host/filters/priority.hpp has those). Pinned by a test.

/** Session rules. */
export const kSessionIds = {
  /** Our own requests lose `Origin` and `Accept-Language`. */
  courierHeaders: 1,
  /** Our own requests are stopped by no filter. */
  courierAllowed: 2,
  /** Sites where protection is off. */
  sitesOff: 3,
  /** From here on: one per tab where protection is off once. */
  firstTab: 1_000,
};

/** Dynamic rules. */
export const kDynamicIds = {
  /** Sites where protection stays off. */
  sitesOff: 1,
  /** From here on: those of fresh lists, lists of the person's own, and own rules. */
  firstOfLists: 1_000,
  /** So many of the browser's bound are kept for the others. */
  kept: 50,
};

/**
 * The lists that ship, by what they stop: what follows the person, and display that follows nobody. Their names are those of
 * native-host/data/lists.json; pinned by a test.
 * @type {Record<'follows' | 'display', readonly string[]>}
 */
export const kGroups = {
  follows: ['tracking', 'url-tracking', 'popups'],
  display: ['base', 'annoyances', 'social', 'french'],
};

/** Lists that are on from the start where the person reads that language. @type {Readonly<Record<string, string>>} */
export const kNationalLists = { fr: 'french' };

/** Above any compiled filter's priority. A header rule must stand above the allow rule that would free the request from it. */
export const kPriorities = {
  personAllow: 1_000_000,
  courierAllowed: 2_000_000,
  courierHeaders: 3_000_000,
};
