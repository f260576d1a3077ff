// SPDX-License-Identifier: GPL-3.0-or-later
// Every message inside the extension passes here: who sent it is judged by the browser's word (sender.id, sender.url), an
// absent one is hostile, and one table says who may call what (who_may.js). Pages get an Answer; content scripts get none, but for
// whether there is any use in telling more names.

/** @import { HostMethod, HostMethods, Intention } from '../protocol/host.js' */
/** @import { Answer, ListsState, PageMessage, TabState } from '../protocol/messages.js' */
/** @import { Platform } from '../platform/platform.js' */
/** @import { Broadcaster } from './broadcast.js' */
/** @import { Attempts } from './attempts.js' */
/** @import { Contacts } from './contacts.js' */
/** @import { Cosmetics } from './cosmetics.js' */
/** @import { Courier } from './courier.js' */
/** @import { Elsewhere } from './elsewhere.js' */
/** @import { FreshLists } from './fresh_lists.js' */
/** @import { Hides } from './hides.js' */
/** @import { HostClient } from './host_client.js' */
/** @import { Lists } from './lists.js' */
/** @import { Acts } from './acts.js' */
/** @import { Notice } from './notice.js' */
/** @import { Protection } from './protection.js' */
/** @import { KeptAttempt, TabRecord, Tabs } from './tabs.js' */
/** @import { Page } from './who_may.js' */

import { siteOf } from '../core/address.js';
import { HostCallError } from './host_client.js';
import { kActions, kChanges, kMethods, kPages } from './who_may.js';

/** What forgetting everything changes. */
const kAll = /** @type {const} */ (['intentions', 'requests', 'attempts', 'policy', 'lists']);

/** Characters that a person may paste as a list; the host's own bound, in bytes, is below it. */
const kMaxPasted = 16 * 1024 * 1024;

export class Router {
  /**
   * @param {Pick<Platform, 'extensionId' | 'root' | 'settings' | 'memory' | 'icon'>} platform
   * @param {{ acts: Acts, contacts: Contacts, cosmetics: Cosmetics, host: HostClient, tabs: Tabs, attempts: Attempts, notice: Notice, protection: Protection,
   *   courier: Courier, elsewhere: Elsewhere, broadcaster: Broadcaster, lists: Lists, fresh: FreshLists, hides: Hides }} parts
   */
  constructor(platform, parts) {
    this.platform = platform;
    this.parts = parts;
  }

  /**
   * @param {unknown} message
   * @param {chrome.runtime.MessageSender} sender
   * @returns {Promise<Answer<unknown> | boolean> | undefined} undefined where nobody is answered
   */
  received(message, sender) {
    if (sender.id !== this.platform.extensionId || typeof sender.url !== 'string') return undefined;
    if (message === null || typeof message !== 'object') return undefined;
    const page = this.#pageOf(sender.url);
    if (page) {
      this.parts.broadcaster.pageSpoke();
      return 'to' in message ? this.#answer(page, message) : undefined;
    }
    if ('from' in message && message.from === 'cosmetics' && sender.tab?.id !== undefined) {
      const { names } = /** @type {{ names?: unknown }} */ (message);
      const { url, documentId, frameId = 0 } = sender;
      const shown = { tabId: sender.tab.id, frameId, top: frameId === 0, url, documentId };
      return this.parts.cosmetics.named(shown, names);
    }
    const fromContent =
      sender.tab?.id !== undefined && sender.frameId === 0 && siteOf(sender.url) !== '';
    if (fromContent && 'from' in message && message.from === 'notice') {
      const { observations } = /** @type {{ observations?: unknown }} */ (message);
      this.parts.notice.observed(
        /** @type {number} */ (sender.tab?.id),
        { url: sender.url, documentId: sender.documentId },
        observations,
      );
    }
    return undefined;
  }

