// SPDX-License-Identifier: GPL-3.0-or-later
// A list of any length that scrolls with the page: only the rows near the window are drawn, and it asks for rows that it
// does not hold yet (vol-want) as they come near. A row that holds the focus, or something open, stays drawn wherever the
// page is scrolled, so that nothing that a person has begun is lost.

import { VolElement } from '../ui/element.js';
import { html, nothing, repeat } from '../vendor/lit.js';
import { Rows } from './rows.js';

/** @typedef {{ id: string }} Keyed */

/** Drawn above and below the window, in CSS pixels, so that a turn of the wheel shows no gap. */
const kBeyond = 360;
/** Between two rows (--space-2). */
const kGap = 8;
/** A list of so many rows is drawn whole: the browser's own search and a printer find all of it. */
const kWhole = 30;
/** A card without words of its own; measured ones take its place at once. */
const kLikely = 84;

export class VolLongList extends VolElement {
  /** @override */
  static properties = {
    items: { attribute: false },
    total: { attribute: false },
    draw: { attribute: false },
    shown: { state: true },
  };

  constructor() {
    super();
    /** The rows that are known, from the first. @type {Keyed[]} */
    this.items = [];
    this.total = 0;
    /** Draws one row. @type {(item: any) => unknown} */
    this.draw = () => nothing;
    /** The rows that are drawn. @type {number[]} */
    this.shown = [];
    this.rows = new Rows(kLikely + kGap);
    this.due = 0;
    this.width = 0;
    this.look = () => {
      this.due ||= requestAnimationFrame(() => {
        this.due = 0;
        this.measure();
      });
    };
    this.sizes = new ResizeObserver(this.look);
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('scroll', this.look, { passive: true });
    window.addEventListener('resize', this.look, { passive: true });
    // What stands above this list may grow and push it away.
    this.sizes.observe(document.body);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('scroll', this.look);
    window.removeEventListener('resize', this.look);
    this.sizes.disconnect();
    cancelAnimationFrame(this.due);
    this.due = 0;
  }

  /**
   * @override
   * @param {Map<string, unknown>} changed
   */
  willUpdate(changed) {
    if (changed.has('items') || changed.has('total')) {
      this.place();
      this.choose();
    }
  }

  /** Places the rows: their number or a height has changed. */
  place() {
    const keys = this.items.map(({ id }) => id);
    this.rows.place(keys, Math.max(this.total, keys.length));
  }

  /** Chooses the rows to draw, by where the list stands in the window. */
  choose() {
    const top = this.isConnected && this.hasUpdated ? this.getBoundingClientRect().top : 0;
    const whole = this.rows.count <= kWhole;
    const shown = whole
      ? Array.from({ length: this.rows.count }, (_, row) => row)
      : this.rows.between(-top - kBeyond, window.innerHeight - top + kBeyond, this.staying());
    const same =
      shown.length === this.shown.length && shown.every((row, at) => row === this.shown[at]);
    if (!same) this.shown = shown;
    const last = shown.at(-1) ?? -1;
    if (last >= this.items.length) this.tell('vol-want', last + 1);
  }

  /** Rows that stay: the focus is in them, or something is open there. */
  staying() {
    /** @type {number[]} */
    const rows = [];
    for (const row of this.rowElements()) {
      if (!row.contains(document.activeElement) && !row.querySelector('[data-stays]')) continue;
      const at = this.items.findIndex(({ id }) => id === row.dataset.key);
      if (at >= 0) rows.push(at);
    }
    return rows;
  }

  /** @returns {NodeListOf<HTMLElement>} */
  rowElements() {
    return this.querySelectorAll(':scope > ul > li');
  }

  /** Learns the heights of the rows that are drawn, and draws those that came near. */
  measure() {
    const width = Math.round(this.getBoundingClientRect().width);
    if (width !== this.width) {
      this.rows.heights.clear();
      this.width = width;
    }
    const known = this.rows.heights;
    const first = known.size === 0;
    let changed = false;
    let sum = 0;
    const elements = this.rowElements();
    for (const row of elements) {
      const height = row.offsetHeight + kGap;
      sum += height;
      if (known.get(row.dataset.key ?? '') === height) continue;
      known.set(row.dataset.key ?? '', height);
      changed = true;
    }
    // What the first rows are like is the best guess for the others, and is made once: the place of nothing jumps later.
    if (first && elements.length > 0) this.rows.likely = sum / elements.length;
    if (changed) {
      this.place();
      this.requestUpdate();
    }
    this.choose();
  }

  /** @override */
  updated() {
    this.look();
  }

  /** @override */
  render() {
    // The empty room before each row, for the rows that are not drawn.
    let end = 0;
    const drawn = this.shown
      .filter((row) => row < this.items.length)
      .map((row) => {
        const room = this.rows.top(row) - end;
        end = this.rows.top(row + 1);
        return { row, room, item: /** @type {Keyed} */ (this.items[row]) };
      });
    // Styles as properties: the page's policy lets none be written as an attribute.
    return html`
      <ul class="cards">
        ${repeat(
          drawn,
          ({ item }) => item.id,
          ({ row, room, item }) =>
            html`<li data-key=${item.id} aria-setsize=${this.rows.count} aria-posinset=${row + 1}
              .style=${room > 0 ? `margin-block-start:${room}px` : ''}>${this.draw(item)}</li>`,
        )}
      </ul>
      <div .style=${`block-size:${Math.max(0, this.rows.end - end)}px`}></div>
    `;
  }
}

customElements.define('vol-long-list', VolLongList);
