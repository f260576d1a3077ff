// SPDX-License-Identifier: GPL-3.0-or-later
// A person at the keyboard: keys alone go in, and where the focus is comes out. Nothing here clicks, focuses or changes the page. At
// each step the focus must be somewhere, drawn so that it can be seen, and within the window.

import assert from 'node:assert/strict';
import { inPageSource } from './surface.mjs';
import { until } from './until.mjs';

/** @typedef {import('./surface.mjs').Wanted} Wanted */
/** @typedef {{role: string, name: string, within: boolean, shown: boolean, inView: boolean, checked: boolean | null, expanded: string | null}} Focused */
/** @typedef {{within?: RegExp, back?: boolean, presses?: number}} Way `back`: by Shift+Tab */

/** More stops than any page of ours has. */
const kMostPresses = 120;

/** @param {Focused | null} at */
const told = (at) => (at ? `${at.role} "${at.name.slice(0, 60)}"` : 'nothing');

/** @param {Focused | null} at @param {string} role @param {Wanted} name */
const is = (at, role, name) =>
  at !== null &&
  at.role === role &&
  at.within &&
  (typeof name === 'string' ? at.name === name : name.test(at.name));

export class Keys {
  /** @param {import('./surface.mjs').Surface} surface */
  constructor(surface) {
    this.surface = surface;
    this.page = surface.page;
  }

  /** Sits down before a page: it is in front, and the window's. @param {import('./surface.mjs').Surface} surface */
  static async before(surface) {
    await surface.page.bringToFront();
    // Firefox, turning to a tab, first gives the keyboard to the page and then to the address bar, if it was there when the tab was left.
    let held = 0;
    await until('the page has the keyboard', async () => {
      held = (await surface.page.evaluate(() => document.hasFocus())) ? held + 1 : 0;
      if (held === 0) await surface.page.bringToFront();
      return held === 6;
    });
    return new Keys(surface);
  }

  /** What has the focus; null where nothing has. @param {RegExp} [within] @returns {Promise<Focused | null>} */
  async at(within) {
    return /** @type {Promise<Focused | null>} */ (
      this.page.evaluate(inPageSource({ do: 'focused', within: within?.source ?? null }))
    );
  }

  /**
   * Waits until this has the focus, and holds it to what a person must see.
   * @param {string} role @param {Wanted} name @param {{within?: RegExp}} [where] @returns {Promise<Focused>}
   */
  async isAt(role, name, { within } = {}) {
    /** @type {Focused | null} */
    let last = null;
    const wanted = async () => {
      last = await this.at(within);
      return is(last, role, name) && last;
    };
    const at = await until(`the focus is on ${role} ${name}`, wanted, { within_ms: 5000 }).catch(
      () => assert.fail(`the focus is on ${told(last)}, not on ${role} ${name}`),
    );
    this.#seen(at);
    return at;
  }

  /** @param {Focused} at */
  #seen(at) {
    assert.ok(at.shown, `the focus cannot be seen on ${told(at)}`);
    assert.ok(at.inView, `${told(at)} has the focus outside of the window`);
  }

  /** Presses a key, with others held. @param {string} keys such as "Tab", "Shift+Tab", "Control+a" */
  async press(keys) {
    const [key, ...held] = /** @type {import('puppeteer-core').KeyInput[]} */ (
      keys.split('+').reverse()
    );
    for (const each of held) await this.page.keyboard.down(each);
    await this.page.keyboard.press(/** @type {import('puppeteer-core').KeyInput} */ (key));
    for (const each of held) await this.page.keyboard.up(each);
  }

  /** Presses a key that may close this page before it is let go. @param {string} key */
  async leaveBy(key) {
    await this.press(key).catch(async (error) => {
      const closed = () => this.page.isClosed();
      await until('the page is closed', closed, { within_ms: 2000 }).catch(() => {
        throw error;
      });
    });
  }

  /** @param {string} text */
  async type(text) {
    await this.page.keyboard.type(text);
  }

  /**
   * Presses Tab until this has the focus, once it is on the page.
   * @param {string} role @param {Wanted} name @param {Way} [way] @returns {Promise<Focused>}
   */
  async tabTo(role, name, { within, back = false, presses = kMostPresses } = {}) {
    await this.surface.get(role, name, within ? { within } : {});
    /** @type {string[]} */
    const passed = [];
    for (let press = 0; press < presses; press += 1) {
      await this.press(back ? 'Shift+Tab' : 'Tab');
      const at = await this.at(within);
      if (at) this.#seen(at);
      if (at && is(at, role, name)) return at;
      passed.push(told(at));
    }
    throw new assert.AssertionError({
      message: `${presses} presses of Tab do not reach ${role} ${name}; passed were:\n${passed.join('\n')}`,
    });
  }

  /** Presses Tab until the focus has left the page, or stands again where it began. @returns {Promise<string[]>} what was passed */
  async walk() {
    /** @type {string[]} */
    const passed = [];
    while (passed.length < kMostPresses) {
      await this.press('Tab');
      const at = await this.at();
      if (at === null || told(at) === passed[0]) return passed;
      this.#seen(at);
      passed.push(told(at));
    }
    assert.fail(`the page does not let the keyboard go; passed were:\n${passed.join('\n')}`);
  }

  /**
   * Tabs to something and presses Enter.
   * @param {string} role @param {Wanted} name @param {Way} [way]
   */
  async enter(role, name, way) {
    await this.tabTo(role, name, way);
    await this.press('Enter');
  }

  /** Waits until something has the focus: a press that took its own button away has handed it on. @returns {Promise<Focused>} */
  async somewhere() {
    const at = await until('something has the focus', () => this.at(), { within_ms: 2000 });
    this.#seen(at);
    return at;
  }
}
