// SPDX-License-Identifier: GPL-3.0-or-later
// What forgetting must leave nothing of: pieces of the files as they were before, wherever they may lie afterwards. The pieces are taken blindly,
// so that this knows no record format: a body, a wrapped key or a sealed box is in them because everything was in the files.

import { readFileSync } from 'node:fs';

const kPiece = 24;
/** Random bytes have about 23 different values in 24; page headers and cell pointers of a database have at most 14. */
const kDistinct = 20;

/** @param {Buffer} piece */
const looksRandom = (piece) =>
  new Set(piece).size >= kDistinct && !/[\x20-\x7e]{8}/.test(piece.toString('latin1'));

/** The public key by which the file knows itself stays: it opens nothing, and names nobody (native-host/universe/format.hpp, `meta`). */
const kPublicName = Buffer.from('store_key');
const kPublicNameBytes = kPublicName.length + 32;

/** Where the file's public name lies. @param {Buffer} content @returns {number[]} */
function publicNames(content) {
  const found = [];
  for (let at = content.indexOf(kPublicName); at >= 0; at = content.indexOf(kPublicName, at + 1)) {
    found.push(at);
  }
  return found;
}

/**
 * The pieces of these files that can only be ciphertext or keys.
 * @param {string[]} files
 * @returns {Buffer[]} 24 bytes each, copied
 */
export function piecesOf(files) {
  /** @type {Map<string, Buffer>} */
  const pieces = new Map();
  for (const file of files) {
    const content = readFileSync(file);
    const names = publicNames(content);
    for (let at = 0; at + kPiece <= content.length; at += kPiece) {
      if (names.some((name) => at + kPiece > name && at < name + kPublicNameBytes)) continue;
      const piece = content.subarray(at, at + kPiece);
      if (looksRandom(piece)) pieces.set(piece.toString('latin1'), Buffer.from(piece));
    }
  }
  return [...pieces.values()];
}

/** A text as a file may hold it. @param {string} text @returns {Buffer[]} */
export const textForms = (text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];

/**
 * Where any of these byte strings still lies. Every offset of every file is looked at once, however many needles there are.
 * @param {string[]} files @param {Buffer[]} needles at least three bytes each
 * @returns {{file: string, at: number, needle: string}[]} the first place of each needle in each file
 */
export function findRemains(files, needles) {
  /** Needles by their first three bytes. @type {Map<number, Buffer[]>} */
  const byStart = new Map();
  for (const needle of needles) {
    const start = needle.readUIntBE(0, 3);
    const those = byStart.get(start);
    if (those) those.push(needle);
    else byStart.set(start, [needle]);
  }
  const starts = new Uint8Array(1 << 24);
  for (const start of byStart.keys()) starts[start] = 1;
  return files.flatMap((file) => {
    const content = readFileSync(file);
    /** @type {Map<string, {file: string, at: number, needle: string}>} */
    const found = new Map();
    let start = 0;
    for (let end = 0; end < content.length; ++end) {
      start = ((start << 8) | /** @type {number} */ (content[end])) & 0xffffff;
      if (end < 2 || !starts[start]) continue;
      const at = end - 2;
      for (const needle of byStart.get(start) ?? []) {
        const hex = needle.toString('hex');
        if (found.has(hex) || !content.subarray(at, at + needle.length).equals(needle)) continue;
        found.set(hex, { file, at, needle: hex });
      }
    }
    return [...found.values()];
  });
}
