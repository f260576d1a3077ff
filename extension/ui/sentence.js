// SPDX-License-Identifier: GPL-3.0-or-later
// Reads stopped calls aloud: one line per company, in plain words. The page is the subject and the company the one it
// spoke to, because a page can also lie about a tracker (principle 10). Pure: attempts in, parts of sentences out.

import { clean } from './clean.js';

/** @import { Identifier, Product, SaidEvent, SaidProduct } from '../protocol/host.js' */
/** @import { TabAttempt } from '../protocol/messages.js' */
/** @import { Part, Words } from './i18n.js' */

/**
 * What one company was to be told.
 * @typedef {object} CompanyLine
 * @property {string} id the company's name, or the host name of the call where nobody knows the company
 * @property {Part} company
 * @property {'said' | 'unread' | 'silent'} kind said: something was read; unread: a call that holds nothing we can
 *   read; silent: only scripts, that would have spoken later
 * @property {Part[]} clause "you looked at Trail shoes, 129 €, with an e-mail"
 * @property {Part[]} sentence the whole of it, as one sentence with its end
 * @property {boolean} same the clause says "the same" as the line above
 * @property {number} more further different things it was to be told
 * @property {TabAttempt[]} attempts
 */

/** The most telling first: one of these stands for the company, the others are counted. */
const TELLING = [
  'Purchase',
  'Donate',
  'BeginCheckout',
  'AddToCart',
  'AddToWishlist',
  'Lead',
  'SignUp',
  'Search',
  'ViewContent',
  'ViewCart',
  'ViewCategory',
  'Conversion',
  'SessionRecording',
  'Click',
  'IdSync',
  'PageMetadata',
  'Engagement',
  'PageView',
  'Other',
];

/** Events that are about a thing; the others are said without one. */
const ABOUT_A_THING = new Set([
  'Purchase',
  'BeginCheckout',
  'AddToCart',
  'AddToWishlist',
  'ViewContent',
  'ViewCart',
  'ViewCategory',
]);

/** Events whose words go on after the thing, so that its price stands in brackets. */
const THING_WITHIN = new Set(['AddToCart', 'AddToWishlist']);

/** What a call is tied to, the most personal first. */
const TIES = /** @type {const} */ ([
  ['email_clear', 'tie_email'],
  ['email_hash', 'tie_email'],
  ['phone_clear', 'tie_phone'],
  ['phone_hash', 'tie_phone'],
  ['name', 'tie_name'],
  ['address', 'tie_address'],
  ['account', 'tie_account'],
  ['click', 'tie_click'],
  ['cookie', 'tie_cookie'],
  ['other_vendor', 'tie_other_vendor'],
]);

const PERSONAL = new Set(['tie_email', 'tie_phone', 'tie_name', 'tie_address', 'tie_account']);

/**
 * @param {Words} words
 * @param {TabAttempt[]} attempts
 * @param {Product | null} [shown] what the page shows, to name a thing of which a call gives only the number
 * @returns {CompanyLine[]} in the order: said, unread, silent; within each the most telling first
 */
export function readAloud(words, attempts, shown = null) {
  /** @type {Map<string, TabAttempt[]>} */
  const byCompany = new Map();
  for (const attempt of attempts) {
    const id = addressee(attempt);
    const those = byCompany.get(id);
    if (those) those.push(attempt);
    else byCompany.set(id, [attempt]);
  }
  const lines = [...byCompany].map(([id, those]) => lineOf(words, id, those, shown));
  const order = { said: 0, unread: 1, silent: 2 };
  lines.sort((a, b) => order[a.kind] - order[b.kind] || a.rank - b.rank || b.weight - a.weight);

  /** @type {Set<string>} */
  const heard = new Set();
  return lines.map(({ rank: _rank, weight: _weight, main, ties, ...line }) => {
    const key = JSON.stringify(main);
    const same = line.kind === 'said' && heard.has(key);
    heard.add(key);
    return { ...line, same, clause: withTies(words, same ? words.parts('the_same') : main, ties) };
  });
}

/**
 * One attempt as a whole sentence, for the detail.
 * @param {Words} words
 * @param {TabAttempt} attempt
 * @param {Product | null} [shown]
 * @returns {Part[]}
 */
