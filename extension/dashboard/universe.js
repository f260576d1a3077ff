// SPDX-License-Identifier: GPL-3.0-or-later
// Universe: everything the person holds, by what it is to them: wanted, to give, fading, done. The host searches and
// pages; this element asks again whenever something changed.

import './card.js';
import './write_down.js';
import { failureWords, say, show, VolElement } from '../ui/element.js';
import { host } from '../ui/host.js';
import { words } from '../ui/i18n.js';
import { html, nothing, repeat } from '../vendor/lit.js';

/** @import { Intention, IntentionsListRequest } from '../protocol/host.js' */
/** @import { Broadcast } from '../protocol/messages.js' */

/** So many of a group are asked for at once. */
const PAGE = 60;

/** @type {{ name: 'wanted' | 'giving' | 'fading' | 'done', ask: Omit<IntentionsListRequest, 'limit'> }[]} */
const GROUPS = [
  { name: 'wanted', ask: { stages: ['kept', 'asked', 'answered'], direction: 'want' } },
  { name: 'giving', ask: { stages: ['kept', 'asked', 'answered'], direction: 'give' } },
  { name: 'fading', ask: { stages: ['noticed'] } },
  { name: 'done', ask: { stages: ['done'] } },
];

/** @typedef {{ items: Intention[], next: string | null, total: number }} Group */

export class VolUniverse extends VolElement {
  /** @override */
  static properties = {
    groups: { state: true },
    query: { state: true },
    writing: { state: true },
    error: { state: true },
  };

  constructor() {
    super();
    /** @type {Map<string, Group> | null} */
    this.groups = null;
    this.query = '';
    this.writing = false;
    /** @type {{ code: string } | null} */
    this.error = null;
    /** Forgotten a moment ago, kept in their places for the undo. @type {Map<string, { group: string, index: number, intention: Intention }>} */
    this.gone = new Map();
    this.asked = 0;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('vol-broadcast', (event) => {
      const { changed } = /** @type {CustomEvent<Broadcast>} */ (event).detail;
      if (changed === 'intentions' || changed === 'requests' || changed === 'host')
        void this.load();
    });
    void this.load();
  }

  /** Asks for all groups; an answer that a newer question overtook is dropped. */
  async load() {
    this.asked += 1;
    const { asked, query } = this;
    const search = query.trim().slice(0, 200);
    const answers = await Promise.all(
      GROUPS.map(({ name, ask }) => {
        const limit = Math.min(200, Math.max(PAGE, this.groups?.get(name)?.items.length ?? 0));
        return host('intentions.list', { ...ask, limit, ...(search !== '' && { words: search }) });
      }),
    );
    if (asked !== this.asked) return;
    /** @type {Map<string, Group>} */
    const groups = new Map();
    for (const [index, answer] of answers.entries()) {
      if (!answer.ok) {
        this.error = answer.error;
        return;
      }
      groups.set(GROUPS[index]?.name ?? '', answer.value);
    }
    this.error = null;
    this.groups = groups;
  }

  /** @param {string} name */
  async more(name) {
    const group = this.groups?.get(name);
    const ask = GROUPS.find((one) => one.name === name)?.ask;
    if (!group?.next || !ask) return;
    const search = this.query.trim().slice(0, 200);
    const answer = await host('intentions.list', {
      ...ask,
      limit: PAGE,
      cursor: group.next,
      ...(search !== '' && { words: search }),
    });
    if (!answer.ok) {
      this.error = answer.error;
      return;
    }
    const { items, next, total } = answer.value;
    this.groups = new Map(this.groups).set(name, {
      items: [...group.items, ...items],
      next,
      total,
    });
  }

  /** @override */
  render() {
    return html`
      <div class="section-head">
        <h1 tabindex="-1">${say('my_universe')}</h1>
        <div class="row">
          <label class="search">
            <span class="unseen-label">${say('search_label')}</span>
            <input
              type="search"
              maxlength="200"
              placeholder=${words.text('search_label')}
              @input=${(/** @type {InputEvent} */ event) => {
                this.query = /** @type {HTMLInputElement} */ (event.target).value;
                void this.load();
              }}
            />
          </label>
          <button type="button" data-do="write" aria-expanded=${this.writing ? 'true' : 'false'} @click=${() => {
            this.writing = !this.writing;
          }}>${say('write_down')}</button>
        </div>
      </div>
      ${
        this.writing
          ? html`<vol-write-down @vol-written=${() => {
              this.writing = false;
              void this.load();
            }} @vol-cancel=${() => {
              this.writing = false;
            }}></vol-write-down>`
          : nothing
      }
      ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      ${this.groups ? this.body(this.groups) : nothing}
    `;
  }

  /** @param {Map<string, Group>} groups */
  body(groups) {
    const total = [...groups.values()].reduce((sum, group) => sum + group.total, 0);
    if (total === 0 && this.gone.size === 0) {
      return html`<div class="teach" role="status">
        ${
          this.query.trim() === ''
            ? html`<p>${say('universe_empty')}</p><p class="soft">${say('universe_empty_gloss')}</p>`
            : html`<p>${say('search_empty', { words: { kind: 'quote', text: this.query } })}</p>`
        }
      </div>`;
    }
    return GROUPS.map(({ name }) => this.group(name, groups.get(name)));
  }

  /**
   * @param {string} name
   * @param {Group | undefined} group
   */
  group(name, group) {
    if (!group) return nothing;
    const items = this.withGone(name, group.items);
    if (items.length === 0) return nothing;
    return html`
      <section class="group" data-group=${name} aria-labelledby=${`group-${name}`}>
        <h2 id=${`group-${name}`}>${say(`group_${name}`)} <span class="soft">${show(words.count('things', group.total))}</span></h2>
        <ul class="cards" @vol-going=${(/** @type {CustomEvent} */ event) => this.holdPlace(name, event.detail)}
          @vol-gone=${(/** @type {CustomEvent} */ event) => this.closeLater(event.detail)}
          @vol-back=${(/** @type {CustomEvent} */ event) => this.unforget(event.detail)}>
          ${repeat(
            items,
            ({ id }) => id,
            (intention) => html`<li><vol-card .intention=${intention}></vol-card></li>`,
          )}
        </ul>
        ${
          group.next
            ? html`<button type="button" class="link" @click=${() => this.more(name)}>
                ${show(words.count('show_more', group.total - group.items.length))}</button>`
            : nothing
        }
      </section>
    `;
  }

  /**
   * @param {string} name
   * @param {Intention[]} items
   */
  withGone(name, items) {
    const all = items.filter(({ id }) => !this.gone.has(id));
    for (const { group, index, intention } of this.gone.values()) {
      if (group === name) all.splice(Math.min(index, all.length), 0, intention);
    }
    return all;
  }

  /**
   * @param {string} group
   * @param {Intention} intention
   */
  holdPlace(group, intention) {
    if (this.gone.has(intention.id)) return;
    const items = this.withGone(group, this.groups?.get(group)?.items ?? []);
    const index = items.findIndex(({ id }) => id === intention.id);
    this.gone.set(intention.id, { group, index, intention });
  }

  /** @param {{ intention: Intention, undo_ms: number }} detail */
  closeLater({ intention, undo_ms }) {
    setTimeout(() => {
      this.gone.delete(intention.id);
      void this.load().then(() => this.requestUpdate());
    }, undo_ms);
  }

  /** @param {Intention} intention */
  async unforget({ id }) {
    await this.load();
    this.gone.delete(id);
    this.requestUpdate();
  }
}

customElements.define('vol-universe', VolUniverse);
