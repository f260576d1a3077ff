// SPDX-License-Identifier: GPL-3.0-or-later
// The demonstration shop's pages, in English and French: front page, list, one page per ware with JSON-LD, a JSON-LD graph or microdata.
// Like many shops it calls its trackers from its own code (measure.js) and includes their loaders as well.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decimal, price } from './catalog.mjs';
import { drawing, kMark } from './drawings.mjs';

/** @typedef {import('./catalog.mjs').Ware} Ware */
/** @typedef {import('../one_port.mjs').Reply} Reply */
/** @typedef {'en' | 'fr'} Language */

const kStyle = readFileSync(new URL('./style.css', import.meta.url));
const kMeasure = readFileSync(new URL('./measure.js', import.meta.url));

/** The customer whom the shop believes to see: its pixels tie what was looked at to this address. */
export const kCustomer = { name: 'Camille', mail: 'camille@mail.example' };

const kWords = {
  en: {
    tag: 'Things for walking far, made to be mended',
    wares: 'All things',
    hello: `Signed in as ${kCustomer.name}`,
    add: 'Add to basket',
    stock: 'In stock, sent tomorrow',
    foot: 'A shop that does not exist, drawn for a demonstration.',
    lead: 'Go far. Come home. Mend it, go again.',
    more: 'See what we make',
    other: 'Français',
    sku: 'Reference',
  },
  fr: {
    tag: 'De quoi marcher loin, fait pour être réparé',
    wares: 'Tous nos objets',
    hello: `Bonjour ${kCustomer.name}`,
    add: 'Ajouter au panier',
    stock: 'En stock, envoyé demain',
    foot: 'Une boutique qui n’existe pas, dessinée pour une démonstration.',
    lead: 'Partir loin. Rentrer. Réparer, repartir.',
    more: 'Voir nos objets',
    other: 'English',
    sku: 'Référence',
  },
};

/** @param {string} text */
const inert = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** JSON inside a script element: "</script" cannot end it. @param {unknown} value */
const inScript = (value) => JSON.stringify(value, null, 1).replaceAll('<', '\\u003c');

/** @param {Ware} ware @param {Language} language */
const path = (ware, language) => `/${language}/p/${ware.slug}`;

/** @param {Ware} ware @param {Language} language @param {string} origin */
const asJsonLd = (ware, language, origin) => ({
  '@type': 'Product',
  '@id': `${origin}${path(ware, language)}#product`,
  url: `${origin}${path(ware, language)}`,
  name: ware.name[language],
  description: ware.line[language],
  sku: ware.sku,
  gtin13: ware.gtin,
  brand: { '@type': 'Brand', name: 'Sentier' },
  offers: {
    '@type': 'Offer',
    price: decimal(ware.minor),
    priceCurrency: 'EUR',
    availability: 'https://schema.org/InStock',
    url: `${origin}${path(ware, language)}`,
  },
});

/** @param {Ware} ware @param {Language} language @param {string} origin */
const marking = (ware, language, origin) => {
  if (ware.marking === 'microdata') return '';
  const product = asJsonLd(ware, language, origin);
  const value =
    ware.marking === 'json_ld'
      ? { '@context': 'https://schema.org', ...product }
      : {
          '@context': 'https://schema.org',
          '@graph': [
            {
              '@type': 'Organization',
              '@id': `${origin}/#shop`,
              name: 'Sentier',
              url: `${origin}/`,
            },
            {
              '@type': 'BreadcrumbList',
              itemListElement: [{ '@type': 'ListItem', position: 1, name: 'Sentier' }],
            },
            product,
          ],
        };
  return `<script type="application/ld+json">${inScript(value)}</script>`;
};

/**
 * What measure.js tells the trackers of this page.
 * @param {string} event @param {Ware | null} ware @param {Language} language
 */
const measured = (event, ware, language) =>
  inScript({
    event,
    mail_sha256: createHash('sha256').update(kCustomer.mail).digest('hex'),
    product: ware && {
      id: ware.sku,
      name: ware.name[language],
      price: ware.minor / 100,
      currency: 'EUR',
    },
  });

/**
 * @param {{language: Language, title: string, head?: string, main: string, here: string, event: string, ware?: Ware | null}} page
 */
