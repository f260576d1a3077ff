// SPDX-License-Identifier: GPL-3.0-or-later
// A browser made of plain objects: the same verbs as extension/platform/platform.js, moved by the test. With it the whole
// background runs as it does in a browser, with a clock that stands still until it is moved.

import { createBackground } from '../../../extension/background/background.js';

const kRoot = 'chrome-extension://volitiontestid/';

/** Lets everything that waits for nothing but earlier promises happen. */
export async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export class FakeClock {
  #now = 1_800_000_000_000;
  /** @type {{ at: number, then: () => void }[]} */
  #timers = [];

  now = () => this.#now;

  /** @param {number} ms @param {() => void} then */
  after = (ms, then) => {
    const timer = { at: this.#now + ms, then };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  };

  /** Moves time, and lets what is due happen in its order. @param {number} ms */
  async pass(ms) {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const due = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((each) => each !== due);
      this.#now = Math.max(this.#now, due.at);
      due.then();
    }
    this.#now = end;
    await settle();
  }
}

/** A storage area, as chrome.storage.session. */
export class FakeStorage {
  /** @type {Map<string, string>} */
  values = new Map();
  full = false;

  /** @param {string | string[] | null} keys */
  async get(keys) {
    const wanted = keys === null ? [...this.values.keys()] : [keys].flat();
    return Object.fromEntries(
      wanted
        .filter((key) => this.values.has(key))
        .map((key) => [key, JSON.parse(this.values.get(key) ?? 'null')]),
    );
  }

  /** @param {Record<string, unknown>} entries */
  async set(entries) {
    if (this.full) throw new Error('QUOTA_BYTES quota exceeded');
    for (const [key, value] of Object.entries(entries)) {
      this.values.set(key, JSON.stringify(value));
    }
  }

  /** @param {string | string[]} keys */
  async remove(keys) {
    for (const key of [keys].flat()) this.values.delete(key);
  }

  async clear() {
    this.values.clear();
  }
}

/** Rules of one kind, as declarativeNetRequest keeps them. */
class FakeRules {
  /** @type {any[]} */
  rules = [];
  fails = false;
  /** Rules that this browser refuses, and with each the whole call. @type {(rule: any) => boolean} */
  refuses = () => false;
  /** Whether it says which one it was. */
  names = true;
  max = Number.POSITIVE_INFINITY;
  calls = 0;

  /** @param {{ removeRuleIds?: number[], addRules?: any[] }} change */
  update({ removeRuleIds = [], addRules = [] }) {
    if (this.fails) throw new Error('Internal error while updating rules');
    this.calls += 1;
    const bad = addRules.find((rule) => this.refuses(rule));
    if (bad) throw new Error(this.names ? `Rule with id ${bad.id} is bad.` : 'A rule is bad.');
    const left = this.rules.filter(({ id }) => !removeRuleIds.includes(id));
    for (const { id } of addRules) {
      if (left.some((rule) => rule.id === id))
        throw new Error(`Rule with id ${id} does not have a unique ID.`);
    }
    if (left.length + addRules.length > this.max) throw new Error('Rule count exceeded.');
    this.rules = [...left, ...structuredClone(addRules)];
  }
}

const kHello = {
  protocol: 1,
  host: '0.1.0',
  capabilities: [],
  state: 'ready',
  cage: { landlock: 'on', seccomp: 'on' },
  policy: 'unset',
};

/** The native host, as a table of methods; counts what it was asked. */
export class FakeHost {
  installed = true;
  whyMissing = 'Specified native messaging host not found.';
  /** @type {Record<string, (params: any) => any>} */
  methods = { hello: () => kHello };
  /** @type {{ method: string, params: any }[]} */
  calls = [];
  /** Methods during which the host dies. @type {Set<string>} */
  diesAt = new Set();
  /** Methods of which it is slow: each answer waits for release(). @type {Set<string>} */
  slowAt = new Set();
  /** @type {(() => void)[]} */
  #late = [];
  /** @type {{ message: (message: unknown) => void, closed: (reason: 'missing' | 'exited', detail: string) => void } | null} */
  #events = null;
  starts = 0;

  /** @param {string} _name @param {any} events */
  connect = (_name, events) => {
    this.starts += 1;
    if (!this.installed) {
      setImmediate(() => events.closed('missing', this.whyMissing));
      return { post: () => true, close: () => undefined };
    }
    this.#events = events;
    return {
      post: (/** @type {any} */ frame) => {
        if (this.#events !== events) return false;
        setImmediate(() => this.#frame(events, structuredClone(frame)));
        return true;
      },
      close: () => {
        if (this.#events === events) this.#events = null;
      },
    };
  };

  /** As kill -9 would. */
  die() {
    const events = this.#events;
    this.#events = null;
    events?.closed('exited', 'Native host has exited.');
  }

  /** An error about a frame that it could not read. @param {string} code */
  saysOfNoCall(code) {
    this.#events?.message({ id: null, error: refuse(code) });
  }

  /** What was slow is answered now, and what comes after it at once. */
  release() {
    this.slowAt.clear();
    for (const answer of this.#late.splice(0)) answer();
  }

  /** @param {string} method */
  asked(method) {
    return this.calls.filter((call) => call.method === method).map(({ params }) => params);
  }

  /** @param {any} events @param {{ id: number, method: string, params: any }} frame */
  #frame(events, { id, method, params }) {
    if (this.#events !== events) return;
    this.calls.push({ method, params });
    if (this.diesAt.delete(method)) {
      this.die();
      return;
    }
    const answer = this.methods[method];
    let reply;
    try {
      reply = answer
        ? { id, result: answer(params) }
        : { id, error: { code: 'unknown_method', message: '' } };
    } catch (error) {
      reply = { id, error };
    }
    if (reply.result === kSilence) return;
    if (this.slowAt.has(method)) this.#late.push(() => events.message(reply));
    else events.message(reply);
  }
}

/** A method that returns this is never answered. */
export const kSilence = Symbol('silence');

/** What a method of the fake host throws to answer with an error. @param {string} code */
export const refuse = (code) => ({ code, message: '' });

/** Menus, commands, the address bar, pages that were opened, what was copied. */
class FakeFurniture {
  /** @type {any[]} */
  menu = [];
  /** Pages that were opened, as path and place, and 'popup'. @type {string[]} */
  opened = [];
  /** @type {string[]} */
  copied = [];
  /** What the address bar says first. */
  introduced = '';
  /** @type {Record<string, any>} */
  listeners = {};
  /** @type {((reason: string) => void)[]} */
  #installed = [];

  interface() {
    const { listeners } = this;
    this.#installed = [];
    return {
      word: (/** @type {string} */ key) => `word of ${key}`,
      onInstalled: (/** @type {any} */ listener) => this.#installed.push(listener),
      menus: {
        set: async (/** @type {any[]} */ entries) => {
          this.menu = entries;
        },
        onPress: (/** @type {any} */ listener) => {
          listeners.press = listener;
        },
      },
      onCommand: (/** @type {any} */ listener) => {
        listeners.command = listener;
      },
      omnibox: {
        introduce: (/** @type {string} */ text) => {
          this.introduced = text;
        },
        onChanged: (/** @type {any} */ listener) => {
          listeners.typed = listener;
        },
        onEntered: (/** @type {any} */ listener) => {
          listeners.entered = listener;
        },
      },
      openPage: async (/** @type {string} */ path, /** @type {string} */ where) => {
        this.opened.push(`${path} ${where}`);
      },
      openPopup: async () => {
        this.opened.push('popup');
      },
      openPanel: async (/** @type {any} */ place) => {
        this.opened.push(`panel of window ${place.windowId}`);
      },
      copy: async (/** @type {string} */ text) => {
        this.copied.push(text);
        return true;
      },
    };
  }

  /** The browser says that the extension was installed, or is of another version now. @param {string} reason */
  async installed(reason) {
    for (const listener of this.#installed) listener(reason);
    await settle();
  }
}

export class FakeBrowser {
  furniture = new FakeFurniture();
  clock = new FakeClock();
  host = new FakeHost();
  memory = new FakeStorage();
  settings = new FakeStorage();
  sessionRules = new FakeRules();
  dynamicRules = new FakeRules();
  /** The rule sets of the package that are on unless somebody switches them. */
  defaultSets = ['ruleset_1', 'ruleset_2', 'ruleset_3', 'ruleset_4', 'ruleset_5'];
  /** The rule sets that are on. @type {Set<string>} */
  ruleSets = new Set(this.defaultSets);
  /** Single rules of sets that are off. @type {Map<string, number[]>} */
  disabledIds = new Map();
  languages = ['en-GB', 'en'];
  /** Alarms that are wound, and how often each rings, in minutes. @type {Map<string, number>} */
  alarms = new Map();
  /** @type {(name: string) => void} */
  #rings = () => undefined;
  version = '0.1.0';
  /** Files of the package that are read. @type {Record<string, unknown>} */
  files = {
    'rulesets/baseline.json': {
      digest: 'ba5e11e000000001',
      rulesets: {
        base: 'ruleset_1',
        tracking: 'ruleset_2',
        'url-tracking': 'ruleset_3',
        popups: 'ruleset_4',
        annoyances: 'ruleset_5',
        social: 'ruleset_6',
        french: 'ruleset_7',
      },
    },
  };
  /** @type {Map<number, { id: number, url: string, private: boolean, title: string }>} */
  openTabs = new Map();
  /** @type {Map<number, string>} */
  icons = new Map();
  /** How often one was set, which costs a browser more than anything else that is done for each page. */
  iconsSet = 0;
  /** @type {any[]} */
  told = [];
  /** Whether a page of ours is open, as the browser finds. @type {boolean | Promise<boolean>} */
  pagesOpen = true;
  /** What was asked of content scripts. @type {{ tabId: number, message: object }[]} */
  contentAsked = [];
  /** @type {(tabId: number, message: object) => unknown} */
  contentAnswers = () => undefined;
  /** @type {number[]} */
  reloaded = [];
  /** @type {{ url: string, init: any }[]} */
  fetched = [];
  /** @type {(url: string, init: any) => Promise<Response>} */
  answer = async () => new Response(null, { status: 202 });
  /** @type {any} */
  watcher = null;
  /** @type {((message: unknown, sender: any) => Promise<any> | undefined) | null} */
  #listener = null;
  /** @type {(event: any) => void} */
  #committed = () => undefined;
  /** @type {((tabId: number) => void)[]} */
  #gone = [];
  /** @type {((shown: any) => void)[]} */
  #documents = [];
  /** @type {(frame: any) => void} */
  #navigating = () => undefined;
  /** The styles that were put in. @type {{ shown: any, css: string }[]} */
  styles = [];
  #requests = 0;

  /** Starts the background; again: as the browser restarts it, with nothing left but what it stored. */
  async start() {
    this.#documents = [];
    this.#gone = [];
    createBackground(/** @type {any} */ (this.#platform()), async (url, init) => {
      if (String(url).startsWith(kRoot)) {
        const file = this.files[String(url).slice(kRoot.length)];
        return file ? Response.json(file) : new Response(null, { status: 404 });
      }
      this.fetched.push({ url: String(url), init });
      return this.answer(String(url), init);
    });
    await settle();
  }

  #platform() {
    return {
      family: 'chromium',
      version: this.version,
      languages: async () => this.languages,
      alarms: {
        every: async (/** @type {string} */ name, /** @type {number} */ minutes) => {
          this.alarms.set(name, minutes);
        },
        stop: async (/** @type {string} */ name) => {
          this.alarms.delete(name);
        },
        onRing: (/** @type {any} */ listener) => {
          this.#rings = listener;
        },
      },
      extensionId: 'volitiontestid',
      root: kRoot,
      ownDomain: 'volitiontestid',
      connectNative: this.host.connect,
      watchRequests: (/** @type {any} */ watcher) => {
        this.watcher = watcher;
      },
      messages: {
        listen: (/** @type {any} */ listener) => {
          this.#listener = listener;
        },
        toPages: async (/** @type {any} */ message) => {
          this.told.push(message);
          return this.pagesOpen;
        },
      },
      tabs: {
        get: async (/** @type {number} */ tabId) => this.openTabs.get(tabId) ?? null,
        ofHost: async (/** @type {string} */ host) =>
          [...this.openTabs.values()].filter(({ url }) => new URL(url).hostname === host).reverse(),
        ofDomain: async (/** @type {string} */ domain) =>
          [...this.openTabs.values()].filter(({ url }) =>
            `.${new URL(url).hostname}`.endsWith(`.${domain}`),
          ),
        ask: async (
          /** @type {number} */ tabId,
          /** @type {object} */ message,
          /** @type {number} */ frameId = 0,
        ) => {
          this.contentAsked.push({ tabId, message, ...(frameId !== 0 && { frameId }) });
          return this.contentAnswers(tabId, message);
        },
        reload: async (/** @type {number} */ tabId) => {
          this.reloaded.push(tabId);
        },
        onRemoved: (/** @type {any} */ listener) => {
          this.#gone.push(listener);
        },
        onCommitted: (/** @type {any} */ listener) => {
          this.#committed = (event) => {
            // As browsers do.
            this.icons.set(event.tabId, 'rest');
            listener(event);
          };
        },
      },
      furniture: this.furniture.interface(),
      styles: {
        onNavigating: (/** @type {any} */ listener) => {
          this.#navigating = listener;
        },
        onDocument: (/** @type {any} */ listener) => {
          this.#documents.push(listener);
        },
        hide: async (/** @type {any} */ shown, /** @type {string} */ css) => {
          this.styles.push({ shown, css });
        },
        show: async (/** @type {any} */ frame, /** @type {string} */ css) => {
          this.styles = this.styles.filter(
            (one) =>
              one.css !== css ||
              one.shown.tabId !== frame.tabId ||
              one.shown.frameId !== frame.frameId,
          );
        },
      },
      icon: {
        show: async (/** @type {number} */ tabId, /** @type {string} */ look) => {
          this.icons.set(tabId, look);
          this.iconsSet += 1;
        },
      },
      rules: {
        session: async () => structuredClone(this.sessionRules.rules),
        dynamic: async () => structuredClone(this.dynamicRules.rules),
        updateSession: async (/** @type {any} */ change) => this.sessionRules.update(change),
        updateDynamic: async (/** @type {any} */ change) => this.dynamicRules.update(change),
        maxDynamic: 5_000,
        takes: async (/** @type {{ regex: string }} */ { regex }) => !regex.includes('(?='),
        shippedSets: () => [
          ...this.defaultSets.map((id) => ({ id, enabled: true })),
          { id: 'ruleset_6', enabled: false },
          { id: 'ruleset_7', enabled: false },
        ],
        disabledIds: async (/** @type {string} */ id) => this.disabledIds.get(id) ?? [],
        updateStatic: async (/** @type {any} */ change) => {
          const { rulesetId, disableRuleIds = [], enableRuleIds = [] } = change;
          const off = new Set([...(this.disabledIds.get(rulesetId) ?? []), ...disableRuleIds]);
          for (const id of enableRuleIds) off.delete(id);
          this.disabledIds.set(rulesetId, [...off]);
        },
        enabledSets: async () => [...this.ruleSets],
        updateSets: async (
          /** @type {any} */ { enableRulesetIds = [], disableRulesetIds = [] },
        ) => {
          for (const id of disableRulesetIds) this.ruleSets.delete(id);
          for (const id of enableRulesetIds) this.ruleSets.add(id);
        },
      },
      memory: this.memory,
      settings: this.settings,
      clock: this.clock,
    };
  }

  /** An alarm rings. @param {string} name */
  async ring(name) {
    this.#rings(name);
    await settle();
  }

  /** The extension is replaced by another version: the browser resets its sets and single rules, and keeps dynamic ones. @param {string} version */
  async update(version) {
    this.version = version;
    this.ruleSets = new Set(this.defaultSets);
    this.disabledIds.clear();
    await this.memory.clear();
    this.sessionRules.rules = [];
    await this.start();
  }

  /** The browser says that a tab shows a page now. @param {{ tabId: number, url: string, documentId?: string }} event */
  commit(event) {
    this.#committed(event);
  }

  /** A frame of a tab shows a document. @param {number} tabId @param {string} url @param {number} [frameId] */
  async document(tabId, url, frameId = 0) {
    for (const hears of this.#documents)
      hears({ tabId, frameId, top: frameId === 0, url, documentId: `doc-${url}` });
    await settle();
  }

  /** A frame of a tab is about to show a document. @param {number} tabId @param {string} url @param {number} [frameId] */
  async navigating(tabId, url, frameId = 0) {
    this.#navigating({ tabId, frameId, top: frameId === 0, url });
    await settle();
  }

  /** A content script in a frame tells classes and ids. @param {number} tabId @param {unknown} names @param {object} [sender] */
  async names(tabId, names, sender = {}) {
    const url = this.openTabs.get(tabId)?.url;
    return this.send(
      { from: 'cosmetics', names },
      { id: 'volitiontestid', url, tab: { id: tabId }, frameId: 0, documentId: 'd', ...sender },
    );
  }

  /** A tab shows a page, loaded anew. @param {number} id @param {string} url @param {{ private?: boolean, title?: string }} [window] */
  async show(id, url, window = {}) {
    this.watcher.opened(this.request(id, { url, type: 'main_frame' }), null);
    this.openTabs.set(id, {
      id,
      url,
      private: window.private ?? this.openTabs.get(id)?.private ?? false,
      title: window.title ?? '',
    });
    this.#committed({ tabId: id, url, documentId: `doc-${url}` });
    await settle();
  }

  /** @param {number} id */
  async closeTab(id) {
    this.openTabs.delete(id);
    for (const hears of this.#gone) hears(id);
    await settle();
  }

  /** A request as the platform shows it. @param {number} tabId @param {object} facts */
  request(tabId, facts = {}) {
    const page = this.openTabs.get(tabId)?.url ?? '';
    this.#requests += 1;
    return {
      id: `r${this.#requests}`,
      tabId,
      frameId: 0,
      url: 'https://tracker.example/pixel?e=1',
      type: 'image',
      method: 'GET',
      time: this.clock.now(),
      frame: page,
      documents: [`doc-${page}`],
      ahead: false,
      topUrl: page,
      ...facts,
    };
  }

  /** A page makes a request and a rule stops it. @param {number} tabId @param {object} [facts] @param {string} [body] */
  async block(tabId, facts, body) {
    const request = this.request(tabId, facts);
    const raw =
      body === undefined ? null : { raw: [{ bytes: new TextEncoder().encode(body).buffer }] };
    this.watcher.opened(request, raw);
    this.watcher.stopped(request);
    await settle();
    return request;
  }

  /**
   * A page of ours sends a message; the background's answer, or undefined where it says nothing.
   * @param {'popup' | 'panel' | 'dashboard' | 'welcome'} page @param {object} message
   */
  async fromPage(page, message) {
    return this.send(message, { id: 'volitiontestid', url: `${kRoot}${page}/${page}.html` });
  }

  /** @param {unknown} message @param {object} sender */
  async send(message, sender) {
    const answering = this.#listener?.(message, sender);
    await settle();
    return answering;
  }

  /** A content script in a tab's top frame observes. @param {number} tabId @param {unknown} observations @param {object} [sender] */
  async observe(tabId, observations, sender = {}) {
    const url = this.openTabs.get(tabId)?.url;
    return this.send(
      { from: 'notice', observations },
      { id: 'volitiontestid', url, tab: { id: tabId }, frameId: 0, ...sender },
    );
  }

  /** What the popup shows of a tab. @param {number} tabId */
  async state(tabId) {
    const answer = await this.fromPage('popup', { to: 'tab', do: 'state', tabId });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  }
}

/** @param {number} seed */
export const hex = (seed, digits = 32) => seed.toString(16).padStart(digits, '0');
