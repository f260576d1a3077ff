// SPDX-License-Identifier: GPL-3.0-or-later
// One company in full, for those who want to know: each thing it was to be told, what that was tied to, which filter
// stopped it and how sure we are, and the message itself.

import { html, nothing } from '../../vendor/lit.js';
import { clean } from '../clean.js';
import { say, show, VolElement } from '../element.js';
import { exact } from '../exact.js';
import { words } from '../i18n.js';
import { furtherClauses, sentenceOf, tellingRank } from '../sentence.js';

/** @import { ExplainedAttempt, Product, Said } from '../../protocol/host.js' */
/** @import { TabAttempt } from '../../protocol/messages.js' */
/** @import { CompanyLine } from '../sentence.js' */

/** So many calls are drawn at once. */
const SHOWN = 10;

export class VolAttemptDetail extends VolElement {
  /** @override */
  static properties = {
    line: { attribute: false },
    beyond: { attribute: false },
    product: { attribute: false },
    shown: { state: true },
  };

  constructor() {
    super();
    /** @type {CompanyLine | null} */
    this.line = null;
    /** Whether the page made more calls than are kept. */
    this.beyond = false;
    /** @type {Product | null} */
    this.product = null;
    this.shown = SHOWN;
  }

  /** @override */
  firstUpdated() {
    this.querySelector('h2')?.focus();
  }

  /** @override */
  render() {
    const { line } = this;
    if (!line) return nothing;
    const ordered = [...line.attempts].sort((a, b) => tellingRank(a) - tellingRank(b));
    return html`
      <section class="detail" data-escape>
        <div class="detail-head">
          <button type="button" class="back" data-do="back" data-closes @click=${() => this.tell('vol-back')}>
            <span class="backward" aria-hidden="true"></span>${say('back')}
          </button>
          <h2 tabindex="-1">${show([line.company])}</h2>
          <p class="soft">${show(words.count(this.beyond ? 'calls_stopped_least' : 'calls_stopped', line.attempts.length))}</p>
        </div>
        <ol class="calls">
          ${ordered.slice(0, this.shown).map((attempt) => this.call(attempt))}
        </ol>
        ${
          ordered.length > this.shown
            ? html`<button type="button" class="link more" @click=${() => {
                this.shown += 50;
              }}>${show(words.count('calls_more', ordered.length - this.shown))}</button>`
            : nothing
        }
      </section>
    `;
  }

  /** @param {TabAttempt} attempt */
  call(attempt) {
    const { explained } = attempt;
    return html`
      <li class="call">
        <p class="call-sentence">${show(sentenceOf(words, attempt, this.product))}</p>
        ${furtherClauses(words, attempt, this.product).map(
          (clause) => html`<p class="soft">${say('call_also', { clause })}</p>`,
        )}
        ${explained?.said ? identifiers(explained.said) : nothing}
        ${explained?.said ? consent(explained.said) : nothing}
        ${explained ? why(explained) : nothing}
        <details>
          <summary>${say('raw_summary')}</summary>
          <dl class="raw">
            <dt>${say('raw_address', { method: attempt.method })}</dt>
            <dd><pre tabindex="0" aria-label=${words.text('raw_address_label')}>${exact(attempt.url)}</pre></dd>
            ${
              attempt.body
                ? html`<dt>${say('raw_body')}</dt>
                  <dd><pre tabindex="0" aria-label=${words.text('raw_body')}>${exact(attempt.body)}</pre></dd>`
                : nothing
            }
          </dl>
        </details>
      </li>
    `;
  }
}

/** @param {Said} said */
function identifiers(said) {
  if (said.identifiers.length === 0) return nothing;
  return html`
    <table class="ids">
      <caption>${say('ids_caption')}</caption>
      <thead>
        <tr><th scope="col">${say('ids_what')}</th><th scope="col">${say('ids_value')}</th></tr>
      </thead>
      <tbody>
        ${said.identifiers.map(
          ({ kind, label, value, origin }) => html`
            <tr>
              <th scope="row">
                ${say(`id_${kind}`)}
                <span class="soft">${say(`id_from_${origin}`)}</span>
              </th>
              <td><code class="soft">${clean(label, 60)}</code> <code>${clean(value, 400)}</code></td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

/** @param {Said} said */
function consent(said) {
  if (said.consent.length === 0) return nothing;
  return html`
    <p class="soft">
      ${say('consent_claimed')}
      ${said.consent.map(({ name, value }) => html`<code>${clean(name, 60)}=${clean(value, 80)}</code> `)}
    </p>
  `;
}

/** @param {ExplainedAttempt} explained */
function why({ filter, certainty, verdict }) {
  if (!filter) return html`<p class="soft why">${say('why_unknown')}</p>`;
  const list = { kind: /** @type {const} */ ('name'), text: clean(filter.list, 120) };
  const key = verdict === 'block' && certainty === 'certain' ? 'why_certain' : 'why_likely';
  return html`
    <p class="soft why">${say(key, { list, line: String(filter.line) })}</p>
    <pre class="filter" tabindex="0" aria-label=${words.text('why_filter_label')}>${exact(filter.text)}</pre>
  `;
}

customElements.define('vol-attempt-detail', VolAttemptDetail);
