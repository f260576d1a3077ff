// SPDX-License-Identifier: GPL-3.0-or-later
// "Exactly this leaves": the draft for people, row by row, and as the exact bytes that are signed and sealed.

import { clean } from '../ui/clean.js';
import { today } from '../ui/day.js';
import { failureWords, say, show } from '../ui/element.js';
import { exact } from '../ui/exact.js';
import { name, words } from '../ui/i18n.js';
import { html } from '../vendor/lit.js';
import { labelOf } from './row_labels.js';

/** @import { RequestsDraftResponse } from '../protocol/host.js' */

const DAY_S = 86_400;
const FURTHEST_WEST_S = 12 * 3_600;

/** Members that only say what kind of thing the others are; they stand in the bytes. */
const FORM = /(^|\.)(@type|@context|typ)$/;
/** Members that every request has. */
const FRAME = new Set(['id', 'aud', 'iat', 'exp', 'max_replies', 'terms']);

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
 * A time as a person reads it, with the number that leaves beside it; anything else as it is. The time to answer ends
 * with its day wherever on earth that day ends last (UTC-12), so that it tells no time zone.
 * @param {string} path
 * @param {string} value
 */
function inWords(path, value) {
  if (path !== 'iat' && path !== 'exp') return value;
  const seconds = Number(value);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return value;
  if (path === 'exp' && (seconds + 1 - FURTHEST_WEST_S) % DAY_S === 0) {
    const day = new Date((seconds - FURTHEST_WEST_S) * 1000).toISOString().slice(0, 10);
    return words.text('exp_everywhere', { day: words.longDay(day, today()), seconds: value });
  }
  const format = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short' });
  return `${format.format(date)} (${value})`;
}

/** @param {string} field the path of a row, or the name of a draft field */
function fieldName(field) {
  const key = labelOf(field);
  return key ? words.text(key) : clean(field, 80);
}
