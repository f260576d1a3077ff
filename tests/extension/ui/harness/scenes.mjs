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

/** A host whose universe does not open. @param {string} reason */
export const hostUnopened = (reason) => ({
  state: 'needs_recovery',
  hello: { ...HOST_READY.hello, state: 'needs_recovery', reason },
});

/** Each reason that has words of its own, and what a person reads. */
export const UNOPENED = [
  [
    'storage_read_only',
    'Blocking works. The folder of your universe cannot be written to. Nothing in it was changed.',
  ],
  [
    'storage_full',
    'Blocking works. The disk is full, so your universe does not open. Nothing in it was changed; make room.',
  ],
  [
    'storage_failed',
    'Blocking works. The folder of your universe cannot be used now. Nothing in it was changed.',
  ],
  [
    'storage_damaged',
    'Blocking works. The file of your universe is damaged. It was left as it is, and nothing was written over it.',
  ],
  [
    'storage_newer',
    'Blocking works. A newer Volition made your universe. Nothing was changed; update Volition’s program.',
  ],
  [
    'key_missing',
    'Blocking works. The key of your universe is missing. Nothing was changed; put the file universe.key back.',
  ],
  [
    'key_refused',
    'Blocking works. The file universe.key does not open your universe. Nothing was changed; put the right one back.',
  ],
];

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
    reading: false,
    attempts: [CRITEO, META, ...LOADERS],
    more: false,
    hidden: null,
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
  reading: withTab({ notice: null, reading: true }),
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
  calendar: withTab({}, { clockJumped: true }),
  hidden: withTab({
    hidden: { selector: 'div.teaser > img', count: 3, site: 'shop.example', kept: 'kept' },
  }),
};

const intention = (letter, more) => ({ ...BLANK, id: id(letter), ...more });

export const HOLDINGS = [
  KEPT_SHOES,
  intention('1', {
    name: 'Repair of the blue bicycle',
    kind: 'service',
    words: 'before the spring',
    why: 'so that we ride to work again',
    have: 'tools, and a spare chain',
    budget: eur(8000),
    kept_on: addDays(TODAY, -3),
  }),
  intention('2', {
    name: 'A lamp for the desk',
    brand: 'lamps.example',
    page: 'https://lamps.example/desk',
    stage: 'asked',
    price_kept: eur(5990),
    price_seen: eur(5990),
    kept_on: addDays(TODAY, -6),
  }),
  intention('3', {
    direction: 'give',
    kind: 'time',
    name: 'Two Saturdays, repair café',
    have: 'I can solder',
    kept_on: addDays(TODAY, -1),
  }),
  intention('4', {
    stage: 'noticed',
    name: 'Rain jacket',
    brand: 'shop.example',
    price_kept: eur(8900),
    price_seen: eur(8900),
    kept_on: null,
    noticed_on: addDays(TODAY, -2),
    fades_on: addDays(TODAY, 5),
  }),
  intention('5', {
    stage: 'noticed',
    name: 'Tea pot',
    brand: 'tea.example',
    kept_on: null,
    fades_on: addDays(TODAY, 1),
    noticed_on: addDays(TODAY, -6),
  }),
  intention('6', {
    stage: 'done',
    name: 'Winter coat',
    done: { how: 'mended', on: addDays(TODAY, -30) },
    kept_on: addDays(TODAY, -60),
  }),
];

const request = (letter, more) => ({
  id: id(letter),
  brand: 'shop.example',
  organization: 'Shop Example Ltd',
  intention_id: null,
  kind: 'AskAction',
  state: 'sent',
  made_on: TODAY,
  until: addDays(TODAY, 14),
  max_replies: 3,
  remaining: 3,
  mailbox: 'https://shop.example/requests/q5Tz0c1yY0b0m1wq3cX9d8h7K6j5G4f3D2s1A0pOiUy',
  terms: 'SD-BASE',
  receipt: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  status: 202,
  replies: [],
  ...more,
});

