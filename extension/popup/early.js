// SPDX-License-Identifier: GPL-3.0-or-later
// What the popup asks for before its own modules have arrived: the state of the tab and the words; and what it is told meanwhile. A
// classic file: it runs as soon as it is read, while a module waits for those that it names. `popup.js` takes it from `window.early`.

/** @import { Broadcast } from '../protocol/messages.js' */

/**
 * @typedef {object} Early
 * @property {Promise<number | null>} tabId the tab the popup is about: the one its address names, else the one in front
 * @property {Promise<unknown>} state what the background answered; undefined where nobody was there
 * @property {() => Broadcast[]} changes what was told until now; nothing more is heard here
 */

(() => {
  const nobody = () => undefined;
  const named = Number(new URLSearchParams(location.search).get('tab') ?? Number.NaN);
  const tabId = Number.isInteger(named)
    ? Promise.resolve(named)
    : chrome.tabs.query({ active: true, currentWindow: true }).then(([tab]) => tab?.id ?? null);
  /** @type {Broadcast[]} */
  const changes = [];
  const hear = (/** @type {unknown} */ message) => {
    if (message && typeof message === 'object' && 'changed' in message) {
      changes.push(/** @type {Broadcast} */ (message));
    }
  };
  // Before anything is asked: what changes after the answer was made is told once.
  chrome.runtime.onMessage.addListener(hear);
  /** @type {Early} */
  const early = {
    tabId,
    state: tabId
      .then((id) =>
        id === null
          ? null
          : chrome.runtime.sendMessage({ to: 'tab', do: 'state', tabId: id, as: 'text' }),
      )
      .catch(nobody),
    changes() {
      chrome.runtime.onMessage.removeListener(hear);
      return changes;
    },
  };
  Object.assign(window, { early });
  // A guess that `startWords` makes again with the setting: where it is right, the words are there by then.
  const tags = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  const language = tags.find((tag) => tag === 'en' || tag === 'fr') ?? 'en';
  import(`../_locales/${language}/messages.json`, { with: { type: 'json' } }).catch(nobody);
})();
