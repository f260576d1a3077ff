// SPDX-License-Identifier: GPL-3.0-or-later
// Universe: everything the person holds, by what it is to them: wanted, to give, fading, done. The host searches, filters
// and pages; this element asks for more as the person scrolls, and again whenever something changed.

import './card.js';
import './long_list.js';
import './several.js';
import './write_down.js';
import { failureWords, say, show, VolElement } from '../ui/element.js';
import { host } from '../ui/host.js';
import { words } from '../ui/i18n.js';
import { html, nothing } from '../vendor/lit.js';
import {
  groupsOf,
  isNarrow,
  kDirections,
  kEverything,
  kKinds,
  kSoonDays,
  kStages,
  soughtWords,
} from './filters.js';

/** @import { Intention } from '../protocol/host.js' */
/** @import { Broadcast } from '../protocol/messages.js' */
/** @import { Ask, Filters } from './filters.js' */
/** @import { VolLongList } from './long_list.js' */

/** So many of a group are asked for at first, which fills a window, and then while one scrolls. */
const kFirst = 24;
const kMore = 120;

/** @typedef {{ items: Intention[], next: string | null, total: number }} Group */

/** @type {Promise<Awaited<ReturnType<typeof read>>[]> | null} */
let early = null;

/** Asks for the first pages of everything, before there is an element to show them: the page's words are still being read. */
export function askEarly() {
  early = Promise.all(groupsOf(kEverything).map(({ ask }) => read(ask, 0)));
}

/**
 * The first pages of a group, until there are so many.
 * @param {Ask} ask
 * @param {number} count
 * @returns {Promise<import('../protocol/messages.js').Answer<Group>>}
 */
async function read(ask, count) {
  /** @type {Group} */
  const group = { items: [], next: null, total: 0 };
  do {
    const limit = Math.min(kMore, Math.max(kFirst, count - group.items.length));
    const answer = await host('intentions.list', {
      ...ask,
      limit,
      ...(group.next !== null && { cursor: group.next }),
    });
    if (!answer.ok) return answer;
    group.items.push(...answer.value.items);
    group.next = answer.value.next;
    group.total = answer.value.total;
  } while (group.next !== null && group.items.length < count);
  return { ok: true, value: group };
}

export class VolUniverse extends VolElement {
  /** @override */
  static properties = {
    sought: { attribute: false },
    groups: { state: true },
    filters: { state: true },
    brands: { state: true },
    writing: { state: true },
    selecting: { state: true },
    chosen: { state: true },
    error: { state: true },
  };

  constructor() {
    super();
    /** What the address searches for. */
    this.sought = '';
    /** @type {Map<string, Group> | null} */
    this.groups = null;
    /** @type {Filters} */
    this.filters = kEverything;
    /** Brands that some intention names. @type {string[]} */
    this.brands = [];
    this.writing = false;
    this.selecting = false;
    /** @type {Map<string, Intention>} */
    this.chosen = new Map();
    /** @type {{ code: string } | null} */
    this.error = null;
    /** Forgotten a moment ago, kept in their places for the undo. @type {Map<string, { group: string, index: number, intention: Intention }>} */
    this.gone = new Map();
    /** How many rows of a group came near the window. @type {Map<string, number>} */
    this.wanted = new Map();
    /** Groups that are being read on. @type {Set<string>} */
    this.reading = new Set();
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
    if (this.sought !== '') this.filters = { ...this.filters, words: this.sought };
    void this.load().then(() => this.loadBrands());
  }

  /**
   * @override
   * @param {import('../vendor/lit.js').PropertyValues} changed
   */
  willUpdate(changed) {
    if (this.hasUpdated && changed.has('sought')) this.narrow({ words: this.sought });
  }