const REPLY = {
  kind: 'Offer',
  text: 'We have your size back in stock.\nWe keep a pair for you until Friday.',
  name: 'Trail shoes, 42',
  price: eur(12500),
  address: 'https://shop.example/offers/42?from=reply',
  valid_until: addDays(TODAY, 6),
  received_on: TODAY,
};

export const REQUESTS = [
  request('b', { intention_id: id('a') }),
  request('c', {
    state: 'answered',
    remaining: 2,
    kind: 'Demand',
    replies: [REPLY],
    intention_id: id('a'),
    made_on: addDays(TODAY, -4),
  }),
  request('d', {
    state: 'unknown',
    brand: 'repair.example',
    organization: 'Repair Café',
    status: null,
  }),
  request('e', {
    state: 'withdrawn',
    brand: 'lamps.example',
    organization: 'Lamps',
    made_on: addDays(TODAY, -20),
  }),
  request('f', {
    state: 'refused',
    brand: 'lamps.example',
    organization: 'Lamps',
    status: 503,
    made_on: addDays(TODAY, -21),
  }),
];

/** One that the person sent by mail, once answered. */
export const BY_MAIL = request('b', {
  state: 'answered',
  remaining: 2,
  organization: 'contact@shop.example',
  mailbox: 'mailto:contact@shop.example',
  mail: { to: 'contact@shop.example', tag: 'abcdefghij23' },
  intention_id: id('a'),
  replies: [
    {
      kind: 'text',
      text: 'Yes, we mend them.\n\n> Do you mend trail soles?',
      name: null,
      price: null,
      address: null,
      valid_until: null,
      received_on: TODAY,
      from: 'Shop Example <service@shop.example>',
    },
  ],
});

export const DESCRIPTOR = {
  brand: 'shop.example',
  organization: 'Shop Example Ltd',
  origin: 'https://shop.example',
  endpoint: 'https://shop.example/requests',
  accepts: ['Demand', 'AskAction'],
  agreements: ['SD-BASE'],
  retention: 'P30D',
  expires: '2027-06-01T00:00:00Z',
};

/** @param {object} [more] */
export function dashboardScene(more = {}) {
  return scene({
    tab: null,
    intentions: HOLDINGS,
    requests: [],
    descriptor: DESCRIPTOR,
    policy: 'only_keep',
    madeRequest: request('9', { intention_id: id('a') }),
    exact: '{"typ":"request","id":"ffffffffffffffffffffffffffffffff"}',
    ...more,
  });
}

export const ATTEMPTED = [
  { day: TODAY, company: 'Criteo', kind: 'retargeting', count: 12 },
  { day: TODAY, company: 'Google', kind: 'analytics', count: 140 },
  { day: addDays(TODAY, -1), company: 'Meta', kind: 'social', count: 7 },
  { day: addDays(TODAY, -1), company: '', kind: 'other', count: 1 },
];

const LISTS = [
  {
    title: 'AdGuard Tracking Protection filter',
    version: '2.1.1.70',
    lines: 168607,
    network: 164169,
    refused: 36,
  },
];

const filterList = (id, more = {}) => ({
  id,
  kind: 'shipped',
  title: `AdGuard ${id} filter`,
  stops: 'something',
  languages: [],
  licence: 'GPL-3.0-only',
  homepage: 'https://github.com/AdguardTeam/AdGuardFilters',
  address: `https://lists.example/${id}.txt`,
  state: 'on',
  by_default: 'on',
  version: '2.4.55.1',
  fetched_on: null,
  etag: null,
  last_modified: null,
  bytes: 0,
  counted: true,
  lines: 161_200,
  network: 120_400,
  cosmetic: 27_300,
  in_effect: 118_000,
  refused: [],
  ...more,
});

/** Lists as the background says them. @param {object} [more] */
export const filterLists = (more = {}) => ({
  groups: {
    follows: ['tracking', 'url-tracking', 'popups'],
    display: ['base', 'annoyances', 'social', 'french'],
  },
  shipped: {
    base: 'on',
    tracking: 'on',
    'url-tracking': 'on',
    popups: 'on',
    annoyances: 'off',
    social: 'off',
    french: 'on',
  },
  rules: 'in_force',
  refused: 0,
  left_out: 0,
  trouble: '',
  weekly: 'off',
  looking: null,
  outcomes: {},
  said: null,
  ...more,
});

