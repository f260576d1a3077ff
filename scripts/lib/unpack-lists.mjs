// SPDX-License-Identifier: GPL-3.0-or-later
// Takes the list texts out of the pinned package. The package holds compiled rule sets; each list's own text lies in
// element 0 of its file, under metadata.rawFilterList. Only the texts are kept.
//   unpack-lists.mjs --check DIR             exit 0 when DIR holds the texts of the pinned package
//   unpack-lists.mjs --tarball FILE DIR
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean' }, tarball: { type: 'string' } },
  allowPositionals: true,
});
const [folder] = positionals;
if (folder === undefined) throw new Error('unpack-lists.mjs needs a folder');

/** @type {{integrity: string, lists: {id: number, name: string}[]}} */
const catalogue = JSON.parse(
  await readFile(new URL('../../native-host/data/lists.json', import.meta.url), 'utf8'),
);
const stamp = path.join(folder, 'integrity');
/** @param {{name: string}} list */
const textOf = (list) => path.join(folder, `${list.name}.txt`);

async function isThere() {
  const known = await readFile(stamp, 'utf8').catch(() => '');
  if (known !== catalogue.integrity) return false;
  const found = await Promise.allSettled(catalogue.lists.map((list) => access(textOf(list))));
  return found.every((result) => result.status === 'fulfilled');
}

/** @param {string} tarball */
async function unpack(tarball) {
  const digest = createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64');
  if (`sha512-${digest}` !== catalogue.integrity) {
    throw new Error(`${path.basename(tarball)} is not the pinned package: sha512-${digest}`);
  }
  for (const list of catalogue.lists) {
    const member = `package/dist/filters/declarative/ruleset_${list.id}/ruleset_${list.id}.json`;
    const tar = spawnSync('tar', ['-xzOf', tarball, member], { maxBuffer: 256 * 1024 * 1024 });
    if (tar.status !== 0) throw new Error(`tar: ${tar.stderr}`);
    const text = JSON.parse(tar.stdout.toString('utf8'))[0]?.metadata?.rawFilterList;
    if (typeof text !== 'string' || text.length === 0) throw new Error(`${member} holds no text`);
    await writeFile(textOf(list), text);
    console.log(`   ${list.name}: ${text.split('\n').length} lines`);
  }
  // Last, so that a run cut short is not taken for a whole one.
  await writeFile(stamp, catalogue.integrity);
}

if (values.check) process.exit((await isThere()) ? 0 : 1);
if (values.tarball === undefined) throw new Error('unpack-lists.mjs needs --check or --tarball');
await unpack(values.tarball);
