// SPDX-License-Identifier: GPL-3.0-or-later
// Text from hostile ground made fit for the host protocol, which refuses lone surrogates and NUL and counts code points.

/**
 * @param {string} text
 * @param {number} maxCodePoints
 * @returns {string} the text without lone surrogates and NUL, cut to the length
 */
export function sound(text, maxCodePoints) {
  // Code units are at least as many as code points: cutting them first keeps the work bounded.
  const whole = text
    .slice(0, maxCodePoints * 2)
    .toWellFormed()
    .replaceAll('\0', '\ufffd');
  if (whole.length <= maxCodePoints) return whole;
  let kept = '';
  let count = 0;
  for (const character of whole) {
    if (count === maxCodePoints) break;
    kept += character;
    count += 1;
  }
  return kept;
}
