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
 * Where any of these byte strings still lies.
 * @param {string[]} files @param {Buffer[]} needles
 * @returns {{file: string, at: number, needle: string}[]}
 */
export function findRemains(files, needles) {
  return files.flatMap((file) => {
    const content = readFileSync(file);
    return needles.flatMap((needle) => {
      const at = content.indexOf(needle);
      return at < 0 ? [] : [{ file, at, needle: needle.toString('hex') }];
    });
  });
}
