// SPDX-License-Identifier: GPL-3.0-or-later
// An extension of nothing but rule sets, under Volition's own id: to ask a browser about rules, or to time them, with nothing else of ours in it.

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ids, kRoot } from './run_folder.mjs';

/** @typedef {import('./run_folder.mjs').Kind} Kind */
/** @typedef {{id: number, priority?: number, action: {type: string, redirect?: any}, condition: Record<string, any>}} Rule */

/** Where compiled rule sets lie. @param {Kind} kind */
export const compiledLists = (kind) =>
  join(process.env.VOLITION_LISTS ?? join(kRoot, 'build/lists'), kind);

/**
 * @param {Kind} kind
 * @param {object} options
 * @param {string} [options.lists] a folder of compiled sets
 * @param {boolean} [options.enabled] whether those are on from the start; default true
 * @param {Record<string, Rule[]>} [options.more] further sets, on from the start, by their id
 * @returns {{folder: string, sets: string[], standard: string[], remove(): void}}
 */
export function ruleExtension(kind, { lists, enabled = true, more = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'volition-rules-'));
  mkdirSync(join(folder, 'rules'));
  /** @type {{id: string, path: string, enabled: boolean}[]} */
  const sets = lists ? JSON.parse(readFileSync(join(lists, 'rulesets.json'), 'utf8')) : [];
  const resources = sets.map(({ id, path }) => ({ id, enabled, path: `rules/${path}` }));
  for (const { path } of sets) copyFileSync(join(lists ?? '', path), join(folder, 'rules', path));
  for (const [id, rules] of Object.entries(more)) {
    writeFileSync(join(folder, 'rules', `${id}.json`), JSON.stringify(rules));
    resources.push({ id, enabled: true, path: `rules/${id}.json` });
  }
  const own = JSON.parse(readFileSync(join(kRoot, 'manifests/chromium.json'), 'utf8'));
  const identity =
    kind === 'chromium'
      ? { key: own.key }
      : { browser_specific_settings: { gecko: { id: ids().firefox } } };
  const manifest = {
    manifest_version: 3,
    name: 'rules',
    version: '1',
    permissions: ['declarativeNetRequest', 'declarativeNetRequestFeedback'],
    host_permissions: ['<all_urls>'],
    declarative_net_request: { rule_resources: resources },
    ...identity,
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return {
    folder,
    sets: sets.map(({ id }) => id),
    /** Those that are on unless the person says otherwise. */
    standard: sets.filter((set) => set.enabled).map(({ id }) => id),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
