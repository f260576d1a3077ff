// SPDX-License-Identifier: GPL-3.0-or-later
// Welcome. It asks nothing: a page speaks and is stopped (sample.js), the popup's two halves show it, one line says how the
// native program stands, or exactly what to run; the background notices when it comes, and this page with it.

import '../ui/elements/attempt_detail.js';
import '../ui/elements/attempts.js';
import '../ui/elements/thing.js';
import { today } from '../ui/day.js';
import { say, show, VolElement } from '../ui/element.js';
import { exact } from '../ui/exact.js';
import {
  host,
  hostState,
  markWelcomed,
  onChange,
  openDashboard,
  readLanguage,
} from '../ui/host.js';
import { startWords, words } from '../ui/i18n.js';
import { readAloud } from '../ui/sentence.js';
import { html, nothing, repeat } from '../vendor/lit.js';
import { findingOf } from './finding.js';
import { ATTEMPTS, kept, SITE, THING } from './sample.js';

/** @import { FiltersExplainResponse } from '../protocol/host.js' */
/** @import { HostState } from '../protocol/messages.js' */

/** The steps of the play and when each begins. */
const STEPS = /** @type {const} */ (['shows', 'speaks', 'stopped']);
const STEP_MS = { shows: 0, speaks: 700, stopped: 1_600 };

export class VolWelcome extends VolElement {
  /** @override */
  static properties = {
    ready: { state: true },
    step: { state: true },
    company: { state: true },
    hostStands: { state: true },
    filters: { state: true },
    copied: { state: true },
  };

  constructor() {
    super();
    this.ready = false;
    /** @type {typeof STEPS[number]} */
    this.step = 'shows';
    /** @type {string | null} */
    this.company = null;
    /** @type {HostState} */
    this.hostStands = { state: 'starting' };
    /** What the program says of the sample's addresses. @type {FiltersExplainResponse['items']} */
    this.filters = [];
    /** @type {string | null} */
    this.copied = null;
    /** @type {number[]} */
    this.timers = [];
  }

  async start() {
    await Promise.all([startWords(readLanguage()), this.askHost()]);
    document.title = words.text('welcome_title');
    this.ready = true;
    void markWelcomed();
    onChange(({ changed }) => {
      if (changed === 'host') void this.askHost();
    });
    await this.updateComplete;
    this.play();
    setTimeout(() => {
      document.body.getBoundingClientRect();
      performance.mark('volition-drawn');
    });
  }

  async askHost() {
    const answer = await hostState();
    this.hostStands = answer.ok ? answer.value : { state: 'starting' };
    if (this.hostStands.state !== 'ready') {
      this.filters = [];
      return;
    }
    const items = ATTEMPTS.map(({ url, type }) => ({
      url,
      type: /** @type {'image'} */ (type),
      frame: `https://${SITE}/`,
    }));
    const explained = await host('filters.explain', { items });
    this.filters = explained.ok ? explained.value.items : [];
  }