export function sentenceOf(words, attempt, shown = null) {
  return lineOf(words, addressee(attempt), [attempt], shown).sentence;
}

/**
 * What one attempt told beside what its sentence says.
 * @param {Words} words
 * @param {TabAttempt} attempt
 * @param {Product | null} [shown]
 * @returns {Part[][]}
 */
export function furtherClauses(words, attempt, shown = null) {
  return clausesOf(words, [attempt], shown)
    .slice(1)
    .map(({ parts }) => parts);
}

/**
 * How telling a call is: the smaller, the more. For a list that begins with what matters.
 * @param {TabAttempt} attempt
 * @returns {number}
 */
export function tellingRank({ explained }) {
  if (!explained?.said) return explained?.loader ? TELLING.length + 2 : TELLING.length + 1;
  const ranks = explained.said.events.map(({ meaning }) => TELLING.indexOf(meaning));
  return Math.min(TELLING.length, ...ranks);
}

/**
 * The company a call was for: as the host knows it, else the host name of the call.
 * @param {TabAttempt} attempt
 * @returns {string}
 */
export function addressee(attempt) {
  if (attempt.explained?.company) return attempt.explained.company;
  try {
    return new URL(attempt.url).hostname;
  } catch {
    return attempt.url;
  }
}

/**
 * @param {Words} words
 * @param {string} id
 * @param {TabAttempt[]} attempts
 * @param {Product | null} shown
 */
function lineOf(words, id, attempts, shown) {
  /** @type {Part} */
  const company = { kind: 'name', text: clean(id, 60) };
  const clauses = clausesOf(words, attempts, shown);
  const first = clauses[0];
  const ties = tiesOf(words, attempts);
  const weight = attempts.length;
  const line = { id, company, attempts, weight, more: Math.max(0, clauses.length - 1) };
  if (first) {
    const told = words.parts('told_sentence', { company, clause: first.parts });
    const tied = ties.length > 0 ? words.parts('told_tied', { ties: words.list(ties) }) : [];
    const sentence = [...told, ...tied, ...words.parts('told_end')];
    return {
      ...line,
      kind: /** @type {const} */ ('said'),
      rank: first.rank,
      main: first.parts,
      ties,
      sentence,
    };
  }
  const silent = attempts.every((attempt) => attempt.explained?.loader);
  const main = silent ? words.parts('silent_clause') : words.parts(calledKey(attempts));
  const sentence = words.parts('unread_sentence', { company, clause: main });
  const kind = silent ? /** @type {const} */ ('silent') : /** @type {const} */ ('unread');
  return { ...line, kind, rank: 0, main, ties: /** @type {Part[][]} */ ([]), sentence };
}

/**
 * The different things the calls tell, the most telling first.
 * @param {Words} words
 * @param {TabAttempt[]} attempts
 * @param {Product | null} shown
 */
function clausesOf(words, attempts, shown) {
  /** @type {Map<string, { rank: number, parts: Part[] }>} */
  const clauses = new Map();
  for (const { explained } of attempts) {
    const said = explained?.said;
    if (!said) continue;
    for (const event of said.events) {
      const parts = clauseOf(words, event, shown);
      const key = JSON.stringify(parts);
      if (!clauses.has(key)) clauses.set(key, { rank: TELLING.indexOf(event.meaning), parts });
    }
    if (said.events.length === 0 && (said.page !== null || said.identifiers.length > 0)) {
      const parts = words.parts(said.page === null ? 'event_IdSync' : 'event_PageView');
      const key = JSON.stringify(parts);
      if (!clauses.has(key)) clauses.set(key, { rank: TELLING.length, parts });
    }
  }
  return [...clauses.values()].sort((a, b) => a.rank - b.rank);
}

/**
 * "you looked at Trail shoes, 129 €".
 * @param {Words} words
 * @param {SaidEvent} event
 * @param {Product | null} shown
 * @returns {Part[]}
 */
