// SPDX-License-Identifier: GPL-3.0-or-later
// The lists of a host made of plain objects, with the host's answers and refusals (native-host/protocol/PROTOCOL.md, filters.*).

import { refuse } from './fake_browser.mjs';

/** @param {object} facts */
const list = (facts) => ({
  kind: 'shipped',
  title: 'A list',
  stops: 'something',
  languages: [],
  licence: 'GPL-3.0-only',
  homepage: 'https://lists.example/',
  address: null,
  state: 'on',
  by_default: 'on',
  version: '1',
  fetched_on: null,
  etag: null,
  last_modified: null,
  bytes: 0,
  counted: true,
  lines: 3,
  network: 2,
  cosmetic: 1,
  in_effect: 2,
  refused: [],
  ...facts,
});

export class FakeLists {
  lists = [
    list({ id: 'base', address: 'https://lists.example/base.txt' }),
    list({ id: 'tracking', address: 'https://lists.example/tracking.txt' }),
    list({ id: 'url-tracking' }),
    list({ id: 'popups' }),
    list({ id: 'annoyances' }),
    list({ id: 'social', state: 'off', by_default: 'off' }),
    list({ id: 'french', state: 'off', by_default: 'off', languages: ['fr'] }),
  ];
  /** @type {Map<string, string>} */
  texts = new Map();
  building = false;
  revision = 1;
  /** Lists that anybody switched. @type {Set<string>} */
  chosen = new Set();
  /** @type {Record<string, any>} */
  delta = {
    state: 'ready',
    digest: 'd'.repeat(16),
    enable: [],
    disable_sets: [],
    disable: [],
    rules: [],
    left_out: 0,
  };
  /** Rules in one page. */
  page = 1_000;
  /** A code with which texts are refused. */
  refuses = '';
  #parts = '';
  #made = 0;

  /** @param {import('./fake_browser.mjs').FakeBrowser} browser */
  constructor({ host }) {
    Object.assign(host.methods, {
      'filters.lists': () => ({
        lists: this.lists,
        revision: this.revision,
        building: this.building,
        failed: null,
        rebuilt: false,
        restored_on: null,
      }),
      'filters.delta': ({ cursor }) => this.#delta(Number(cursor ?? 0)),
      'filters.set_list': ({ list: id, state, by }) => {
        if (by === 'language' && this.chosen.has(id))
          return { list: id, state: this.#find(id).state };
        this.#find(id).state = state;
        this.chosen.add(id);
        this.#switched();
        return { list: id, state };
      },
      'filters.remove_list': ({ list: id }) => {
        this.#find(id);
        this.lists = this.lists.filter((each) => each.id !== id);
        return { list: id };
      },
      'filters.put_list': (params) => this.#put(params),
      'filters.text': ({ list: id }) => ({ text: this.texts.get(id) ?? '', next: null }),
      'universe.forget_all': () => {
        for (const each of this.lists) each.state = each.by_default;
        this.lists = this.lists.filter(({ kind }) => kind === 'shipped');
        this.texts.clear();
        this.#switched();
        this.delta.rules = [];
        return { state: 'forgotten' };
      },
    });
  }

  /** @param {string} id @returns {any} */
  #find(id) {
    const found = this.lists.find((each) => each.id === id);
    if (!found) throw refuse('not_found');
    return found;
  }

  /** As the host says it: sets that are on or off against the package. */
  #switched() {
    const sets = new Map(this.lists.map(({ id }, at) => [id, `ruleset_${at + 1}`]));
    const those = (/** @type {string} */ state) =>
      this.lists
        .filter(
          (each) => each.kind === 'shipped' && each.state === state && each.by_default !== state,
        )
        .map(({ id }) => sets.get(id));
    this.change({ enable: those('on'), disable_sets: those('off') });
  }

  /** Another delta, under another name. @param {object} delta */
  change(delta) {
    this.#made += 1;
    const digest = String(this.#made).padStart(16, '0');
    this.delta = { ...this.delta, digest, ...delta };
  }

  /** @param {number} from */
  #delta(from) {
    if (this.building)
      return { ...this.delta, state: 'building', digest: null, rules: [], next: null };
    const end = from + this.page;
    return {
      ...this.delta,
      rules: this.delta.rules.slice(from, end),
      next: end < this.delta.rules.length ? String(end) : null,
    };
  }

  /** @param {any} params */
  #put({ list: id, address, title, etag, part, last, text }) {
    this.#parts = part === 0 ? text : this.#parts + text;
    if (!last) return { received: this.#parts.length, outcome: 'part', list: null };
    if (this.refuses) throw refuse(this.refuses);
    const made = id ?? 'custom-00000001';
    const same = this.texts.get(made) === this.#parts;
    this.texts.set(made, this.#parts);
    const there = this.lists.find((each) => each.id === made);
    const facts = { address, etag, fetched_on: '2026-11-22' };
    if (there) Object.assign(there, facts);
    else {
      const kind = made === 'own' ? 'own' : 'custom';
      this.lists.push(list({ id: made, kind, title: title ?? 'Own', ...facts }));
    }
    return { received: this.#parts.length, outcome: same ? 'same' : 'fresh', list: made };
  }
}