  /** One step after the other; all at once for those who want nothing to move. */
  play() {
    for (const timer of this.timers) clearTimeout(timer);
    this.company = null;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.step = 'stopped';
      return;
    }
    this.timers = STEPS.map((step) =>
      window.setTimeout(() => {
        this.step = step;
      }, STEP_MS[step]),
    );
  }

  /** @override */
  render() {
    if (!this.ready) return nothing;
    return html`
      <main>
        <h1>${say('welcome_title')}</h1>
        <p class="lead">${say('extension_description')}</p>
        ${this.plays()} ${this.program()}
        <section aria-labelledby="stays">
          <h2 id="stays">${say('welcome_stays')}</h2>
          <p>${say('welcome_stays_here')}</p>
          <p class="soft">${say('welcome_stays_gloss')}</p>
        </section>
        <section aria-labelledby="at-hand">
          <h2 id="at-hand">${say('welcome_at_hand')}</h2>
          <ul class="runs">
            <li>${say('welcome_menu')}</li>
            <li>${say('welcome_omnibox')}</li>
            <li>${say('welcome_keys')}</li>
          </ul>
          <p><a class="button" href="../dashboard/dashboard.html#universe" @click=${(
            /** @type {Event} */ event,
          ) => {
            event.preventDefault();
            void openDashboard('#universe');
          }}>${say('my_universe')}</a></p>
        </section>
      </main>
    `;
  }

  plays() {
    const told = this.step !== 'shows';
    const stopped = this.step === 'stopped';
    return html`
      <section aria-labelledby="plays" data-step=${this.step}>
        <h2 id="plays">${say('welcome_plays')}</h2>
        <div class="plays">
          <div>
            <div class="shop">
              <p class="shop-address">${SITE}</p>
              <div class="shop-thing">
                ${shoe()}
                <p><strong>${THING.name}</strong>${THING.price ? show([words.money(THING.price)]) : nothing}</p>
              </div>
              <div class="speaks" role="status">
                ${
                  told
                    ? html`<p>${say('welcome_speaks', { company: { kind: 'name', text: 'Meta' } })}</p>
                      <code>${exact(ATTEMPTS[1]?.url ?? '')}</code>`
                    : nothing
                }
                ${stopped ? html`<p class="was-stopped">${say('welcome_stopped')}</p>` : nothing}
              </div>
            </div>
            <p class="soft">${say('welcome_sample')}
              <button type="button" class="link" data-do="again" @click=${() => this.play()}>${say('welcome_again')}</button></p>
          </div>
          ${stopped ? this.popup() : nothing}
        </div>
      </section>
    `;
  }

  popup() {
    const lines = readAloud(words, this.explained(), THING);
    const opened = lines.filter(({ id }) => id === this.company);
    return html`
      <div @vol-detail=${(/** @type {CustomEvent} */ event) => {
        this.company = event.detail;
      }} @vol-back=${() => this.back()}>
        <p class="soft">${say('welcome_popup')}</p>
        <div class="small-popup">
          <div inert>
            <vol-thing .product=${THING} .intention=${kept(today(), words.text('welcome_own_words'))} .can=${true}></vol-thing>
          </div>
          <vol-attempts .lines=${lines} .explains=${true}></vol-attempts>
          ${repeat(
            opened,
            ({ id }) => id,
            (line) =>
              html`<vol-attempt-detail .line=${line} .product=${THING}></vol-attempt-detail>`,
          )}
        </div>
        <p class="soft">${say('welcome_above')} ${say('welcome_below')}</p>
      </div>
    `;
  }

  /** The sample with the filters that the program names for it now. */
  explained() {
    return ATTEMPTS.map((attempt, index) => {
      const filter = this.filters[index]?.verdict === 'block' ? this.filters[index].filter : null;
      return { ...attempt, explained: { ...attempt.explained, filter } };
    });
  }

  async back() {
    const { company } = this;
    this.company = null;
    await this.focusCompany(company);
  }

  program() {
    const finding = findingOf(this.hostStands, chrome.runtime.getManifest().version);
    const { key, values, well, runs } = finding;
    return html`
      <section aria-labelledby="program">
        <h2 id="program">${say('settings_program')}</h2>
        <div class="program" ?data-well=${well}>
          <p role="status" data-finding=${key}>${say(key, values)}</p>
          ${well || key === 'finding_starting' ? nothing : html`<p class="soft">${say('welcome_without')}</p>`}
          ${
            runs.length > 0
              ? html`<dl class="runs">${runs.map((run) => this.run(run))}</dl>
                <p class="soft">${say('welcome_notices')}</p>`
              : nothing
          }
        </div>
      </section>
    `;
  }

  /** @param {import('./finding.js').Run} run */
  run({ key, command }) {
    return html`
      <div>
        <dt>${say(key)}</dt>
        <dd>
          <code>${command}</code>
          <button type="button" data-copy=${command} aria-label=${words.text('welcome_copy_named', { command: { kind: 'code', text: command } })}
            @click=${() => this.copy(command)}>${say('welcome_copy')}</button>
          <span class="soft" role="status">${this.copied === command ? say('welcome_copied') : nothing}</span>
        </dd>
      </div>
    `;
  }

  /** @param {string} command */
  async copy(command) {
    await navigator.clipboard.writeText(command);
    this.copied = command;
  }
}

/** The thing that the shop sells, drawn. */
function shoe() {
  return html`<svg viewBox="0 0 96 56" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="3" stroke-linejoin="round">
    <path d="M6 14c6 5 12 5 18-2l20 17c6 5 14 6 24 8 12 2 20 4 20 11H10C5 48 4 42 4 34c0-8 0-14 2-20Z"/>
    <path d="M30 20l6-6M37 26l6-6M44 32l5-6M4 40h84" stroke-width="2"/>
  </svg>`;
}

customElements.define('vol-welcome', VolWelcome);
void (/** @type {VolWelcome} */ (document.querySelector('vol-welcome')).start());
