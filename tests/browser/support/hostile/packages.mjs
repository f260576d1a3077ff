// SPDX-License-Identifier: GPL-3.0-or-later
// Hostile packages, made for one run: Volition with a content script that was taken over, and another extension beside it. And the list
// of everything that they try, taken from the protocol's schema and from the router's own tables, so that what is new is tried too.

import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kActions } from '../../../../extension/background/who_may.js';
import { builtExtension } from '../driver.mjs';
import { kRoot } from '../run_folder.mjs';

const kHere = new URL('./', import.meta.url).pathname;
const kHex = '0123456789abcdef0123456789abcdef';

/** Every method of the protocol. @returns {string[]} */
export const protocolMethods = () =>
  readdirSync(join(kRoot, 'native-host/protocol/schema'))
    .filter((name) => name.endsWith('.request.json'))
    .map((name) => name.replace('.request.json', ''));

/** Every message that a page of ours may send, and some that none may. @returns {object[]} */
export function everything() {
  const actions = Object.keys(kActions);
  const params = { op_id: kHex, id: kHex, set: 'seven_days', private: false };
  const fields = {
    op_id: kHex,
    id: kHex,
    draft_id: kHex,
    approve: kHex + kHex,
    tabId: 1,
    mode: 'off',
  };
  return [
    ...protocolMethods().map((method) => ({ to: 'host', method, params })),
    {
      to: 'host',
      method: 'intentions.keep',
      params: { op_id: kHex, new: { direction: 'want', kind: 'product', name: 'Forged' } },
    },
    ...actions.map((action) => {
      const [to, what] = action.split('.');
      return { to, ...(what && { do: what }), ...fields, brand: 'shop.example' };
    }),
    { from: 'notice', observations: 'x' },
    { from: 'host', id: 1, result: {} },
    { v: 1, id: 1, method: 'status', params: {} },
  ];
}

/** @param {import('../run_folder.mjs').Kind} kind @param {string} folder @returns {string} the package */
export function poisoned(kind, folder) {
  const made = join(folder, 'poisoned');
  cpSync(builtExtension(kind), made, { recursive: true });
  copyFileSync(join(kHere, 'poison.js'), join(made, 'content/poison.js'));
  const manifest = JSON.parse(readFileSync(join(made, 'manifest.json'), 'utf8'));
  manifest.content_scripts.push({
    matches: ['https://*/*'],
    js: ['content/poison.js'],
    run_at: 'document_start',
  });
  writeFileSync(join(made, 'manifest.json'), JSON.stringify(manifest));
  return made;
}

/** @param {import('../run_folder.mjs').Kind} kind @param {string} folder @returns {string} the package */
export function stranger(kind, folder) {
  const made = join(folder, 'stranger');
  mkdirSync(made);
  for (const name of ['stranger.js', 'stranger_page.js']) {
    copyFileSync(join(kHere, name), join(made, name));
  }
  const manifest = {
    manifest_version: 3,
    name: 'A stranger',
    version: '1.0',
    permissions: ['nativeMessaging'],
    host_permissions: ['<all_urls>'],
    background:
      kind === 'chromium' ? { service_worker: 'stranger.js' } : { scripts: ['stranger.js'] },
    content_scripts: [
      { matches: ['https://*/*'], js: ['stranger_page.js'], run_at: 'document_start' },
    ],
    ...(kind === 'firefox' && {
      browser_specific_settings: { gecko: { id: 'stranger@stranger.example' } },
    }),
  };
  writeFileSync(join(made, 'manifest.json'), JSON.stringify(manifest));
  return made;
}

/** Installs another extension beside Volition. @param {import('../driver.mjs').Driver} driver @param {string} path */
export async function installBeside(driver, path) {
  if (driver.kind === 'chromium') {
    await driver.browser.installExtension(path);
    return;
  }
  await /** @type {any} */ (driver.browser).connection.send('webExtension.install', {
    extensionData: { type: 'path', path },
  });
}
