// SPDX-License-Identifier: GPL-3.0-or-later
// Which lists are on, and that the browser's rules are those of the lists (filters.md, "Fresh lists"). The host holds the lists' texts and
// states and says what makes the package's rule sets into them; here that is asked at each start, when the host comes and after each
// change, and put into force where the browser has something else: an extension update resets rule sets and single rules that were off, and
// keeps dynamic ones. Without the host the shipped lists can be switched, and the host is told when it comes.

/** @import { FiltersDeltaResponse, FiltersListsResponse } from '../protocol/host.js' */
/** @import { ListsState, ProtectionState } from '../protocol/messages.js' */
/** @import { Platform } from '../platform/platform.js' */
/** @import { HostClient } from './host_client.js' */
/** @import { Wire } from './wire.js' */

import { newOpId } from '../core/op_id.js';
import { setListRules } from './dynamic_rules.js';
import { HostCallError } from './host_client.js';
import { baselineOf, nothingStored, setsOf, storedOf, without } from './lists_stored.js';
import { kGroups, kNationalLists } from './rules.js';

/** @typedef {import('./lists_stored.js').Mode} Mode */
/** @typedef {import('./lists_stored.js').Group} Group */

/** Where the package says which rule set is which list's. */
const kBaselineFile = 'rulesets/baseline.json';
/** Between two questions whether the host has built what changed. */
const kBuildingMs = 500;
/** Before another try where the host could not answer: first so long, then twice as long each time. */
const kRetryMs = 1_000;
const kMaxRetryMs = 60_000;
/** Of a host that comes again, or is of another version, nothing has to be asked until then. */
const kNoTrouble = new Set(['host_absent', 'host_lost', 'host_version', 'unknown_method']);
/** Pages of one answer, each of less than a megabyte; a host that has more is broken. */
const kMaxPages = 200;

/** What is stored of it. */
const kStored = 'lists';
/** In the session's memory: what is in force since the browser started. */
const kInForce = 'lists_in_force';

export class Lists {
  #stored = nothingStored();
  /** What of it stands in the browser's storage, as text. */
  #written = '';
  #baseline = baselineOf(null);
  /** What the host said last. @type {FiltersListsResponse | null} */
  #said = null;
  /** @type {ListsState['rules']} */
  #rules = 'unknown';
  #refused = 0;
  #leftOut = 0;
  #loaded;
  /** Of the lists that the host named last, null where it has not. @type {number | null} */
  #revision = null;
  /** Why the host could not be asked, '' where it could. */
  #trouble = '';
  /** Whether a look at the host is under way, and whether another is to follow. */
  #syncing = false;
  #again = false;
  /** Looks in a row that failed. */
  #failures = 0;
  /** @type {() => void} */
  #stopWaiting = () => undefined;

  /**
   * @param {Pick<Platform, 'rules' | 'settings' | 'memory' | 'languages' | 'clock' | 'family' | 'version'>} platform
   * @param {{ host: HostClient, wire: Wire }} parts
   * @param {() => void} changed called when what `state` says may have changed
   */
  constructor(platform, parts, changed) {
    this.platform = platform;
    this.parts = parts;
    this.changed = changed;
    this.#loaded = this.#load();
  }

