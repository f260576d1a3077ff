// SPDX-License-Identifier: GPL-3.0-or-later
// One filter list in Settings: its switch, what it stops, how old its text is, how much of it counts, what came of the last look, and the
// lines that are of no use, on demand.

import { clean } from '../ui/clean.js';
import { longDay, today } from '../ui/day.js';
import { failureWords, say, show, VolPressing } from '../ui/element.js';
import { host } from '../ui/host.js';
import { name, words } from '../ui/i18n.js';
import { html, live, nothing } from '../vendor/lit.js';
import { byWords, stopsOf, titleOf, whyUseless } from './list_words.js';

/** @import { FilterList, FiltersRefusedResponse, FiltersStatusResponse } from '../protocol/host.js' */
/** @import { ListOutcome } from '../protocol/messages.js' */

const LINES = 50;

export class VolListRow extends VolPressing {
  /** @override */
  static properties = {
    name: { attribute: false },
    list: { attribute: false },
    mode: { attribute: false },
    built: { attribute: false },
    building: { attribute: false },
    outcome: { attribute: false },
    lines: { state: true },
    next: { state: true },
  };

  constructor() {
    super();
    this.name = '';
    /** Null without the program. @type {FilterList | null} */
    this.list = null;
    /** @type {'on' | 'off'} */
    this.mode = 'on';
    /** The counts of the list as it shipped, where its own are not known. @type {FiltersStatusResponse['lists'][number] | null} */
    this.built = null;
    /** Whether the host counts anew. */
    this.building = false;
    /** @type {ListOutcome | null} */
    this.outcome = null;
    /** @type {FiltersRefusedResponse['lines'] | null} */
    this.lines = null;
    /** @type {string | null} */
    this.next = null;
  }

  async showLines() {
    await this.press(
      () =>
        host('filters.refused', {
          list: this.name,
          limit: LINES,
          ...(this.next !== null && { cursor: this.next }),
        }),
      ({ lines, next }) => {
        this.lines = [...(this.lines ?? []), ...lines];
        this.next = next;
      },
    );
  }

  /** @override */
  render() {
    const { list, mode } = this;
    const id = `list-${this.name}`;
    return html`
      <label class="tick">
        <input type="checkbox" name=${id} .checked=${live(mode === 'on')}
          @change=${(/** @type {Event} */ event) =>
            this.tell(
              'vol-switch',
              /** @type {HTMLInputElement} */ (event.target).checked ? 'on' : 'off',
            )} />
        <span><span id=${id}>${titleOf(this.name, list)}</span> <span class="soft">${say(`list_state_${mode}`)}</span><br>
          <span class="soft">${stopsOf(this.name, list)}</span></span>
      </label>
      ${list ? this.facts(list) : nothing}
      ${this.came()}
      ${list && this.uselessOf(list) > 0 ? this.useless(list) : nothing}
      ${
        list?.kind === 'custom'
          ? html`<div><button type="button" data-do="remove" aria-describedby=${id} @click=${() => this.tell('vol-remove')}>${say('list_remove')}</button></div>`
          : nothing
      }
      ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
    `;
  }

  /** @param {FilterList} list */
  facts({
    state: mode,
    counted,
    in_effect,
    cosmetic,
    version,
    fetched_on,
    kind,
    licence,
    homepage,
  }) {
    const { built } = this;
    /** @type {(ReturnType<typeof say>)[]} */
    const facts = [];
    if (counted) {
      if (in_effect > 0) facts.push(show(words.count('list_network', in_effect)));
      if (cosmetic > 0) facts.push(show(words.count('list_cosmetic', cosmetic)));
    } else if (this.building && mode === 'on') facts.push(say('list_counting'));
    else if (built) facts.push(show(words.count('list_network', built.network - built.refused)));
    const named = version || built?.version || '';
    if (named !== '') facts.push(say('list_version', { version: name(named, 60) }));
    if (fetched_on !== null) {
      facts.push(say('list_fetched', { day: longDay(words.locale, fetched_on, today()) }));
    } else if (kind === 'shipped') facts.push(say('list_as_shipped'));
    if (licence) facts.push(show([name(licence, 120)]));
    return html`
      <p class="soft">${facts.map((fact, at) => [at > 0 ? ' · ' : nothing, fact])}${
        homepage?.startsWith('https://')
          ? html` · <a href=${homepage} target="_blank" rel="noreferrer noopener" aria-describedby=${`list-${this.name}`}>${say('list_home')}</a>`
          : nothing
      }</p>
    `;
  }

  came() {
    const { outcome } = this;
    if (!outcome) return nothing;
    if (outcome.outcome !== 'failed') {
      return html`<p class="came">${say(`list_outcome_${outcome.outcome}`)}</p>`;
    }
    return html`<p class="came failure">${
      outcome.code === 'list_status' && outcome.status
        ? say('list_status', { n: outcome.status })
        : failureWords(listError(outcome))
    }</p>`;
  }

  /** How many of its lines are of no use. @param {FilterList} list */
  uselessOf({ counted, refused }) {
    if (!counted) return this.built?.refused ?? 0;
    return refused.reduce((sum, { count }) => sum + count, 0);
  }

  /** @param {FilterList} list */
  useless(list) {
    const { refused } = list;
    const all = this.uselessOf(list);
    return html`
      <details class="useless">
        <summary>${show(words.count('list_useless', all))}</summary>
        <ul class="soft">${byWords(refused).map(
          ({ reason, count }) =>
            html`<li>${show(words.count('list_reason', count, { reason: whyUseless(reason) }))}</li>`,
        )}</ul>
        ${
          this.lines
            ? html`<ul class="lines-of-list">${this.lines.map(
                ({ line, text, reason }) =>
                  html`<li><span class="soft">${say('list_line', { n: line })}</span> <code>${clean(text, 300)}</code> <span class="soft">${show(whyUseless(reason))}</span></li>`,
              )}</ul>`
            : nothing
        }
        ${
          this.lines && this.next === null
            ? nothing
            : html`<button type="button" data-do="lines" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.showLines()}>${say(this.lines ? 'list_more_lines' : 'list_show_lines')}</button>`
        }
      </details>
    `;
  }
}

/**
 * An address that is refused is no brand's here.
 * @param {{ code: string }} error
 * @returns {{ code: string }}
 */
export function listError(error) {
  return error.code.startsWith('address_') ? { code: 'list_address' } : error;
}

customElements.define('vol-list-row', VolListRow);
