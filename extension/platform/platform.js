// SPDX-License-Identifier: GPL-3.0-or-later
// The only place that asks which browser this is. It wraps the browser's interfaces into the few verbs that the background
// needs, so that everything else is the same in both, and can be tested with a fake.

import { furniture } from './furniture.js';
import { connectNative } from './native.js';
import { watchRequests } from './requests.js';

/** @typedef {ReturnType<typeof createPlatform>} Platform */
/** @typedef {import('./native.js').NativePort} NativePort */
/** @typedef {import('./requests.js').RequestWatcher} RequestWatcher */
/** @typedef {import('./requests.js').SeenRequest} SeenRequest */

/** What a tab is, as far as anyone here needs to know.
 * @typedef {{ id: number, url: string, private: boolean, title: string }} Tab */

/** One navigation of a tab's main frame that took place.
 * @typedef {{ tabId: number, url: string, documentId: string | undefined }} Committed */

/** One document that a frame of a tab shows now. `top`: it is the page itself.
 * @typedef {{ tabId: number, frameId: number, top: boolean, url: string, documentId: string | undefined }} ShownDocument */

const kIconSizes = [16, 24, 32];

/**
 * One listener of the browser's for all of ours: Firefox tells each of its own, which costs every frame that is shown.
 * @template T
 * @param {{ addListener: (listener: (event: T) => void) => void }} event
 * @returns {(listener: (event: T) => void) => void}
 */
function shared(event) {
  /** @type {((event: T) => void)[]} */
  const listeners = [];
  event.addListener((told) => {
    for (const listener of listeners) listener(told);
  });
  return (listener) => listeners.push(listener);
}

/**
 * @param {typeof chrome} api the browser's extension interfaces
 */