  /** Asks the host how its lists stand, and nothing of the browser. */
  async refresh() {
    if (!this.#hasHost()) return;
    const params = { browser: this.platform.family };
    this.#said = await this.parts.host.callSafely('filters.lists', params);
  }

  /** @returns {Promise<Pick<ListsState, 'said' | 'groups' | 'shipped' | 'rules' | 'refused' | 'left_out' | 'trouble'>>} */
  async state() {
    await this.#loaded;
    return {
      said: this.#hasHost() ? this.#said : null,
      groups: { follows: this.#ofGroup('follows'), display: this.#ofGroup('display') },
      shipped: Object.fromEntries(
        Object.keys(this.#baseline.rulesets).map((name) => [name, this.#stateOf(name)]),
      ),
      rules: this.#hasHost() ? this.#rules : 'unknown',
      refused: this.#refused,
      left_out: this.#leftOut,
      trouble: this.#trouble,
    };
  }

  /** @returns {Promise<ProtectionState['groups']>} a group is off when all of its rule sets are */
  async groups() {
    await this.#loaded;
    const enabled = new Set(await this.platform.rules.enabledSets());
    const mode = (/** @type {Group} */ group) =>
      this.#ofGroup(group).some((name) => enabled.has(this.#baseline.rulesets[name] ?? ''))
        ? /** @type {const} */ ('on')
        : 'off';
    return { follows: mode('follows'), display: mode('display') };
  }

  /**
   * Switches one list. Without the host only a shipped one.
   * @param {string} list
   * @param {Mode} mode
   * @param {string} [opId]
   */
  async set(list, mode, opId = newOpId()) {
    await this.#loaded;
    const shipped = Object.hasOwn(this.#baseline.rulesets, list);
    if (this.#hasHost()) {
      await this.parts.host.callSafely('filters.set_list', { op_id: opId, list, state: mode });
      this.#told(list);
    } else if (shipped) {
      this.#stored.untold = [...new Set([...this.#stored.untold, list])];
      this.#stored.guessed = this.#stored.guessed.filter((one) => one !== list);
    } else {
      throw new HostCallError('host_absent');
    }
    if (shipped) {
      this.#stored.states[list] = mode;
      await this.#store();
      await this.#setRuleSets(this.#setsOfStates());
    }
    this.sync();
  }

  /**
   * Switches the lists of a group. On again are those that were on before.
   * @param {Group} group
   * @param {Mode} mode
   */
  async setGroup(group, mode) {
    await this.#loaded;
    const names = this.#ofGroup(group);
    const on = names.filter((name) => this.#stateOf(name) === 'on');
    if (mode === 'off' && on.length > 0) this.#stored.before[group] = on;
    const before = this.#stored.before[group] ?? names.filter((name) => this.#byDefault(name));
    for (const name of mode === 'off' ? on : before) {
      if (names.includes(name)) await this.set(name, mode);
    }
  }

  /** Everything is as it was at first, with nothing stored; what the host held is gone already. */
  async clear() {
    await this.#loaded;
    this.#stored = nothingStored();
    this.#said = null;
    this.#refused = 0;
    this.#leftOut = 0;
    this.#written = JSON.stringify(this.#stored);
    await this.#setRuleSets(this.#setsOfStates());
    this.sync();
  }

  /**
   * The host named the revision of its lists on some other occasion: where it is another than was looked at, another browser switched one, or
   * a text was built in.
   * @param {number} revision
   */
  seen(revision) {
    if (this.#revision === null || this.#revision === revision) return;
    this.#revision = null;
    this.sync();
  }

  /** Looks at the host and puts in force what it says; a look that is under way is followed by another. */
  sync() {
    this.changed();
    this.#again = true;
    if (this.#syncing) return;
    this.#syncing = true;
    void this.#syncUntilDone();
  }

  async #syncUntilDone() {
    while (this.#again) {
      this.#again = false;
      this.#stopWaiting();
      try {
        await this.#loaded;
        if (this.#hasHost()) await this.#look();
        this.#failures = 0;
      } catch (error) {
        const code = error instanceof HostCallError ? error.code : 'browser';
        this.#rules = code === 'browser' ? 'failed' : 'unknown';
        this.#trouble = kNoTrouble.has(code) ? '' : code;
        if (this.#trouble !== '') this.#tryAgain();
        // Whoever reads the console learns which call of the browser failed; it holds no address.
        if (this.#rules === 'failed') console.error('lists:', error);
      }
      this.changed();
    }
    this.#syncing = false;
  }

  #tryAgain() {
    const ms = Math.min(kRetryMs * 2 ** this.#failures, kMaxRetryMs);
    this.#failures += 1;
    this.#stopWaiting = this.platform.clock.after(ms, () => this.sync());
  }

  async #look() {
    const { host } = this.parts;
    await this.#tellChoices();
    this.#said = await host.callSafely('filters.lists', { browser: this.platform.family });
    this.#revision = this.#said.revision;
    for (const { id, kind, state } of this.#said.lists) {
      if (kind === 'shipped') this.#stored.states[id] = state;
    }
    await this.#store();

    const delta = await this.#delta();
    if (delta.state === 'building') {
      this.#rules = 'building';
      await this.#setRuleSets(this.#setsOfStates());
      this.#stopWaiting = this.platform.clock.after(kBuildingMs, () => this.sync());
      return;
    }
    await this.#setRuleSets(
      delta.state === 'ready' ? setsOf(delta, this.#shipped()) : this.#setsOfStates(),
    );
    await this.#putInForce(delta);
    this.#rules = 'in_force';
    this.#trouble = '';
    this.#leftOut = delta.left_out;
  }

  /** What was chosen while there was no host. */
  async #tellChoices() {
    for (const list of this.#stored.untold) {
      const state = this.#stateOf(list);
      const by = this.#stored.guessed.includes(list) ? 'language' : 'person';
      try {
        await this.parts.host.callSafely('filters.set_list', { op_id: newOpId(), list, state, by });
      } catch (error) {
        // A list that this host does not have is nothing to insist on.
        if (!(error instanceof HostCallError) || error.code !== 'not_found') throw error;
      }
      this.#told(list);
    }
  }

  /** All pages of the answer as one. @returns {Promise<FiltersDeltaResponse>} */
  async #delta() {
    const params = { browser: this.platform.family, baseline: this.#baseline.digest };
    const { host } = this.parts;
    const first = await host.callSafely('filters.delta', params);
    const rules = [...first.rules];
    let { next } = first;
    for (let page = 1; next !== null; page += 1) {
      const more = await host.callSafely('filters.delta', { ...params, cursor: next });
      // It changed between two pages, or never ends: asked again in a moment.
      if (more.state !== first.state || more.digest !== first.digest || page > kMaxPages) {
        return { ...first, state: 'building' };
      }
      rules.push(...more.rules);
      next = more.next;
    }
    return { ...first, rules, next: null };
  }

  /** @param {FiltersDeltaResponse} delta */
  async #putInForce(delta) {
    const { rules, memory, version } = this.platform;
    const name = [version, this.#baseline.digest, delta.state, delta.digest].join(' ');
    const { [kInForce]: there } = await memory.get(kInForce);
    if (delta.digest !== null && there === name) return;
    const { refused } = await setListRules(
      rules,
      /** @type {import('./dynamic_rules.js').WantedRule[]} */ (delta.rules),
    );
    this.#refused = refused;
    // After the rules that stand in for them, so that nothing is let through meanwhile.
    for (const { id } of this.#shipped()) {
      const wanted = new Set(delta.disable.find(({ ruleset }) => ruleset === id)?.ids);
      const off = new Set(await rules.disabledIds(id));
      const disableRuleIds = without(wanted, off);
      const enableRuleIds = without(off, wanted);
      if (disableRuleIds.length + enableRuleIds.length === 0) continue;
      await rules.updateStatic({ rulesetId: id, disableRuleIds, enableRuleIds });
    }
    await memory.set({ [kInForce]: name });
  }

  /** Leaves alone what stands right: each call makes the browser read its sets anew. @param {Set<string>} wanted */
  async #setRuleSets(wanted) {
    const { rules } = this.platform;
    const enabled = new Set(await rules.enabledSets());
    const enableRulesetIds = without(wanted, enabled);
    const disableRulesetIds = this.#shipped()
      .map(({ id }) => id)
      .filter((id) => enabled.has(id) && !wanted.has(id));
    if (enableRulesetIds.length + disableRulesetIds.length === 0) return;
    await rules.updateSets({ enableRulesetIds, disableRulesetIds });
  }

  /** Sets that belong to no list stay as the package has them. */
  #setsOfStates() {
    const ofLists = new Map(
      Object.entries(this.#baseline.rulesets).map(([name, set]) => [set, name]),
    );
    const wanted = this.#shipped().filter(({ id, enabled }) => {
      const name = ofLists.get(id);
      return name === undefined ? enabled : this.#stateOf(name) === 'on';
    });
    return new Set(wanted.map(({ id }) => id));
  }

  #shipped() {
    return this.platform.rules.shippedSets();
  }

  #hasHost() {
    return 'hello' in this.parts.host.state;
  }

  /** @param {Group} group @returns {string[]} its lists that the package has */
  #ofGroup(group) {
    return kGroups[group].filter((name) => Object.hasOwn(this.#baseline.rulesets, name));
  }

  /** @param {string} name of a shipped list @returns {Mode} */
  #stateOf(name) {
    return this.#stored.states[name] ?? (this.#byDefault(name) ? 'on' : 'off');
  }

  /** @param {string} name */
  #byDefault(name) {
    const set = this.#baseline.rulesets[name];
    return this.#shipped().some(({ id, enabled }) => id === set && enabled);
  }

  /** @param {string} list */
  #told(list) {
    const others = (/** @type {string[]} */ names) => names.filter((one) => one !== list);
    this.#stored.untold = others(this.#stored.untold);
    this.#stored.guessed = others(this.#stored.guessed);
  }

