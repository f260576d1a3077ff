// SPDX-License-Identifier: GPL-3.0-or-later
// Opens Welcome, once, when the extension was installed. Remembered on the disk: Firefox installs a temporary extension anew at
// each start, and says so each time; where another copy was there before, it calls the first start an update.

/** @import { Platform } from '../platform/platform.js' */

/** @param {Pick<Platform, 'furniture' | 'settings'>} platform */
export function welcomeOnce({ furniture, settings }) {
  furniture.onInstalled(async (reason) => {
    if (reason !== 'install' && reason !== 'update') return;
    const { welcomed } = await settings.get('welcomed');
    if (welcomed) return;
    await settings.set({ welcomed: true });
    await furniture.openPage('welcome/welcome.html', 'new');
  });
}
