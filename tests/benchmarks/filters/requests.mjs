// SPDX-License-Identifier: GPL-3.0-or-later
// The requests that engines are held against: a log of real ones where VOLITION_BENCH_LOG names a file
// (type<TAB>address<TAB>frame), else made ones, from hosts of the lists and hosts of nobody.

import { readFileSync } from 'node:fs';

/** @typedef {{type: string, url: string, frame: string}} Request */

/** @param {string} file @returns {Request[]} */
function fromFile(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [type = 'other', url = '', frame = ''] = line.split('\t');
      return { type, url, frame };
    });
}

/** Always the same numbers: a linear congruential generator (Numerical Recipes). @param {number} seed */
function drawer(seed) {
  let state = seed >>> 0;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const kTypes = [
  'image',
  'image',
  'image',
  'script',
  'script',
  'xmlhttprequest',
  'stylesheet',
  'font',
  'subdocument',
];
const kFolders = [
  'static',
  'assets',
  'media',
  'api/v2',
  'images/2026',
  'js',
  'ads',
  'banner',
  'track',
  'p',
  'wp-content/uploads',
];
const kNames = [
  'main',
  'app.bundle',
  'logo',
  'pixel',
  'collect',
  'hero-1200x600',
  'ad_728x90',
  'beacon',
  'jquery.min',
  'index',
];
const kEndings = ['.js', '.png', '.gif', '.css', '', '/', '.json', '.woff2', '.html'];
const kQueries = [
  '',
  '',
  '',
  '?v=3',
  '?id=81723&ref=home',
  '?utm_source=mail&x=1',
  '?cb=1763790000000&sz=300x250&url=https%3A%2F%2Fshop.example%2F',
];

/**
 * Requests that nobody sent: a third of them to hosts that the lists name.
 * @param {string[]} lists texts @param {number} count @returns {Request[]}
 */
function made(lists, count) {
  const hosts = lists
    .flatMap((text) => text.split('\n'))
    .map((line) => /^\|\|([a-z0-9.-]+\.[a-z]+)\^/.exec(line)?.[1] ?? '')
    .filter((host) => host !== '');
  const draw = drawer(20261122);
  const one = (/** @type {string[]} */ of) => of[draw(of.length)] ?? '';
  return Array.from({ length: count }, () => {
    const site = `www.shop${draw(200)}.example`;
    const kind = draw(3);
    const host =
      kind === 0
        ? `t${draw(9)}.${one(hosts)}`
        : kind === 1
          ? site
          : `cdn${draw(50)}.files${draw(400)}.test`;
    const url = `https://${host}/${one(kFolders)}/${one(kNames)}${draw(1000)}${one(kEndings)}${one(kQueries)}`;
    return { type: one(kTypes), url, frame: `https://${site}/` };
  });
}

/**
 * The requests, and where they come from in words.
 * @param {string[]} lists texts
 * @returns {{requests: Request[], origin: string}}
 */
export function readRequests(lists) {
  const file = process.env.VOLITION_BENCH_LOG;
  if (file) return { requests: fromFile(file), origin: 'a log of real requests' };
  return {
    requests: made(lists, 16_000),
    origin: 'made requests (VOLITION_BENCH_LOG names no log)',
  };
}

/** What is reported: whoever tunes anything looks at the first half only. @param {Request[]} requests */
export const secondHalf = (requests) => requests.slice(Math.floor(requests.length / 2));

/** As `volition match` reads them. @param {Request[]} requests */
export const asLines = (requests) =>
  requests.map(({ type, url, frame }) => `${type}\t${url}\t${frame}\n`).join('');
