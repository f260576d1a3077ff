// SPDX-License-Identifier: GPL-3.0-or-later
// One intention: what it is, then and now, the person's own words, and what may be done with it. Edited in place.

import { clean, cleanLines } from '../ui/clean.js';
import { fades, noticedOn, thenAndNow, today } from '../ui/day.js';
import { failureWords, letter, say, show, VolPressing } from '../ui/element.js';
import { doneChoice } from '../ui/elements/done_choice.js';
import { host } from '../ui/host.js';
import { name, words } from '../ui/i18n.js';
import { parseMoney } from '../ui/money.js';
import { html, live, nothing } from '../vendor/lit.js';
import { moneyField, textField } from './fields.js';

/** @import { DoneHow, Intention } from '../protocol/host.js' */

export class VolCard extends VolPressing {
  /** @override */
  static properties = {
    intention: { attribute: false },
    mode: { state: true },
    note: { state: true },
    badBudget: { state: true },
    touched: { state: true },
    selecting: { attribute: false },
    selected: { attribute: false },
  };

  constructor() {
    super();
    /** @type {Intention | null} */
    this.intention = null;
    /** @type {'rest' | 'edit' | 'done' | 'gone'} */
    this.mode = 'rest';
    this.note = '';
    this.badBudget = false;
    /** Something was written into the form, which Escape must not lose. */
    this.touched = false;
    /** Several are being chosen, and whether this is one of them. */
    this.selecting = false;
    this.selected = false;
  }

  keep() {
    const id = this.intention?.id;
    if (!id) return;
    void this.press(
      (op_id) => host('intentions.keep', { op_id, id }),
      ({ intention }) => this.became(intention),
    );
  }

  async forget() {
    const { intention } = this;
    if (!intention) return;
    // The place is held before the record goes: the list may be drawn anew before the answer is here.
    this.tell('vol-going', intention);
    const gone = await this.press(
      (op_id) => host('intentions.forget', { op_id, id: intention.id }),
      ({ undo_ms }) => {
        this.mode = 'gone';
        this.tell('vol-gone', { intention, undo_ms });
        void this.focusOn('[data-do=undo]');
      },
    );
    if (!gone && this.mode !== 'gone') this.tell('vol-back', intention);
  }

  unforget() {
    const id = this.intention?.id;
    if (!id) return;
    void this.press(
      (op_id) => host('intentions.unforget', { op_id, id }),
      ({ intention }) => {
        this.became(intention);
        this.tell('vol-back', intention);
      },
    );
  }

  /** @param {DoneHow} how */
  done(how) {
    const id = this.intention?.id;
    if (!id) return;
    void this.press(
      (op_id) => host('intentions.done', { op_id, id, how }),
      ({ intention }) => this.became(intention),
    );
  }

  /** @param {Intention} intention */
  became(intention) {
    this.intention = intention;
    this.mode = 'rest';
  }

  /** @param {SubmitEvent} event */
  save(event) {
    event.preventDefault();
    const { intention } = this;
    if (!intention) return;
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const entry = (/** @type {string} */ key) => String(form.get(key) ?? '').trim();
    const typed = entry('budget');
    const budget = typed === '' ? null : parseMoney(typed, entry('currency'));
    this.badBudget = typed !== '' && budget === null;
    if (this.badBudget) {
      void this.focusOn('[name=budget]');
      return;
    }
    const changes = {
      ...(entry('name') !== '' && { name: entry('name') }),
      words: entry('words'),
      why: entry('why'),
      have: entry('have'),
      budget,
    };
    void this.press(
      (op_id) => host('intentions.edit', { op_id, id: intention.id, changes }),
      (value) => {
        this.became(value.intention);
        void this.focusOn('[data-do=edit]');
      },
    );
  }

