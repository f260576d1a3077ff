// SPDX-License-Identifier: GPL-3.0-or-later
// Makes strings of strangers (pages, trackers, brands) fit to be read: no control characters, no invisible ones, no
// direction overrides, and no more of them than asked for. What a person wrote, or what leaves the machine, is never
// changed: for that there is `reveal`, which keeps every character and names the ones that cannot be seen.

/** Controls, soft hyphen, zero-width space and joins of words, direction marks and overrides, tags, byte order mark. */
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** As above, without the line feed and the tab, which a text may hold. */
const UNSEEN_IN_TEXT =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * One line of a stranger's text: unseen characters dropped, white space folded, at most `limit` characters as a
 * person counts them, with an ellipsis where it was cut.
 * @param {string} text
 * @param {number} [limit]
 * @returns {string}
 */
export function clean(text, limit = 300) {
  const seen = text
    .slice(0, limit * 16)
    .replace(/[\s\u0085]+/gu, ' ')
    .replace(UNSEEN, '')
    .trim();
  return clip(seen, limit);
}

/**
 * Cuts to `limit` graphemes; one with more than 8 code points (a heap of combining marks) loses the rest.
 * @param {string} text
 * @param {number} limit
 */
function clip(text, limit) {
  let kept = '';
  let count = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (count === limit) return `${kept.trimEnd()}…`;
    kept += [...segment].slice(0, 8).join('');
    count += 1;
  }
  return kept;
}

/**
 * Several lines of a stranger's text (a reply): lines stay, unseen characters go.
 * @param {string} text
 * @returns {string}
 */
export function cleanLines(text) {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replace(/\t/g, ' ').replace(UNSEEN, ''))
    .join('\n');
}

/**
 * Cuts a text that must be shown exactly into stretches; an unseen character stands alone with its code point, so
 * that a page can show the name and still hold the character.
 * @param {string} text
 * @returns {{ text: string, code: string | null }[]}
 */
export function reveal(text) {
  /** @type {{ text: string, code: string | null }[]} */
  const stretches = [];
  let plain = '';
  for (const character of text) {
    if (!UNSEEN_IN_TEXT.test(character)) {
      plain += character;
      continue;
    }
    if (plain !== '') stretches.push({ text: plain, code: null });
    plain = '';
    const point = /** @type {number} */ (character.codePointAt(0));
    stretches.push({
      text: character,
      code: `U+${point.toString(16).toUpperCase().padStart(4, '0')}`,
    });
  }
  if (plain !== '') stretches.push({ text: plain, code: null });
  return stretches;
}
