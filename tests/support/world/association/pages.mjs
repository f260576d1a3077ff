// SPDX-License-Identifier: GPL-3.0-or-later
// association.example: a repair café that takes gifts of time, tools and money, and may be asked. It has no tracker.

import { readFileSync } from 'node:fs';

/** @typedef {import('../one_port.mjs').Reply} Reply */

const kStyle = readFileSync(new URL('../shop/style.css', import.meta.url));

const kMark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="16" fill="#a8573a"/>
<path d="M9 20c6 6 10 2 14-8M9 20l-2 3M13 12c2 4 6 6 10 6" stroke="#fbf3e6" stroke-width="2.4" fill="none" stroke-linecap="round"/></svg>`;

/** @type {Record<string, {language: string, title: string, main: string}>} */
const kPages = {
  '/': {
    language: 'fr',
    title: 'Le café qui répare',
    main: `<section class="lead"><h1>Apportez ce qui est cassé. Repartez avec, réparé.</h1>
<p>Tous les samedis, à vingt, autour d’une grande table.</p><a class="button" href="/donner">Donner un samedi, un outil, une somme</a></section>`,
  },
  '/donner': {
    language: 'fr',
    title: 'Donner',
    main: `<h1>Donner</h1><p class="line">Deux samedis, une machine à coudre, ou de quoi acheter du fil.</p>
<ul><li>Du temps : dites-nous quels samedis</li><li>Des outils : dites-nous lesquels</li><li>De l’argent : un reçu vous est envoyé</li></ul>`,
  },
  '/en': {
    language: 'en',
    title: 'The café that mends',
    main: `<section class="lead"><h1>Bring what is broken. Take it home mended.</h1><p>Every Saturday, twenty of us, one long table.</p></section>`,
  },
  '/en/contact': {
    language: 'en',
    title: 'Write to us',
    main: `<h1>Write to us</h1><p class="line"><a href="mailto:bonjour@association.example?cc=everybody@mailer.example&amp;subject=Hello">By e-mail</a>,
or to <a href="mailto:desk@mailer.example">those who run our post</a>.</p><p><a href="mailto:?body=Look">Tell a friend</a></p>
<script type="application/ld+json">{"@type":"NGO","name":"Le café qui répare","contactPoint":{"@type":"ContactPoint","email":"no-reply@association.example"}}</script>`,
  },
  '/ateliers': {
    language: 'fr',
    title: 'Ateliers',
    main: `<h1>Ateliers</h1><p class="line">Coudre, ressemeler, souder : apprendre en réparant.</p>`,
  },
};

/**
 * Answers as the association would.
 * @param {string} pathname
 * @param {{origin: string}} site
 * @returns {Reply | null}
 */
export function answerAsAssociation(pathname, { origin }) {
  if (pathname === '/assets/style.css')
    return { status: 200, headers: { 'content-type': 'text/css' }, body: kStyle };
  if (pathname === '/assets/icon.svg' || pathname === '/favicon.ico')
    return { status: 200, headers: { 'content-type': 'image/svg+xml' }, body: kMark };
  const page = kPages[pathname];
  if (!page) return null;
  const who = {
    '@context': 'https://schema.org',
    '@type': 'NGO',
    name: 'Le café qui répare',
    url: `${origin}/`,
    potentialAction: {
      '@type': 'DonateAction',
      recipient: { '@type': 'NGO', name: 'Le café qui répare' },
    },
  };
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: `<!doctype html>
<html lang="${page.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title><link rel="icon" href="/assets/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/assets/style.css">
<script type="application/ld+json">${JSON.stringify(who)}</script></head>
<body><header class="top"><a class="mark" href="/">${kMark}<span>Le café qui répare</span></a>
<nav><a href="/ateliers">Ateliers</a><a href="/donner">Donner</a><a href="/en" lang="en">English</a></nav></header>
<main>${page.main}</main><footer>Une association qui n’existe pas, dessinée pour une démonstration.</footer></body></html>`,
  };
}
