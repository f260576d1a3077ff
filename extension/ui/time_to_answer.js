// SPDX-License-Identifier: GPL-3.0-or-later
// The time that a person gave a brand to answer, in words: in the dashboard and in the side panel.

import { today } from './day.js';
import { name, words } from './i18n.js';

/** @import { Request } from '../protocol/host.js' */
/** @import { Part } from './i18n.js' */

/**
 * "shop.example may answer 3 times, until 5 December."
 * @param {Request} request
 * @returns {Part[]}
 */
export function mayAnswer({ brand, remaining, max_replies, until }) {
  return words.count(remaining < max_replies ? 'may_answer_more' : 'may_answer', remaining, {
    brand: name(brand, 80),
    day: words.longDay(until, today()),
  });
}
