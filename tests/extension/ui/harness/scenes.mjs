// SPDX-License-Identifier: GPL-3.0-or-later
// The states in which the pages are looked at: plain data for fake_chrome.js, made of the same shapes that the host and
// the background send. Everything here is invented.

import { addDays, today } from '../../../../extension/ui/day.js';

export const TODAY = today();
const id = (letter) => letter.repeat(32);
const eur = (minor) => ({ minor, currency: 'EUR' });

export const HOST_READY = {
  state: 'ready',
  hello: {
    protocol: 1,
    host: '0.1.0',
    capabilities: [],
    state: 'ready',
    cage: { landlock: 'on', seccomp: 'on' },
    policy: 'only_keep',
  },
};

export const SHOES = {
  kind: 'product',
  name: 'Trail shoes',
  maker: 'Sentier',
  sku: 'TRAIL-42',
  gtin: null,
  price: eur(12900),
  price_high: null,
  availability: 'in_stock',
  sources: ['json_ld'],
};

const BLANK = {
  direction: 'want',
  kind: 'product',
  stage: 'kept',
  maker: null,
  sku: null,
  gtin: null,
  brand: null,
  page: null,
  price_kept: null,
  price_seen: null,
  noticed_on: TODAY,
  kept_on: TODAY,
  fades_on: null,
  words: '',
  why: '',
  have: '',
  budget: null,
  done: null,
  forgetting: false,
};

export const KEPT_SHOES = {
  ...BLANK,
  id: id('a'),
  name: 'Trail shoes',
  maker: 'Sentier',
  sku: 'TRAIL-42',
  brand: 'shop.example',
  page: 'https://shop.example/trail-shoes',
  price_kept: eur(14900),
  price_seen: eur(12900),
  kept_on: addDays(TODAY, -18),
  noticed_on: addDays(TODAY, -18),
  words: 'under 130',
  budget: eur(13000),
};

/**
 * @param {string} key
 * @param {string} url
 * @param {object | null} explained
 * @param {object} [more]
 */
export function attempt(key, url, explained, more = {}) {
  return {
    key,
    outcome: 'stopped',
    url,
    type: 'image',
    method: 'GET',
    at: 300,
    body: null,
    explained: explained && {
      key,
      verdict: 'block',
      certainty: 'certain',
      filter: { text: '||criteo.com^$third-party', list: 'EasyPrivacy', line: 1482 },
      company: null,
      provider: null,
      kind: 'retargeting',
      loader: false,
      said: null,
      ...explained,
    },
    ...more,
  };
}

/**
 * @param {string} meaning
 * @param {object} [more]
 */
export function event(meaning, more = {}) {
  return { name: meaning, meaning, products: [], value: null, order: null, search: null, ...more };
}

const SHOES_SAID = { id: 'TRAIL-42', name: 'Trail shoes', price: eur(12900), quantity: null };

/** @param {object[]} events @param {object} [more] */
export function said(events, more = {}) {
  return {
    events,
    identifiers: [],
    consent: [],
    account: null,
    page: 'https://shop.example/trail-shoes',
    ...more,
  };
}

export const CRITEO = attempt(
  '1',
  'https://sslwidget.criteo.com/event?a=41277&v=5.23.0&p0=e%3Dvp%26p%3DTRAIL-42',
  {
    company: 'Criteo',
    said: said([event('ViewContent', { products: [SHOES_SAID] })], {
      account: '41277',
      consent: [{ name: 'gdpr_consent', value: 'none' }],
    }),
  },
);

export const META = attempt(
  '2',
  'https://www.facebook.com/tr/?id=123456789&ev=ViewContent&cd[content_ids]=%5B%22TRAIL-42%22%5D&udff[em]=9f86d081884c7d659a2feaa0c55ad015',
  {
    company: 'Meta',
    filter: { text: '||facebook.com/tr/', list: 'EasyPrivacy', line: 23107 },
    said: said([event('ViewContent', { products: [SHOES_SAID] }), event('PageView')], {
      identifiers: [
        { kind: 'cookie', label: 'fbp', value: 'fb.1.1763712000000.1234567890', origin: 'browser' },
        {
          kind: 'email_hash',
          label: 'udff[em]',
          value: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
          origin: 'form',
        },
      ],
    }),
  },
  { method: 'POST', body: 'id=123456789\nev=ViewContent\ncd[value]=129.00' },
);

