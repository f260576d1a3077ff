// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a stranger's HTML, without its markup, its scripts and its styles. Nothing of it is ever put into a page as
// markup; one pass over the text, so that no input makes it slow.

/** Elements whose content is no text for a person. */
const SILENT = new Set(['head', 'noscript', 'script', 'style', 'template', 'title']);
/** Elements that end a line. */
const BLOCKS = new Set(
  'address article blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** Names of U+00A0 to U+00FF in their order (HTML 4, Latin 1). */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  );
/** @type {Map<string, string>} */
const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['euro', '€'],
  ['hellip', '…'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bull', '•'],
  ['oelig', 'œ'],
  ['OElig', 'Œ'],
]);
for (const [at, name] of LATIN.entries()) NAMED.set(name, String.fromCharCode(0xa0 + at));

/**
 * @param {string} text without markup
 * @returns {string}
 */
function unescaped(text) {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z][a-z0-9]{1,30}));/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return NAMED.get(name) ?? whole;
      const point = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
      const real = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
      return real ? String.fromCodePoint(point) : '';
    },
  );
}

/**
 * @param {string} html
 * @returns {string} lines of text, at most one empty line between them
 */
export function textOfHtml(html) {
  let out = '';
  let silent = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const until = open === -1 ? html.length : open;
    if (silent === '') out += html.slice(at, until).replace(/[ \t\r\n]+/g, ' ');
    if (open === -1) break;
    const isComment = html.startsWith('<!--', open);
    const close = html.indexOf(isComment ? '-->' : '>', open);
    if (close === -1) break;
    at = close + (isComment ? 3 : 1);
    const tag = /^<(\/?)([a-z][a-z0-9]*)/i.exec(html.slice(open, Math.min(close, open + 20)));
    if (isComment || !tag) continue;
    const name = (tag[2] ?? '').toLowerCase();
    if (silent !== '') {
      if (tag[1] === '/' && name === silent) silent = '';
    } else if (tag[1] === '' && SILENT.has(name)) {
      silent = name;
    } else if (BLOCKS.has(name)) {
      out += name === 'p' ? '\n\n' : '\n';
    }
  }
  return unescaped(out)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
