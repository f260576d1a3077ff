// SPDX-License-Identifier: GPL-3.0-or-later
// A letter tile in place of a site's icon: nothing is loaded to draw it.

import { html } from '../../vendor/lit.js';

/**
 * @param {string} name
 */
export function letter(name) {
  const bare = name.replace(/^www\./, '');
  const first = [...bare].find((character) => /[\p{L}\p{N}]/u.test(character)) ?? '·';
  return html`<span class="letter" aria-hidden="true">${first.toLocaleUpperCase()}</span>`;
}