  /** @override */
  render() {
    const { intention } = this;
    if (!intention) return nothing;
    const failure = this.error
      ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>`
      : nothing;
    if (this.mode === 'gone') {
      return html`
        <article class="card gone" data-stays>
          <p role="status">${say('forgotten_named', { thing: name(intention.name, 60) })}
            <button type="button" class="link" data-do="undo" @click=${() => this.unforget()}>${say('undo')}</button>
          </p>
          ${failure}
        </article>
      `;
    }
    return html`
      <article class="card" data-id=${intention.id} data-stage=${intention.stage} ?data-escape=${this.mode === 'done'} ?data-stays=${this.mode !== 'rest'}>
        <div class="card-row">
          ${this.selecting ? this.tick(intention) : letter(intention.name)}
          <div class="card-text">
            <h3><bdi>${clean(intention.name, 140)}</bdi></h3>
            <p class="soft">${this.line(intention)}${this.place(intention)}</p>
            ${this.mode === 'edit' ? nothing : this.own(intention)}
          </div>
          ${this.mode === 'edit' || this.selecting ? nothing : this.actions(intention)}
        </div>
        ${this.mode === 'done' ? doneChoice(intention.direction, (how) => this.done(how)) : nothing}
        ${this.mode === 'edit' ? this.form(intention) : nothing} ${failure}
      </article>
    `;
  }

  /** @param {Intention} intention */
  tick(intention) {
    return html`<input type="checkbox" class="choose" .checked=${live(this.selected)}
      aria-label=${words.text('select_one', { thing: name(intention.name, 60) })}
      @change=${(/** @type {Event} */ event) =>
        this.tell('vol-choose', {
          intention,
          chosen: /** @type {HTMLInputElement} */ (event.target).checked,
        })} />`;
  }

  /** @param {Intention} intention */
  line(intention) {
    const now = today();
    if (intention.done) {
      return say('done_on', {
        how: words.text(`done_${intention.done.how}`),
        day: words.shortDay(intention.done.on, now),
      });
    }
    if (intention.stage === 'noticed') {
      const fading = intention.fades_on ? fades(words, intention.fades_on, now) : [];
      return show([...noticedOn(words, intention.noticed_on, now), ' · ', ...fading]);
    }
    const seen = { price: intention.price_seen, where: /** @type {const} */ ('record') };
    return show(thenAndNow(words, intention, now, seen));
  }

  /** @param {Intention} intention */
  place({ brand, page }) {
    if (!brand) return nothing;
    const label = html`<bdi>${clean(brand, 60)}</bdi>`;
    return page && /^https?:\/\//.test(page)
      ? html` · <a href=${page} target="_blank" rel="noreferrer noopener">${label}</a>`
      : html` · ${label}`;
  }

  /** @param {Intention} intention */
  own({ words: own, why, have, budget, stage }) {
    return html`
      ${own === '' ? nothing : html`<p class="own-words">${say('own_words', { words: { kind: 'quote', text: cleanLines(own) } })}</p>`}
      ${why === '' ? nothing : html`<p class="own-line">${say('own_why', { words: { kind: 'quote', text: cleanLines(why) } })}</p>`}
      ${have === '' ? nothing : html`<p class="own-line">${say('own_have', { words: { kind: 'quote', text: cleanLines(have) } })}</p>`}
      ${budget ? html`<p class="own-line">${say('own_budget', { price: words.money(budget) })}</p>` : nothing}
      ${
        stage === 'asked' || stage === 'answered'
          ? html`<p class="own-line"><a href="#requests">${say(`stage_${stage}_line`)}</a></p>`
          : nothing
      }
    `;
  }

  /** @param {Intention} intention */
  actions({ id, stage, name: title }) {
    const about = clean(title, 60);
    const label = (/** @type {string} */ key) => `${words.text(key)}: ${about}`;
    const open = stage === 'kept' || stage === 'asked' || stage === 'answered';
    return html`
      <div class="card-actions">
        ${
          stage === 'noticed'
            ? html`<button type="button" data-do="keep" aria-label=${label('keep')} @click=${() => this.keep()}>${say('keep')}</button>`
            : nothing
        }
        ${open ? html`<a class="button" data-do="ask" aria-label=${label('ask')} href=${`#ask/${id}`}>${say('ask')}</a>` : nothing}
        ${
          open
            ? html`<button type="button" data-do="done" data-closes aria-label=${label('done')} aria-expanded=${this.mode === 'done' ? 'true' : 'false'}
                @click=${() => {
                  this.mode = this.mode === 'done' ? 'rest' : 'done';
                }}>${say('done')}<span class="chevron"></span></button>`
            : nothing
        }
        ${
          stage === 'noticed'
            ? nothing
            : html`<button type="button" data-do="edit" aria-label=${label('edit')} @click=${() => {
                this.mode = 'edit';
                this.touched = false;
                void this.focusOn('[name=words]');
              }}>${say('edit')}</button>`
        }
        <button type="button" data-do="forget" aria-label=${label('forget')} @click=${() => this.forget()}>${say('forget')}</button>
      </div>
    `;
  }

  /** @param {Intention} intention */
  form(intention) {
    const currency = intention.budget?.currency ?? intention.price_kept?.currency ?? 'EUR';
    return html`
      <form class="fields" ?data-escape=${!this.touched} @input=${() => {
        this.touched = true;
      }} @submit=${(/** @type {SubmitEvent} */ event) => this.save(event)}>
        ${textField({ name: 'name', label: 'field_name', value: intention.name, limit: 300, required: true })}
        ${textField({ name: 'words', label: 'field_words', value: intention.words, limit: 2000, lines: 2 })}
        ${textField({ name: 'why', label: 'field_why', value: intention.why, limit: 2000, lines: 2 })}
        ${textField({ name: 'have', label: 'field_have', value: intention.have, limit: 2000, lines: 2 })}
        ${
          intention.direction === 'want'
            ? moneyField({
                name: 'budget',
                label: 'field_budget',
                value: intention.budget,
                currency,
                bad: this.badBudget,
              })
            : nothing
        }
        <div class="row">
          <button type="submit" class="primary">${say('save')}</button>
          <button type="button" data-closes @click=${() => {
            this.mode = 'rest';
            this.badBudget = false;
            void this.focusOn('[data-do=edit]');
          }}>${say('cancel')}</button>
        </div>
      </form>
    `;
  }
}

customElements.define('vol-card', VolCard);
