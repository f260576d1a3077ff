// SPDX-License-Identifier: GPL-3.0-or-later
// One request per network filter of a list, made from the filter's own text so that it most likely matches: a log of real
// requests meets few of a hundred thousand filters, this meets nearly all.

/** @typedef {import('./requests.mjs').Request} Request */

const kTypes = new Set([
  'script',
  'image',
  'stylesheet',
  'xmlhttprequest',
  'subdocument',
  'font',
  'media',
  'websocket',
  'ping',
  'object',
  'other',
  'document',
]);

/** "a.b.example" of "google.*" too. @param {string} name */
const asHost = (name) => (name.endsWith('.*') ? `${name.slice(0, -1)}com` : name);

/** @param {string} pattern */
function addressFor(pattern) {
  const anchored = pattern.startsWith('||');
  const fromStart = !anchored && pattern.startsWith('|');
  const text = pattern
    .replace(/^\|{1,2}/, '')
    .replace(/\|$/, '')
    .replaceAll('*', 'x1')
    .replaceAll('^', '/');
  if (fromStart) return /^https?:\/\/$|^wss?:\/\/$/.test(text) ? `${text}made.example/` : text;
  if (anchored)
    return `https://${text}${/[/?]/.test(text) ? '' : text.endsWith('.') ? 'made.example/' : '/'}`;
  // A bare host is read as one.
  if (/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(pattern)) return `https://${pattern}/`;
  if (/^(https?|wss?):\/\//.test(text)) return text;
  if (text.startsWith('://')) return `https${text}`;
  if (text.startsWith('.') || text.startsWith('-')) return `https://www.made.example/p${text}`;
  return `https://www.made.example${text.startsWith('/') ? '' : '/'}${text}`;
}

/** @param {string} line @returns {Request | undefined} */
function requestFor(line) {
  if (line === '' || /^[!#[]/.test(line) || /#[@?$%]*#/.test(line)) return undefined;
  const body = line.startsWith('@@') ? line.slice(2) : line;
  if (body.startsWith('/') && /\/(\$|$)/.test(body.slice(1)) && /[\\[(+]/.test(body))
    return undefined;
  const dollar = body.lastIndexOf('$');
  const pattern = dollar < 0 ? body : body.slice(0, dollar);
  const options = dollar < 0 ? [] : body.slice(dollar + 1).split(',');
  const value = (/** @type {string} */ name) =>
    options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
  const named =
    options.find((option) => kTypes.has(option)) ??
    (options.includes('xhr') ? 'xmlhttprequest' : undefined);
  const excluded = new Set(
    options.filter((option) => option.startsWith('~')).map((option) => option.slice(1)),
  );
  const type =
    named ?? ['script', 'image', 'xmlhttprequest'].find((name) => !excluded.has(name)) ?? 'other';
  const url = addressFor(pattern);
  const site = (value('domain') ?? value('from'))
    ?.split('|')
    .find((name) => name !== '' && !name.startsWith('~') && !name.startsWith('/'));
  const own = options.some((option) =>
    ['~third-party', 'first-party', '1p', '~3p'].includes(option),
  );
  const host = /^\w+:\/\/([^/?:]+)/.exec(url)?.[1] ?? 'made.example';
  const frame = site
    ? `https://${asHost(site)}/`
    : own
      ? `https://${host}/`
      : 'https://www.reader.example/';
  return { type, url, frame: type === 'document' ? url : frame };
}

/** @param {string[]} lists texts @returns {Request[]} */
export function derivedRequests(lists) {
  return lists
    .flatMap((text) => text.split('\n'))
    .map((line) => requestFor(line.trim()))
    .filter((request) => request !== undefined)
    .filter(({ url }) => URL.canParse(url) && !/\s/.test(url))
    .map((request) => ({ ...request, url: new URL(request.url).href }))
    .filter(({ url }) => /^[a-z0-9._-]+(:[0-9]+)?$/.test(new URL(url).host));
}
