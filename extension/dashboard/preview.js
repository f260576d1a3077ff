// SPDX-License-Identifier: GPL-3.0-or-later
// "Exactly this leaves": the draft for people, row by row, and as the exact bytes that are signed and sealed.

import { clean } from '../ui/clean.js';
import { exact } from '../ui/exact.js';
import { failureWords } from '../ui/failure.js';
import { name, words } from '../ui/i18n.js';
import { say, show } from '../ui/rich.js';
import { html } from '../vendor/lit.js';

/** @import { RequestsDraftResponse } from '../protocol/host.js' */

/** Paths of the payload (WIRE.md §2) and the words for them; the end of a path counts, so that both kinds share them. */
const LABELS = /** @type {const} */ ([
  ['question.text', 'row_question'],
  ['content.description', 'row_question'],
  ['agent.name', 'row_person_name'],
  ['address.postalCode', 'row_postcode'],
  ['brand.name', 'row_maker'],
  ['itemOffered.name', 'row_name'],
  ['about.name', 'row_name'],
  ['.sku', 'row_sku'],
  ['.gtin', 'row_gtin'],
  ['.gtin8', 'row_gtin'],
  ['.gtin12', 'row_gtin'],
  ['.gtin13', 'row_gtin'],
  ['.gtin14', 'row_gtin'],
  ['.url', 'row_url'],
  ['.maxPrice', 'row_max_price'],
  ['.priceCurrency', 'row_currency'],
  ['eligibleQuantity.value', 'row_quantity'],
  ['.itemCondition', 'row_condition'],
  ['.areaServed', 'row_area'],
  ['.availableDeliveryMethod', 'row_delivery'],
  ['id', 'row_id'],
  ['aud', 'row_aud'],
  ['iat', 'row_iat'],
  ['exp', 'row_exp'],
  ['max_replies', 'row_max_replies'],
  ['terms', 'row_terms'],
]);

/** Members that only say what kind of thing the others are; they stand in the bytes. */
const FORM = /(^|\.)(@type|@context|typ)$/;
/** Members that every request has. */
const FRAME = new Set(['id', 'aud', 'iat', 'exp', 'max_replies', 'terms']);

/**
 * @param {string} path
 * @returns {string | null} the key of its words
 */
export function labelOf(path) {
  const found = LABELS.find(([end]) =>
    end.startsWith('.') || end.includes('.') ? path.endsWith(end) : path === end,
  );
  return found ? found[1] : null;
}

/**
 * @param {RequestsDraftResponse | null} draft
 * @param {{ code: string } | null} error
 * @param {string} lackingKey why there is no draft
 */
export function preview(draft, error, lackingKey) {
  return html`
    <section class="preview" aria-labelledby="preview-title" aria-live="polite" aria-busy=${draft ? 'false' : 'true'}>
      <h2 id="preview-title">${say('exactly_this')}</h2>
      ${
        draft
          ? shown(draft)
          : html`<p class="soft">${error ? failureWords(error) : say(lackingKey)}</p>`
      }
    </section>
  `;
}

/** @param {RequestsDraftResponse} draft */
function shown(draft) {
  const rows = draft.rows.filter(({ path }) => !FORM.test(path));
  const said = rows.filter(({ path }) => !FRAME.has(path));
  const frame = rows.filter(({ path }) => FRAME.has(path));
  const bytes = new TextEncoder().encode(draft.exact).length;
  return html`
    <dl class="rows">${said.map(row)}</dl>
    <dl class="rows frame">${frame.map(row)}</dl>
    ${draft.warnings.map(
      ({ field, brand }) => html`
        <p class="warning">${say('said_to_another', { field: fieldName(field), brand: name(brand, 80) })}</p>
      `,
    )}
    <details class="bytes">
      <summary>${show(words.count('bytes_summary', bytes))}</summary>
      <pre data-exact tabindex="0" aria-label=${words.text('bytes_label')}>${exact(draft.exact)}</pre>
    </details>
    <p class="soft">${say('sealed_to', {
      endpoint: { kind: 'code', text: draft.endpoint },
      n: draft.wire_bytes,
    })}</p>
  `;
}

/** @param {{ path: string, value: string }} row */
function row({ path, value }) {
  const key = labelOf(path);
  return html`
    <dt>${key ? say(key) : html`<code>${clean(path, 200)}</code>`}</dt>
    <dd>${exact(inWords(path, value))}</dd>
  `;
}

/**
 * A time as a person reads it, with the number that leaves beside it; anything else as it is.
 * @param {string} path
 * @param {string} value
 */
function inWords(path, value) {
  if (path !== 'iat' && path !== 'exp') return value;
  const date = new Date(Number(value) * 1000);
  if (Number.isNaN(date.getTime())) return value;
  const format = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short' });
  return `${format.format(date)} (${value})`;
}

/** @param {string} field the path of a row, or the name of a draft field */
function fieldName(field) {
  const key = labelOf(field);
  return key ? words.text(key) : clean(field, 80);
}
