// SPDX-License-Identifier: GPL-3.0-or-later
// The dashboard: one page whose section stands in its address (#universe, #requests, #who, #settings, #ask/<intention>), so
// that back, forward and a link from the popup mean what they say. State lives in the host; this page asks and draws.

import '../ui/elements/calendar.js';
import { hostLine, say, VolElement } from '../ui/element.js';
import { hostState, onChange, readLanguage } from '../ui/host.js';
import { startWords, words } from '../ui/i18n.js';
import { html, nothing } from '../vendor/lit.js';

/** @import { Broadcast, HostState } from '../protocol/messages.js' */

/** What each section needs, read when it is first wanted: a browser reads each file by itself, before anything is drawn. */
const FILES = {
  universe: () => import('./universe.js'),
  requests: () => import('./requests.js'),
  who: () => import('./who_tried.js'),
  settings: () => import('./settings.js'),
  ask: () => import('./composer.js'),
};

const SECTIONS = /** @type {const} */ (['universe', 'requests', 'who', 'settings']);

/**
 * The section that an address names, and what stands after the slash: the intention to ask about, the words to search.
 * @param {string} hash
 * @returns {{ section: typeof SECTIONS[number] | 'ask', rest: string }}
 */
export function sectionOf(hash) {
  const [section = '', rest = ''] = hash.replace(/^#/, '').split('/', 2);
  if (section === 'ask') return { section, rest: /^[0-9a-f]{32}$/.test(rest) ? rest : '' };
  const known = SECTIONS.find((name) => name === section) ?? 'universe';
  return { section: known, rest: section === 'universe' ? decoded(rest).slice(0, 200) : '' };
}

/** @param {string} text of an address, which anybody may write */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export class VolDashboard extends VolElement {
  /** @override */
  static properties = {
    ready: { state: true },
    at: { state: true },
    there: { state: true },
    hostStands: { state: true },
  };

  constructor() {
    super();
    this.ready = false;
    this.at = sectionOf(location.hash);
    /** Whether the section's file is: an element without it would forget what it is given. */
    this.there = false;
    /** @type {HostState | null} */
    this.hostStands = null;
  }

  async start() {
    const speak = startWords(readLanguage());
    const { section } = this.at;
    const file =
      section === 'universe'
        ? FILES.universe().then(({ askEarly }) => askEarly())
        : FILES[section]();
    await Promise.all([speak, this.askHost(), file]);
    this.there = true;
    this.ready = true;
    window.addEventListener('hashchange', () => this.goTo(sectionOf(location.hash)));
    this.nameTab();
    await this.updateComplete;
    onChange((change) => this.changed(change));
    setTimeout(() => {
      document.body.getBoundingClientRect();
      performance.mark('volition-drawn');
      // The other sections, so that going to one waits for nothing.
      for (const read of Object.values(FILES)) void read();
    });
  }

  async askHost() {
    const answer = await hostState();
    this.hostStands = answer.ok ? answer.value : { state: 'absent', detail: '' };
  }

  /**
   * The section that was left is taken down at once, whether the file of the next one is there yet or not: a press that still waited
   * in it is not meant any more.
   * @param {ReturnType<typeof sectionOf>} at
   */
  async goTo(at) {
    // What was asked about one thing is not meant of another.
    if (at.section !== this.at.section || at.section === 'ask') this.there = false;
    this.at = at;
    this.nameTab();
    await FILES[at.section]();
    if (at !== this.at) return;
    this.there = true;
    await this.updateComplete;
    await /** @type {VolElement | null} */ (this.querySelector('main > :last-child'))
      ?.updateComplete;
    if (at !== this.at) return;
    window.scrollTo(0, 0);
    /** @type {HTMLElement | null} */ (this.querySelector('main h1'))?.focus({
      preventScroll: true,
    });
  }

  nameTab() {
    document.title = `${words.text(`section_${this.at.section}`)} · Volition`;
  }

  /** @param {Broadcast} change */
  changed(change) {
    if (change.changed === 'host') void this.askHost();
    for (const element of this.querySelectorAll(
      'vol-universe, vol-requests, vol-who-tried, vol-settings, vol-protection-groups, vol-lists, vol-own-rules',
    )) {
      element.dispatchEvent(new CustomEvent('vol-broadcast', { detail: change }));
    }
  }

  /** @override */
  render() {
    if (!this.ready) return nothing;
    const { section } = this.at;
    return html`
      <header class="bar">
        <a class="wordmark" href="#universe">Volition</a>
        <nav aria-label=${words.text('nav_label')}>
          ${SECTIONS.map(
            (name) => html`
              <a href=${`#${name}`} aria-current=${name === section ? 'page' : 'false'}>
                ${say(`section_${name}`)}
              </a>
            `,
          )}
        </nav>
      </header>
      <main>
        ${this.hostStands?.state === 'ready' ? html`<vol-calendar></vol-calendar>` : nothing}
        ${this.section()}
      </main>
    `;
  }

  section() {
    if (!this.there) return nothing;
    const { section, rest } = this.at;
    const state = this.hostStands?.state ?? 'starting';
    if (section === 'settings') {
      return html`<vol-settings .hostStands=${this.hostStands}></vol-settings>`;
    }
    if (state !== 'ready' && state !== 'starting') {
      return html`
        <h1 tabindex="-1" class="alone">${say(`section_${section}`)}</h1>
        ${hostLine(this.hostStands ?? { state: 'starting' })}
      `;
    }
    if (section === 'who') return html`<vol-who-tried></vol-who-tried>`;
    if (section === 'requests') return html`<vol-requests></vol-requests>`;
    if (section === 'ask') return html`<vol-composer .intentionId=${rest}></vol-composer>`;
    return html`<vol-universe .sought=${section === 'universe' ? rest : ''}></vol-universe>`;
  }
}

customElements.define('vol-dashboard', VolDashboard);
void (/** @type {VolDashboard} */ (document.querySelector('vol-dashboard')).start());
