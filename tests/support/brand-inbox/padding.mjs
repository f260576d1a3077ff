// SPDX-License-Identifier: GPL-3.0-or-later
// WIRE.md §3: u32 big-endian length ‖ JWS ‖ zeros, in buckets of 1,024 bytes and at least two of them.

import { bytesOf, textOf } from './encoding.mjs';

const BUCKET = 1024;
export const MAX_REQUEST_PLAINTEXT = 67_584;
export const MAX_REPLY_PLAINTEXT = 17_408;

const paddedLength = (length) => Math.max(2 * BUCKET, Math.ceil((4 + length) / BUCKET) * BUCKET);

export function pad(jws, maximum) {
  const length = paddedLength(jws.length);
  if (length > maximum) throw new RangeError('too long');
  const plaintext = Buffer.alloc(length);
  plaintext.writeUInt32BE(jws.length, 0);
  plaintext.set(bytesOf(jws), 4);
  return plaintext;
}

/** The JWS inside; throws on any other length, bucket or padding byte than the one allowed. */
export function unpad(bytes, maximum) {
  const plaintext = Buffer.from(bytes);
  const length = plaintext.length >= 4 ? plaintext.readUInt32BE(0) : -1;
  if (length < 0 || plaintext.length > maximum || plaintext.length !== paddedLength(length))
    throw new Error('bad bucket');
  if (plaintext.subarray(4 + length).some((byte) => byte !== 0))
    throw new Error('padding is not zero');
  return textOf(plaintext.subarray(4, 4 + length));
}
