// SPDX-License-Identifier: GPL-3.0-or-later
// What all elements share. They draw into the page itself, not into a shadow tree: labels, headings and axe see one
// document, one style sheet serves all, and our pages hold nobody's markup but ours.

import { LitElement } from '../vendor/lit.js';

export class VolElement extends LitElement {
  /** @override */
  createRenderRoot() {
    return this;
  }

  /**
   * Tells whoever holds this element.
   * @param {string} type
   * @param {unknown} [detail]
   */
  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
