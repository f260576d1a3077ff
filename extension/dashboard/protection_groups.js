// SPDX-License-Identifier: GPL-3.0-or-later
// Protection in two groups, each with its own switch, and the sites where the person switched it off.

import { clean } from '../ui/clean.js';
import { failureWords, say, VolPressing } from '../ui/element.js';
import { protection } from '../ui/host.js';
import { name } from '../ui/i18n.js';
import { html, live, nothing } from '../vendor/lit.js';

/** @import { Broadcast, ProtectionState } from '../protocol/messages.js' */

const GROUPS = /** @type {const} */ (['follows', 'display']);

export class VolProtectionGroups extends VolPressing {
  /** @override */
  static properties = { stands: { state: true }, again: { state: true } };

  constructor() {
    super();
    /** @type {ProtectionState | null} */
    this.stands = null;
    /** The site that was switched on last. @type {string | null} */
    this.again = null;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('vol-broadcast', (event) => {
      const { changed } = /** @type {CustomEvent<Broadcast>} */ (event).detail;
      if (changed === 'lists') void this.load();
    });
    void this.load();
  }

  async load() {
    const { pressesDone } = this;
    const answer = await protection.read();
    // A press was carried out since: this may be from before it.
    if (pressesDone !== this.pressesDone) {
      await this.load();
      return;
    }
    if (answer.ok) this.stands = answer.value;
    else this.error = answer.error;
  }

  /**
   * @param {'follows' | 'display'} group
   * @param {'on' | 'off'} mode
   */
  setGroup(group, mode) {
    void this.pressSwitch(
      group,
      mode,
      () => protection.setGroup(group, mode),
      (stands) => {
        this.stands = stands;
      },
    );
  }

  /** @param {string} site */
  onAgain(site) {
    void this.pressInTurn(
      () => protection.siteOn(site),
      (stands) => {
        this.stands = stands;
        this.again = site;
        void this.focusOn('.site-again');
      },
    );
  }

  /** @override */
  render() {
    const { stands } = this;
    return html`
      <section class="sheet setting" aria-labelledby="settings-protection">
        <h2 id="settings-protection">${say('settings_protection')}</h2>
        ${stands ? GROUPS.map((group) => this.group(group, this.switched(group, stands.groups[group]))) : nothing}
        ${stands ? this.sites(stands.sites) : nothing}
        ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      </section>
    `;
  }

  /**
   * @param {'follows' | 'display'} group
   * @param {'on' | 'off'} mode
   */
  group(group, mode) {
    return html`
      <label class="tick">
        <input type="checkbox" name=${`group-${group}`} .checked=${live(mode === 'on')}
          @change=${(/** @type {Event} */ event) =>
            this.setGroup(
              group,
              /** @type {HTMLInputElement} */ (event.target).checked ? 'on' : 'off',
            )} />
        <span>${say(`group_${group}`)} <span class="soft">${say(`protection_group_${mode}`)}</span><br>
          <span class="soft">${say(`group_${group}_gloss`)}</span></span>
      </label>
    `;
  }

  /** @param {string[]} sites */
  sites(sites) {
    return html`
      <h3>${say('sites_off')}</h3>
      ${
        sites.length === 0
          ? html`<p class="soft">${say('sites_off_none')}</p>`
          : html`<ul class="sites">${sites.map(
              (site) => html`
                <li class="row wrap">
                  <bdi>${clean(site, 120)}</bdi>
                  <button type="button" data-site=${site} aria-describedby="settings-protection"
                    @click=${() => this.onAgain(site)}>${say('site_on_again')} <span class="unseen-label">${clean(site, 120)}</span></button>
                </li>
              `,
            )}</ul>`
      }
      <p class="site-again soft" role="status" tabindex="-1">${this.again ? say('site_is_on', { site: name(this.again, 120) }) : nothing}</p>
    `;
  }
}

customElements.define('vol-protection-groups', VolProtectionGroups);
