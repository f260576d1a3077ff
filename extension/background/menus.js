// SPDX-License-Identifier: GPL-3.0-or-later
// The menu over a page: Keep this, Ask about this, Copy clean link. It speaks the browser's language, as the rest of that menu
// does. ("Block this" comes with rules of the person's own; there are none yet.)

/** @import { Platform } from '../platform/platform.js' */
/** @import { MenuEntry } from '../platform/furniture.js' */
/** @import { Acts } from './acts.js' */

/** The id of an entry is the key of its words. @type {Omit<MenuEntry, 'title'>[]} */
const kEntries = [
  { id: 'menu_keep', contexts: ['page', 'selection'] },
  { id: 'menu_ask', contexts: ['page', 'selection'] },
  { id: 'menu_copy_clean', contexts: ['page', 'link'] },
];

export class Menus {
  /**
   * @param {Pick<Platform, 'furniture'>} platform
   * @param {Acts} acts
   */
  constructor({ furniture }, acts) {
    // Both browsers keep the entries while the background sleeps.
    furniture.onInstalled(() => {
      void furniture.menus.set(
        kEntries.map((entry) => ({ ...entry, title: furniture.word(entry.id) })),
      );
    });
    furniture.menus.onPress(({ id, tabId, pageUrl, linkUrl, selection }) => {
      if (id === 'menu_keep') void acts.keep(tabId, selection);
      else if (id === 'menu_ask') void acts.ask(tabId, selection);
      else if (id === 'menu_copy_clean') void acts.copyClean(linkUrl || pageUrl);
    });
  }
}
