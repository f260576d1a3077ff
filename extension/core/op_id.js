// SPDX-License-Identifier: GPL-3.0-or-later
// The name of one press: 16 random bytes that a writing call carries, so that a repeat changes nothing (host protocol, op_id).

/** @returns {string} 32 hexadecimal digits */
export function newOpId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
