// SPDX-License-Identifier: GPL-3.0-or-later
// The page that speaks on Welcome: a shop, a thing, and what its pixels were to tell, in the shapes that the background sends
// for a real page. Everything here is invented, and none of it is ever sent.

import { addDays } from '../ui/day.js';

/** @import { ExplainedAttempt, Intention, Product, SaidEvent } from '../protocol/host.js' */
/** @import { TabAttempt } from '../protocol/messages.js' */

export const SITE = 'shop.example';

/** @param {number} minor */
const euros = (minor) => ({ minor, currency: 'EUR' });

/** @type {Product} */
export const THING = {
  kind: 'product',
  name: 'Trail shoes',
  maker: null,
  sku: 'TS-42',
  gtin: null,
  price: euros(12_900),
  price_high: null,
  availability: 'in_stock',
  sources: ['json_ld'],
};

/**
 * What the person holds of it: kept some days ago, when it cost more.
 * @param {string} now
 * @param {string} words their own, in their language
 * @returns {Intention}
 */
export function kept(now, words) {
  const day = addDays(now, -18);
  return {
    id: '0'.repeat(32),
    direction: 'want',
    kind: 'product',
    stage: 'kept',
    name: THING.name,
    maker: null,
    sku: THING.sku,
    gtin: null,
    brand: SITE,
    page: null,
    price_kept: euros(14_900),
    price_seen: THING.price,
    noticed_on: day,
    kept_on: day,
    fades_on: null,
    words,
    why: '',
    have: '',
    budget: null,
    done: null,
    forgetting: false,
  };
}

/** @type {SaidEvent} */
const LOOKED = {
  name: 'ViewContent',
  meaning: 'ViewContent',
  products: [{ id: THING.sku, name: THING.name, price: THING.price, quantity: null }],
  value: THING.price,
  order: null,
  search: null,
};

/**
 * @param {string} key
 * @param {string} url
 * @param {{ company: string, event: string, identifiers: NonNullable<ExplainedAttempt['said']>['identifiers'] }} what
 * @returns {TabAttempt & { explained: ExplainedAttempt }}
 */
function attempt(key, url, { company, event, identifiers }) {
  return {
    key,
    outcome: 'stopped',
    url,
    type: 'image',
    method: 'GET',
    at: 400,
    body: null,
    explained: {
      key,
      verdict: 'block',
      certainty: 'certain',
      filter: null,
      company,
      provider: null,
      kind: 'retargeting',
      loader: false,
      said: {
        events: [{ ...LOOKED, name: event }],
        identifiers,
        consent: [],
        account: null,
        page: `https://${SITE}/trail-shoes`,
      },
    },
  };
}

const HASH = 'b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514';

/** What the pixels say; the first is shown word for word. */
export const ATTEMPTS = [
  attempt(
    'sample-1',
    'https://sslwidget.criteo.com/event?a=1000&p0=e%3Dvp%26p%3DTS-42&p1=e%3Ddis&adce=1',
    { company: 'Criteo', event: 'vp', identifiers: [] },
  ),
  attempt(
    'sample-2',
    `https://www.facebook.com/tr/?id=1000&ev=ViewContent&cd[content_name]=Trail%20shoes&cd[value]=129.00&cd[currency]=EUR&udff[em]=${HASH}`,
    {
      company: 'Meta',
      event: 'ViewContent',
      identifiers: [{ kind: 'email_hash', label: 'udff[em]', value: HASH, origin: 'form' }],
    },
  ),
];