  async #load() {
    const [stored, file] = await Promise.all([
      this.platform.settings.get(kStored),
      this.parts.wire.ownFile(kBaselineFile),
    ]);
    this.#baseline = baselineOf(file);
    this.#stored = storedOf(stored[kStored]);
    await this.#startOnce();
    // An update of the extension has forgotten which were on, and the host may be long in coming.
    await this.#setRuleSets(this.#setsOfStates()).catch(() => undefined);
  }

  /** At first the lists for the languages that the person reads are switched on; after that it is theirs to say. */
  async #startOnce() {
    if (this.#stored.started) return;
    this.#stored.started = true;
    const languages = await this.platform.languages().catch(() => /** @type {string[]} */ ([]));
    for (const [language, list] of Object.entries(kNationalLists)) {
      const reads = languages.some((tag) => tag.toLowerCase().split('-', 1)[0] === language);
      if (!reads || !Object.hasOwn(this.#baseline.rulesets, list)) continue;
      this.#stored.states[list] = 'on';
      this.#stored.untold.push(list);
      this.#stored.guessed.push(list);
    }
    await this.#store();
  }

  /** What is as the package has it needs no place. */
  async #store() {
    const { states } = this.#stored;
    for (const [name, state] of Object.entries(states)) {
      if ((state === 'on') === this.#byDefault(name)) delete states[name];
    }
    const text = JSON.stringify(this.#stored);
    if (text === this.#written) return;
    this.#written = text;
    await this.platform.settings.set({ [kStored]: this.#stored });
  }
}
