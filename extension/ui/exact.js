// SPDX-License-Identifier: GPL-3.0-or-later
// A text exactly as it is, for what leaves, what is kept and what was blocked: every character stands there, and one
// that cannot be seen is named in its place.

import { html } from '../vendor/lit.js';
import { reveal } from './clean.js';

/** @param {string} text */
export function exact(text) {
  return reveal(text).map(({ text: stretch, code }) =>
    code === null ? stretch : html`<bdi class="unseen" data-code=${code}>${stretch}</bdi>`,
  );
}
