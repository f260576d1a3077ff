// SPDX-License-Identifier: GPL-3.0-or-later
// The ways in which a person carries a mail into their own program. Each is a press; none of them sends.

import { say } from '../ui/element.js';
import { html, nothing } from '../vendor/lit.js';

/** @import { MailDraftResponse } from '../protocol/host.js' */

/** The names of webmails are names, in every language. */
const PROVIDERS = {
  gmail: 'Gmail',
  outlook: 'Outlook.com',
  outlook_work: 'Microsoft 365',
  yahoo: 'Yahoo Mail',
};

/**
 * @param {MailDraftResponse} draft
 * @param {{ file: string, copied: string, copy: (what: 'to' | 'subject' | 'text', text: string) => void }} how `file`:
 *   the address of the .eml on this page; `copied`: what was copied last
 */
export function mailWays(draft, { file, copied, copy }) {
  const copying = (/** @type {'to' | 'subject' | 'text'} */ what, /** @type {string} */ text) =>
    html`<button type="button" data-do=${`copy-${what}`} @click=${() => copy(what, text)}>${say(`mail_copy_${what}`)}</button>`;
  return html`
    <section class="ways" aria-labelledby="ways-title">
      <h2 id="ways-title">${say('mail_ways')}</h2>
      <div class="row wrap">
        <a class="button primary" data-do="mailto" href=${draft.mailto}>${say('mail_open')}</a>
        <a class="button" data-do="eml" href=${file} download=${`volition-${draft.tag}.eml`}>${say('mail_eml')}</a>
      </div>
      <div class="row wrap">
        ${copying('to', draft.to)} ${copying('subject', draft.subject)} ${copying('text', draft.body)}
        <span role="status" class="soft">${copied === '' ? nothing : say('mail_copied')}</span>
      </div>
      ${
        draft.webmail.length === 0
          ? nothing
          : html`
              <details class="webmail">
                <summary>${say('mail_webmail')}</summary>
                <p class="soft">${say('mail_webmail_gloss')}</p>
                <div class="row wrap pages">
                  ${draft.webmail.map(
                    ({ provider, url }) =>
                      html`<a class="button" data-webmail=${provider} href=${url} target="_blank" rel="noreferrer noopener">${PROVIDERS[provider]}</a>`,
                  )}
                </div>
              </details>
            `
      }
    </section>
  `;
}
