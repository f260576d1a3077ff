// SPDX-License-Identifier: GPL-3.0-or-later
// The port to the native host. The browsers differ in how they say that it is missing or that it died: Chromium in
// runtime.lastError, Firefox in port.error, and Firefox says nothing when a host was killed.

/**
 * @typedef {object} NativePort
 * @property {(message: object) => boolean} post false when the port is closed already
 * @property {() => void} close
 */

/** Said by a browser that could not start the host, in the words of both. */
const kCannotStart = /not found|No such native application|forbidden|permission|Failed to start/i;

/**
 * @param {typeof chrome} api
 * @param {string} name
 * @param {{ message: (message: unknown) => void, closed: (reason: 'missing' | 'exited', detail: string) => void }} events
 * @returns {NativePort}
 */
export function connectNative(api, name, events) {
  const port = api.runtime.connectNative(name);
  let open = true;
  port.onMessage.addListener((message) => {
    if (open) events.message(message);
  });
  port.onDisconnect.addListener((closedPort) => {
    // Read in every case: Chromium complains in the console about an error that nobody read.
    const lastError = api.runtime.lastError?.message;
    const { error } = /** @type {{ error?: { message?: string } | null }} */ (closedPort);
    const detail = error?.message ?? lastError ?? '';
    if (!open) return;
    open = false;
    events.closed(kCannotStart.test(detail) ? 'missing' : 'exited', detail);
  });
  return {
    post(message) {
      if (!open) return false;
      try {
        port.postMessage(message);
        return true;
      } catch {
        // Closed, and onDisconnect has not been called yet.
        return false;
      }
    },
    close() {
      open = false;
      port.disconnect();
    },
  };
}
