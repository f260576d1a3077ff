// SPDX-License-Identifier: GPL-3.0-or-later
// How a page of ours speaks to the background: one typed message, one answer, never an exception. What a page needs of
// the browser beside that (storage of the language, opening the dashboard) stands here too, so that elements name no
// browser interface.

/** @import { Answer, Broadcast, Found, HostState, ListsState, LookedUp, PageMessage, ProtectionState, TabState } from '../protocol/messages.js' */
/** @import { HostMethod, HostMethods, IntentionsKeepResponse, RepliesOpenResponse, Request } from '../protocol/host.js' */
/** @import { LanguageSetting } from './i18n.js' */

/**
 * @template T
 * @param {PageMessage} message
 * @returns {Promise<Answer<T>>}
 */
async function send(message) {
  // The browser throws at once where this page has outlived its extension.
  return answerOf((async () => chrome.runtime.sendMessage(message))());
}

/**
 * What the background said, fit to be used; a named error where it said nothing.
 * @template T
 * @param {Promise<Answer<T>>} said
 * @returns {Promise<Answer<T>>}
 */
export async function answerOf(said) {
  try {
    const answer = await said;
    if (answer && typeof answer === 'object' && 'ok' in answer) {
      // The state of a tab comes as text.
      return answer.ok && typeof answer.value === 'string'
        ? { ok: true, value: JSON.parse(answer.value) }
        : answer;
    }
  } catch {
    // The background was not there to answer; the page says so and offers to try again.
  }
  return { ok: false, error: { code: 'host_lost', message: '' } };
}

/**
 * 16 random bytes that name one press.
 * @returns {string}
 */
export function newOpId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Calls a method of the host.
 * @template {HostMethod} M
 * @param {M} method
 * @param {HostMethods[M]['params']} params
 * @returns {Promise<Answer<HostMethods[M]['result']>>}
 */
export function host(method, params) {
  return send({ to: 'host', method, params });
}

/**
 * @param {number} tabId
 * @returns {Promise<Answer<TabState>>}
 */
export function tabState(tabId) {
  return send({ to: 'tab', do: 'state', tabId, as: 'text' });
}

/**
 * @param {number} tabId
 * @param {string} op_id
 * @returns {Promise<Answer<IntentionsKeepResponse>>}
 */
export function keepOfTab(tabId, op_id) {
  return send({ to: 'tab', do: 'keep', tabId, op_id });
}

/**
 * @param {number} tabId
 * @param {TabState['protection']} mode
 * @returns {Promise<Answer<unknown>>}
 */
export function setProtection(tabId, mode) {
  return send({ to: 'tab', do: 'protection', tabId, mode });
}

/** Protection as a whole: two groups of filters, and the sites where it is off. */
export const protection = {
  /** @returns {Promise<Answer<ProtectionState>>} */
  read: () => send({ to: 'protection', do: 'read' }),
  /**
   * @param {'follows' | 'display'} group
   * @param {'on' | 'off'} mode
   * @returns {Promise<Answer<ProtectionState>>}
   */
  setGroup: (group, mode) => send({ to: 'protection', do: 'group', group, mode }),
  /**
   * @param {string} site
   * @returns {Promise<Answer<ProtectionState>>}
   */
  siteOn: (site) => send({ to: 'protection', do: 'site_on', site }),
};

/** Filter lists. */
export const lists = {
  /** @returns {Promise<Answer<ListsState>>} */
  read: () => send({ to: 'lists', do: 'read' }),
  /** Whether another browser changed them. @returns {Promise<Answer<ListsState>>} */
  check: () => send({ to: 'lists', do: 'check' }),
  /**
   * @param {string} op_id
   * @param {string} list
   * @param {'on' | 'off'} mode
   * @returns {Promise<Answer<ListsState>>}
   */
  setMode: (op_id, list, mode) => send({ to: 'lists', do: 'switch', op_id, list, mode }),
  /** @returns {Promise<Answer<ListsState>>} */
  look: () => send({ to: 'lists', do: 'look' }),
  /**
   * @param {'on' | 'off'} mode
   * @returns {Promise<Answer<ListsState>>}
   */
  weekly: (mode) => send({ to: 'lists', do: 'weekly', mode }),
  /**
   * @param {string} op_id
   * @param {string} address
   * @returns {Promise<Answer<ListsState>>}
   */
  add: (op_id, address) => send({ to: 'lists', do: 'add', op_id, address }),
  /**
   * @param {string} op_id
   * @param {string} title
   * @param {string} text
   * @returns {Promise<Answer<ListsState>>}
   */
  paste: (op_id, title, text) => send({ to: 'lists', do: 'paste', op_id, title, text }),
  /**
   * @param {string} op_id
   * @param {string} list
   * @returns {Promise<Answer<ListsState>>}
   */
  remove: (op_id, list) => send({ to: 'lists', do: 'remove', op_id, list }),
  /**
   * @param {string} op_id
   * @param {string} text
   * @param {string} before what the writing began with
   * @returns {Promise<Answer<{ text: string }>>} the rules as they are now
   */
  writeOwn: (op_id, text, before) => send({ to: 'lists', do: 'write_own', op_id, text, before }),
};

/**
 * What "Block this element" hid last on a tab's page is shown again.
 * @param {number} tabId
 * @returns {Promise<Answer<unknown>>}
 */
