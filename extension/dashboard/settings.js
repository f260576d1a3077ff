// SPDX-License-Identifier: GPL-3.0-or-later
// Settings: what is remembered, the language, what is stored (to read, to take along, to erase), how the host stands.

import './lists.js';
import './own_rules.js';
import './protection_groups.js';
import { failureWords, say, show, VolPressing } from '../ui/element.js';
import { extensionVersion, forgetAll, host, readLanguage, writeLanguage } from '../ui/host.js';
import { hostKey } from '../ui/host_words.js';
import { name, words } from '../ui/i18n.js';
import { html, live, nothing } from '../vendor/lit.js';
import { csvOf } from './csv.js';

/** @import { FiltersStatusResponse, Policy, StatusResponse, UniverseExportResponse } from '../protocol/host.js' */
/** @import { Broadcast, HostState } from '../protocol/messages.js' */
/** @import { LanguageSetting } from '../ui/i18n.js' */

const POLICIES = /** @type {const} */ (['only_keep', 'seven_days']);
const LANGUAGES = /** @type {const} */ (['auto', 'en', 'fr']);

export class VolSettings extends VolPressing {
  /** @override */
  static properties = {
    hostStands: { attribute: false },
    policy: { state: true },
    language: { state: true },
    status: { state: true },
    lists: { state: true },
    erasing: { state: true },
    erased: { state: true },
    exported: { state: true },
  };

  constructor() {
    super();
    /** @type {HostState | null} */
    this.hostStands = null;
    /** @type {Policy | null} */
    this.policy = null;
    /** @type {LanguageSetting} */
    this.language = 'auto';
    /** @type {StatusResponse | null} */
    this.status = null;
    /** @type {FiltersStatusResponse['lists']} */
    this.lists = [];
    this.erasing = false;
    /** @type {'forgotten' | 'pending' | null} */
    this.erased = null;
    /** @type {'json' | 'csv' | null} */
    this.exported = null;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('vol-broadcast', (event) => {
      const { changed } = /** @type {CustomEvent<Broadcast>} */ (event).detail;
      if (changed !== 'tab' && changed !== 'attempts' && changed !== 'lists') void this.load();
    });
    void this.load().then(() => this.returnToChoice());
  }

  /** After the page was loaded anew for another language: the focus stands where it was, at the language. */
  async returnToChoice() {
    if (history.state?.chosen !== 'language') return;
    history.replaceState(null, '');
    await this.focusOn('[name=language]:checked');
  }

  async load() {
    const { pressesDone } = this;
    this.language = await readLanguage();
    const [policy, status, filters] = await Promise.all([
      host('intentions.policy', {}),
      host('status', {}),
      host('filters.status', {}),
    ]);
    // Unless a press was carried out since, by which it is newer.
    if (pressesDone === this.pressesDone) this.policy = policy.ok ? policy.value.policy : null;
    this.status = status.ok ? status.value : null;
    this.lists = filters.ok ? filters.value.lists : [];
  }

  /** @param {'only_keep' | 'seven_days'} set */
  setPolicy(set) {
    void this.pressSwitch(
      'policy',
      set,
      (op_id) => host('intentions.policy', { op_id, set }),
      ({ policy }) => {
        this.policy = policy;
      },
    );
  }

  /** @param {LanguageSetting} language */
  async setLanguage(language) {
    await writeLanguage(language);
    history.replaceState({ chosen: 'language' }, '');
    location.reload();
  }

