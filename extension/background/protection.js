// SPDX-License-Identifier: GPL-3.0-or-later
// The switch per site (filters.md, "Per-site switch"). Off is a session rule, in force at once, mirrored to a dynamic rule so
// that it outlives the browser; the dynamic rule is its only store. Off once is a session rule for one tab on one site, taken
// back when the tab leaves the site. In a private window Off is never written to the disk.

/** @import { TabState } from '../protocol/messages.js' */
/** @import { Platform } from '../platform/platform.js' */
/** @import { TabRecord } from './tabs.js' */

import { siteOf } from '../core/address.js';
import { HostCallError } from './host_client.js';
import { kDynamicIds, kPriorities, kSessionIds } from './rules.js';

/** @typedef {TabState['protection']} Mode */

/** More sites than any person switches by hand; a rule holds far more. */
const kMaxSites = 4_000;

/** @type {chrome.declarativeNetRequest.ResourceType[]} */
const kDocuments = /** @type {chrome.declarativeNetRequest.ResourceType[]} */ (['main_frame']);

export class Protection {
  /** Sites that are off until the browser ends, and those that stay off. @type {Set<string>} */
  #session = new Set();
  /** @type {Set<string>} */
  #lasting = new Set();
  /** Off once: the tab, its site and its rule. @type {Map<number, { site: string, rule: number }>} */
  #tabs = new Map();
  #loaded;
  /** Changes follow one another. @type {Promise<void>} */
  #last = Promise.resolve();

  /** @param {Pick<Platform, 'rules' | 'tabs'>} platform */
  constructor(platform) {
    this.platform = platform;
    this.#loaded = this.#load();
  }

  /**
   * @param {Pick<TabRecord, 'tabId' | 'url'>} record
   * @returns {Promise<Mode>}
   */
  async modeOf(record) {
    await this.#loaded;
    const site = siteOf(record.url);
    if (this.#session.has(site) || this.#lasting.has(site)) return 'off';
    return this.#tabs.get(record.tabId)?.site === site && site !== '' ? 'off_once' : 'on';
  }

  /**
   * Whether elements of a tab's page are hidden.
   * @param {Pick<TabRecord, 'tabId' | 'url'>} page
   */
  async hides(page) {
    return (await this.modeOf(page)) === 'on';
  }

  /**
   * Sets the switch of the tab's site and loads the page anew.
   * @param {TabRecord} record
   * @param {Mode} mode
   */
  async set(record, mode) {
    await this.#loaded;
    const site = siteOf(record.url);
    if (site === '') throw new HostCallError('not_allowed');
    await this.#inTurn(async () => {
      await this.#endOnce(record.tabId);
      if (mode === 'off') {
        if (this.#session.size + this.#lasting.size >= kMaxSites) {
          throw new HostCallError('array_too_long');
        }
        this.#session.add(site);
        if (record.private === false) this.#lasting.add(site);
      } else {
        this.#session.delete(site);
        this.#lasting.delete(site);
      }
      await this.#apply();
      if (mode === 'off_once') await this.#beginOnce(record.tabId, site);
    });
    await this.platform.tabs.reload(record.tabId);
  }

  /**
   * A tab shows a page: off once ends with the site.
   * @param {TabRecord} record
   */
  async shows(record) {
    await this.#loaded;
    const once = this.#tabs.get(record.tabId);
    if (once && once.site !== siteOf(record.url)) await this.left(record.tabId);
  }

  /** @param {number} tabId a tab that is gone */
  async left(tabId) {
    await this.#loaded;
    if (this.#tabs.has(tabId)) await this.#inTurn(() => this.#endOnce(tabId));
  }

  /** @returns {Promise<string[]>} the sites that are off, sorted */
  async sitesOff() {
    await this.#loaded;
    return [...new Set([...this.#session, ...this.#lasting])].sort();
  }

  /**
   * A site that was off is on again.
   * @param {string} site
   */
  async siteOn(site) {
    await this.#loaded;
    await this.#inTurn(async () => {
      this.#session.delete(site);
      this.#lasting.delete(site);
      await this.#apply();
    });
  }

  /** Every site is on again. */
  async clear() {
    await this.#loaded;
    await this.#inTurn(async () => {
      for (const tabId of [...this.#tabs.keys()]) await this.#endOnce(tabId);
      this.#session.clear();
      this.#lasting.clear();
      await this.#apply();
    });
  }

  async #load() {
    for (const rule of await this.platform.rules.dynamic()) {
      if (rule.id !== kDynamicIds.sitesOff) continue;
      for (const site of rule.condition.requestDomains ?? []) this.#lasting.add(site);
    }
    for (const rule of await this.platform.rules.session()) {
      const sites = rule.condition.requestDomains ?? [];
      const tabId = rule.condition.tabIds?.[0];
      if (rule.id === kSessionIds.sitesOff) for (const site of sites) this.#session.add(site);
      if (rule.id >= kSessionIds.firstTab && tabId !== undefined && sites[0] !== undefined) {
        this.#tabs.set(tabId, { site: sites[0], rule: rule.id });
      }
    }
  }

  async #apply() {
    const rule = (/** @type {number} */ id, /** @type {Set<string>} */ sites) => ({
      removeRuleIds: [id],
      addRules: sites.size === 0 ? [] : [allowRule(id, { requestDomains: [...sites].sort() })],
    });
    await this.platform.rules.updateSession(rule(kSessionIds.sitesOff, this.#session));
    await this.platform.rules.updateDynamic(rule(kDynamicIds.sitesOff, this.#lasting));
  }

  /**
   * @param {number} tabId
   * @param {string} site
   */
  async #beginOnce(tabId, site) {
    const used = new Set([...this.#tabs.values()].map((once) => once.rule));
    let rule = kSessionIds.firstTab;
    while (used.has(rule)) rule += 1;
    await this.platform.rules.updateSession({
      removeRuleIds: [rule],
      addRules: [allowRule(rule, { requestDomains: [site], tabIds: [tabId] })],
    });
    this.#tabs.set(tabId, { site, rule });
  }

  /** @param {number} tabId */
  async #endOnce(tabId) {
    const once = this.#tabs.get(tabId);
    if (!once) return;
    await this.platform.rules.updateSession({ removeRuleIds: [once.rule] });
    this.#tabs.delete(tabId);
  }

  /** @param {() => Promise<void>} change */
  #inTurn(change) {
    const turn = this.#last.then(change);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/**
 * @param {number} id
 * @param {chrome.declarativeNetRequest.RuleCondition} condition
 * @returns {chrome.declarativeNetRequest.Rule}
 */
function allowRule(id, condition) {
  return {
    id,
    priority: kPriorities.personAllow,
    action: {
      type: /** @type {chrome.declarativeNetRequest.RuleActionType} */ ('allowAllRequests'),
    },
    condition: { ...condition, resourceTypes: kDocuments },
  };
}
