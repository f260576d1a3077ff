// SPDX-License-Identifier: GPL-3.0-or-later
// An answer that a person pastes or drops, taken apart into what the host judges. The mail is a stranger's: only its
// beginning is read, so that a mail of any size costs the same; nothing of it is drawn as markup, loaded or followed.

import { textOfHtml } from '../core/html_text.js';
import { sound } from '../core/text.js';

/** @import { MailAnswerRequest } from '../protocol/host.js' */
/** @typedef {MailAnswerRequest['message']} MailMessage */

/** What is read of a file: the text of a mail stands before its attachments. */
export const MOST_BYTES = 1_048_576;
/** What is read of a pasted text. */
export const MOST_CHARACTERS = 400_000;

/** The bounds of mail.answer, in code points. */
const BOUNDS = { from: 1000, to: 8000, subject: 2000, id: 8000, references: 16_000, text: 200_000 };
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 65_536, maxRfc822NestingDepth: 2 };
const FIELD = /^[a-z][a-z0-9-]{0,60}:/i;
const OF_A_MAIL =
  /^(from|to|subject|date|message-id|in-reply-to|references|return-path|received|mime-version|content-type):/i;

/**
 * Whether a pasted text begins with header fields, as a mail's source does.
 * @param {string} text
 */
export function isSource(text) {
  let known = 0;
  for (const line of text.slice(0, 20_000).trimStart().split(/\r?\n/)) {
    if (line === '') break;
    if (/^[ \t]/.test(line)) continue;
    if (!FIELD.test(line)) return false;
    if (OF_A_MAIL.test(line)) known += 1;
  }
  return known >= 2;
}

/**
 * @param {{ name?: string, address?: string | undefined, group?: unknown }[]} addresses
 */
function listed(addresses) {
  return addresses
    .filter(({ address }) => address)
    .map(({ name, address }) => (name ? `${name} <${address}>` : `<${address}>`))
    .join(', ');
}

/**
 * The local day of a mail's date; null where it has none.
 * @param {string | undefined} date
 */
function dayOf(date) {
  const at = new Date(date ?? '');
  const year = at.getFullYear();
  if (!(year >= 1970 && year <= 9999)) return null;
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  return `${year}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/**
 * @param {string} text
 * @returns {MailMessage}
 */
export function messageOfText(text) {
  return {
    from: '',
    to: '',
    subject: '',
    in_reply_to: '',
    references: '',
    dated_on: null,
    text: sound(text, BOUNDS.text),
  };
}

/**
 * @param {Uint8Array} bytes a mail's source, or its beginning
 * @returns {Promise<MailMessage>}
 */
export async function messageOfSource(bytes) {
  // Loaded when an answer comes, so that the page does not wait for it.
  const { default: PostalMime } = await import('../vendor/postal-mime.js');
  const mail = await PostalMime.parse(bytes, LIMITS);
  const text = (mail.text ?? '').trim() === '' ? textOfHtml(mail.html ?? '') : (mail.text ?? '');
  const receivers = [...(mail.to ?? []), ...(mail.cc ?? [])].slice(0, 100);
  const delivered = mail.deliveredTo ? `, <${mail.deliveredTo}>` : '';
  return {
    from: sound(listed(mail.from ? [mail.from] : []), BOUNDS.from),
    to: sound(listed(receivers) + delivered, BOUNDS.to),
    subject: sound(mail.subject ?? '', BOUNDS.subject),
    in_reply_to: sound(mail.inReplyTo ?? '', BOUNDS.id),
    references: sound(mail.references ?? '', BOUNDS.references),
    dated_on: dayOf(mail.date),
    text: sound(text, BOUNDS.text),
  };
}

/**
 * Reads what was pasted, or a file. An answer that cannot be taken apart is an error of the name `mail_unreadable`.
 * @param {string | Blob} answer
 * @returns {Promise<import('../protocol/messages.js').Answer<MailMessage>>}
 */
export async function readAnswer(answer) {
  try {
    if (typeof answer !== 'string') {
      const bytes = new Uint8Array(await answer.slice(0, MOST_BYTES).arrayBuffer());
      return { ok: true, value: await messageOfSource(bytes) };
    }
    const text = answer.slice(0, MOST_CHARACTERS);
    if (!isSource(text)) return { ok: true, value: messageOfText(text) };
    const bytes = new TextEncoder().encode(text.trimStart());
    return { ok: true, value: await messageOfSource(bytes) };
  } catch {
    // Whatever the parser stumbled over, the mail stays where it was.
    return { ok: false, error: { code: 'mail_unreadable', message: '' } };
  }
}
