// SPDX-License-Identifier: GPL-3.0-or-later
// Several intentions at once: Keep, Done and Forget for all that were chosen, one operation each, in turn. What failed
// stays chosen and is said; Forget can be undone for all of them as long as the host holds them.

import { failureWords, say, show, VolElement } from '../ui/element.js';
import { doneChoice } from '../ui/elements/done_choice.js';
import { host, newOpId } from '../ui/host.js';
import { words } from '../ui/i18n.js';
import { html, nothing } from '../vendor/lit.js';

/** @import { DoneHow, Intention } from '../protocol/host.js' */
/** @import { Answer } from '../protocol/messages.js' */

export class VolSeveral extends VolElement {
  /** @override */
  static properties = {
    chosen: { attribute: false },
    choosingHow: { state: true },
    busy: { state: true },
    error: { state: true },
    said: { state: true },
  };

  constructor() {
    super();
    /** @type {Map<string, Intention>} */
    this.chosen = new Map();
    this.choosingHow = false;
    this.busy = false;
    /** @type {{ code: string } | null} */
    this.error = null;
    /** What was done last, and to how many. @type {{ what: 'kept' | 'ended' | 'forgotten' | 'back', count: number } | null} */
    this.said = null;
    /** What can be brought back. @type {Intention[]} */
    this.undoable = [];
    this.undoDue = 0;
    this.undoEnds = 0;
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.undoDue);
  }

  /**
   * One operation for each, in turn; those that were done are no longer chosen.
   * @template T
   * @param {Intention[]} all
   * @param {'kept' | 'ended' | 'forgotten' | 'back'} what
   * @param {(intention: Intention) => Promise<Answer<T>>} act
   * @returns {Promise<{ intention: Intention, value: T }[]>}
   */
  async forAll(all, what, act) {
    if (this.busy || all.length === 0) return [];
    this.busy = true;
    this.error = null;
    this.choosingHow = false;
    /** @type {{ intention: Intention, value: T }[]} */
    const done = [];
    /** @type {{ code: string } | null} */
    let failed = null;
    for (const intention of all) {
      const answer = await act(intention);
      if (answer.ok) done.push({ intention, value: answer.value });
      else failed = answer.error;
    }
    // Said when all were tried: before that, the press that "try again" asks for would be taken for a doubled one.
    this.error = failed;
    this.busy = false;
    this.said = done.length > 0 ? { what, count: done.length } : null;
    this.tell(
      'vol-several',
      done.map(({ intention }) => intention.id),
    );
    await this.updateComplete;
    // The buttons that were pressed may be gone: what came of it takes the focus.
    /** @type {HTMLElement | null} */ (this.querySelector('.several-said'))?.focus();
    return done;
  }

  async keep() {
    const all = [...this.chosen.values()].filter(({ stage }) => stage === 'noticed');
    await this.forAll(all, 'kept', ({ id }) => host('intentions.keep', { op_id: newOpId(), id }));
  }

  /** @param {DoneHow} how */
  async end(how) {
    const all = [...this.chosen.values()].filter(({ stage }) => stage !== 'done');
    await this.forAll(all, 'ended', ({ id }) =>
      host('intentions.done', { op_id: newOpId(), id, how }),
    );
  }

  async forget() {
    const done = await this.forAll([...this.chosen.values()], 'forgotten', ({ id }) =>
      host('intentions.forget', { op_id: newOpId(), id }),
    );
    if (done.length === 0) return;
    this.undoable = done.map(({ intention }) => intention);
    const shortest = Math.min(...done.map(({ value }) => value.undo_ms));
    this.undoEnds = Date.now() + shortest;
    this.endUndo(shortest);
    this.requestUpdate();
  }

  /** Takes the undo away when the host no longer holds what was forgotten. @param {number} in_ms */
  endUndo(in_ms) {
    clearTimeout(this.undoDue);
    this.undoDue = setTimeout(() => {
      this.undoable = [];
      this.requestUpdate();
    }, in_ms);
  }

  async undo() {
    if (this.busy) return;
    // The button stays until all are back, and keeps the focus.
    clearTimeout(this.undoDue);
    const back = await this.forAll(this.undoable, 'back', ({ id }) =>
      host('intentions.unforget', { op_id: newOpId(), id }),
    );
    const ids = new Set(back.map(({ intention }) => intention.id));
    this.undoable = this.undoable.filter(({ id }) => !ids.has(id));
    if (this.undoable.length > 0) {
      this.said = { what: 'forgotten', count: this.undoable.length };
      this.endUndo(this.undoEnds - Date.now());
    }
  }

  /** @override */
  render() {
    const all = [...this.chosen.values()];
    // What is given cannot have been bought: with one of those, only the answers that fit all are offered.
    const giving = all.some(({ direction }) => direction === 'give');
    const can = {
      keep: all.some(({ stage }) => stage === 'noticed'),
      end: all.some(({ stage }) => stage !== 'done'),
    };
    const off = this.busy || all.length === 0 ? 'true' : 'false';
    return html`
      <section class="sheet several" data-escape aria-label=${words.text('several_region')}>
        <p>${show(words.count('several_chosen', all.length))}</p>
        <div class="row wrap">
          ${can.keep ? html`<button type="button" data-do="keep-all" aria-disabled=${off} @click=${() => this.keep()}>${say('keep')}</button>` : nothing}
          ${
            can.end
              ? html`<button type="button" data-do="done-all" ?data-closes=${this.choosingHow} aria-disabled=${off} aria-expanded=${this.choosingHow ? 'true' : 'false'}
                  @click=${() => {
                    this.choosingHow = !this.choosingHow;
                  }}>${say('done')}<span class="chevron"></span></button>`
              : nothing
          }
          <button type="button" data-do="forget-all" aria-disabled=${off} @click=${() => this.forget()}>${say('forget')}</button>
          <button type="button" data-do="stop-choosing" data-closes @click=${() => this.tell('vol-stop-choosing')}>${say('select_end')}</button>
        </div>
        ${this.choosingHow ? doneChoice(giving ? 'give' : 'want', (how) => this.end(how)) : nothing}
        <p class="several-said soft" role="status" tabindex="-1">${
          this.said
            ? html`${show(words.count(`several_${this.said.what}`, this.said.count))}
              ${
                this.said.what === 'forgotten' && this.undoable.length > 0
                  ? html`<button type="button" class="link" data-do="undo-all" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.undo()}>${say('undo')}</button>`
                  : nothing
              }`
            : nothing
        }</p>
        ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      </section>
    `;
  }
}

customElements.define('vol-several', VolSeveral);