/** What the host says of them, with all that can be said of a list. */
export const SAID = {
  building: false,
  rebuilt: false,
  restored_on: null,
  failed: null,
  lists: [
    filterList('base', {
      fetched_on: TODAY,
      refused: [
        { reason: 'scriptlet', count: 1_204 },
        { reason: 'style', count: 310 },
        { reason: 'procedural', count: 96 },
        { reason: 'regex_lookaround', count: 1 },
        { reason: 'something_new', count: 2 },
      ],
    }),
    filterList('tracking'),
    filterList('url-tracking', { in_effect: 1, cosmetic: 0, network: 1 }),
    filterList('popups', { counted: false }),
    filterList('annoyances', { state: 'off' }),
    filterList('social', { state: 'off', by_default: 'off', homepage: 'javascript:alert(1)' }),
    filterList('french', { by_default: 'off' }),
    filterList('own', { kind: 'own', title: 'own', address: null }),
    filterList('custom-0000000a', {
      kind: 'custom',
      title: HOSTILE,
      version: HOSTILE.slice(0, 60),
    }),
    filterList('custom-0000000b', { kind: 'custom', title: 'Pasted', address: null, version: '' }),
  ],
};

/** Lists with every outcome of a look. */
export const LOOKED = filterLists({
  said: SAID,
  refused: 3,
  left_out: 40,
  weekly: 'on',
  outcomes: {
    base: { outcome: 'fresh', code: '', at: 0 },
    tracking: { outcome: 'same', code: '', at: 0 },
    popups: { outcome: 'failed', code: 'list_not_text', at: 0 },
    french: { outcome: 'failed', code: 'list_status', status: 503, at: 0 },
    'custom-0000000a': { outcome: 'failed', code: 'list_grew', at: 0 },
  },
});

const line = (number, text, reason) => ({ line: number, text, reason });
export const REFUSED_LINES = {
  base: [
    [line(12, 'shop.example#%#//scriptlet("abort")', 'scriptlet'), line(90, HOSTILE, 'style')],
    [line(104, '/(?=a)b/', 'regex_lookaround')],
  ],
  own: [[line(2, '||shop.example^$nonsense', 'unknown_option'), line(5, '##body', 'hides_page')]],
};

const SITES_OFF = ['bank.example', 'shop.example'];

/** Every state of the dashboard that needs no press: section and scene. @type {Record<string, { hash: string, scene: object }>} */
export const DASHBOARD_SCENES = {
  universe: { hash: '#universe', scene: dashboardScene() },
  'universe-empty': { hash: '#universe', scene: dashboardScene({ intentions: [] }) },
  'universe-hostile': {
    hash: '#universe',
    scene: dashboardScene({
      intentions: [
        intention('1', {
          name: HOSTILE,
          words: HOSTILE,
          brand: 'x.example',
          page: 'javascript:alert(1)',
        }),
      ],
    }),
  },
  'no-host': {
    hash: '#universe',
    scene: dashboardScene({ host: { state: 'absent', detail: '' } }),
  },
  requests: { hash: '#requests', scene: dashboardScene({ requests: REQUESTS }) },
  'requests-empty': { hash: '#requests', scene: dashboardScene() },
  ask: { hash: `#ask/${id('a')}`, scene: dashboardScene() },
  settings: {
    hash: '#settings',
    scene: dashboardScene({ lists: LISTS, sitesOff: SITES_OFF, filterLists: LOOKED }),
  },
  'lists-alone': {
    hash: '#settings',
    scene: dashboardScene({
      host: { state: 'absent', detail: '' },
      filterLists: filterLists(),
    }),
  },
  who: { hash: '#who', scene: dashboardScene({ attempted: ATTEMPTED }) },
  'who-empty': { hash: '#who', scene: dashboardScene() },
  calendar: { hash: '#universe', scene: dashboardScene({ clockJumped: true }) },
};