  /**
   * @param {string} url
   * @returns {Page | undefined}
   */
  #pageOf(url) {
    const { root } = this.platform;
    if (!url.startsWith(root)) return undefined;
    return kPages.get(url.slice(root.length).split(/[?#]/, 1)[0] ?? '');
  }

  /**
   * @param {Page} page
   * @param {object} message
   * @returns {Promise<Answer<unknown>>}
   */
  async #answer(page, message) {
    try {
      return { ok: true, value: await this.#carryOut(page, /** @type {PageMessage} */ (message)) };
    } catch (error) {
      if (error instanceof HostCallError) {
        return { ok: false, error: { code: error.code, message: error.message } };
      }
      // A defect of ours. Its own words might hold the person's data, so only its place is told.
      console.error('router:', error instanceof Error ? error.name : typeof error);
      return { ok: false, error: { code: 'internal', message: '' } };
    }
  }

  /**
   * @param {Page} page
   * @param {PageMessage} message
   * @returns {Promise<unknown>}
   */
  async #carryOut(page, message) {
    if (message.to === 'host') return this.#callHost(page, message);
    const action = 'do' in message ? `${message.to}.${message.do}` : message.to;
    if (!Object.hasOwn(kActions, action) || !kActions[action]?.includes(page)) {
      throw new HostCallError('not_allowed');
    }
    checkFields(message);
    const { host } = this.parts;
    if (message.to === 'host_state') return host.state;
    if (message.to === 'contacts') return this.parts.contacts.of(message.brand);
    if (message.to === 'elsewhere') return this.parts.elsewhere.look();
    if (message.to === 'forget_all') return this.#forgetAll(message.op_id);
    if (message.to === 'tab') return this.#onTab(message);
    if (message.to === 'protection') return this.#onProtection(message);
    if (message.to === 'lists') return this.#onLists(message);
    const { courier, broadcaster } = this.parts;
    if (message.do === 'lookup') return courier.lookup(message.brand);
    try {
      if (message.do === 'send') {
        return await courier.send(message.op_id, message.draft_id, message.approve);
      }
      if (message.do === 'send_again') return await courier.sendAgain(message.op_id, message.id);
      if (message.do === 'check') return await courier.check(message.op_id, message.id);
      return await courier.withdraw(message.op_id, message.id);
    } finally {
      // Also after a failure: the request may have been sealed, and stands in the list.
      broadcaster.tell('requests');
      broadcaster.tell('intentions');
    }
  }

  /**
   * @param {Page} page
   * @param {{ method: string, params: object }} message
   */
  async #callHost(page, { method, params }) {
    if (!Object.hasOwn(kMethods, method) || !kMethods[method]?.includes(page)) {
      throw new HostCallError('not_allowed');
    }
    if (params === null || typeof params !== 'object') throw new HostCallError('invalid_params');
    const { host, notice, broadcaster } = this.parts;
    // Every writing method carries an op_id, so that any call may be repeated after the host was lost.
    const result = await host.callSafely(
      /** @type {HostMethod} */ (method),
      /** @type {HostMethods[HostMethod]['params']} */ (params),
    );
    const { intention } = /** @type {{ intention?: Intention }} */ (result);
    if (intention) notice.changed(intention);
    if (method === 'intentions.forget') {
      notice.forgetting(/** @type {{ id: string }} */ (params).id);
    }
    if (method === 'intentions.policy' && 'set' in params) {
      broadcaster.tell('policy');
      notice.judgeAgain();
    }
    for (const changed of kChanges[method] ?? []) broadcaster.tell(changed);
    return result;
  }

  /** @param {Extract<PageMessage, { to: 'tab' }>} message */
  async #onTab(message) {
    const { tabs, notice, protection, hides, host, broadcaster } = this.parts;
    const record = await tabs.known(message.tabId);
    if (!record) throw new HostCallError('no_tab');
    if (message.do === 'state') {
      // Another browser on the same universe may have changed the intention; if so, the page is told to ask again.
      notice.refresh(record);
      const state = await this.#stateOf(record);
      // Firefox copies objects between its processes one by one: fifty attempts take it 10 ms longer than their text.
      return message.as === 'text' ? JSON.stringify(state) : state;
    }
    if (message.do === 'protection') {
      await protection.set(record, message.mode);
      broadcaster.tell('tab', record.tabId);
      return { mode: message.mode };
    }
    if (message.do === 'unhide') {
      await hides.undo(record);
      return {};
    }
    const kept = await host.callSafely('intentions.keep', {
      op_id: message.op_id,
      ...notice.toKeep(record),
    });
    notice.kept(record, kept.intention);
    broadcaster.tell('intentions');
    return kept;
  }

  /**
   * @param {TabRecord} record
   * @returns {Promise<TabState>}
   */
  async #stateOf(record) {
    return {
      tabId: record.tabId,
      site: siteOf(record.url),
      private: record.private !== false,
      protection: await this.parts.protection.modeOf(record),
      host: this.parts.host.state,
      notice: record.notice,
      reading: this.parts.notice.reads(record),
      attempts: record.attempts.map(shown),
      more: record.more,
      hidden: this.parts.hides.lastOf(record),
    };
  }

  /** @param {Extract<PageMessage, { to: 'protection' }>} message */
  async #onProtection(message) {
    const { protection, lists, broadcaster } = this.parts;
    if (message.do === 'group') {
      // 'off_once' belongs to one tab.
      if (message.mode !== 'on' && message.mode !== 'off')
        throw new HostCallError('invalid_params');
      await lists.setGroup(message.group, message.mode);
    }
    if (message.do === 'site_on') {
      await protection.siteOn(message.site);
      for (const { tabId } of this.parts.tabs.all()) broadcaster.tell('tab', tabId);
    }
    return { groups: await lists.groups(), sites: await protection.sitesOff() };
  }

  /**
   * @param {Extract<PageMessage, { to: 'lists' }>} message
   * @returns {Promise<ListsState | { text: string }>}
   */
  async #onLists(message) {
    const { lists, fresh } = this.parts;
    if ('mode' in message) {
      // 'off_once' belongs to one tab.
      if (message.mode !== 'on' && message.mode !== 'off')
        throw new HostCallError('invalid_params');
      if (message.do === 'weekly') await fresh.setWeekly(message.mode);
      else await lists.set(message.list, message.mode, message.op_id);
    }
    if (message.do === 'check') lists.sync();
    if (message.do === 'look') {
      // It may take minutes: what comes of it is told as it comes.
      fresh.look().catch(() => undefined);
    }
    if (message.do === 'add') await fresh.add(message.address, message.op_id);
    if (message.do === 'paste') await fresh.paste(message.title, message.text, message.op_id);
    if (message.do === 'remove') await fresh.remove(message.list, message.op_id);
    if (message.do === 'write_own') {
      return fresh.writeOwn(message.text, message.before, message.op_id);
    }
    if (message.do !== 'read' && message.do !== 'check') await lists.refresh();
    return { ...(await lists.state()), ...(await fresh.state()) };
  }

  /** @param {string} opId */
  async #forgetAll(opId) {
    const { acts, host, tabs, attempts, protection, courier, broadcaster, lists, fresh, hides } =
      this.parts;
    acts.clear();
    // What waits for the host would come behind this, and be counted in what was just emptied.
    attempts.hold();
    try {
      await tabs.holdCopies();
      // The host first: where it fails nothing is lost, and the person is told.
      const result = await host.callSafely('universe.forget_all', { op_id: opId });
      attempts.clear();
      for (const { tabId } of tabs.all()) this.platform.icon.show(tabId, 'rest');
      await tabs.clear();
      courier.clear();
      hides.clear();
      await protection.clear();
      await this.platform.settings.clear();
      await this.platform.memory.clear();
      await fresh.clear();
      await lists.clear();
      for (const changed of kAll) broadcaster.tell(changed);
      return result;
    } finally {
      tabs.releaseCopies();
      attempts.release();
    }
  }
}

