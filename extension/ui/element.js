// SPDX-License-Identifier: GPL-3.0-or-later
// What all elements share. They draw into the page itself, not into a shadow tree: labels, headings and axe see one
// document, one style sheet serves all, and our pages hold nobody's markup but ours.

import { LitElement } from '../vendor/lit.js';
import { newOpId } from './host.js';

/** @import { Answer } from '../protocol/messages.js' */

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

/**
 * An element with buttons that change something: one press, one operation. While it is under way a second press does
 * nothing, so that a doubled click changes nothing twice; what went wrong is kept in `error` for the element to say.
 */
export class VolPressing extends VolElement {
  /**
   * @override
   * @type {import('../vendor/lit.js').PropertyDeclarations}
   */
  static properties = { error: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {{ code: string } | null} */
    this.error = null;
    this.busy = false;
  }

  /**
   * @template T
   * @param {(op_id: string) => Promise<Answer<T>>} act
   * @param {(value: T) => void} [done]
   * @param {string} [op_id] where the operation was named before the press
   * @returns {Promise<boolean>} whether it was done
   */
  async press(act, done, op_id = newOpId()) {
    if (this.busy) return false;
    this.busy = true;
    const answer = await act(op_id);
    this.busy = false;
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) done?.(answer.value);
    return answer.ok;
  }

  /** Gives the focus to the first element that a selector finds, once it is drawn. @param {string} selector */
  async focusOn(selector) {
    await this.updateComplete;
    const found = /** @type {HTMLElement | null} */ (this.querySelector(selector));
    found?.focus();
  }
}
