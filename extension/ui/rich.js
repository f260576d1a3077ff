// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a sentence as Lit templates: text of strangers stands in <bdi>, so that its direction stays its own.

import { html } from '../vendor/lit.js';
import { words } from './i18n.js';

/** @import { Part, Value } from './i18n.js' */

/**
 * @param {Part[]} parts
 * @returns {(string | import('../vendor/lit.js').TemplateResult)[]}
 */
export function show(parts) {
  return parts.map((part) => {
    if (typeof part === 'string') return part;
    if (part.kind === 'price') return html`<span class="price">${part.text}</span>`;
    return html`<bdi class=${`part-${part.kind}`}>${part.text}</bdi>`;
  });
}

/**
 * The message of a key, ready for a template.
 * @param {string} key
 * @param {Record<string, Value>} [values]
 */
export function say(key, values) {
  return show(words.parts(key, values));
}
