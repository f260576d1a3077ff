// SPDX-License-Identifier: GPL-3.0-or-later
// "Exactly these words": a mail as it will stand in the person's own program, with what should be known before.

import { clean } from '../ui/clean.js';
import { failureWords, say } from '../ui/element.js';
import { exact } from '../ui/exact.js';
import { name, words } from '../ui/i18n.js';
import { html } from '../vendor/lit.js';
import { labelOf } from './row_labels.js';

/** @import { MailDraftResponse } from '../protocol/host.js' */

/**
 * @param {MailDraftResponse | null} draft
 * @param {{ code: string } | null} error
 * @param {string} lackingKey why there is no draft
 */
export function mailPreview(draft, error, lackingKey) {
  return html`
    <section class="preview" aria-labelledby="preview-title" aria-live="polite" aria-busy=${draft ? 'false' : 'true'}>
      <h2 id="preview-title">${say('mail_exactly')}</h2>
      ${
        draft
          ? html`
              <pre class="mail" data-exact tabindex="0" aria-label=${words.text('bytes_label')}>${exact(draft.exact)}</pre>
              ${draft.warnings.map(({ field, brand }) => {
                const key = labelOf(field);
                return html`<p class="warning">${say('said_to_another', {
                  field: key ? words.text(key) : clean(field, 80),
                  brand: name(brand, 80),
                })}</p>`;
              })}
              ${draft.notes.map((note) => html`<p class="warning" data-note=${note}>${say(`mail_note_${note}`)}</p>`)}
            `
          : html`<p class="soft">${error ? failureWords(error) : say(lackingKey)}</p>`
      }
    </section>
  `;
}
