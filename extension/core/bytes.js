// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes to text and back: base64 for the host protocol (RFC 4648, padded), and text where bytes are text.

/** Characters per call of String.fromCharCode: engines limit the number of arguments. */
const kSlice = 0x2000;

/**
 * @param {Uint8Array} bytes
 * @returns {string} base64 with padding
 */
export function toBase64(bytes) {
  let binary = '';
  for (let start = 0; start < bytes.length; start += kSlice) {
    binary += String.fromCharCode(...bytes.subarray(start, start + kSlice));
  }
  return btoa(binary);
}

/**
 * The bytes as text, or null where they are not UTF-8 text. An end that was cut inside a character is left out.
 * @param {Uint8Array} bytes
 * @returns {string | null}
 */
export function asText(bytes) {
  for (let cut = 0; cut <= 3 && cut <= bytes.length; cut += 1) {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(
        bytes.subarray(0, bytes.length - cut),
      );
      return text.includes('\0') ? null : text;
    } catch {
      // Perhaps cut inside a character: tried again without its beginning.
    }
  }
  return null;
}

/**
 * Several pieces as one, cut at a number of bytes.
 * @param {Uint8Array[]} pieces
 * @param {number} maxBytes
 * @returns {Uint8Array}
 */
export function joined(pieces, maxBytes) {
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const result = new Uint8Array(Math.min(total, maxBytes));
  let at = 0;
  for (const piece of pieces) {
    const part = piece.subarray(0, result.length - at);
    result.set(part, at);
    at += part.length;
    if (at === result.length) break;
  }
  return result;
}
