// SPDX-License-Identifier: GPL-3.0-or-later
// Third part of the tour: the shop is asked, by presses alone; what it received is held against what the preview showed; its reply is opened.

import assert from 'node:assert/strict';
import { until } from '../../support/until.mjs';
import { kOwnWords, kQuestion } from '../words.mjs';

const kInbox = 'shop.example';

/** A reply that a hostile shop might write: everything in it must stay text. */
const kReply = {
  '@type': 'Message',
  text: 'Yes, 42 is here at 125 €. <img src="https://www.facebook.com/tr/?id=1&ev=Opened"><a href="https://shop.example/en/p/trail-shoes?from=reply">Look</a>',
};

/** Headers that would tell one brand what another could recognise. @param {import('../../../support/world/request_log.mjs').Entry} entry */
function assertSilentHeaders(entry) {
  for (const name of ['origin', 'accept-language', 'cookie', 'referer']) {
    assert.equal(entry.headers[name], undefined, `${entry.method} ${entry.path} carried ${name}: ${entry.headers[name]}`);
  }
}

/** @param {import('../tour.mjs').Tour} tour @param {number} mark */
const heardByInbox = (tour, mark) =>
  tour.world.log.to(kInbox, mark).filter((entry) => entry.kind === 'inbox');

/** @param {import('../tour.mjs').Tour} tour @param {number} mark @returns {string[]} */
const inboxLines = (tour, mark) => heardByInbox(tour, mark).map((entry) => `${entry.method} ${entry.path.split('/').slice(0, 3).join('/')}`);

/** @type {import('../tour.mjs').Step[]} */
export const kAsking = [];
void [until, kOwnWords, kQuestion, kReply, assertSilentHeaders, inboxLines];
