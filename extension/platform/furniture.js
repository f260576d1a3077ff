// SPDX-License-Identifier: GPL-3.0-or-later
// The browser's own furniture around the pages: menus, keyboard commands, the address bar's keyword, the side panel, tabs of
// ours, the clipboard. The browsers differ in the panel's name, in what a suggestion may hold and in who may copy.

/** Where a press may open a panel. @typedef {{ windowId: number }} PanelPlace */
/** One entry of the menu that the browser shows over a page.
 * @typedef {{ id: string, title: string, contexts: ('page' | 'selection' | 'link' | 'image' | 'video' | 'audio' | 'frame')[] }} MenuEntry */
/** What was pressed, and on what. @typedef {object} MenuPress
 * @property {string} id
 * @property {number} tabId
 * @property {number} frameId where it was pressed; 0 for the page itself
 * @property {string} pageUrl
 * @property {string} frameUrl '' where it was pressed in the page itself
 * @property {string} linkUrl '' where it was pressed beside a link
 * @property {string} selection the marked text
 */
/** One line under the address bar: what it shows, and what Enter on it means.
 * @typedef {{ content: string, description: string }} Suggestion */

const kWebPages = ['http://*/*', 'https://*/*'];

/**
 * @param {typeof chrome} api
 * @param {'chromium' | 'firefox'} family
 */
export function furniture(api, family) {
  /** The copy that was asked for last: they are made one after another. @type {Promise<unknown>} */
  let copying = Promise.resolve();
  return {
    /**
     * The words of the browser's own menus, in the browser's own language.
     * @param {string} key
     */
    word: (key) => api.i18n.getMessage(key),

    /** @param {(reason: string) => void} listener 'install', 'update' or a change of the browser itself */
    onInstalled(listener) {
      api.runtime.onInstalled.addListener(({ reason }) => listener(reason));
    },

    menus: {
      /** The entries stay over restarts of the background. @param {MenuEntry[]} entries */
      async set(entries) {
        await api.contextMenus.removeAll();
        for (const entry of entries) {
          // The error, such as that of an entry which is there twice, is only told to a callback.
          api.contextMenus.create(
            {
              ...entry,
              contexts: /** @type {any} */ (entry.contexts),
              documentUrlPatterns: kWebPages,
            },
            () => void api.runtime.lastError,
          );
        }
      },
      /** @param {(press: MenuPress) => void} listener */
      onPress(listener) {
        api.contextMenus.onClicked.addListener((info, tab) => {
          if (tab?.id === undefined || tab.id < 0) return;
          listener({
            id: String(info.menuItemId),
            tabId: tab.id,
            frameId: info.frameId ?? 0,
            frameUrl: info.frameUrl ?? '',
            pageUrl: info.pageUrl ?? tab.url ?? '',
            linkUrl: info.linkUrl ?? '',
            selection: info.selectionText ?? '',
          });
        });
      },
    },

    /** @param {(command: string, tab: { id: number, url: string, windowId: number } | null) => void} listener */
    onCommand(listener) {
      api.commands.onCommand.addListener((command, tab) => {
        const { id, url = '', windowId = -1 } = tab ?? {};
        listener(command, id === undefined ? null : { id, url, windowId });
      });
    },

    omnibox: {
      /** @param {string} text what the first line says; `%s` at its end stands for what was typed */
      introduce(text) {
        // Firefox shows what was typed by itself, and `%s` as it stands.
        const said = family === 'firefox' ? text.replace(/\s*:?\s*%s$/, '') : text;
        api.omnibox.setDefaultSuggestion({ description: described(family, said) });
      },
      /** @param {(typed: string, suggest: (lines: Suggestion[]) => void) => void} listener */
      onChanged(listener) {
        api.omnibox.onInputChanged.addListener((typed, suggest) => {
          listener(typed, (lines) => {
            suggest(
              lines.map(({ content, description }) => ({
                content,
                description: described(family, description),
              })),
            );
          });
        });
      },
      /** @param {(typed: string, where: 'here' | 'new' | 'behind') => void} listener */
      onEntered(listener) {
        api.omnibox.onInputEntered.addListener((typed, disposition) => {
          const where =
            disposition === 'newForegroundTab'
              ? 'new'
              : disposition === 'newBackgroundTab'
                ? 'behind'
                : 'here';
          listener(typed, where);
        });
      },
    },

    /**
     * A page of ours in a tab.
     * @param {string} path
     * @param {'here' | 'new' | 'behind'} where in the tab in front, in a new one, in a new one behind it
     */
    async openPage(path, where) {
      const url = api.runtime.getURL(path);
      if (where === 'here') await api.tabs.update({ url });
      else await api.tabs.create({ url, active: where === 'new' });
    },

    /** The popup, where the browser allows it without a press on its button. */
    async openPopup() {
      await api.action.openPopup().catch(() => undefined);
    },

    /** The side panel or sidebar; in the turn of the press itself. @param {PanelPlace} place */
    async openPanel({ windowId }) {
      const { sidebarAction } = /** @type {{ sidebarAction?: { open: () => Promise<void> } }} */ (
        /** @type {unknown} */ (api)
      );
      await (sidebarAction ? sidebarAction.open() : api.sidePanel.open({ windowId })).catch(
        () => undefined,
      );
    },

    /**
     * Copies a text. The right to do so is asked for at the first press, so this must be called in the turn of the press itself.
     * @param {string} text
     * @returns {Promise<boolean>} false where the person did not allow it
     */
    async copy(text) {
      const right = { permissions: ['clipboardWrite'] };
      // Chromium refuses to ask outside of a press, also for a right that was given already.
      const allowed = await api.permissions
        .request(/** @type {chrome.permissions.Permissions} */ (right))
        .catch(() =>
          api.permissions.contains(/** @type {chrome.permissions.Permissions} */ (right)),
        );
      if (!allowed) return false;
      if (globalThis.navigator?.clipboard) {
        await navigator.clipboard.writeText(text);
        return true;
      }
      const copied = copying.then(() => copyUnseen(api, text));
      copying = copied.catch(() => undefined);
      await copied;
      return true;
    },
  };
}

/**
 * A service worker has no clipboard; a document that nobody sees has one. It copies while it loads and goes by itself a little later; there can be
 * one at a time.
 * @param {typeof chrome} api
 * @param {string} text
 */
async function copyUnseen(api, text) {
  await api.offscreen.closeDocument().catch(() => undefined);
  await api.offscreen.createDocument({
    url: `platform/copy.html#${encodeURIComponent(text)}`,
    reasons: [/** @type {chrome.offscreen.Reason} */ ('CLIPBOARD')],
    justification: 'Copies the clean link that the person asked for.',
  });
}

/**
 * Chromium reads a description as XML, Firefox as plain text.
 * @param {'chromium' | 'firefox'} family
 * @param {string} text
 */
function described(family, text) {
  if (family === 'firefox') return text;
  return text.replace(
    /[&<>"']/g,
    (character) => `&#${/** @type {number} */ (character.codePointAt(0))};`,
  );
}
