// SPDX-License-Identifier: GPL-3.0-or-later
// The menu over a page: Keep this, Ask about this, Copy clean link, Block this element. It speaks the browser's language, as the
// rest of that menu does.

/** @import { Platform } from '../platform/platform.js' */
/** @import { MenuEntry } from '../platform/furniture.js' */
/** @import { Acts } from './acts.js' */
/** @import { Hides } from './hides.js' */

/** The id of an entry is the key of its words. @type {Omit<MenuEntry, 'title'>[]} */
const kEntries = [
  { id: 'menu_keep', contexts: ['page', 'selection'] },
  { id: 'menu_ask', contexts: ['page', 'selection'] },
  { id: 'menu_copy_clean', contexts: ['page', 'link'] },
  { id: 'menu_block', contexts: ['page', 'selection', 'link', 'image', 'video', 'audio', 'frame'] },
];

export class Menus {
  /**
   * @param {Pick<Platform, 'furniture'>} platform
   * @param {Acts} acts
   * @param {Hides} hides
   */
  constructor({ furniture }, acts, hides) {
    // Both browsers keep the entries while the background sleeps.
    furniture.onInstalled(() => {
      void furniture.menus.set(
        kEntries.map((entry) => ({ ...entry, title: furniture.word(entry.id) })),
      );
    });
    furniture.menus.onPress((press) => {
      const { id, tabId, pageUrl, linkUrl, selection } = press;
      if (id === 'menu_keep') void acts.keep(tabId, selection);
      else if (id === 'menu_ask') void acts.ask(tabId, selection);
      else if (id === 'menu_copy_clean') void acts.copyClean(linkUrl || pageUrl);
      else if (id === 'menu_block') void hides.block(press);
    });
  }
}
