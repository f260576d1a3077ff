// SPDX-License-Identifier: GPL-3.0-or-later
// The popup's upper half: the thing that the page shows, what the person already holds of it, and what may be done
// with it. Everything can be undone where it happened.

import { html, nothing } from '../../vendor/lit.js';
import { clean } from '../clean.js';
import { fades, noticedOn, thenAndNow, today } from '../day.js';
import { failureWords, say, show, VolPressing } from '../element.js';
import { host, keepOfTab, openDashboard } from '../host.js';
import { name, words } from '../i18n.js';

/** @import { DoneHow, Intention, Product } from '../../protocol/host.js' */

/** How long a forgotten record can come back, where the host did not say it to us. */
const UNDO_MS = 10_000;

export class VolThing extends VolPressing {
  /** @override */
  static properties = {
    tabId: { attribute: false },
    product: { attribute: false },
    intention: { attribute: false },
    reading: { attribute: false },
    private: { attribute: false },
    can: { attribute: false },
    note: { state: true },
    choosing: { state: true },
  };

  constructor() {
    super();
    this.tabId = 0;
    /** @type {Product | null} */
    this.product = null;
    /** @type {Intention | null} */
    this.intention = null;
    /** Whether the host has yet to say what the page shows. */
    this.reading = false;
    this.private = false;
    /** Whether the host can keep and ask. */
    this.can = false;
    /** @type {'kept' | 'forgotten' | 'back' | null} */
    this.note = null;
    this.choosing = false;
    /** @type {typeof import('./done_choice.js').doneChoice | null} */
    this.doneChoice = null;
    /** @type {Intention | null} */
    this.forgotten = null;
    this.timer = 0;
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /**
   * A record that is being forgotten (here or elsewhere) is shown as gone, with its undo.
   * @override
   */
  willUpdate() {
    if (this.intention?.forgetting) this.gone(this.intention, UNDO_MS);
  }

  /**
   * @param {Intention} intention
   * @param {number} undo_ms
   */
  gone(intention, undo_ms) {
    this.forgotten = intention;
    this.note = 'forgotten';
    this.intention = null;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.forgotten = null;
      this.note = null;
    }, undo_ms);
  }

  keep() {
    return this.press(
      (op_id) => keepOfTab(this.tabId, op_id),
      ({ intention }) => {
        this.note = 'kept';
        void this.hold(intention);
      },
    );
  }

  forget() {
    const { intention } = this;
    if (!intention) return undefined;
    return this.press(
      (op_id) => host('intentions.forget', { op_id, id: intention.id }),
      ({ undo_ms }) => {
        this.gone(intention, undo_ms);
        void this.hold(null);
      },
    );
  }

  undoForget() {
    const { forgotten } = this;
    if (!forgotten) return undefined;
    return this.press(
      (op_id) => host('intentions.unforget', { op_id, id: forgotten.id }),
      ({ intention }) => {
        clearTimeout(this.timer);
        this.forgotten = null;
        this.note = 'back';
        void this.hold(intention);
      },
    );
  }

  /** Opens or closes the answers to how it ended. They are read at the first press, not with the popup. */
  async askHow() {
    this.doneChoice ??= (await import('./done_choice.js')).doneChoice;
    this.choosing = !this.choosing;
  }

  /** @param {DoneHow} how */
  done(how) {
    const { intention } = this;
    if (!intention) return undefined;
    return this.press(
      (op_id) => host('intentions.done', { op_id, id: intention.id, how }),
      (value) => {
        this.choosing = false;
        this.note = null;
        void this.hold(value.intention);
      },
    );
  }

  /** @param {Intention | null} intention */
  async hold(intention) {
    this.intention = intention;
    this.tell('vol-intention', intention);
    // The button that was pressed is gone: its undo takes the focus, where there is one.
    await this.focusOn('[data-do=undo]');
  }

  /** @override */
  render() {
    const { product, intention } = this;
    if (!product && !intention) {
      return html`<section class="thing empty"><p class="soft">${say(this.emptyKey())}</p></section>`;
    }
    const title = clean(product?.name ?? intention?.name ?? '', 140);
    const price = product?.price;
    return html`
      <section class="thing" ?data-escape=${this.choosing} aria-label=${words.text('thing_region')}>
        <div class="thing-head">
          <h2><bdi>${title}</bdi></h2>
          ${price ? html`<p class="thing-price">${show([words.money(price)])}</p>` : nothing}
        </div>
        ${product?.maker ? html`<p class="soft thing-maker"><bdi>${clean(product.maker, 60)}</bdi></p>` : nothing}
        ${this.held()} ${this.private ? html`<p class="soft">${say('private_window')}</p>` : this.actions()}
        <p class="note" role="status">${this.noteWords()}</p>
        ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      </section>
    `;
  }

  emptyKey() {
    if (this.private) return 'private_window';
    if (!this.can) return 'nothing_shown_without_host';
    return this.reading ? 'reading_page' : 'nothing_shown';
  }

  held() {
    const { intention } = this;
    if (!intention || this.private) return nothing;
    const now = today();
    const seen = { price: this.product?.price ?? null, where: /** @type {const} */ ('page') };
    /** @type {ReturnType<typeof show>} */
    let line;
    if (intention.stage === 'noticed') {
      line = show([
        ...noticedOn(words, intention.noticed_on, now),
        ...(intention.fades_on ? [' · ', ...fades(words, intention.fades_on, now)] : []),
      ]);
    } else if (intention.done) {
      const day = words.shortDay(intention.done.on, now);
      line = say('done_on', { how: words.text(`done_${intention.done.how}`), day });
    } else {
      line = show(thenAndNow(words, intention, now, seen));
    }
    return html`
      <div class="held">
        <p class="held-line">${line}</p>
        ${
          intention.words === ''
            ? nothing
            : html`<p class="own-words">${say('own_words', { words: { kind: 'quote', text: clean(intention.words, 200) } })}</p>`
        }
        ${
          intention.stage === 'asked' || intention.stage === 'answered'
            ? html`<p><a href="../dashboard/dashboard.html#requests" @click=${open('#requests')}>
                ${say(`stage_${intention.stage}_line`)}</a></p>`
            : nothing
        }
      </div>
    `;
  }

  actions() {
    const { intention } = this;
    if (!this.can) return nothing;
    if (!intention || intention.stage === 'noticed') {
      return html`
        <div class="row actions">
          <button type="button" class="primary" data-do="keep" @click=${() => this.keep()}>${say('keep')}</button>
          ${intention ? this.forgetButton() : nothing}
        </div>
      `;
    }
    if (intention.stage === 'done')
      return html`<div class="row actions">${this.forgetButton()}</div>`;
    const hash = `#ask/${intention.id}`;
    return html`
      <div class="row actions">
        <a class="button" data-do="ask" href=${`../dashboard/dashboard.html${hash}`} @click=${open(hash)}>
          <span>${intention.brand ? say('ask_brand', { brand: name(intention.brand, 40) }) : say('ask')}</span>
        </a>
        <button
          type="button"
          data-do="done"
          data-closes
          aria-expanded=${this.choosing ? 'true' : 'false'}
          @click=${() => this.askHow()}
        >
          ${say('done')}<span class="chevron"></span>
        </button>
        ${this.forgetButton()}
      </div>
      ${this.choosing ? this.doneChoice?.(intention.direction, (how) => this.done(how)) : nothing}
    `;
  }

  forgetButton() {
    return html`<button type="button" data-do="forget" @click=${() => this.forget()}>${say('forget')}</button>`;
  }

  noteWords() {
    if (this.note === 'kept') {
      return html`${say('kept_note')}
        <button type="button" class="link" data-do="undo" @click=${() => this.forget()}>${say('undo')}</button>`;
    }
    if (this.note === 'forgotten') {
      return html`${say('forgotten_note')}
        <button type="button" class="link" data-do="undo" @click=${() => this.undoForget()}>${say('undo')}</button>`;
    }
    return this.note === 'back' ? say('back_note') : nothing;
  }
}

/**
 * Follows a link into the dashboard and leaves the popup; a page that stays (`data-stays` on its body) stays.
 * @param {string} section
 */
export function open(section) {
  return async (/** @type {Event} */ event) => {
    event.preventDefault();
    await openDashboard(section);
    if (!('stays' in document.body.dataset)) window.close();
  };
}

customElements.define('vol-thing', VolThing);
