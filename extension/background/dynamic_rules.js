// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the browser's dynamic rules those of the lists (filters.md, "Fresh lists"). Rules are told apart by what they say and not by their
// numbers, so that a small change is a small change; one bad rule costs itself and no other. The rules of the switch per site have
// numbers of their own (rules.js) and are not looked at.

/** @import { Platform } from '../platform/platform.js' */

import { kDynamicIds } from './rules.js';

/** @typedef {chrome.declarativeNetRequest.Rule} Rule */
/** @typedef {Omit<Rule, 'id'> & { id?: number }} WantedRule */

/** Rules in one call. A browser reads its whole set anew for each: 20,000 in calls of 500 took Chromium nine times as long. */
const kBatch = 5_000;
/** Calls beyond one per batch: looking for bad rules one by one took a browser with a full set minutes. */
const kMoreCalls = 20;
/** Expressions that are asked about side by side. */
const kTogether = 50;

/**
 * @param {Platform['rules']} rules
 * @param {WantedRule[]} wanted
 * @returns {Promise<{ changed: number, refused: number }>} rules that were added or removed, and those that the browser does not take
 */
export async function setListRules(rules, wanted) {
  /** @type {Map<string, number[]>} */
  const there = new Map();
  const used = new Set();
  for (const rule of await rules.dynamic()) {
    if (rule.id < kDynamicIds.firstOfLists) continue;
    used.add(rule.id);
    const content = contentOf(rule);
    there.set(content, [...(there.get(content) ?? []), rule.id]);
  }
  const missing = wanted.filter((rule) => there.get(contentOf(rule))?.pop() === undefined);
  const stale = [...there.values()].flat();
  const added = await thoseTaken(rules, missing);

  // A number that is in use stays in use until the call is over.
  let next = kDynamicIds.firstOfLists;
  const numbered = added.map((rule) => {
    while (used.has(next)) next += 1;
    next += 1;
    return /** @type {Rule} */ ({ ...rule, id: next - 1 });
  });
  const room = Math.max(0, rules.maxDynamic - kDynamicIds.kept - (used.size - stale.length));
  const change = new Change(rules, stale);
  for (let at = 0; at < Math.min(numbered.length, room); at += kBatch) {
    await change.add(numbered.slice(at, Math.min(at + kBatch, room)));
  }
  await change.finish();
  return {
    changed: stale.length + change.added,
    refused: missing.length - change.added,
  };
}

/** One change of the rules, in as many calls as it takes. */
class Change {
  added = 0;
  #moreCalls = kMoreCalls;

  /**
   * @param {Platform['rules']} rules
   * @param {number[]} stale go with the first call that is taken: what comes in their place comes at once
   */
  constructor(rules, stale) {
    this.rules = rules;
    this.stale = stale;
  }

  /**
   * A batch that is refused is tried again without the rule that the browser names, else in halves, as far as calls are left.
   * @param {Rule[]} batch
   * @returns {Promise<void>}
   */
  async add(batch) {
    if (batch.length === 0) return;
    try {
      await this.rules.updateDynamic({ removeRuleIds: this.stale, addRules: batch });
      this.stale = [];
      this.added += batch.length;
    } catch (error) {
      if (batch.length === 1 || this.#moreCalls < 2) return;
      const named = Number(
        /\bid:?\s*(\d+)/i.exec(error instanceof Error ? error.message : '')?.[1],
      );
      const rest = batch.filter(({ id }) => id !== named);
      if (rest.length < batch.length) {
        this.#moreCalls -= 1;
        await this.add(rest);
        return;
      }
      this.#moreCalls -= 2;
      const half = Math.ceil(batch.length / 2);
      await this.add(batch.slice(0, half));
      await this.add(batch.slice(half));
    }
  }

  async finish() {
    if (this.stale.length > 0) await this.rules.updateDynamic({ removeRuleIds: this.stale });
  }
}

/**
 * Those whose expressions the browser takes: one that it does not would cost the whole batch.
 * @param {Platform['rules']} rules
 * @param {WantedRule[]} wanted
 * @returns {Promise<WantedRule[]>}
 */
async function thoseTaken(rules, wanted) {
  /** @type {WantedRule[]} */
  const taken = [];
  for (let at = 0; at < wanted.length; at += kTogether) {
    const some = wanted.slice(at, at + kTogether);
    const are = await Promise.all(
      some.map(({ condition }) =>
        condition?.regexFilter === undefined
          ? true
          : rules.takes({
              regex: condition.regexFilter,
              isCaseSensitive: condition.isUrlFilterCaseSensitive ?? false,
            }),
      ),
    );
    taken.push(...some.filter((_, index) => are[index]));
  }
  return taken;
}

/**
 * What a rule says, however its members are ordered and whether what is not said is left out or null, as the browsers differ in that.
 * @param {WantedRule} rule
 */
export function contentOf({ id: _, ...rule }) {
  return JSON.stringify(plain({ priority: 1, ...rule }));
}

/** @param {unknown} value @returns {unknown} */
function plain(value) {
  if (Array.isArray(value)) {
    const items = value.map(plain);
    return items.every((item) => typeof item === 'string') ? items.sort() : items;
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .filter(([, member]) => member !== null && member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, plain(member)]);
}