const frame = ({ language, title, head = '', main, here, event, ware = null }) => {
  const words = kWords[language];
  const other = language === 'en' ? 'fr' : 'en';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${inert(title)} · Sentier</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
${head}
<script async src="https://connect.facebook.net/en_US/fbevents.js"></script>
<script async src="https://www.googletagmanager.com/gtag/js?id=G-SENTIER042"></script>
<script async src="https://dynamic.criteo.com/js/ld/ld.js?a=40416"></script>
</head>
<body>
<header class="top">
<a class="mark" href="/${language}/">${kMark}<span>Sentier</span></a>
<nav><a href="/${language}/list">${words.wares}</a><a href="/${other}${here}" hreflang="${other}" lang="${other}">${words.other}</a></nav>
<span class="who">${words.hello}</span>
</header>
<main>${main}</main>
<footer>${words.foot}</footer>
<script type="application/json" id="measured">${measured(event, ware, language)}</script>
<script src="/assets/measure.js"></script>
</body>
</html>`;
};

/** @param {Ware} ware @param {Language} language */
const card = (ware, language) =>
  `<a class="card" href="${path(ware, language)}">${drawing(ware.slug, ware.sky)}
<span class="name">${inert(ware.name[language])}</span><span class="price">${price(ware.minor, language)}</span></a>`;

/** @param {Ware} ware @param {Language} language @param {string} origin */
const wareMain = (ware, language, origin) => {
  const words = kWords[language];
  const micro = ware.marking === 'microdata';
  const item = micro ? ' itemscope itemtype="https://schema.org/Product"' : '';
  const prop = (/** @type {string} */ name) => (micro ? ` itemprop="${name}"` : '');
  const hidden = micro
    ? `<meta itemprop="sku" content="${ware.sku}"><meta itemprop="gtin13" content="${ware.gtin}">
<link itemprop="url" href="${origin}${path(ware, language)}">
<span itemprop="brand" itemscope itemtype="https://schema.org/Brand"><meta itemprop="name" content="Sentier"></span>`
    : '';
  const offer = micro
    ? `<p class="price" itemprop="offers" itemscope itemtype="https://schema.org/Offer">
<meta itemprop="priceCurrency" content="EUR"><meta itemprop="price" content="${decimal(ware.minor)}">
<link itemprop="availability" href="https://schema.org/InStock">${price(ware.minor, language)}</p>`
    : `<p class="price">${price(ware.minor, language)}</p>`;
  return `<article class="ware"${item}>${hidden}
<figure>${drawing(ware.slug, ware.sky)}</figure>
<div class="about">
<h1${prop('name')}>${inert(ware.name[language])}</h1>
<p class="line"${prop('description')}>${inert(ware.line[language])}</p>
${offer}
<p class="stock">${words.stock}</p>
<button type="button">${words.add}</button>
<ul>${ware.facts[language].map((fact) => `<li>${inert(fact)}</li>`).join('')}</ul>
<p class="sku">${words.sku} ${ware.sku}</p>
</div></article>`;
};

/**
 * @param {string} body
 * @returns {Reply}
 */
const html = (body) => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body,
});

/**
 * Answers as the shop would.
 * @param {string} pathname
 * @param {{wares: Ware[], origin: string}} shop
 * @returns {Reply | null} null where the shop has no such page
 */
export function answerAsShop(pathname, { wares, origin }) {
  if (pathname === '/assets/style.css')
    return { status: 200, headers: { 'content-type': 'text/css' }, body: kStyle };
  if (pathname === '/assets/measure.js')
    return { status: 200, headers: { 'content-type': 'text/javascript' }, body: kMeasure };
  if (pathname === '/assets/icon.svg' || pathname === '/favicon.ico')
    return { status: 200, headers: { 'content-type': 'image/svg+xml' }, body: kMark };
  if (pathname === '/') return { status: 302, headers: { location: '/en/' } };
  const match = /^\/(en|fr)\/(?:(list)|p\/([a-z0-9-]+))?$/.exec(pathname);
  if (!match) return null;
  const language = /** @type {Language} */ (match[1]);
  const words = kWords[language];
  if (match[3]) {
    const ware = wares.find((each) => each.slug === match[3]);
    if (!ware) return null;
    const main = wareMain(ware, language, origin);
    const head = marking(ware, language, origin);
    return html(
      frame({
        language,
        title: ware.name[language],
        head,
        main,
        here: `/p/${ware.slug}`,
        event: 'view_item',
        ware,
      }),
    );
  }
  const cards = `<div class="cards">${wares.map((ware) => card(ware, language)).join('')}</div>`;
  if (match[2]) {
    const main = `<h1>${words.wares}</h1>${cards}`;
    return html(
      frame({ language, title: words.wares, main, here: '/list', event: 'view_item_list' }),
    );
  }
  const main = `<section class="lead"><h1>${words.lead}</h1><p>${words.tag}.</p>
<a class="button" href="/${language}/list">${words.more}</a></section>${cards}`;
  return html(frame({ language, title: words.tag, main, here: '/', event: 'page_view' }));
}