function clauseOf(words, event, shown) {
  const { meaning } = event;
  if (meaning === 'Search' && event.search) {
    return words.parts('event_Search_for', {
      search: { kind: 'quote', text: clean(event.search, 80) },
    });
  }
  if (meaning === 'Donate' && event.value) {
    return words.parts('event_Donate_value', { price: words.money(event.value) });
  }
  if (meaning === 'Other' && event.name !== '') {
    return words.parts('event_Other_named', {
      event: { kind: 'code', text: clean(event.name, 40) },
    });
  }
  const thing = ABOUT_A_THING.has(meaning) ? thingOf(words, event, shown) : null;
  return thing ? words.parts(`event_${meaning}_thing`, { thing }) : words.parts(`event_${meaning}`);
}

/**
 * "Trail shoes, 129 €", or null if the event names nothing.
 * @param {Words} words
 * @param {SaidEvent} event
 * @param {Product | null} shown
 * @returns {Part[] | null}
 */
function thingOf(words, event, shown) {
  const [first] = event.products;
  if (!first) {
    return event.value && event.meaning !== 'ViewCategory'
      ? words.parts('thing_worth', { price: words.money(event.value) })
      : null;
  }
  const label = labelOf(words, first, shown);
  if (!label) return null;
  const others = event.products.length - 1;
  const names = others > 0 ? words.count('thing_and_more', others, { thing: label }) : label;
  const total = event.meaning === 'Purchase' || event.meaning === 'BeginCheckout';
  const price =
    total || others > 0
      ? (event.value ?? (others > 0 ? null : first.price))
      : (first.price ?? event.value);
  if (!price) return names;
  const key = THING_WITHIN.has(event.meaning) ? 'thing_price_within' : 'thing_price';
  return words.parts(key, { thing: names, price: words.money(price) });
}

/**
 * @param {Words} words
 * @param {SaidProduct} product
 * @param {Product | null} shown
 * @returns {Part[] | null}
 */
function labelOf(words, product, shown) {
  /** @type {string | null} */
  let label = product.name;
  const { id } = product;
  if (!label && id !== null && shown && (id === shown.sku || id === shown.gtin)) label = shown.name;
  if (label) return [{ kind: 'thing', text: clean(label, 80) }];
  return id === null
    ? null
    : words.parts('thing_number', { id: { kind: 'code', text: clean(id, 40) } });
}

/**
 * What the calls were tied to, in words, at most two: personal things first, mere numbers only where there is nothing
 * personal.
 * @param {Words} words
 * @param {TabAttempt[]} attempts
 * @returns {Part[][]}
 */
function tiesOf(words, attempts) {
  const held = attempts.flatMap(({ explained }) => explained?.said?.identifiers ?? []);
  /** @type {Map<string, boolean>} */
  const ties = new Map();
  for (const [kind, key] of TIES) {
    const those = held.filter((identifier) => identifier.kind === kind);
    if (those.length > 0) ties.set(key, (ties.get(key) ?? false) || those.some(lifted));
  }
  const keys = [...ties.keys()];
  const personal = keys.filter((key) => PERSONAL.has(key));
  const named = (personal.length > 0 ? personal : keys).slice(0, 2);
  const all = named.map((key) => words.parts(key));
  if (named.length > 0 && named.every((key) => ties.get(key))) {
    return [words.parts('tie_from_form', { tie: words.list(all) })];
  }
  return named.map((key, index) => {
    const tie = all[index] ?? [];
    return ties.get(key) ? words.parts('tie_from_form', { tie }) : tie;
  });
}

/** @param {Identifier} identifier */
function lifted(identifier) {
  return identifier.origin === 'form';
}

/**
 * @param {Words} words
 * @param {Part[]} clause
 * @param {Part[][]} ties
 */
function withTies(words, clause, ties) {
  return ties.length > 0 ? words.parts('clause_with', { clause, ties: words.list(ties) }) : clause;
}

/**
 * What was called for, where a call says nothing that can be read.
 * @param {TabAttempt[]} attempts
 */
function calledKey(attempts) {
  const types = new Set(attempts.map(({ type }) => type));
  if (types.has('script')) return 'called_script';
  if (types.has('sub_frame')) return 'called_frame';
  if (types.has('image') || types.has('imageset')) return 'called_image';
  // Without the program, or before its answer, nobody tried to read it.
  return attempts.some(({ explained }) => explained) ? 'called_message' : 'called_unread';
}
