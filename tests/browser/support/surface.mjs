// SPDX-License-Identifier: GPL-3.0-or-later
// A page as a person meets it: its visible text, its buttons and fields by role and name. Everything waits for its condition.

import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { until } from './until.mjs';

const kInPage = readFileSync(new URL('./in_page.js', import.meta.url), 'utf8');

/** Source of a function that can be evaluated in a page. @param {object} ask */
export const inPageSource = (ask) =>
  `(() => { ${kInPage}; return inPage(${JSON.stringify(ask)}); })()`;

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {string | RegExp} Wanted an exact name, or a pattern that it must match */
/** @typedef {{within?: RegExp, within_ms?: number}} Where `within`: only inside a card, row, dialog or section with such text */

export class Surface {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /** What can be read, a line per block, with every kind of space made plain. @returns {Promise<string>} */
  async text() {
    return /** @type {Promise<string>} */ (this.page.evaluate(inPageSource({ do: 'text' })));
  }

  /**
   * Waits until the text holds this.
   * @param {string | RegExp} wanted
   * @param {{within_ms?: number}} [patience]
   * @returns {Promise<string>} the whole text
   */
  async reads(wanted, patience = {}) {
    let last = '';
    try {
      return await until(
        `the page reads ${wanted}`,
        async () => {
          last = await this.text();
          return (typeof wanted === 'string' ? last.includes(wanted) : wanted.test(last)) && last;
        },
        patience,
      );
    } catch (error) {
      throw new Error(`${/** @type {Error} */ (error).message}. It reads:\n${last}`, {
        cause: error,
      });
    }
  }

  /** @param {string | null} role @param {Wanted | null} name @param {Where} [where] @returns {Promise<import('puppeteer-core').ElementHandle<Element>[]>} */
  async all(role, name, where = {}) {
    const ask = {
      do: 'find',
      role,
      name: typeof name === 'string' ? name : null,
      pattern: name instanceof RegExp ? name.source : null,
      within: where.within?.source ?? null,
    };
    const list = await this.page.evaluateHandle(inPageSource(ask));
    const handles = [...(await list.getProperties()).values()].flatMap(
      (handle) => handle.asElement() ?? [],
    );
    return /** @type {import('puppeteer-core').ElementHandle<Element>[]} */ (handles);
  }

  /** The first such element, waited for. @param {string} role @param {Wanted} name @param {Where} [where] */
  async get(role, name, where = {}) {
    try {
      return await until(
        `a ${role} named ${name}`,
        async () => (await this.all(role, name, where))[0],
        where,
      );
    } catch (error) {
      throw new Error(`${/** @type {Error} */ (error).message}. It reads:\n${await this.text()}`, {
        cause: error,
      });
    }
  }

  /** @param {string} role @param {Wanted} name @param {Where} [where] */
  async has(role, name, where = {}) {
    return (await this.all(role, name, where)).length > 0;
  }

  /** A real click, by pointer. @param {string} role @param {Wanted} name @param {Where & {count?: number}} [where] */
  async press(role, name, where = {}) {
    await until(
      `${role} ${name} can be pressed`,
      async () => {
        const element = await this.get(role, name, {
          ...where,
          within_ms: where.within_ms ?? 10_000,
        });
        const waits = await element.evaluate(
          (each) =>
            /** @type {HTMLButtonElement} */ (each).disabled === true ||
            each.getAttribute('aria-disabled') === 'true',
        );
        if (waits) return false;
        await element.click({ count: where.count ?? 1 });
        return true;
      },
      where,
    );
  }

  /** Replaces what stands in a field. @param {string} role @param {Wanted} name @param {string} value @param {Where} [where] */
  async write(role, name, value, where = {}) {
    const field = await this.get(role, name, where);
    await field.evaluate((each) => {
      const input = /** @type {HTMLInputElement} */ (each);
      input.focus();
      input.select();
    });
    await field.type(value);
  }

  /** A text exactly as it stands, spaces and all. @param {string} selector @returns {Promise<string>} */
  async exact(selector) {
    const found = await until(`${selector} is there`, () => this.page.$(selector));
    return found.evaluate((each) => each.textContent ?? '');
  }

  /** Chooses in a list by what it shows. @param {Wanted} name @param {string} value @param {Where} [where] */
  async choose(name, value, where = {}) {
    const list = await this.get('combobox', name, where);
    await list.select(value);
  }

  /** @param {string} path @param {{whole?: boolean}} [how] `whole`: the full height, not only what fits the window */
  async picture(path, { whole = false } = {}) {
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path: /** @type {`${string}.png`} */ (path), fullPage: whole });
  }

  async close() {
    await this.page.close();
  }
}
