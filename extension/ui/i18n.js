// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the interface, read from _locales/*/messages.json by the pages themselves, so that Settings can change
// the language without the browser's. A message holds `{name}` where something is put in; what is put in stays apart
// as a part of its own, so that a stranger's text can be isolated (`element.js`) and is never parsed.

import { clean } from './clean.js';
import { longDay, shortDay } from './day.js';
import { formatMoney } from './money.js';

/** @import { Money } from '../protocol/host.js' */

/** @typedef {'en' | 'fr'} Language */
/** @typedef {'auto' | Language} LanguageSetting */

/**
 * One stretch of a sentence. A bare string is ours; the others carry text of a person, a page or a company.
 * @typedef {string | { kind: 'name' | 'thing' | 'price' | 'quote' | 'code', text: string }} Part
 */
/** @typedef {Part | Part[] | number} Value */

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

export class Words {
  #plural;
  #number;
  #list;

  /**
   * @param {Language} language
   * @param {string} locale BCP 47, of that language
   * @param {Record<string, { message: string }>} messages
   */
  constructor(language, locale, messages) {
    this.language = language;
    this.locale = locale;
    this.messages = messages;
    this.#plural = new Intl.PluralRules(locale);
    this.#number = new Intl.NumberFormat(locale);
    this.#list = new Intl.ListFormat(locale, { type: 'conjunction' });
  }

  /**
   * The message as parts. A key without a message shows itself: a test keeps that from happening.
   * @param {string} key
   * @param {Record<string, Value>} [values]
   * @returns {Part[]}
   */
  parts(key, values = {}) {
    const message = this.messages[key]?.message ?? key;
    /** @type {Part[]} */
    const parts = [];
    let end = 0;
    for (const match of message.matchAll(/\{([a-z_]+)\}/g)) {
      if (match.index > end) parts.push(message.slice(end, match.index));
      end = match.index + match[0].length;
      const value = values[match[1] ?? ''];
      if (value === undefined) parts.push(match[0]);
      else if (typeof value === 'number') parts.push(this.#number.format(value));
      else if (Array.isArray(value)) parts.push(...value);
      else parts.push(value);
    }
    if (end < message.length) parts.push(message.slice(end));
    return parts;
  }

  /**
   * The message as one string, with strangers' text isolated; for attributes and titles.
   * @param {string} key
   * @param {Record<string, Value>} [values]
   * @returns {string}
   */
  text(key, values = {}) {
    return flat(this.parts(key, values));
  }

  /**
   * The form of `key` that the count asks for (`key_one`, `key_other`), with `{n}` put in.
   * @param {string} key
   * @param {number} n
   * @param {Record<string, Value>} [values]
   * @returns {Part[]}
   */
  count(key, n, values = {}) {
    const form = `${key}_${this.#plural.select(n)}`;
    return this.parts(form in this.messages ? form : `${key}_other`, { n, ...values });
  }

  /**
   * "a, b and c".
   * @param {Part[][]} items
   * @returns {Part[]}
   */
  list(items) {
    const names = items.map((_, index) => String(index));
    return this.#list
      .formatToParts(names)
      .flatMap(({ type, value }) => (type === 'element' ? (items[Number(value)] ?? []) : [value]));
  }

  /**
   * @param {Money} money
   * @returns {Part}
   */
  money(money) {
    return { kind: 'price', text: formatMoney(this.locale, money) };
  }

  /**
   * @param {string} day
   * @param {string} now
   */
  shortDay(day, now) {
    return shortDay(this.locale, day, now);
  }

  /**
   * @param {string} day
   * @param {string} now
   */
  longDay(day, now) {
    return longDay(this.locale, day, now);
  }
}

/**
 * A name from outside, made fit to read.
 * @param {string} text
 * @param {number} [limit]
 * @returns {Part}
 */
export function name(text, limit = 80) {
  return { kind: 'name', text: clean(text, limit) };
}

/**
 * The parts as a reader sees them, without marks.
 * @param {Part[]} parts
 * @returns {string}
 */
export function plain(parts) {
  return parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/**
 * The parts as one string in which outside text cannot turn its surroundings round.
 * @param {Part[]} parts
 * @returns {string}
 */
export function flat(parts) {
  return parts
    .map((part) =>
      typeof part === 'string' || part.kind === 'price'
        ? plain([part])
        : `${FIRST_STRONG_ISOLATE}${part.text}${POP_ISOLATE}`,
    )
    .join('');
}

/**
 * The language to speak: the one that was chosen, else the first of the browser's that there is.
 * @param {LanguageSetting} setting
 * @param {readonly string[]} preferred BCP 47 tags, best first
 * @returns {{ language: Language, locale: string }}
 */
export function chooseLanguage(setting, preferred) {
  for (const tag of preferred) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language !== 'en' && language !== 'fr') continue;
    if (setting === 'auto' || setting === language) return { language, locale: tag };
  }
  return setting === 'fr'
    ? { language: 'fr', locale: 'fr-FR' }
    : { language: 'en', locale: 'en-GB' };
}

/** @param {Language} language @returns {Promise<Record<string, { message: string }>>} */
export async function readMessages(language) {
  // An address and not a literal, so that packaging leaves the words in files of their own, one of which is read.
  const address = `../_locales/${language}/messages.json`;
  const module = await import(address, { with: { type: 'json' } });
  return module.default;
}

/** @type {Words} */
export let words = new Words('en', 'en-GB', {});

/**
 * Reads the words of a language and makes them those of this page. The setting may still be on its way: the browser's
 * own language, which is nearly always the one, is read meanwhile.
 * @param {LanguageSetting | Promise<LanguageSetting>} setting
 * @param {readonly string[]} [preferred]
 * @returns {Promise<Words>}
 */
export async function startWords(setting, preferred = navigator.languages) {
  const likely = chooseLanguage('auto', preferred).language;
  const early = readMessages(likely);
  const { language, locale } = chooseLanguage(await setting, preferred);
  const messages = language === likely ? await early : await readMessages(language);
  words = new Words(language, locale, messages);
  if (globalThis.document) document.documentElement.lang = language;
  return words;
}
