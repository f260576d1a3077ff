// SPDX-License-Identifier: GPL-3.0-or-later
// What lists.js remembers and reads: the states of shipped lists as they are stored, and the package's own word for its rule sets. Pure.

/** @import { FiltersDeltaResponse } from '../protocol/host.js' */

/** @typedef {'on' | 'off'} Mode */
/** @typedef {keyof typeof import('./rules.js').kGroups} Group */

/** What a package without a word for its rule sets is called: no host knows it. */
const kNoBaseline = '0'.repeat(16);
const kDigest = /^[0-9a-f]{16,64}$/;

/**
 * @typedef {object} Stored
 * @property {Record<string, Mode>} states shipped lists, as last known
 * @property {string[]} untold of these, what the host was not told yet
 * @property {string[]} guessed of these, what no person switched, but their browser's language
 * @property {Partial<Record<Group, string[]>>} before what was on in a group when the person switched it off
 * @property {boolean} started whether the lists of the browser's languages were switched on once
 */

/** @returns {Stored} */
export const nothingStored = () => ({
  states: {},
  untold: [],
  guessed: [],
  before: {},
  started: false,
});

/**
 * @param {FiltersDeltaResponse} delta
 * @param {{ id: string, enabled: boolean }[]} shipped
 */
export function setsOf({ enable, disable_sets }, shipped) {
  const wanted = shipped.filter(
    ({ id, enabled }) => (enabled || enable.includes(id)) && !disable_sets.includes(id),
  );
  return new Set(wanted.map(({ id }) => id));
}

/**
 * @template T
 * @param {Set<T>} all
 * @param {Set<T>} others
 */
export const without = (all, others) => [...all].filter((one) => !others.has(one));

/**
 * @param {unknown} file the package's own
 * @returns {{ digest: string, rulesets: Record<string, string> }}
 */
export function baselineOf(file) {
  const { digest, rulesets } = /** @type {{ digest?: unknown, rulesets?: unknown }} */ (file ?? {});
  return {
    digest: typeof digest === 'string' && kDigest.test(digest) ? digest : kNoBaseline,
    rulesets: /** @type {Record<string, string>} */ (rulesets ?? {}),
  };
}

/** @param {unknown} stored @returns {Stored} */
export function storedOf(stored) {
  return stored !== null && typeof stored === 'object'
    ? { ...nothingStored(), ...stored }
    : nothingStored();
}
