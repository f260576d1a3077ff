// SPDX-License-Identifier: GPL-3.0-or-later
// The body of a request as webRequest shows it (`requestBody` of onBeforeRequest): raw pieces, or a form already taken apart.

import { joined } from './bytes.js';

/**
 * @param {{ raw?: { bytes?: ArrayBuffer }[] | undefined, formData?: Record<string, unknown[]> | undefined, error?: string | undefined } | null | undefined} body
 * @param {number} maxBytes
 * @returns {Uint8Array | null} the bytes, cut; null where the browser shows none
 */
export function bodyBytes(body, maxBytes) {
  if (!body) return null;
  if (body.raw) {
    // Parts without bytes are files: the browser keeps their content to itself.
    const pieces = body.raw.flatMap(({ bytes }) => (bytes ? [new Uint8Array(bytes)] : []));
    return pieces.length === 0 ? null : joined(pieces, maxBytes);
  }
  if (body.formData) return formBytes(body.formData, maxBytes);
  return null;
}

/**
 * A form, written again as application/x-www-form-urlencoded: the browser took it apart and does not say how it was written.
 * @param {Record<string, unknown[]>} form
 * @param {number} maxBytes
 */
function formBytes(form, maxBytes) {
  const pairs = new URLSearchParams();
  let length = 0;
  for (const [name, values] of Object.entries(form)) {
    for (const value of values) {
      if (typeof value !== 'string') continue;
      pairs.append(name, value);
      length += name.length + value.length;
    }
    if (length > maxBytes) break;
  }
  return joined([new TextEncoder().encode(pairs.toString())], maxBytes);
}
