// SPDX-License-Identifier: GPL-3.0-or-later
// Opens Welcome when the extension was installed, until it was seen: the page itself writes that down (ui/host.js). A browser that
// allows private windows at installing starts the extension anew at once, the page is lost on the way, and the second start is
// called an update. Firefox installs a temporary extension anew at each start, and says so each time.

/** @import { Platform } from '../platform/platform.js' */

/** @param {Pick<Platform, 'furniture' | 'settings'>} platform */
export function welcomeOnce({ furniture, settings }) {
  furniture.onInstalled(async (reason) => {
    if (reason !== 'install' && reason !== 'update') return;
    const { welcomed } = await settings.get('welcomed');
    if (welcomed) return;
    await furniture.openPage('welcome/welcome.html', 'new');
  });
}