  /** Asks for all groups, as far as they are in sight; an answer that a newer question overtook is dropped. */
  async load() {
    this.asked += 1;
    const { asked } = this;
    const groups = groupsOf(this.filters);
    const first = asked === 1 && !isNarrow(this.filters) ? early : null;
    early = null;
    const ready = await first;
    // What was asked before the program was there says nothing of it now.
    const answers = ready?.every(({ ok }) => ok)
      ? ready
      : await Promise.all(groups.map(({ name, ask }) => read(ask, this.inSight(name))));
    if (asked !== this.asked) return;
    /** @type {Map<string, Group>} */
    const found = new Map();
    for (const [index, answer] of answers.entries()) {
      if (!answer.ok) {
        this.error = answer.error;
        return;
      }
      found.set(groups[index]?.name ?? '', answer.value);
    }
    this.error = null;
    this.groups = found;
    await this.updateComplete;
    performance.mark('volition-listed');
  }

  /** @param {string} name @returns {number} how many rows of a group reach down to the lowest that is drawn */
  inSight(name) {
    const list = /** @type {VolLongList | null} */ (
      this.querySelector(`[data-group=${name}] vol-long-list`)
    );
    return (list?.shown.at(-1) ?? -1) + 1;
  }

  /**
   * Reads on until the rows that came near are there.
   * @param {string} name
   * @param {number} upTo
   */
  async readOn(name, upTo) {
    this.wanted.set(name, upTo);
    if (this.reading.has(name)) return;
    this.reading.add(name);
    try {
      for (;;) {
        const { asked } = this;
        const group = this.groups?.get(name);
        const ask = groupsOf(this.filters).find((one) => one.name === name)?.ask;
        const lacking = group ? (this.wanted.get(name) ?? 0) - group.items.length : 0;
        if (!group?.next || !ask || lacking <= 0) return;
        const answer = await host('intentions.list', { ...ask, limit: kMore, cursor: group.next });
        if (!answer.ok) {
          this.error = answer.error;
          return;
        }
        // Asked anew meanwhile: this page belongs to a list that is no longer shown.
        if (asked !== this.asked) continue;
        const { items, next, total } = answer.value;
        this.groups = new Map(this.groups).set(name, {
          items: [...group.items, ...items],
          next,
          total,
        });
        await this.updateComplete;
      }
    } finally {
      this.reading.delete(name);
    }
  }

  async loadBrands() {
    const answer = await host('brands.list', { limit: 200 });
    if (!answer.ok) return;
    this.brands = answer.value.items
      .filter(({ intentions }) => intentions > 0)
      .map(({ domain }) => domain);
  }

  /** @param {Partial<Filters>} change */
  narrow(change) {
    this.filters = { ...this.filters, ...change };
    this.chosen = new Map();
    void this.load();
  }

  /** @override */
  render() {
    return html`
      <div class="section-head">
        <h1 tabindex="-1">${say('my_universe')}</h1>
        <div class="row wrap">
          <label class="search">
            <span class="unseen-label">${say('search_label')}</span>
            <input
              type="search"
              maxlength="200"
              placeholder=${words.text('search_label')}
              .value=${this.filters.words}
              @input=${(/** @type {InputEvent} */ event) =>
                this.narrow({ words: /** @type {HTMLInputElement} */ (event.target).value })}
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
      ${this.filterRow()}
      ${
        this.selecting
          ? html`<vol-several .chosen=${this.chosen}
              @vol-several=${(/** @type {CustomEvent<string[]>} */ event) => this.wasDone(event.detail)}
              @vol-stop-choosing=${() => this.choose(false)}></vol-several>`
          : nothing
      }
      ${this.error ? html`<p class="failure" role="alert">${failureWords(this.error)}</p>` : nothing}
      ${this.groups ? this.body(this.groups) : nothing}
    `;
  }