/**
 * What a page may see of an attempt.
 * @param {KeptAttempt} attempt
 * @returns {TabState['attempts'][number]}
 */
function shown({ key, outcome, url, type, method, at, explained, body }) {
  return { key, outcome, url, type, method, at, explained, body };
}

/** The kinds of every field that a message may carry beside `to` and `do`. */
const kFields = {
  tabId: (/** @type {unknown} */ value) => Number.isInteger(value),
  mode: (/** @type {unknown} */ value) => ['on', 'off_once', 'off'].includes(String(value)),
  group: (/** @type {unknown} */ value) => value === 'follows' || value === 'display',
  site: (/** @type {unknown} */ value) => typeof value === 'string' && value.length <= 300,
  brand: (/** @type {unknown} */ value) => typeof value === 'string' && value.length <= 300,
  list: (/** @type {unknown} */ value) =>
    typeof value === 'string' && /^[a-z0-9-]{1,40}$/.test(value),
  address: isText(2_000),
  title: isText(120),
  text: isText(kMaxPasted),
  before: isText(kMaxPasted),
  op_id: isHex(32),
  draft_id: isHex(32),
  id: isHex(32),
  approve: isHex(64),
};

/** The fields of every action. @type {Record<string, (keyof typeof kFields)[]>} */
const kFieldsOf = {
  'tab.state': ['tabId'],
  'tab.keep': ['tabId', 'op_id'],
  'tab.protection': ['tabId', 'mode'],
  'courier.lookup': ['brand'],
  'courier.send': ['op_id', 'draft_id', 'approve'],
  'courier.send_again': ['op_id', 'id'],
  'courier.check': ['op_id', 'id'],
  'courier.withdraw': ['op_id', 'id'],
  contacts: ['brand'],
  'protection.read': [],
  'protection.group': ['group', 'mode'],
  'protection.site_on': ['site'],
  'tab.unhide': ['tabId'],
  'lists.read': [],
  'lists.check': [],
  'lists.switch': ['list', 'mode', 'op_id'],
  'lists.look': [],
  'lists.weekly': ['mode'],
  'lists.add': ['address', 'op_id'],
  'lists.paste': ['title', 'text', 'op_id'],
  'lists.remove': ['list', 'op_id'],
  'lists.write_own': ['text', 'before', 'op_id'],
  host_state: [],
  elsewhere: [],
  forget_all: ['op_id'],
};

/** @param {PageMessage} message */
function checkFields(message) {
  const action = 'do' in message ? `${message.to}.${message.do}` : message.to;
  const values = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (message));
  for (const field of kFieldsOf[action] ?? []) {
    if (!kFields[field](values[field])) throw new HostCallError('invalid_params');
  }
}

/**
 * @param {number} digits
 * @returns {(value: unknown) => boolean}
 */
function isHex(digits) {
  return (value) =>
    typeof value === 'string' && value.length === digits && /^[0-9a-f]+$/.test(value);
}

/**
 * @param {number} maxLength
 * @returns {(value: unknown) => boolean}
 */
function isText(maxLength) {
  return (value) => typeof value === 'string' && value.length <= maxLength;
}
