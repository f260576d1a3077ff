// SPDX-License-Identifier: GPL-3.0-or-later
// Packages the extension: our own files as they stand in the tree, one manifest per browser (base and overlay merged), the
// icons, and the rule sets that `volition lists compile` made. Nothing is transformed: what is read is what runs.

import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const extension = path.join(root, 'extension');

/** The rooms that a browser gets, and the kinds of file it needs of them. */
const kRooms = [
  '_locales',
  'background',
  'content',
  'core',
  'dashboard',
  'icons',
  'panel',
  'platform',
  'popup',
  'ui',
  'vendor',
  'welcome',
];
const kKinds = new Set(['.css', '.html', '.js', '.json', '.png', '.txt']);

const { values } = parseArgs({
  options: {
    browser: { type: 'string' },
    lists: { type: 'string', default: path.join(root, 'build', 'lists') },
    out: { type: 'string', default: path.join(root, 'build', 'extension') },
    'without-lists': { type: 'boolean', default: false },
  },
});

/** @param {string} file */
async function readJson(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}

/**
 * The overlay laid over the base: objects are merged key by key, lists are joined, anything else is replaced.
 * @param {Record<string, any>} base
 * @param {Record<string, any>} overlay
 * @returns {Record<string, any>}
 */
function merged(base, overlay) {
  const result = { ...base };
  for (const [key, value] of Object.entries(overlay)) {
    const both = [result[key], value].every(
      (side) => side !== null && typeof side === 'object' && !Array.isArray(side),
    );
    if (both) result[key] = merged(result[key], value);
    else if (Array.isArray(result[key]) && Array.isArray(value)) {
      result[key] = [...result[key], ...value].sort();
    } else result[key] = value;
  }
  return result;
}

/**
 * Copies the rule sets of one browser and answers with the manifest's entries for them.
 * @param {string} browser
 * @param {string} target
 */
async function packRuleSets(browser, target) {
  if (values['without-lists']) {
    console.warn(`${browser}: packaged without rule sets, so it stops nothing`);
    return [];
  }
  const source = path.join(values.lists, browser);
  /** @type {{id: string, enabled: boolean, path: string}[]} */
  const sets = await readJson(path.join(source, 'rulesets.json')).catch((error) => {
    throw new Error(
      `no rule sets for ${browser}: run scripts/compile-lists first (${error.message})`,
    );
  });
  if (sets.length === 0) throw new Error(`${source}/rulesets.json names no rule set`);
  await mkdir(path.join(target, 'rules'));
  return Promise.all(
    sets.map(async ({ id, enabled, path: file }) => {
      const name = path.basename(file);
      await cp(path.join(source, file), path.join(target, 'rules', name));
      return { id, enabled, path: `rules/${name}` };
    }),
  );
}

/**
 * Refuses a manifest that names a file which is not in the package: browsers tell it late, or not at all.
 * @param {Record<string, any>} manifest
 * @param {Set<string>} packed
 */
function checkFiles(manifest, packed) {
  const named = [
    ...Object.values(manifest.icons),
    ...Object.values(manifest.action.default_icon),
    manifest.action.default_popup,
    manifest.side_panel?.default_path ?? manifest.sidebar_action.default_panel,
    manifest.background.service_worker ?? manifest.background.scripts[0],
    ...manifest.content_scripts.flatMap((/** @type {{js: string[]}} */ entry) => entry.js),
    `_locales/${manifest.default_locale}/messages.json`,
  ];
  const missing = named.filter((file) => !packed.has(file));
  if (missing.length > 0)
    throw new Error(`the manifest names missing files: ${missing.join(', ')}`);
}

/** @param {string} browser */
async function build(browser) {
  const target = path.join(values.out, browser);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });

  const packed = new Set();
  for (const room of kRooms) {
    const files = await readdir(path.join(extension, room), { recursive: true }).catch(() => []);
    for (const file of files.sort()) {
      if (!kKinds.has(path.extname(file))) continue;
      await cp(path.join(extension, room, file), path.join(target, room, file));
      packed.add(path.posix.join(room, ...file.split(path.sep)));
    }
  }
  await cp(path.join(root, 'LICENSE'), path.join(target, 'LICENSE'));

  const manifest = merged(
    await readJson(path.join(root, 'manifests', 'base.json')),
    await readJson(path.join(root, 'manifests', `${browser}.json`)),
  );
  manifest.version = (await readJson(path.join(extension, 'package.json'))).version;
  manifest.declarative_net_request = { rule_resources: await packRuleSets(browser, target) };
  checkFiles(manifest, packed);
  await writeFile(path.join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(
    `${path.relative(root, target)}: ${packed.size} files, ` +
      `${manifest.declarative_net_request.rule_resources.length} rule sets`,
  );
}

try {
  for (const browser of values.browser ? [values.browser] : ['chromium', 'firefox']) {
    await build(browser);
  }
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
