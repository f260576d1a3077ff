// SPDX-License-Identifier: GPL-3.0-or-later
// Makes strings of strangers (pages, trackers, brands) fit to be read: no control characters, no invisible ones, no
// direction overrides, and no more of them than asked for. What a person wrote, or what leaves the machine, is never
// changed: for that there is `reveal`, which keeps every character and names the ones that cannot be seen.

/** Controls and whatever has no shape of its own, save the joiners and the selector that scripts and emoji need. */
const UNSEEN =
  /(?!\u200c|\u200d|\ufe0f)[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu;

/** The same with the joiners, without the line feed and the tab, which a text may hold. */
const UNSEEN_IN_TEXT =
  /(?!\n|\t)[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/u;

/** Words of visible ASCII with single spaces between them. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** Made when it is first needed: most names are plain. @type {Intl.Segmenter | undefined} */
let segmenter;

/**
 * One line of a stranger's text: unseen characters dropped, white space folded, at most `limit` characters as a
 * person counts them, with an ellipsis where it was cut.
 * @param {string} text
 * @param {number} [limit]
 * @returns {string}
 */
export function clean(text, limit = 300) {
  // Nearly every name: short, and of characters that can all be seen.
  if (text.length <= limit && PLAIN.test(text)) return text;
  const seen = text
    .slice(0, limit * 16)
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029\p{Zs}]+/gu, ' ')
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
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
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