export function createPlatform(api) {
  const root = api.runtime.getURL('');
  /** @type {'chromium' | 'firefox'} */
  const family = root.startsWith('moz-extension:') ? 'firefox' : 'chromium';
  const committed = shared(api.webNavigation.onCommitted);

  /** @param {string[]} patterns @returns {Promise<Tab[]>} those that show such a page; looked at last, first */
  async function showing(patterns) {
    const tabs = await api.tabs.query({ url: patterns });
    return tabs
      .sort((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))
      .map(({ id = -1, url = '', title = '', incognito }) => ({
        id,
        url,
        title,
        private: incognito,
      }));
  }

  return {
    family,
    version: api.runtime.getManifest().version,
    extensionId: api.runtime.id,
    /** The address of our own files, with a slash at the end. */
    root,
    /** What a rule's `initiatorDomains` calls us. */
    ownDomain: new URL(root).host,

    /**
     * @param {string} name
     * @param {Parameters<typeof connectNative>[2]} events
     */
    connectNative: (name, events) => connectNative(api, name, events),

    /** @param {RequestWatcher} watcher */
    watchRequests: (watcher) => watchRequests(api, family, watcher),

    messages: {
      /**
       * The listener answers with a promise, or with undefined where nobody is to be answered.
       * @param {(message: unknown, sender: chrome.runtime.MessageSender) => Promise<unknown> | undefined} listener
       */
      listen(listener) {
        api.runtime.onMessage.addListener((message, sender, answer) => {
          const answered = listener(message, sender);
          if (answered === undefined) return false;
          answered.then(answer);
          return true;
        });
      },
      /** @param {object} message @returns {Promise<boolean>} false where no page of ours is open to hear it */
      toPages: (message) =>
        api.runtime.sendMessage(message).then(
          () => true,
          // A page that hears and says nothing is one error too.
          (error) => !/receiving end does not exist/i.test(String(error)),
        ),
    },

    tabs: {
      /**
       * @param {number} tabId
       * @returns {Promise<Tab | null>} null when there is no such tab (any more)
       */
      async get(tabId) {
        const tab = await api.tabs.get(tabId).catch(() => null);
        const { url = '', title = '', incognito } = tab ?? {};
        return tab && { id: tabId, url, title, private: incognito ?? true };
      },
      /**
       * @param {string} domain
       * @returns {Promise<Tab[]>} those that show a page of it or of a host below it; looked at last, first
       */
      ofDomain: (domain) => showing([`*://${domain}/*`, `*://*.${domain}/*`]),
      /**
       * @param {string} host
       * @returns {Promise<Tab[]>} those that show a page of it and of no other; looked at last, first
       */
      ofHost: (host) => showing([`*://${host}/*`]),
      /**
       * Asks our content script in a frame of a tab.
       * @param {number} tabId
       * @param {object} message
       * @param {number} [frameId] the top one, unless another is named
       * @returns {Promise<unknown>} undefined where none answers
       */
      ask: (tabId, message, frameId = 0) =>
        api.tabs.sendMessage(tabId, message, { frameId }).catch(() => undefined),
      /** @param {number} tabId */
      async reload(tabId) {
        await api.tabs.reload(tabId);
      },
      /** @param {(tabId: number) => void} listener */
      onRemoved(listener) {
        api.tabs.onRemoved.addListener((tabId) => listener(tabId));
      },
      /** @param {(event: Committed) => void} listener */
      onCommitted(listener) {
        committed(({ tabId, frameId, url, documentId }) => {
          if (frameId === 0) listener({ tabId, url, documentId });
        });
      },
    },

    styles: {
      /**
       * @param {(frame: Omit<ShownDocument, 'documentId'>) => void} listener told where a frame is about to go: it may end elsewhere, or
       *   nowhere
       */
      onNavigating(listener) {
        api.webNavigation.onBeforeNavigate.addListener(({ tabId, frameId, parentFrameId, url }) =>
          listener({ tabId, frameId, top: parentFrameId === -1, url }),
        );
      },
      /** @param {(shown: ShownDocument) => void} listener */
      onDocument(listener) {
        committed(({ tabId, frameId, parentFrameId, url, documentId }) =>
          listener({ tabId, frameId, top: parentFrameId === -1, url, documentId }),
        );
      },
      /**
       * Puts a style of the person's own into one document, above all that the page says.
       * @param {ShownDocument} shown
       * @param {string} css
       */
      async hide({ tabId, frameId, documentId }, css) {
        // The frame may show another document by now; only Chromium lets a document be named.
        const target =
          family === 'chromium' && documentId !== undefined
            ? { tabId, documentIds: [documentId] }
            : { tabId, frameIds: [frameId] };
        await api.scripting.insertCSS({ target, css, origin: 'USER' });
      },
      /**
       * Takes such a style out of what the frame shows now.
       * @param {Pick<ShownDocument, 'tabId' | 'frameId'>} frame
       * @param {string} css as it was put in
       */
      async show({ tabId, frameId }, css) {
        const target = { tabId, frameIds: [frameId] };
        await api.scripting.removeCSS({ target, css, origin: 'USER' });
      },
    },

    icon: {
      /**
       * @param {number} tabId
       * @param {'rest' | 'filled'} look
       */
      async show(tabId, look) {
        const path = Object.fromEntries(
          kIconSizes.map((size) => [size, `/icons/${look}-${size}.png`]),
        );
        // The tab may be gone by now.
        await api.action.setIcon({ tabId, path }).catch(() => undefined);
      },
    },

    /**
     * What the person reads: the browser's own language and those it asks pages for, as tags such as "fr-CH". Chromium's may differ.
     * @returns {Promise<string[]>}
     */
    languages: async () => [
      api.i18n.getUILanguage(),
      ...(await api.i18n.getAcceptLanguages().catch(() => [])),
    ],

    alarms: {
      /**
       * Rings every so often, also where the background was put to sleep meanwhile.
       * @param {string} name
       * @param {number} minutes
       */
      async every(name, minutes) {
        const set = await api.alarms.get(name);
        if (set?.periodInMinutes !== minutes) {
          await api.alarms.create(name, { periodInMinutes: minutes });
        }
      },
      /** @param {string} name */
      async stop(name) {
        await api.alarms.clear(name);
      },
      /** @param {(name: string) => void} listener */
      onRing(listener) {
        api.alarms.onAlarm.addListener(({ name }) => listener(name));
      },
    },

    rules: {
      /** @returns {Promise<chrome.declarativeNetRequest.Rule[]>} */
      session: () => api.declarativeNetRequest.getSessionRules(),
      /** @returns {Promise<chrome.declarativeNetRequest.Rule[]>} */
      dynamic: () => api.declarativeNetRequest.getDynamicRules(),
      /** @param {chrome.declarativeNetRequest.UpdateRuleOptions} change */
      updateSession: (change) => api.declarativeNetRequest.updateSessionRules(change),
      /** @param {chrome.declarativeNetRequest.UpdateRuleOptions} change */
      updateDynamic: (change) => api.declarativeNetRequest.updateDynamicRules(change),
      /** How many dynamic rules this browser holds. */
      maxDynamic: api.declarativeNetRequest.MAX_NUMBER_OF_DYNAMIC_RULES ?? 5_000,
      /**
       * @param {chrome.declarativeNetRequest.RegexOptions} expression
       * @returns {Promise<boolean>} whether this browser takes it
       */
      takes: async (expression) =>
        (await api.declarativeNetRequest.isRegexSupported(expression)).isSupported,
      /** The static sets of the package, and whether each is on unless somebody switches it. */
      shippedSets: () =>
        (api.runtime.getManifest().declarative_net_request?.rule_resources ?? []).map(
          ({ id, enabled }) => ({ id, enabled }),
        ),
      /** @param {string} rulesetId @returns {Promise<number[]>} its rules that are switched off one by one */
      disabledIds: (rulesetId) => api.declarativeNetRequest.getDisabledRuleIds({ rulesetId }),
      /** @param {chrome.declarativeNetRequest.UpdateStaticRulesOptions} change */
      updateStatic: (change) => api.declarativeNetRequest.updateStaticRules(change),
      /** @returns {Promise<string[]>} */
      enabledSets: () => api.declarativeNetRequest.getEnabledRulesets(),
      /** @param {chrome.declarativeNetRequest.UpdateRulesetOptions} change */
      updateSets: ({ enableRulesetIds = [], disableRulesetIds = [] }) => {
        // A package made without lists ships none of them, and the browser refuses a name that it does not know.
        const shipped = new Set(
          api.runtime.getManifest().declarative_net_request?.rule_resources.map(({ id }) => id),
        );
        return api.declarativeNetRequest.updateEnabledRulesets({
          enableRulesetIds: enableRulesetIds.filter((id) => shipped.has(id)),
          disableRulesetIds: disableRulesetIds.filter((id) => shipped.has(id)),
        });
      },
    },

    furniture: furniture(api, family),

    /** Kept until the browser ends, never on a disk. */
    memory: api.storage.session,
    /** Kept on the disk: the person's settings only. */
    settings: api.storage.local,

    clock: {
      /** @returns {number} milliseconds since 1970, as webRequest's timeStamp */
      now: () => Date.now(),
      /**
       * @param {number} ms
       * @param {() => void} then
       * @returns {() => void} calls it off
       */
      after(ms, then) {
        const timer = setTimeout(then, ms);
        return () => clearTimeout(timer);
      },
    },
  };
}
