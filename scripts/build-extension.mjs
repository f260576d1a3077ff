// SPDX-License-Identifier: GPL-3.0-or-later
// Packages the extension: one manifest per browser (base and overlay merged), the modules of each page and of the background
// joined into one readable file each, our other files as they stand in the tree, and the rule sets that `volition lists
// compile` made. Joined, because a browser fetches the files of an extension one by one: the popup's 12 modules took it
// longer than everything that they then did.

import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const extension = path.join(root, 'extension');

/** What starts a page or the background. Each is packaged as one file with all that it imports. */
const kEntries = [
  'background/main.js',
  'dashboard/dashboard.js',
  'panel/panel.js',
  'popup/popup.js',
  'welcome/welcome.js',
];
/** Scripts that a browser runs as they are: those of a page or content script that import nothing, and a library that is seldom wanted. */
const kScripts = ['content/', 'platform/copy.js', 'popup/early.js', 'vendor/postal-mime.js'];

/** The rooms whose other files a browser gets, and the kinds of file it needs of them. */
const kRooms = [
  'content',
  'dashboard',
  'icons',
  'panel',
  'platform',
  'popup',
  'ui',
  'vendor',
  'welcome',
];
const kKinds = new Set(['.css', '.html', '.png', '.txt']);

/** @type {typeof import('esbuild')} */
const esbuild = createRequire(path.join(extension, 'package.json'))('esbuild');

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
  // What the rule sets are, in a word: the host asks whether it knows these very rules (native-host/filters/delta.hpp).
  await mkdir(path.join(target, 'rulesets'));
  // Sets that were put together by hand have no such word, and no list changes them.
  const baseline = await readJson(path.join(source, 'baseline.json')).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    return { digest: '', rulesets: {} };
  });
  await writeFile(path.join(target, 'rulesets', 'baseline.json'), JSON.stringify(baseline));
  return Promise.all(
    sets.map(async ({ id, enabled, path: file }) => {
      const name = path.basename(file);
      await cp(path.join(source, file), path.join(target, 'rules', name));
      return { id, enabled, path: `rules/${name}` };
    }),
  );
}

/**
 * Joins the modules of each entry. Neither renamed nor shortened: a reviewer reads the code of the tree, most comments aside.
 * @param {string} target
 * @returns {Promise<string[]>} what was made
 */
async function packEntries(target) {
  await esbuild.build({
    entryPoints: kEntries.map((entry) => path.join(extension, entry)),
    outbase: extension,
    outdir: target,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    supported: { 'import-attributes': true },
    external: ['*/vendor/postal-mime.js'],
    charset: 'utf8',
    legalComments: 'eof',
    logLevel: 'warning',
  });
  return kEntries;
}

/**
 * The words without the notes for translators, which are half of the files.
 * @param {string} target
 * @returns {Promise<string[]>} what was made
 */
async function packWords(target) {
  const languages = await readdir(path.join(extension, '_locales'));
  return Promise.all(
    languages.map(async (language) => {
      const name = `_locales/${language}/messages.json`;
      const words = Object.entries(await readJson(path.join(extension, name)));
      const bare = Object.fromEntries(words.map(([key, { message }]) => [key, { message }]));
      await mkdir(path.dirname(path.join(target, name)), { recursive: true });
      await writeFile(path.join(target, name), JSON.stringify(bare));
      return name;
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

  const packed = new Set([...(await packEntries(target)), ...(await packWords(target))]);
  for (const room of kRooms) {
    const files = await readdir(path.join(extension, room), { recursive: true }).catch(() => []);
    for (const file of files.sort()) {
      const name = path.posix.join(room, ...file.split(path.sep));
      const isScript = kScripts.some((script) => name.startsWith(script)) && name.endsWith('.js');
      if (!isScript && !kKinds.has(path.extname(name))) continue;
      await cp(path.join(extension, name), path.join(target, name));
      packed.add(name);
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