  /**
   * Everything stored, as one file that the person keeps where they like; as a table only the intentions.
   * @param {'json' | 'csv'} form
   */
  async takeAlong(form) {
    /** @type {UniverseExportResponse['items']} */
    const items = [];
    /** @type {string | null} */
    let cursor = null;
    do {
      /** @type {Awaited<ReturnType<typeof host<'universe.export'>>>} */
      const answer = await host('universe.export', cursor === null ? {} : { cursor });
      if (!answer.ok) {
        this.error = answer.error;
        return;
      }
      items.push(...answer.value.items);
      cursor = answer.value.next;
    } while (cursor !== null);
    const blob =
      form === 'json'
        ? new Blob([JSON.stringify(items, null, 2)], { type: 'application/json' })
        : new Blob([csvOf(items)], { type: 'text/csv' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `volition-universe.${form}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    this.error = null;
    this.exported = form;
  }

  erase() {
    void this.press(
      (op_id) => forgetAll(op_id),
      ({ state }) => {
        this.erased = state;
        this.erasing = false;
        void this.load();
        void this.focusOn('.erased');
      },
    );
  }

  /** @override */
  render() {
    return html`
      <h1 tabindex="-1">${say('section_settings')}</h1>
      ${this.policy === null ? nothing : this.memory(this.policy)} <vol-protection-groups></vol-protection-groups>
      <vol-lists></vol-lists> <vol-own-rules></vol-own-rules> ${this.languages()} ${this.data()} ${this.program()} ${this.about()}
      ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
    `;
  }

  /** @param {Policy} policy */
  memory(policy) {
    const chosen = this.switched('policy', policy === 'unset' ? 'only_keep' : policy);
    return html`
      <fieldset class="sheet setting">
        <legend>${say('settings_memory')}</legend>
        ${POLICIES.map(
          (one) => html`
            <label class="tick">
              <input type="radio" name="policy" value=${one} .checked=${live(one === chosen)} @change=${() => this.setPolicy(one)} />
              <span>${say(`policy_${one}`)}</span>
            </label>
          `,
        )}
        <p class="soft">${say('settings_memory_gloss')}</p>
      </fieldset>
    `;
  }

  languages() {
    return html`
      <fieldset class="sheet setting">
        <legend>${say('settings_language')}</legend>
        ${LANGUAGES.map(
          (one) => html`
            <label class="tick">
              <input type="radio" name="language" value=${one} .checked=${live(one === this.language)} @change=${() => this.setLanguage(one)} />
              <span lang=${one === 'auto' ? words.language : one}>${say(`language_${one}`)}</span>
            </label>
          `,
        )}
      </fieldset>
    `;
  }

  data() {
    const ready = this.hostStands?.state === 'ready';
    return html`
      <section class="sheet setting" ?data-escape=${this.erasing} aria-labelledby="settings-data">
        <h2 id="settings-data">${say('settings_data')}</h2>
        <p>${this.status ? show(words.count('settings_records', this.status.records)) : say('settings_data_gloss')}
          ${this.status?.pending_erasure ? say('erased_pending') : nothing}</p>
        ${
          ready
            ? html`
                <div class="row wrap">
                  <button type="button" data-do="export" @click=${() => this.takeAlong('json')}>${say('export_all')}</button>
                  <button type="button" data-do="export-csv" @click=${() => this.takeAlong('csv')}>${say('export_csv')}</button>
                  <button type="button" data-do="erase" data-closes aria-expanded=${this.erasing ? 'true' : 'false'} @click=${() => {
                    this.erasing = !this.erasing;
                    this.erased = null;
                  }}>${say('forget_everything')}<span class="chevron"></span></button>
                </div>
                ${this.exported ? html`<p class="soft" role="status">${say(this.exported === 'csv' ? 'exported_csv' : 'exported')}</p>` : nothing}
              `
            : nothing
        }
        ${
          this.erasing
            ? html`<div class="erase">
                <p>${say('forget_everything_gloss')}</p>
                <button type="button" data-do="erase-now" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.erase()}>${say('forget_everything_now')}</button>
              </div>`
            : nothing
        }
        ${this.erased ? html`<p class="erased" tabindex="-1" role="status">${say(`erased_${this.erased}`)}</p>` : nothing}
      </section>
    `;
  }

  about() {
    const { hostStands } = this;
    const program = hostStands && 'hello' in hostStands ? hostStands.hello : null;
    return html`
      <section class="sheet setting" aria-labelledby="settings-about">
        <h2 id="settings-about">${say('settings_about')}</h2>
        <p>${say('about_extension', { version: extensionVersion() })}</p>
        ${program ? html`<p>${say('about_host', { version: program.host, protocol: program.protocol })}</p>` : nothing}
        ${
          this.lists.length > 0
            ? html`<ul class="soft">${this.lists.map(
                ({ title, version, network }) =>
                  html`<li>${say('about_lists', { title: name(title, 80), version: name(version, 40), n: network })}</li>`,
              )}</ul>`
            : nothing
        }
        <p class="soft">${say('about_licence')}</p>
      </section>
    `;
  }

  program() {
    const { hostStands, status } = this;
    return html`
      <section class="sheet setting" aria-labelledby="settings-program">
        <h2 id="settings-program">${say('settings_program')}</h2>
        ${
          hostStands?.state === 'ready'
            ? html`<p data-host="ready">${say('program_ready', { version: hostStands.hello.host })}</p>
                <p class="soft">${say(caged(hostStands.hello.cage) ? 'program_caged' : 'program_uncaged')}
                  ${status && !status.filters ? say('program_no_filters') : nothing}</p>`
            : html`<p data-host=${hostStands?.state ?? 'starting'}>${say(hostKey(hostStands ?? { state: 'starting' }))}</p>`
        }
      </section>
    `;
  }
}

/** @param {{ landlock: 'on' | 'absent', seccomp: 'on' | 'absent' }} cage */
function caged({ landlock, seccomp }) {
  return landlock === 'on' && seccomp === 'on';
}

customElements.define('vol-settings', VolSettings);
