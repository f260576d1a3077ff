// SPDX-License-Identifier: GPL-3.0-or-later
// What all elements share: their base, words as Lit templates, and what went wrong in plain words. They draw into the page
// itself, not into a shadow tree: labels, headings and axe see one document, one style sheet serves all, and our pages
// hold nobody's markup but ours.

import { html, LitElement, nothing } from '../vendor/lit.js';
import { newOpId } from './host.js';
import { hostKey } from './host_words.js';
import { words } from './i18n.js';
import { giveFocusBack, placeOfFocus } from './keyboard.js';

/** @import { Answer, HostState } from '../protocol/messages.js' */
/** @import { Part, Value } from './i18n.js' */

export class VolElement extends LitElement {
  /** @override */
  createRenderRoot() {
    return this;
  }

  /**
   * No drawing loses the focus.
   * @override
   * @param {import('../vendor/lit.js').PropertyValues} changed
   */
  update(changed) {
    const place = placeOfFocus(this);
    super.update(changed);
    // Later than a focus that is given on purpose, and than the elements drawn within this one.
    if (place) setTimeout(() => giveFocusBack(place));
  }

  /**
   * Gives the focus to the line of a company that stood open, once the lines are drawn.
   * @param {string | null} company
   */
  async focusCompany(company) {
    await this.updateComplete;
    const lines = /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('[data-company]'));
    [...lines].find((line) => line.dataset.company === company)?.focus();
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
    /** The press that is under way. @type {Promise<unknown>} */
    this.underWay = Promise.resolve();
    /** How many presses were carried out: what was asked for before the last of them is old. */
    this.pressesDone = 0;
    /** What switches were set to by presses that are not answered yet. @type {Map<string, { value: string }>} */
    this.wishes = new Map();
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
    const answered = act(op_id);
    this.underWay = answered;
    const answer = await answered;
    this.busy = false;
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) {
      this.pressesDone += 1;
      done?.(answer.value);
    }
    return answer.ok;
  }

  /**
   * As press, but after one that is under way: where several controls stand side by side, and a press on another one is meant.
   * @template T
   * @param {(op_id: string) => Promise<Answer<T>>} act
   * @param {(value: T) => void} [done]
   * @returns {Promise<boolean>} whether it was done
   */
  async pressInTurn(act, done) {
    while (this.busy) await this.underWay;
    return this.press(act, done);
  }

  /**
   * A press on a switch: carried out in its turn. Until it is answered the switch stands as it was set, whatever is drawn meanwhile:
   * one that jumped back would be pressed again, the other way.
   * @template T
   * @param {string} key names the switch
   * @param {string} value
   * @param {(op_id: string) => Promise<Answer<T>>} act
   * @param {(value: T) => void} [done]
   */
  async pressSwitch(key, value, act, done) {
    const wish = { value };
    this.wishes.set(key, wish);
    this.requestUpdate();
    await this.pressInTurn(act, done);
    if (this.wishes.get(key) === wish) this.wishes.delete(key);
    this.requestUpdate();
  }

  /**
   * How a switch is to be drawn.
   * @template {string} T
   * @param {string} key
   * @param {T} value how it stands, by the last answer
   * @returns {T}
   */
  switched(key, value) {
    return /** @type {T} */ (this.wishes.get(key)?.value ?? value);
  }

  /** Gives the focus to the first element that a selector finds, once it is drawn. @param {string} selector */
  async focusOn(selector) {
    await this.updateComplete;
    const found = /** @type {HTMLElement | null} */ (this.querySelector(selector));
    found?.focus();
  }
}

/**
 * Parts of a sentence as Lit templates: text of strangers stands in <bdi>, so that its direction stays its own.
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

/**
 * A letter tile in place of a site's icon: nothing is loaded to draw it.
 * @param {string} name
 */
export function letter(name) {
  const bare = name.replace(/^www\./, '');
  const first = [...bare].find((character) => /[\p{L}\p{N}]/u.test(character)) ?? '·';
  return html`<span class="letter" aria-hidden="true">${first.toLocaleUpperCase()}</span>`;
}

/**
 * How the host stands, where that keeps something from working.
 * @param {HostState} host
 */
export function hostLine(host) {
  const { state } = host;
  if (state === 'ready' || state === 'starting') return nothing;
  return html`<p class="host-line" data-host=${state}>${say(hostKey(host))}</p>`;
}

/**
 * Codes that have words of their own; several that mean the same to a person share them. They come from the host
 * (native-host/base/error.cpp) and from the background. A Map, so that no code can name something of Object's.
 */
const KEYS = new Map(
  Object.entries({
    host_absent: 'error_host_absent',
    host_version: 'error_host_version',
    host_lost: 'error_host_lost',
    no_answer: 'error_brand_silent',
    busy: 'error_busy',
    locked: 'error_locked',
    needs_recovery: 'error_needs_recovery',
    key_missing: 'error_needs_recovery',
    key_refused: 'error_key_refused',
    storage_full: 'error_storage_full',
    storage_read_only: 'error_storage_read_only',
    storage_failed: 'error_storage_failed',
    storage_damaged: 'error_storage_damaged',
    storage_newer: 'error_storage_newer',
    not_found: 'error_not_found',
    forgotten: 'error_not_found',
    private_window: 'error_private_window',
    clock_jumped: 'error_clock_jumped',
    no_tab: 'error_no_tab',
    header_rule_failed: 'error_header_rule_failed',
    descriptor_status: 'error_descriptor_status',
    descriptor_redirected: 'error_descriptor_redirected',
    descriptor_type: 'error_descriptor_type',
    descriptor_too_large: 'error_descriptor_too_large',
    descriptor_malformed: 'error_descriptor_malformed',
    descriptor_expired: 'error_descriptor_expired',
    descriptor_foreign: 'error_descriptor_foreign',
    descriptor_suite: 'error_descriptor_suite',
    bad_key: 'error_descriptor_suite',
    address_not_https: 'error_address_not_https',
    address_ip_literal: 'error_address_ip_literal',
    address_private_host: 'error_address_private_host',
    address_user_info: 'error_address_malformed',
    address_port: 'error_address_port',
    address_foreign: 'error_address_foreign',
    address_malformed: 'error_address_malformed',
    kind_not_accepted: 'error_kind_not_accepted',
    unknown_draft: 'error_unknown_draft',
    not_approved: 'error_unknown_draft',
    request_closed: 'error_request_closed',
    mail_address_malformed: 'error_mail_address',
    mail_address_for_rights: 'error_mail_for_rights',
    mail_unreadable: 'error_mail_unreadable',
    copy_failed: 'error_copy_failed',
    list_address: 'error_list_address',
    list_not_text: 'error_list_not_text',
    list_cut_off: 'error_list_cut_off',
    list_too_large: 'error_list_too_large',
    list_grew: 'error_list_grew',
    list_shrank: 'error_list_shrank',
    list_empty: 'error_list_empty',
    list_no_answer: 'error_list_no_answer',
    list_elsewhere: 'error_list_elsewhere',
    list_status: 'error_list_status',
    lists_full: 'error_lists_full',
    lists_damaged: 'error_lists_damaged',
    unknown_upload: 'error_list_again',
  }),
);

/**
 * What went wrong, in plain words: what happened, that nothing was lost, what to do.
 * @param {{ code: string }} error
 */
export function failureWords(error) {
  const key = KEYS.get(error.code);
  return key ? say(key) : say('error_other', { code: { kind: 'code', text: error.code } });
}
