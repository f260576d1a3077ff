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

/** Dynamic rules; those of fresh lists get ids of their own, from 1,000 on. */
export const kDynamicIds = {
  /** Sites where protection stays off. */
  sitesOff: 1,
};

/**
 * The rule sets that ship, by what they stop: what follows the person, and display that follows nobody. Their numbers are
 * the places of the lists in native-host/data/lists.json; pinned by a test.
 * @type {Record<'follows' | 'display', readonly string[]>}
 */
export const kGroups = {
  follows: ['ruleset_2', 'ruleset_3', 'ruleset_4'],
  display: ['ruleset_1', 'ruleset_5'],
};

/** Above any compiled filter's priority. A header rule must stand above the allow rule that would free the request from it. */
export const kPriorities = {
  personAllow: 1_000_000,
  courierAllowed: 2_000_000,
  courierHeaders: 3_000_000,
};
