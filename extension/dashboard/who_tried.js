// SPDX-License-Identifier: GPL-3.0-or-later
// Who tried: which company called how often, by day, as the host counted it (company, kind and day are all it keeps). A
// plain table that can be put in order by each of its columns, and one press that erases it.

import { clean } from '../ui/clean.js';
import { addDays, today } from '../ui/day.js';
import { failureWords, say, show, VolPressing } from '../ui/element.js';
import { host } from '../ui/host.js';
import { words } from '../ui/i18n.js';
import { html, nothing } from '../vendor/lit.js';
import { kColumns, sorted } from './who_rows.js';

/** @import { AttemptsDaysResponse } from '../protocol/host.js' */
/** @import { Broadcast } from '../protocol/messages.js' */
/** @import { Column } from './who_rows.js' */

/** The last days that are asked for: four weeks. */
const kDays = 28;
/** Rows drawn at once; more by a press. */
const kPage = 200;

export class VolWhoTried extends VolPressing {
  /** @override */
  static properties = {
    rows: { state: true },
    order: { state: true },
    drawn: { state: true },
    forgotten: { state: true },
  };

  constructor() {
    super();
    /** @type {AttemptsDaysResponse['rows'] | null} */
    this.rows = null;
    /** @type {{ by: Column, down: boolean }} */
    this.order = { by: 'day', down: true };
    this.drawn = kPage;
    /** @type {'forgotten' | 'pending' | null} */
    this.forgotten = null;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('vol-broadcast', (event) => {
      const { changed } = /** @type {CustomEvent<Broadcast>} */ (event).detail;
      if (changed === 'attempts' || changed === 'host') void this.load();
    });
    void this.load();
  }

  async load() {
    const to = today();
    const answer = await host('attempts.days', { from: addDays(to, 1 - kDays), to });
    if (answer.ok) {
      this.rows = answer.value.rows;
      this.error = null;
    } else this.error = answer.error;
  }

  /** @param {Column} by */
  orderBy(by) {
    this.order = {
      by,
      down: this.order.by === by ? !this.order.down : by === 'day' || by === 'count',
    };
  }

  forget() {
    void this.press(
      (op_id) => host('attempts.forget', { op_id }),
      ({ state }) => {
        this.forgotten = state;
        void this.load().then(() => this.focusOn('.forgotten'));
      },
    );
  }

  /** @override */
  render() {
    const { rows } = this;
    return html`
      <div class="section-head">
        <h1 tabindex="-1">${say('section_who')}</h1>
        ${
          rows && rows.length > 0
            ? html`<button type="button" data-do="forget-attempts" aria-disabled=${this.busy ? 'true' : 'false'}
                @click=${() => this.forget()}>${say('who_forget')}</button>`
            : nothing
        }
      </div>
      ${this.forgotten ? html`<p class="forgotten" tabindex="-1" role="status">${say(`who_${this.forgotten}`)}</p>` : nothing}
      ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      ${rows ? this.body(rows) : nothing}
    `;
  }

  /** @param {AttemptsDaysResponse['rows']} rows */
  body(rows) {
    if (rows.length === 0) {
      return html`<div class="teach" role="status">
        <p>${say('who_empty')}</p><p class="soft">${say('who_empty_gloss')}</p>
      </div>`;
    }
    const now = today();
    const all = sorted(rows, this.order.by, this.order.down, words.locale);
    return html`
      <p class="soft">${say('who_gloss')}</p>
      <table class="who sheet">
        <caption class="unseen-label">${say('section_who')}</caption>
        <thead><tr>${kColumns.map((column) => this.head(column))}</tr></thead>
        <tbody>${all.slice(0, this.drawn).map(
          ({ day, company, kind, count, at_least }) => html`
            <tr>
              <td>${words.shortDay(day, now)}</td>
              <th scope="row">${company === '' ? say('who_unnamed') : html`<bdi>${clean(company, 60)}</bdi>`}</th>
              <td>${say(`who_kind_${kind}`)}</td>
              <td class="figure">${show(words.count(at_least ? 'things_least' : 'things', count))}</td>
            </tr>
          `,
        )}</tbody>
      </table>
      ${
        all.length > this.drawn
          ? html`<button type="button" class="link" @click=${() => {
              this.drawn += kPage;
            }}>${show(words.count('show_more', all.length - this.drawn))}</button>`
          : nothing
      }
    `;
  }

  /** @param {Column} column */
  head(column) {
    const { by, down } = this.order;
    const way = by === column ? (down ? 'descending' : 'ascending') : 'none';
    return html`<th scope="col" aria-sort=${way} class=${column === 'count' ? 'figure' : ''}>
      <button type="button" class="link" data-order=${column} @click=${() => this.orderBy(column)}>${say(`who_${column}`)}</button>
    </th>`;
  }
}

customElements.define('vol-who-tried', VolWhoTried);
