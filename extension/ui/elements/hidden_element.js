// SPDX-License-Identifier: GPL-3.0-or-later
// What "Block this element" hid on the page, whether it stays so, and its undo. Read when there is something to say.

import { html, nothing } from '../../vendor/lit.js';
import { clean } from '../clean.js';
import { failureWords, say, show, VolPressing } from '../element.js';
import { unhide } from '../host.js';
import { name, words } from '../i18n.js';

/** @import { HiddenElement } from '../../protocol/messages.js' */

export class VolHiddenElement extends VolPressing {
  /** @override */
  static properties = {
    tabId: { attribute: false },
    hiddenElement: { attribute: false },
    shown: { state: true },
  };

  constructor() {
    super();
    this.tabId = 0;
    /** @type {HiddenElement | null} */
    this.hiddenElement = null;
    /** Whether the person took one back here. */
    this.shown = false;
  }

  undo() {
    void this.press(
      () => unhide(this.tabId),
      () => {
        this.shown = true;
      },
    );
  }

  /** @override */
  render() {
    const { hiddenElement: element } = this;
    if (!element) {
      return this.shown
        ? html`<p class="hidden-element" role="status">${say('element_shown')}</p>`
        : nothing;
    }
    const { selector, count, site, kept } = element;
    const said = say(`element_${kept}`, { site: name(site, 120) });
    if (selector === '') return html`<p class="hidden-element" role="status">${said}</p>`;
    return html`
      <section class="hidden-element">
        <p role="status">${show(words.count('element_hidden', count))} ${said}</p>
        <div class="row"><code>${clean(selector, 120)}</code>
          <button type="button" data-do="unhide" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.undo()}>${say('undo')}</button></div>
        ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      </section>
    `;
  }
}

customElements.define('vol-hidden-element', VolHiddenElement);
