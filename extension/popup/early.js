// SPDX-License-Identifier: GPL-3.0-or-later
// What the popup asks for before its own modules have arrived: the state of the tab and the words. A classic file: it runs
// as soon as it is read, while a module waits for those that it names. `popup.js` takes the answers from `window.early`.

/**
 * @typedef {object} Early
 * @property {Promise<number | null>} tabId the tab the popup is about: the one its address names, else the one in front
 * @property {Promise<unknown>} state what the background answered; undefined where nobody was there
 */

(() => {
  const nobody = () => undefined;
  const named = Number(new URLSearchParams(location.search).get('tab') ?? Number.NaN);
  const tabId = Number.isInteger(named)
    ? Promise.resolve(named)
    : chrome.tabs.query({ active: true, currentWindow: true }).then(([tab]) => tab?.id ?? null);
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
  };
  Object.assign(window, { early });
  // A guess that `startWords` makes again with the setting: where it is right, the words are there by then.
  const tags = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  const language = tags.find((tag) => tag === 'en' || tag === 'fr') ?? 'en';
  import(`../_locales/${language}/messages.json`, { with: { type: 'json' } }).catch(nobody);
})();
