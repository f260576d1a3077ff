// SPDX-License-Identifier: GPL-3.0-or-later
// What the popup asks for before its own modules have arrived: the state of the tab and the words. The head loads this
// file first and at once, so that both answers are there when there is something to draw them with.

import { readLanguage, tabInQuestion, tabState } from '../ui/host.js';
import { chooseLanguage, readMessages } from '../ui/language.js';

/** Asked once, at opening. */
export const early = {
  language: readLanguage(),
  tab: tabInQuestion(location.search).then(async (tabId) => ({
    tabId,
    answer: tabId === null ? null : await tabState(tabId),
  })),
};

// The module map keeps it for `startWords`; a failure shows there.
readMessages(chooseLanguage('auto', navigator.languages).language).catch(() => undefined);
