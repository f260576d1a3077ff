// SPDX-License-Identifier: GPL-3.0-or-later
// Why a line of a list is of no use, in words a person reads: the program names some fifty reasons
// (native-host/filters/refusal.hpp and cosmetic_refusal.hpp), several of which mean the same to them. What lists are called, and their text.

import { say, show } from '../ui/element.js';
import { host } from '../ui/host.js';
import { name, words } from '../ui/i18n.js';

/** @import { FilterList } from '../protocol/host.js' */
/** @import { Part } from '../ui/i18n.js' */

/** Words, and the reasons that they say. @type {[string, string[]][]} */
const REASONS = [
  [
    'list_why_malformed',
    [
      'line_too_long',
      'control_character',
      'malformed_option',
      'malformed_domain',
      'non_ascii_host',
      'too_many_domains',
      'policy_value',
      'regex_invalid',
      'removeparam_name',
      'selector_too_long',
      'selector_malformed',
    ],
  ],
  ['list_why_unknown', ['unknown_option', 'modifier']],
  [
    'list_why_unsupported',
    [
      'unsupported_option',
      'popup',
      'header',
      'genericblock',
      'replace',
      'redirect_rule',
      'redirect_exception',
      'domain_regex',
      'domain_entity',
      'to_entity',
      'removeparam_regex',
      'removeparam_negated',
      'policy_reports',
      'stealth',
      'cookie',
      'pseudo_class',
      'page_pattern',
    ],
  ],
  ['list_why_script', ['inline_script', 'scriptlet', 'html_filter']],
  [
    'list_why_style',
    ['style', 'action', 'procedural', 'pseudo_element', 'nested_has', 'selector_too_complex'],
  ],
  ['list_why_wide', ['matches_everything', 'hides_page']],
  ['list_why_expression', ['regex_lookaround', 'regex_too_large', 'regex_slow']],
  ['list_why_include', ['include']],
  ['list_why_cancelled', ['badfilter']],
  ['list_why_room', ['over_budget', 'regex_over_budget']],
];

const KEY_OF = new Map(
  REASONS.flatMap(([key, reasons]) =>
    reasons.map((reason) => /** @type {const} */ ([reason, key])),
  ),
);

/**
 * @param {string} reason
 * @returns {Part[]}
 */
export function whyUseless(reason) {
  const key = KEY_OF.get(reason);
  return key
    ? words.parts(key)
    : words.parts('list_why_other', { code: { kind: 'code', text: reason } });
}

/**
 * Reasons that read alike as one, the most frequent first.
 * @param {FilterList['refused']} refused
 * @returns {{ key: string, reason: string, count: number }[]} `reason`: the first of them
 */
export function byWords(refused) {
  /** @type {Map<string, { key: string, reason: string, count: number }>} */
  const sums = new Map();
  for (const { reason, count } of refused) {
    const key = KEY_OF.get(reason) ?? reason;
    const sum = sums.get(key);
    if (sum) sum.count += count;
    else sums.set(key, { key, reason, count });
  }
  return [...sums.values()].sort((a, b) => b.count - a.count);
}

/** Lists that ship, which have words of their own. */
const SHIPPED = ['base', 'tracking', 'url-tracking', 'popups', 'annoyances', 'social', 'french'];

/** @param {string} id */
const keyOf = (id) => (SHIPPED.includes(id) ? id.replaceAll('-', '_') : null);

/**
 * @param {string} id
 * @param {FilterList | null} list null without the program
 */
export function titleOf(id, list) {
  if (list) return show([name(list.title, 120)]);
  const key = keyOf(id);
  return key ? say(`list_title_${key}`) : show([name(id)]);
}

/**
 * @param {string} id
 * @param {FilterList | null} list
 */
export function stopsOf(id, list) {
  const key = keyOf(id);
  return key ? say(`list_stops_${key}`) : show([name(list?.stops ?? '', 200)]);
}

/**
 * @param {string} list
 * @returns {Promise<string | null>} its whole text; null where it cannot be read
 */
export async function textOf(list) {
  let text = '';
  /** @type {string | null} */
  let cursor = null;
  do {
    /** @type {Awaited<ReturnType<typeof host<'filters.text'>>>} */
    const answer = await host('filters.text', { list, ...(cursor !== null && { cursor }) });
    if (!answer.ok) return null;
    text += answer.value.text;
    cursor = answer.value.next;
  } while (cursor !== null);
  return text;
}