const loader = (key, company, url) =>
  attempt(key, url, { company, loader: true, kind: 'advertising' }, { type: 'script' });

export const LOADERS = [
  loader('10', 'Google', 'https://www.googletagmanager.com/gtm.js?id=GTM-XYZ'),
  loader('11', 'TikTok', 'https://analytics.tiktok.com/i18n/pixel/events.js'),
  loader('12', 'Pinterest', 'https://s.pinimg.com/ct/core.js'),
];

/** @param {object} [more] */
export function tab(more = {}) {
  return {
    tabId: 7,
    site: 'shop.example',
    private: false,
    protection: 'on',
    host: HOST_READY,
    notice: { product: SHOES, intention: null, stored: false, offer_policy: false },
    attempts: [CRITEO, META, ...LOADERS],
    ...more,
  };
}

/** @param {object} [more] */
export function scene(more = {}) {
  return {
    today: TODAY,
    host: HOST_READY,
    tab: tab(),
    intentions: [],
    requests: [],
    ids: ['e', 'd', 'c', 'b'].map(id),
    storage: {},
    ...more,
  };
}

const notice = (more) => ({
  product: SHOES,
  intention: null,
  stored: false,
  offer_policy: false,
  ...more,
});
const withTab = (more, rest = {}) => scene({ tab: tab(more), ...rest });
const noticed = {
  ...KEPT_SHOES,
  stage: 'noticed',
  kept_on: null,
  noticed_on: TODAY,
  fades_on: addDays(TODAY, 3),
  words: '',
  price_kept: null,
};
const without = (attempts) => attempts.map((one) => ({ ...one, explained: null }));
const HOSTILE = `<b>Free</b>\u202e‮ gnp.exe \u200b${'W'.repeat(280)}`;

/** Fifty calls of thirty companies, for the time to draw. */
export const FIFTY = Array.from({ length: 50 }, (_, index) =>
  attempt(`f${index}`, `https://t${index % 30}.example/collect?n=${index}`, {
    company: `Company ${index % 30}`,
    loader: index % 5 === 0,
    said:
      index % 5 === 0
        ? null
        : said([event(index % 2 ? 'ViewContent' : 'AddToCart', { products: [SHOES_SAID] })], {
            identifiers: [{ kind: 'cookie', label: 'uid', value: 'abc', origin: 'browser' }],
          }),
  }),
);

/** Every state of the popup. @type {Record<string, object>} */
export const POPUP_SCENES = {
  seen: withTab({}),
  offer: withTab({ notice: notice({ offer_policy: true }) }),
  noticed: withTab(
    { notice: notice({ intention: noticed, stored: true }) },
    { intentions: [noticed] },
  ),
  kept: withTab({ notice: notice({ intention: KEPT_SHOES }) }, { intentions: [KEPT_SHOES] }),
  asked: withTab(
    { notice: notice({ intention: { ...KEPT_SHOES, stage: 'asked' } }) },
    { intentions: [{ ...KEPT_SHOES, stage: 'asked' }] },
  ),
  private: withTab({ private: true }),
  'no-product': withTab({ notice: notice({ product: null }), attempts: [LOADERS[0]] }),
  'no-host': withTab(
    {
      host: { state: 'absent', detail: '' },
      notice: null,
      attempts: without([CRITEO, META, ...LOADERS]),
    },
    { host: { state: 'absent', detail: '' } },
  ),
  nothing: withTab({ notice: notice({ product: null }), attempts: [] }),
  off: withTab({ protection: 'off', attempts: [] }),
  'browser-page': withTab({ site: '', notice: null, attempts: [] }),
  hostile: withTab({
    site: 'xn--a-very-long-host-name-that-does-not-fit-anywhere-at-all.shop.example',
    notice: notice({ product: { ...SHOES, name: HOSTILE, maker: HOSTILE } }),
    attempts: [
      attempt('h', `https://evil.example/${'x'.repeat(3000)}`, {
        company: HOSTILE.slice(0, 120),
        said: said(
          [event('Search', { search: HOSTILE }), event('Other', { name: HOSTILE.slice(0, 120) })],
          {
            identifiers: [
              { kind: 'name', label: HOSTILE.slice(0, 60), value: HOSTILE, origin: 'form' },
            ],
          },
        ),
      }),
    ],
  }),
  fifty: withTab({ attempts: FIFTY }),
};
