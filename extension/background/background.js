// SPDX-License-Identifier: GPL-3.0-or-later
// The background's composition root: which part knows which. Made in one synchronous turn, so that every listener is there
// before the browser delivers the event that woke the background.

/** @import { Platform } from '../platform/platform.js' */

import { Acts } from './acts.js';
import { Attempts } from './attempts.js';
import { Broadcaster } from './broadcast.js';
import { Contacts } from './contacts.js';
import { Cosmetics } from './cosmetics.js';
import { Courier } from './courier.js';
import { Elsewhere } from './elsewhere.js';
import { FreshLists } from './fresh_lists.js';
import { Hides } from './hides.js';
import { HostClient } from './host_client.js';
import { Lists } from './lists.js';
import { Menus } from './menus.js';
import { Notice } from './notice.js';
import { Omnibox } from './omnibox.js';
import { Protection } from './protection.js';
import { Router } from './router.js';
import { Shortcuts } from './shortcuts.js';
import { Tabs } from './tabs.js';
import { welcomeOnce } from './welcome.js';
import { Wire } from './wire.js';

/**
 * @param {Platform} platform
 * @param {typeof fetch} fetcher handed to the wire alone
 */
export function createBackground(platform, fetcher) {
  const broadcaster = new Broadcaster(platform);
  const host = new HostClient(platform, (state) => {
    broadcaster.tell('host');
    if ('hello' in state) lists.sync();
    if (state.state !== 'ready') return;
    elsewhere.hostCame(state.hello.revision);
    void attempts.explainAgain();
    notice.judgeAgain();
    courier.settle();
  });
  const protection = new Protection(platform);
  const tabs = new Tabs(platform, {
    changed: (tabId) => broadcaster.tell('tab', tabId),
    left: (tabId) => protection.left(tabId),
    shows: (record, before) => {
      // The browser itself gives a tab its resting icon back with each page; to set one costs more than all else that a page costs us.
      // What the last page began to fill may come after that.
      if (record.attempts.length > 0) platform.icon.show(record.tabId, 'filled');
      else if (before && before.attempts.length > 0) platform.icon.show(record.tabId, 'rest');
      attempts.shows(record);
      protection.shows(record);
    },
  });
  const attempts = new Attempts(platform, tabs, host, () => broadcaster.tell('attempts'));
  const notice = new Notice(tabs, host, () => broadcaster.tell('intentions'));
  const cosmetics = new Cosmetics(platform, { host, protection, tabs }, (revision) =>
    lists.seen(revision),
  );
  const wire = new Wire(platform, fetcher);
  const courier = new Courier(platform, host, wire);
  const listsChanged = () => broadcaster.tell('lists');
  const lists = new Lists(platform, { host, wire }, listsChanged);
  const fresh = new FreshLists(platform, { host, wire, lists }, listsChanged);
  const hides = new Hides(platform, { tabs, host, fresh, cosmetics }, (tabId) =>
    broadcaster.tell('tab', tabId),
  );
  const elsewhere = new Elsewhere(platform, host, broadcaster, (revision) => lists.seen(revision));
  const acts = new Acts(platform, { tabs, host, notice }, () => broadcaster.tell('intentions'));
  new Menus(platform, acts, hides);
  new Shortcuts(platform, acts);
  new Omnibox(platform, host);
  welcomeOnce(platform);
  const contacts = new Contacts(platform);
  const router = new Router(platform, {
    acts,
    contacts,
    cosmetics,
    host,
    tabs,
    attempts,
    notice,
    protection,
    courier,
    elsewhere,
    broadcaster,
    lists,
    fresh,
    hides,
  });
  platform.messages.listen((message, sender) => router.received(message, sender));
  host.start();
}
