// SPDX-License-Identifier: GPL-3.0-or-later
// Where the rows of a long list stand, though most of them are never drawn: measured heights where there are some, one
// likely height for the rest. Pure, so that a table test can hold it; heights and places are in CSS pixels.

export class Rows {
  /** Where each row begins, and last where the list ends. */
  #tops = new Float64Array(1);

  /** @param {number} likely the height of a row that nobody has measured */
  constructor(likely) {
    this.likely = likely;
    /** @type {Map<string, number>} */
    this.heights = new Map();
  }

  get count() {
    return this.#tops.length - 1;
  }

  /** The height of the whole list. */
  get end() {
    return this.#tops[this.count] ?? 0;
  }

  /**
   * Places the rows anew.
   * @param {readonly string[]} keys of the rows that are known, in order
   * @param {number} count of all rows, those that are not yet known too
   */
  place(keys, count) {
    const tops = new Float64Array(count + 1);
    for (let row = 0; row < count; ++row) {
      const height = this.heights.get(keys[row] ?? '') ?? this.likely;
      tops[row + 1] = /** @type {number} */ (tops[row]) + height;
    }
    this.#tops = tops;
  }

  /** Where a row begins. @param {number} row */
  top(row) {
    return this.#tops[Math.max(0, Math.min(row, this.count))] ?? 0;
  }

  /** The row that stands at a place; the nearest one outside of the list. @param {number} y */
  at(y) {
    let low = 0;
    let high = Math.max(0, this.count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /**
   * The rows to draw: all between two places, and those that must stay wherever they are.
   * @param {number} from
   * @param {number} to
   * @param {Iterable<number>} staying
   * @returns {number[]} ascending
   */
  between(from, to, staying = []) {
    const drawn = new Set(staying);
    if (to > 0 && from < this.end) {
      const last = this.at(to);
      for (let row = this.at(from); row <= last && row < this.count; ++row) drawn.add(row);
    }
    return [...drawn].sort((left, right) => left - right);
  }
}
