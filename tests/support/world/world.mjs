// SPDX-License-Identifier: GPL-3.0-or-later
// The demonstration world: one loopback server that plays shop.example, association.example, other shops, the trackers and the brands'
// inboxes. It remembers every request. The tour, the browser tests and a person's own look round all use it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerAsAssociation } from './association/pages.mjs';
import { makeCertificate } from './certificates.mjs';
import { openPort } from './one_port.mjs';
import { isBrowsersOwnCall, RequestLog } from './request_log.mjs';
import { answerAsSavedPage, listSavedPages } from './saved_pages.mjs';
import { makeCatalog } from './shop/catalog.mjs';
import { answerAsShop } from './shop/pages.mjs';
import { answerAsTracker, kTrackerHosts } from './trackers.mjs';

/** @typedef {import('./one_port.mjs').Arrival} Arrival */
/** @typedef {import('./one_port.mjs').Reply} Reply */
/** @typedef {import('./request_log.mjs').Kind} Kind */

/**
 * A brand's receiver, as tests/support/brand-inbox makes it.
 * @typedef {{handle: (request: {method: string, path: string, headers: object, body: Buffer}) => Promise<Reply | null>}} Inbox
 */

/** Other shops with the same wares and trackers: many-01.example … many-20.example. */
const kManyShops = /^many-\d\d\.example$/;

/** @param {number} number from 1 */
export const manyShop = (number) => `many-${String(number).padStart(2, '0')}.example`;

export class World {
  log = new RequestLog();
  wares = makeCatalog();
  /** @type {Map<string, Inbox>} */
  #inboxes = new Map();
  /** @type {Map<string, string>} */
  #saved = new Map();
  #folder;
  /** @type {Awaited<ReturnType<typeof openPort>> | null} */
  #server = null;

  /** @param {string} folder */
  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * Opens the world on a free port of 127.0.0.1 (or on a given one).
   * @param {{port?: number}} [options]
   */
  static async open({ port = 0 } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'volition-world-'));
    const world = new World(folder);
    const pair = makeCertificate(folder, ['shop.example', 'association.example', ...kTrackerHosts]);
    world.#server = await openPort({ ...pair, port, answer: (arrival) => world.#answer(arrival) });
    return world;
  }

  get port() {
    return this.#server?.port ?? 0;
  }

  /** A brand begins to take requests at its own address. @param {string} host @param {Inbox} inbox */
  addInbox(host, inbox) {
    this.#inboxes.set(host, inbox);
  }

  /** Serves the saved pages of a folder. @param {string} folder */
  addSavedPages(folder) {
    const pages = listSavedPages(folder);
    for (const page of pages) {
      this.#saved.set(page.host, page.file);
      this.log.saved.add(page.host);
    }
    return pages;
  }

  /** @param {string} slug */
  ware(slug) {
    const ware = this.wares.find((each) => each.slug === slug);
    if (!ware) throw new Error(`the shop has no ${slug}`);
    return ware;
  }

  /** @param {string} slug @param {number} minor */
  setPrice(slug, minor) {
    this.ware(slug).minor = minor;
  }

  /** @param {Arrival} arrival @returns {Promise<Reply>} */
  async #answer(arrival) {
    const { kind, reply } = await this.#decide(arrival);
    this.log.add({ ...arrival, kind, status: reply.status });
    return reply;
  }

  /** @param {Arrival} arrival @returns {Promise<{kind: Kind, reply: Reply}>} */
  async #decide(arrival) {
    const { host, path } = arrival;
    const pathname = path.split('?', 1)[0] ?? '/';
    const tracker = answerAsTracker(arrival);
    if (tracker) return tracker;
    const page = this.#page(host, pathname);
    if (page && !arrival.tls) {
      return {
        kind: 'page',
        reply: { status: 308, headers: { location: `https://${host}${path}` } },
      };
    }
    if (page) return { kind: 'page', reply: page };
    const inbox = this.#inboxes.get(host);
    if (inbox && arrival.tls) {
      const { method, headers, body } = arrival;
      const reply = await inbox.handle({ method, path, headers, body });
      if (reply) return { kind: 'inbox', reply };
    }
    if (isBrowsersOwnCall(host)) return { kind: 'home', reply: { status: 404 } };
    const ours = host === 'shop.example' || host === 'association.example' || kManyShops.test(host);
    if (ours && pathname.startsWith('/.well-known/'))
      return { kind: 'inbox', reply: { status: 404 } };
    return { kind: ours || this.#saved.has(host) ? 'page' : 'elsewhere', reply: { status: 404 } };
  }

  /** @param {string} host @param {string} pathname @returns {Reply | null} */
  #page(host, pathname) {
    const origin = `https://${host}`;
    if (host === 'shop.example' || kManyShops.test(host))
      return answerAsShop(pathname, { wares: this.wares, origin });
    if (host === 'association.example') return answerAsAssociation(pathname, { origin });
    const file = this.#saved.get(host);
    return file && pathname === '/saved' ? answerAsSavedPage(file) : null;
  }

  async close() {
    await this.#server?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
