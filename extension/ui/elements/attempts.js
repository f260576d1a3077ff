// SPDX-License-Identifier: GPL-3.0-or-later
// The popup's lower half: what the page tried to tell, one plain line per company, each a press away from its detail.

import { html, nothing, repeat } from '../../vendor/lit.js';
import { letter, say, show, VolElement } from '../element.js';
import { words } from '../i18n.js';

/** @import { CompanyLine } from '../sentence.js' */

/** So many lines stand at once; the others are a press away. */
const SHOWN = 8;

export class VolAttempts extends VolElement {
  /** @override */
  static properties = {
    lines: { attribute: false },
    explains: { attribute: false },
    beyond: { attribute: false },
    off: { attribute: false },
    all: { state: true },
    silentOpen: { state: true },
  };

  constructor() {
    super();
    /** @type {CompanyLine[]} */
    this.lines = [];
    /** Whether a host is there that knows companies. */
    this.explains = false;
    /** How many calls these lines hold, where the page made more than that; else 0. */
    this.beyond = 0;
    this.off = false;
    this.all = false;
    this.silentOpen = false;
  }

  /** @override */
  render() {
    const { lines } = this;
    if (lines.length === 0) {
      return html`
        <section class="attempts empty" aria-label=${words.text('attempts_region')}>
          <p>${say(this.off ? 'protection_is_off' : 'nothing_seen')}</p>
        </section>
      `;
    }
    const silent = lines.filter(({ kind }) => kind === 'silent');
    const loud = lines.filter(({ kind }) => kind !== 'silent');
    const shown = this.all ? loud : loud.slice(0, SHOWN);
    return html`
      <section class="attempts" aria-labelledby="attempts-title">
        <h2 id="attempts-title">${show(this.heading())}</h2>
        <ul class="lines">
          ${repeat(
            shown,
            ({ id }) => id,
            (line) => this.line(line),
          )}
        </ul>
        ${
          shown.length < loud.length
            ? html`<button type="button" class="link more" data-do="all" @click=${() => {
                this.all = true;
              }}>${show(words.count('attempts_more', loud.length - shown.length))}</button>`
            : nothing
        }
        ${silent.length > 0 ? this.silent(silent) : nothing}
        <p class="stopped">${
          this.beyond > 0
            ? show(words.count('stopped_beyond', this.beyond))
            : say(stoppedKey(lines.length))
        }</p>
      </section>
    `;
  }

  heading() {
    const said = this.lines.filter(({ kind }) => kind === 'said').length;
    const beyond = this.beyond > 0;
    if (said > 0) return words.count(beyond ? 'told_title_least' : 'told_title', said);
    const { length } = this.lines;
    if (this.explains) return words.count(beyond ? 'called_title_least' : 'called_title', length);
    return words.count(beyond ? 'reached_title_least' : 'reached_title', length);
  }

  /** @param {CompanyLine} line */
  line(line) {
    return html`
      <li>
        <button type="button" class="line" data-company=${line.id} data-kind=${line.kind} @click=${() => this.tell('vol-detail', line.id)}>
          ${letter(line.id)}
          <span class="line-text">
            <span class="company">${show([line.company])}</span>
            <span class="clause">${show(line.clause)}</span>
            ${line.more > 0 ? html`<span class="soft">${show(words.count('and_more', line.more))}</span>` : nothing}
          </span>
          <span class="onward" aria-hidden="true"></span>
        </button>
      </li>
    `;
  }

  /** @param {CompanyLine[]} silent */
  silent(silent) {
    const [only] = silent;
    if (silent.length === 1 && only) return html`<ul class="lines">${this.line(only)}</ul>`;
    return html`
      <button
        type="button"
        class="fold"
        aria-expanded=${this.silentOpen ? 'true' : 'false'}
        @click=${() => {
          this.silentOpen = !this.silentOpen;
        }}
      >
        <span class="chevron"></span>${show(words.count('silent_fold', silent.length))}
      </button>
      <ul class="lines" ?hidden=${!this.silentOpen}>
        ${silent.map((line) => this.line(line))}
      </ul>
    `;
  }
}

/** @param {number} count */
function stoppedKey(count) {
  if (count === 1) return 'stopped';
  return count === 2 ? 'stopped_both' : 'stopped_all';
}

customElements.define('vol-attempts', VolAttempts);
