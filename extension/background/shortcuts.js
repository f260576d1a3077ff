// SPDX-License-Identifier: GPL-3.0-or-later
// Keyboard commands (manifests/base.json names them and their keys; the person changes these in the browser).

/** @import { Platform } from '../platform/platform.js' */
/** @import { Acts } from './acts.js' */

export class Shortcuts {
  /**
   * @param {Pick<Platform, 'furniture'>} platform
   * @param {Acts} acts
   */
  constructor({ furniture }, acts) {
    furniture.onCommand((command, tab) => {
      if (command === 'universe')
        void furniture.openPage('dashboard/dashboard.html#universe', 'new');
      if (!tab) return;
      if (command === 'keep') void acts.keep(tab.id);
      else if (command === 'copy_clean') void acts.copyClean(tab.url);
      else if (command === 'panel') void furniture.openPanel({ windowId: tab.windowId });
    });
  }
}