export function unhide(tabId) {
  return send({ to: 'tab', do: 'unhide', tabId });
}

/**
 * E-mail addresses that the brand's own open pages give.
 * @param {string} brand
 * @returns {Promise<Answer<Found | null>>}
 */
export function contactsOn(brand) {
  return send({ to: 'contacts', brand });
}

/** @returns {string} this extension's own version */
export function extensionVersion() {
  return chrome.runtime.getManifest().version;
}

/** @returns {Promise<Answer<HostState>>} */
export function hostState() {
  return send({ to: 'host_state' });
}

/**
 * Everything that leaves the machine goes through here, each by a press.
 */
export const courier = {
  /**
   * @param {string} brand
   * @returns {Promise<Answer<LookedUp>>}
   */
  lookup: (brand) => send({ to: 'courier', do: 'lookup', brand }),
  /**
   * @param {string} op_id
   * @param {string} draft_id
   * @param {string} approve
   * @returns {Promise<Answer<{ request: Request }>>}
   */
  send: (op_id, draft_id, approve) => send({ to: 'courier', do: 'send', op_id, draft_id, approve }),
  /**
   * @param {string} op_id
   * @param {string} id
   * @returns {Promise<Answer<{ request: Request }>>}
   */
  sendAgain: (op_id, id) => send({ to: 'courier', do: 'send_again', op_id, id }),
  /**
   * @param {string} op_id
   * @param {string} id
   * @returns {Promise<Answer<RepliesOpenResponse>>}
   */
  check: (op_id, id) => send({ to: 'courier', do: 'check', op_id, id }),
  /**
   * @param {string} op_id
   * @param {string} id
   * @returns {Promise<Answer<{ request: Request }>>}
   */
  withdraw: (op_id, id) => send({ to: 'courier', do: 'withdraw', op_id, id }),
};

/**
 * Erases the host's records and what the extension keeps in storage.
 * @param {string} op_id
 * @returns {Promise<Answer<{ state: 'forgotten' | 'pending' }>>}
 */
export function forgetAll(op_id) {
  return send({ to: 'forget_all', op_id });
}

/** How often a page that can be seen asks whether another browser changed the universe; the first time after the drawing. */
const LOOK_MS = 4_000;
const FIRST_LOOK_MS = 300;
let looking = false;

/** Asks while the page can be seen, and at once when it comes to sight again. A page in the background asks nothing. */
function lookElsewhere() {
  if (looking) return;
  looking = true;
  let timer = 0;
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState !== 'visible') return;
    void send({ to: 'elsewhere' });
    timer = window.setTimeout(look, LOOK_MS);
  };
  document.addEventListener('visibilitychange', look);
  window.addEventListener('focus', look);
  timer = window.setTimeout(look, FIRST_LOOK_MS);
}

/** What was told before anybody listened: a page asks first and is drawn then. @type {Broadcast[]} */
const untold = [];
/** @type {(change: Broadcast) => void} */
let tell = (change) => untold.push(change);
chrome.runtime.onMessage.addListener((/** @type {unknown} */ message) => {
  if (message && typeof message === 'object' && 'changed' in message) {
    tell(/** @type {Broadcast} */ (message));
  }
});

/**
 * Calls back whenever the background says that something changed, here or in another browser; at once for what it said before.
 * @param {(change: Broadcast) => void} listener the page's only one
 */
export function onChange(listener) {
  lookElsewhere();
  tell = listener;
  for (const change of untold.splice(0)) listener(change);
}

/** @returns {Promise<LanguageSetting>} */
export async function readLanguage() {
  try {
    const { language } = await chrome.storage.local.get('language');
    return language === 'en' || language === 'fr' ? language : 'auto';
  } catch {
    return 'auto';
  }
}

/**
 * @param {LanguageSetting} language
 */
export async function writeLanguage(language) {
  if (language === 'auto') await chrome.storage.local.remove('language');
  else await chrome.storage.local.set({ language });
}

/** Welcome was seen: it does not open by itself again. */
export async function markWelcomed() {
  await chrome.storage.local.set({ welcomed: true });
}

/**
 * Opens the dashboard at a section: in the tab that shows it already, else in a new one.
 * @param {string} section such as '#universe'
 */
export async function openDashboard(section) {
  const page = chrome.runtime.getURL('dashboard/dashboard.html');
  await chrome.tabs.create({ url: page + section });
}

/**
 * Opens the side panel or sidebar beside the page; only in the turn of a press.
 * @param {number} tabId
 */
export async function openPanel(tabId) {
  const { sidebarAction } = /** @type {{ sidebarAction?: { open: () => Promise<void> } }} */ (
    /** @type {unknown} */ (chrome)
  );
  await (sidebarAction ? sidebarAction.open() : chrome.sidePanel.open({ tabId }));
}

/**
 * Calls back with the tab that a page beside it is about: the one its address names, else the one in front, and then each
 * that comes to the front of this window.
 * @param {(tabId: number | null) => void} listener
 */
export async function followTab(listener) {
  const named = Number(new URLSearchParams(location.search).get('tab') ?? Number.NaN);
  if (Number.isInteger(named)) {
    listener(named);
    return;
  }
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  chrome.tabs.onActivated.addListener(({ tabId, windowId }) => {
    if (windowId === tab?.windowId) listener(tabId);
  });
  listener(tab?.id ?? null);
}
