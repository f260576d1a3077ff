// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes, strict base64url and strict JSON, as WIRE.md's first paragraph demands them of a receiver.

import { createHash } from 'node:crypto';
import { visit } from 'jsonc-parser';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export const bytesOf = (text) => new TextEncoder().encode(text);
export const textOf = (bytes) => utf8.decode(bytes);
export const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** Bytes of base64url without padding; throws where the text is not the one spelling of its bytes. */
export function fromBase64url(text) {
  const bytes = Buffer.from(text, 'base64url');
  if (base64url(bytes) !== text) throw new Error('not base64url');
  return bytes;
}

/** An I-JSON object: JSON.parse keeps the last of duplicate members, so those are looked for first. */
export function strictObject(text) {
  const value = JSON.parse(text);
  const open = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectProperty: (name) => {
      const names = open.at(-1);
      if (names.has(name)) throw new Error('duplicate member');
      names.add(name);
    },
    onObjectEnd: () => void open.pop(),
  });
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Error('not an object');
  return value;
}

/** Whether `value` has exactly the members `names`. */
export function hasExactly(value, names) {
  return (
    Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name))
  );
}
