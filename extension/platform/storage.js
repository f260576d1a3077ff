// SPDX-License-Identifier: GPL-3.0-or-later
// Takes from content scripts the right to read and write what the extension stores: they live on hostile ground and need none of it.
// Chromium gives it to them by default and can take it away; Firefox cannot, so nothing that decides anything is stored there
// (the session memory is closed to them in both).

/** @param {typeof chrome} api */
export function closeStorage(api) {
  for (const area of [api.storage.local, api.storage.sync]) {
    // Of a browser that cannot, there is nothing to wait for; of one that can, nothing depends on the answer.
    area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' })?.catch(() => undefined);
  }
}
