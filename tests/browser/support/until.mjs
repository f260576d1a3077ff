// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for a condition with a deadline: no test sleeps for a fixed time and hopes.

import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again until the answer is neither false, null nor undefined.
 * @template T
 * @param {string} what what is waited for, for the message
 * @param {() => T | Promise<T>} ask an error it throws counts as "not yet" and is told at the deadline
 * @param {{within_ms?: number, every_ms?: number}} [patience]
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, ask, { within_ms = 10_000, every_ms = 25 } = {}) {
  const deadline = performance.now() + within_ms;
  /** @type {unknown} */
  let trouble;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== false && answer !== null && answer !== undefined) return answer;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    if (performance.now() >= deadline) {
      throw new Error(`waited ${within_ms} ms in vain: ${what}`, { cause: trouble });
    }
    await pause(every_ms);
  }
}