  filterRow() {
    const { stage, direction, kind, fades, brand } = this.filters;
    /**
     * @param {'stage' | 'direction' | 'kind' | 'brand'} field
     * @param {string} chosen
     * @param {readonly (readonly [string, unknown])[]} options
     */
    const list = (field, chosen, options) => html`
      <label class="filter">
        <span class="unseen-label">${say(`filter_${field}`)}</span>
        <select name=${`filter-${field}`} @change=${(/** @type {Event} */ event) =>
          this.narrow({ [field]: /** @type {HTMLSelectElement} */ (event.target).value })}>
          <option value="" ?selected=${chosen === ''}>${say(`filter_${field}_any`)}</option>
          ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
        </select>
      </label>
    `;
    return html`
      <div class="row wrap filters" role="group" aria-label=${words.text('filter_region')}>
        ${list(
          'stage',
          stage,
          kStages.map((one) => [one, say(`stage_${one}`)]),
        )}
        ${list(
          'direction',
          direction,
          kDirections.map((one) => [one, say(`filter_direction_${one}`)]),
        )}
        ${list(
          'kind',
          kind,
          kKinds.map((one) => [one, say(`kind_${one}`)]),
        )}
        ${list(
          'brand',
          brand,
          this.brands.map((one) => [one, one]),
        )}
        <button type="button" data-do="fades-soon" aria-pressed=${fades === '' ? 'false' : 'true'}
          @click=${() => this.narrow({ fades: fades === '' ? 'soon' : '' })}>${show(words.count('filter_fades', kSoonDays))}</button>
        <button type="button" data-do="choose" aria-pressed=${this.selecting ? 'true' : 'false'}
          @click=${() => this.choose(!this.selecting)}>${say('select_several')}</button>
      </div>
    `;
  }

  /** @param {boolean} selecting */
  async choose(selecting) {
    this.selecting = selecting;
    this.chosen = new Map();
    if (selecting) return;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector('[data-do=choose]'))?.focus();
  }

  /** @param {{ intention: Intention, chosen: boolean }} detail */
  chose({ intention, chosen }) {
    const all = new Map(this.chosen);
    if (chosen) all.set(intention.id, intention);
    else all.delete(intention.id);
    this.chosen = all;
  }

  /** @param {string[]} ids */
  wasDone(ids) {
    const left = new Map(this.chosen);
    for (const id of ids) left.delete(id);
    this.chosen = left;
    void this.load();
  }

  /** @param {Map<string, Group>} groups */
  body(groups) {
    const total = [...groups.values()].reduce((sum, group) => sum + group.total, 0);
    if (total === 0 && this.gone.size === 0) {
      return html`<div class="teach" role="status">${this.nothingHere()}</div>`;
    }
    return groupsOf(this.filters).map(({ name }) => this.group(name, groups.get(name)));
  }

  nothingHere() {
    const { words: typed, ...others } = this.filters;
    if (!isNarrow(this.filters)) {
      return html`<p>${say('universe_empty')}</p><p class="soft">${say('universe_empty_gloss')}</p>`;
    }
    return isNarrow({ ...others, words: '' }) || soughtWords(typed) === ''
      ? html`<p>${say('filter_empty')}</p>`
      : html`<p>${say('search_empty', { words: { kind: 'quote', text: typed } })}</p>`;
  }

  /**
   * @param {string} name
   * @param {Group | undefined} group
   */
  group(name, group) {
    if (!group) return nothing;
    const items = this.withGone(name, group.items);
    if (items.length === 0) return nothing;
    const { selecting, chosen } = this;
    return html`
      <section class="group" data-group=${name} aria-labelledby=${`group-${name}`}>
        <h2 id=${`group-${name}`}>${say(`group_${name}`)} <span class="soft">${show(words.count('things', group.total))}</span></h2>
        <vol-long-list
          .items=${items}
          .total=${items.length + group.total - group.items.length}
          .draw=${(/** @type {Intention} */ intention) =>
            html`<vol-card .intention=${intention} .selecting=${selecting} .selected=${chosen.has(intention.id)}></vol-card>`}
          @vol-want=${(/** @type {CustomEvent<number>} */ event) => this.readOn(name, event.detail)}
          @vol-choose=${(/** @type {CustomEvent} */ event) => this.chose(event.detail)}
          @vol-going=${(/** @type {CustomEvent} */ event) => this.holdPlace(name, event.detail)}
          @vol-gone=${(/** @type {CustomEvent} */ event) => this.closeLater(event.detail)}
          @vol-back=${(/** @type {CustomEvent} */ event) => this.unforget(event.detail)}
        ></vol-long-list>
      </section>
    `;
  }

  /**
   * @param {string} name
   * @param {Intention[]} items
   */
  withGone(name, items) {
    if (this.gone.size === 0) return items;
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
