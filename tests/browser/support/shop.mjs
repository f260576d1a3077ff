// SPDX-License-Identifier: GPL-3.0-or-later
// What a visitor of the demonstration shop waits for.

import { until } from './until.mjs';

/**
 * Waits until the shop's own measuring code has ended every call it made, whether it got through or was stopped.
 * @param {import('./surface.mjs').Surface} shop
 */
export async function measured(shop) {
  await until('the shop has measured its visitor', () =>
    shop.page.evaluate(() => document.documentElement.dataset.measured === 'ended'),
  );
  return shop;
}
