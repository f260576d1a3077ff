// SPDX-License-Identifier: GPL-3.0-or-later
// How a thing ended: six equal answers, opened in place. None is suggested.

import { html } from '../../vendor/lit.js';
import { say } from '../element.js';
import { words } from '../i18n.js';

/** @import { Direction, DoneHow } from '../../protocol/host.js' */

/** @type {DoneHow[]} */
const WANTED = ['bought', 'made', 'mended', 'borrowed', 'given', 'no_longer_wanted'];
/** @type {DoneHow[]} */
const TO_GIVE = ['given', 'no_longer_wanted'];

/**
 * @param {Direction} direction
 * @param {(how: DoneHow) => void} choose
 */
export function doneChoice(direction, choose) {
  return html`
    <div class="done-choice" role="group" aria-label=${words.text('done_legend')}>
      <p class="soft">${say('done_legend')}</p>
      <div class="row wrap">
        ${(direction === 'give' ? TO_GIVE : WANTED).map(
          (how) => html`
            <button type="button" class="chip" data-how=${how} @click=${() => choose(how)}>
              ${say(how === 'no_longer_wanted' && direction === 'give' ? 'done_no_longer_to_give' : `done_${how}`)}
            </button>
          `,
        )}
      </div>
    </div>
  `;
}
