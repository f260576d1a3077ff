// SPDX-License-Identifier: GPL-3.0-or-later
// What the person's universe holds of the brand whose page is in front: other things wanted or given, and requests with the
// time to answer that they left.

import { clean } from '../ui/clean.js';
import { thenAndNow, today } from '../ui/day.js';
import { failureWords, say, show, VolElement } from '../ui/element.js';
import { open } from '../ui/elements/thing.js';
import { host } from '../ui/host.js';
import { name, words } from '../ui/i18n.js';
import { mayAnswer } from '../ui/time_to_answer.js';
import { html, nothing } from '../vendor/lit.js';

/** @import { Intention, Request } from '../protocol/host.js' */

/** So many things are shown; all of them are in the dashboard. */
const SHOWN = 20;
/** Requests are asked for in the host's largest pages, the newest first, and not further than this. */
const PAGE = 50;
const PAGES = 4;

/** Requests that are over have nothing left to wait for. */
const OPEN = new Set(['sealed', 'sent', 'unknown', 'answered']);

export class VolBrandSide extends VolElement {
  /** @override */
  static properties = {
    site: { attribute: false },
    except: { attribute: false },
    things: { state: true },
    requests: { state: true },
    error: { state: true },
  };

  constructor() {
    super();
    this.site = '';
    /** The thing that stands above already. @type {string | null} */
    this.except = null;
    /** @type {Intention[] | null} */
    this.things = null;
    /** @type {Request[]} */
    this.requests = [];
    /** @type {{ code: string } | null} */
    this.error = null;
    this.asked = 0;
  }

  /**
   * @override
   * @param {import('../vendor/lit.js').PropertyValues} changed
   */
  willUpdate(changed) {
    if (!changed.has('site')) return;
    this.things = null;
    this.requests = [];
    void this.load();
  }

  /** Asks for both; an answer that a newer question overtook is dropped. */
  async load() {
    this.asked += 1;
    const { asked, site } = this;
    const [things, requests] = await Promise.all([
      host('intentions.list', {
        brand: site,
        stages: ['kept', 'asked', 'answered'],
        limit: SHOWN + 1,
      }),
      requestsTo(site),
    ]);
    if (asked !== this.asked) return;
    this.error = things.ok ? null : things.error;
    if (!things.ok) return;
    this.things = things.value.items;
    this.requests = requests;
  }

  /** @override */
  render() {
    if (this.error) {
      return html`<section class="brand-side"><p class="failure" role="alert">${failureWords(this.error)}</p></section>`;
    }
    if (!this.things) return nothing;
    const brand = name(this.site, 60);
    const things = this.things.filter(({ id }) => id !== this.except).slice(0, SHOWN);
    if (things.length === 0 && this.requests.length === 0) {
      return html`<section class="brand-side"><p class="soft">${say('panel_nothing_else', { brand })}</p></section>`;
    }
    return html`
      ${
        things.length > 0
          ? html`<section class="brand-side" aria-labelledby="brand-things">
              <h2 id="brand-things">${say('panel_things', { brand })}</h2>
              <ul>${things.map((thing) => this.thing(thing))}</ul>
            </section>`
          : nothing
      }
      ${
        this.requests.length > 0
          ? html`<section class="brand-side times" aria-labelledby="brand-times">
              <h2 id="brand-times">${say('panel_times')}</h2>
              <ul class="times">${this.requests.map((request) => this.time(request))}</ul>
              <p><a href="../dashboard/dashboard.html#requests" @click=${open('#requests')}>${say('to_requests')}</a></p>
            </section>`
          : nothing
      }
    `;
  }

  /** @param {Intention} thing */
  thing(thing) {
    const hash = `#universe/${encodeURIComponent(thing.name.slice(0, 200).toWellFormed())}`;
    const seen = { price: thing.price_seen, where: /** @type {const} */ ('record') };
    return html`
      <li>
        <a href=${`../dashboard/dashboard.html${hash}`} @click=${open(hash)}><bdi>${clean(thing.name, 100)}</bdi></a>
        <p class="soft">${show(thenAndNow(words, thing, today(), seen))}</p>
      </li>
    `;
  }

  /** @param {Request} request */
  time(request) {
    const { state, remaining, brand } = request;
    const waits = state === 'sent' || (state === 'answered' && remaining > 0);
    return html`<li>
      ${waits ? show(mayAnswer(request)) : say(`state_${state}`, { brand: name(brand, 80) })}
      ${state === 'answered' ? html`<p class="soft">${say('stage_answered_line')}</p>` : nothing}
    </li>`;
  }
}

/**
 * @param {string} site
 * @returns {Promise<Request[]>}
 */
async function requestsTo(site) {
  /** @type {Request[]} */
  const found = [];
  /** @type {string | null} */
  let cursor = null;
  for (let page = 0; page < PAGES; page += 1) {
    /** @type {Awaited<ReturnType<typeof host<'requests.list'>>>} */
    const answer = await host('requests.list', { limit: PAGE, ...(cursor !== null && { cursor }) });
    if (!answer.ok) break;
    found.push(...answer.value.items.filter((one) => one.brand === site && OPEN.has(one.state)));
    cursor = answer.value.next;
    if (cursor === null) break;
  }
  return found;
}

customElements.define('vol-brand-side', VolBrandSide);
