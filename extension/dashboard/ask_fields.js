// SPDX-License-Identifier: GPL-3.0-or-later
// What a request may hold, field by field, and what is switched on to begin with: the thing itself, and nothing that
// says anything of the person. Pure: an intention in, a table of fields out; a table of fields in, DraftFields out.

import { parseMoney, plainAmount } from '../ui/money.js';

/** @import { DraftFields, Intention, RequestKind } from '../protocol/host.js' */

/**
 * @typedef {object} AskField
 * @property {keyof DraftFields} key
 * @property {'line' | 'lines' | 'money' | 'number' | 'choice'} shape
 * @property {number} [limit]
 * @property {string[]} [choices]
 * @property {boolean} [person] says something of the person: never on to begin with
 */

/** In the order in which they are shown. @type {AskField[]} */
export const ASK_FIELDS = [
  { key: 'question', shape: 'lines', limit: 4000 },
  { key: 'name', shape: 'line', limit: 300 },
  { key: 'maker', shape: 'line', limit: 120 },
  { key: 'sku', shape: 'line', limit: 120 },
  { key: 'gtin', shape: 'line', limit: 14 },
  { key: 'url', shape: 'line', limit: 2000 },
  { key: 'max_price', shape: 'money', limit: 20, person: true },
  { key: 'quantity', shape: 'number', limit: 5 },
  { key: 'condition', shape: 'choice', choices: ['new', 'used', 'refurbished'] },
  { key: 'delivery', shape: 'choice', choices: ['mail', 'pickup'] },
  { key: 'area', shape: 'line', limit: 120, person: true },
  { key: 'postcode', shape: 'line', limit: 20, person: true },
  { key: 'person_name', shape: 'line', limit: 200, person: true },
];

/** @typedef {{ on: boolean, text: string }} Entry */
/** @typedef {Record<string, Entry>} Entries */

/**
 * @param {Intention | null} intention
 * @returns {{ entries: Entries, currency: string }}
 */
export function firstEntries(intention) {
  const budget = intention?.budget ?? null;
  /** @type {Partial<Record<keyof DraftFields, string>>} */
  const known = {
    name: intention?.name ?? '',
    maker: intention?.maker ?? '',
    sku: intention?.sku ?? '',
    gtin: intention?.gtin ?? '',
    url: intention?.page ?? '',
    max_price: budget ? plainAmount(budget) : '',
    quantity: '1',
    condition: 'new',
    delivery: 'mail',
  };
  /** @type {Entries} */
  const entries = {};
  for (const { key } of ASK_FIELDS) entries[key] = { on: false, text: known[key] ?? '' };
  for (const key of ['name', 'sku']) {
    const entry = entries[key];
    if (entry) entry.on = entry.text !== '';
  }
  return { entries, currency: budget?.currency ?? intention?.price_kept?.currency ?? 'EUR' };
}

/**
 * The field that a kind cannot be without.
 * @param {RequestKind} kind
 * @returns {'name' | 'question'}
 */
export function neededBy(kind) {
  return kind === 'Demand' ? 'name' : 'question';
}

/**
 * The entries when a person turns from one kind to another: what the new one needs is on, and what only the old one
 * needed is off where nothing was written into it.
 * @param {Entries} entries
 * @param {RequestKind} from
 * @param {RequestKind} to
 * @returns {Entries}
 */
export function entriesForKind(entries, from, to) {
  const turned = { ...entries };
  const old = turned[neededBy(from)];
  if (old && old.text.trim() === '') turned[neededBy(from)] = { ...old, on: false };
  const needed = turned[neededBy(to)];
  if (needed) turned[neededBy(to)] = { ...needed, on: true };
  return turned;
}

/**
 * What leaves, of what is switched on. A field that is on and cannot be read is named in `unclear` and does not leave.
 * @param {RequestKind} kind
 * @param {Entries} entries
 * @param {string} currency
 * @returns {{ fields: DraftFields, unclear: (keyof DraftFields)[], lacking: boolean }}
 */
export function fieldsOf(kind, entries, currency) {
  /** @type {Record<string, unknown>} */
  const fields = {};
  /** @type {(keyof DraftFields)[]} */
  const unclear = [];
  for (const { key, shape } of ASK_FIELDS) {
    const entry = entries[key];
    const text = entry?.text.trim() ?? '';
    if (!entry?.on || text === '') continue;
    if (shape === 'money') {
      const money = parseMoney(text, currency);
      if (money) fields[key] = money;
      else unclear.push(key);
    } else if (shape === 'number') {
      const count = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0;
      if (count >= 1 && count <= 10_000) fields[key] = count;
      else unclear.push(key);
    } else if (key === 'gtin' && !/^[0-9]{8,14}$/.test(text)) {
      unclear.push(key);
    } else {
      fields[key] = text;
    }
  }
  return {
    fields: /** @type {DraftFields} */ (fields),
    unclear,
    lacking: !(neededBy(kind) in fields),
  };
}

/**
 * What a person types into the brand field, as a host name: "https://Shop.example/page" is shop.example.
 * @param {string} typed
 * @returns {string} empty if it is no host name
 */
export function brandOf(typed) {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return '';
  try {
    const { hostname } = new URL(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
    return hostname.replace(/\.$/, '');
  } catch {
    return '';
  }
}
