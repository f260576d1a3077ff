// SPDX-License-Identifier: GPL-3.0-or-later
// Saved shop pages of a folder that the caller names, each served under a made-up host. Their scripts are not run: a saved page would
// only run away from a host it does not know; what it says of its product stands in its markup.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** @typedef {import('./one_port.mjs').Reply} Reply */

const kSmallest = 1000;

/**
 * @param {string} folder
 * @returns {{host: string, file: string, url: string}[]} one per HTML file, largest names first in the folder's own order
 */
export function listSavedPages(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.html') && statSync(join(folder, name)).size >= kSmallest)
    .sort()
    .map((name) => {
      const label = basename(name, '.html')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '');
      const host = `${label}.example`;
      return { host, file: join(folder, name), url: `https://${host}/saved` };
    });
}

/** @param {string} file @returns {Reply} */
export const answerAsSavedPage = (file) => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "script-src 'none'; frame-src 'none'; connect-src 'none'",
  },
  body: readFileSync(file),
});
