// SPDX-License-Identifier: GPL-3.0-or-later
// The tour: Volition's main job from end to end, in one real browser. Each step does what a person does, asserts what they meet, and leaves a
// picture. `main.mjs` plays it for a person, `tour.test.mjs` as a test.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInbox } from '../../support/brand-inbox/inbox.mjs';
import { World } from '../../support/world/world.mjs';
import { Driver } from '../support/driver.mjs';
import { measured } from '../support/shop.mjs';
import { kAsking } from './steps/asking.mjs';
import { kForgetting } from './steps/forgetting.mjs';
import { kKeeping } from './steps/keeping.mjs';
import { kReading } from './steps/reading.mjs';
import { kSavedPages } from './steps/saved_pages.mjs';
import { kShoes } from './words.mjs';

/** @typedef {import('../support/run_folder.mjs').Kind} Kind */
/** @typedef {import('../support/surface.mjs').Surface} Surface */

/**
 * @typedef {object} Step
 * @property {string} title what happens, in one line
 * @property {(tour: Tour) => Promise<string | void>} run gives a detail worth telling, or nothing
 * @property {(tour: Tour) => boolean} [applies] default: always
 */

/**
 * @typedef {object} TourOptions
 * @property {Kind} kind
 * @property {boolean} [headless]
 * @property {string | null} [pages] a folder of saved shop pages
 * @property {string} out where pictures go, in a folder named after the browser
 */

/** @type {Step[]} */
export const kSteps = [...kReading, ...kKeeping, ...kSavedPages, ...kAsking, ...kForgetting];

export class Tour {
  #pictures = 0;

  /**
   * @param {TourOptions} options @param {World} world @param {Driver} driver
   * @param {Record<'shop' | 'association', Awaited<ReturnType<typeof createInbox>>>} inboxes
   */
  constructor(options, world, driver, inboxes) {
    this.options = options;
    this.world = world;
    this.driver = driver;
    this.inboxes = inboxes;
    this.pictures = join(options.out, options.kind);
    /** @type {Surface | null} */
    this.shop = null;
    /** A composer that one step leaves to the next. @type {Surface | null} */
    this.composer = null;
    /** What a later step compares with. */
    this.seen = {
      /** The exact text that the preview showed. @type {string | null} */
      payload: null,
      /** Pieces of the files before forgetting. @type {Buffer[]} */
      pieces: [],
    };
  }

  /** Opens the world, then the browser, on folders of their own. @param {TourOptions} options */
  static async open(options) {
    const world = await World.open();
    try {
      const shop = await createInbox({ origin: 'https://shop.example', organization: 'Sentier' });
      const association = await createInbox({
        origin: 'https://association.example',
        organization: 'Le café qui répare',
        accepts: ['AskAction', 'DonateAction'],
      });
      world.addInbox('shop.example', shop);
      world.addInbox('association.example', association);
      const { kind, headless = true } = options;
      const driver = await Driver.launch({
        kind,
        port: world.port,
        headless,
        privateWindows: true,
      });
      return new Tour(options, world, driver, { shop, association });
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  /** Begins a new set of pictures. */
  clearPictures() {
    rmSync(this.pictures, { recursive: true, force: true });
    mkdirSync(this.pictures, { recursive: true });
  }

  /** @param {Surface} surface @param {string} name @param {{whole?: boolean}} [how] */
  async picture(surface, name, how) {
    this.#pictures += 1;
    const number = String(this.#pictures).padStart(2, '0');
    await surface.picture(join(this.pictures, `${number}-${name}.png`), how);
  }

  /** The shop's page of the shoes, opened anew, with everything measured. */
  async lookAtShoes() {
    await this.shop?.close().catch(() => {});
    this.shop = await measured(await this.driver.open(kShoes));
    return this.shop;
  }

  /** The popup over the shoes' page. */
  async popup() {
    return this.driver.openPopup(this.shop ?? (await this.lookAtShoes()));
  }

  /** @param {string} section such as "universe" */
  async dashboard(section) {
    return this.driver.openOwn(`dashboard/dashboard.html#${section}`);
  }

  async close() {
    try {
      await this.driver.close();
    } finally {
      await this.world.close();
    }
  }
}
