// SPDX-License-Identifier: GPL-3.0-or-later
// `v <words>` in the address bar: the universe answers as one types; Enter opens the dashboard with that search.

/** @import { Platform } from '../platform/platform.js' */
/** @import { HostClient } from './host_client.js' */

import { sound } from '../core/text.js';

/** As many lines as the browsers show. */
const kLines = 6;
/** As the protocol has it. */
const kMaxWords = 200;

export class Omnibox {
  /** Only the newest question is answered. */
  #asked = 0;

  /**
   * @param {Pick<Platform, 'furniture'>} platform
   * @param {HostClient} host
   */
  constructor({ furniture }, host) {
    this.host = host;
    furniture.omnibox.introduce(furniture.word('omnibox_search'));
    furniture.omnibox.onChanged((typed, suggest) => void this.#suggest(typed, suggest));
    furniture.omnibox.onEntered((typed, where) => {
      const words = searched(typed);
      const section = words === '' ? '#universe' : `#universe/${encodeURIComponent(words)}`;
      void furniture.openPage(`dashboard/dashboard.html${section}`, where);
    });
  }

  /**
   * @param {string} typed
   * @param {(lines: { content: string, description: string }[]) => void} suggest
   */
  async #suggest(typed, suggest) {
    const words = searched(typed);
    this.#asked += 1;
    const asked = this.#asked;
    if (words === '') return;
    try {
      const { items } = await this.host.call('intentions.list', { words, limit: kLines });
      if (asked !== this.#asked) return;
      suggest(
        items.map(({ name, brand }) => ({
          // Chromium leaves out a line that says just what was typed.
          content: searched(name),
          description: brand === null ? name : `${name} · ${brand}`,
        })),
      );
    } catch {
      // Without the host there is nothing to suggest; Enter opens the dashboard, which says why.
    }
  }
}

/** @param {string} typed */
function searched(typed) {
  return sound(typed.replace(/\s+/g, ' ').trim(), kMaxWords);
}
