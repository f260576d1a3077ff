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

/** Above any compiled filter's priority. A header rule must stand above the allow rule that would free the request from it. */
export const kPriorities = {
  personAllow: 1_000_000,
  courierAllowed: 2_000_000,
  courierHeaders: 3_000_000,
};
