// SPDX-License-Identifier: GPL-3.0-or-later
// A content script of Volition's own that somebody has taken over: tests add it to a copy of the package. It does what the page writes
// into its attribute, with every right that a content script has, and writes down what it got. A classic file.

{
  const root = document.documentElement;

  /** @param {() => unknown} act */
  const outcome = async (act) => {
    try {
      const got = await Promise.race([
        act(),
        new Promise((resolve) => setTimeout(() => resolve('no answer'), 2_000)),
      ]);
      return got === undefined || got === null ? 'nothing' : JSON.stringify(got).slice(0, 200);
    } catch (error) {
      return `refused: ${error instanceof Error ? error.message : error}`;
    }
  };

  /** @param {object[]} messages */
  const tryAll = async (messages) => {
    /** @type {Record<string, string>} */
    const got = {};
    await Promise.all(
      messages.map(async (message) => {
        got[JSON.stringify(message)] = await outcome(() => chrome.runtime.sendMessage(message));
      }),
    );
    const api = /** @type {any} */ (chrome);
    got.connect = await outcome(
      () =>
        new Promise((resolve) => {
          const port = api.runtime.connect();
          port.onMessage.addListener(resolve);
          port.onDisconnect.addListener(() => resolve(undefined));
          port.postMessage(messages[0]);
        }),
    );
    got.native = await outcome(
      () =>
        new Promise((resolve) => {
          const port = api.runtime.connectNative('org.volition.host');
          port.onMessage.addListener(resolve);
          port.onDisconnect.addListener(() => resolve(undefined));
          port.postMessage({ v: 1, id: 1, method: 'status', params: {} });
        }),
    );
    for (const area of ['session', 'local', 'managed', 'sync']) {
      got[`storage.${area}.get`] = await outcome(async () => {
        const kept = await api.storage[area].get(null);
        return Object.keys(kept).length > 0 ? kept : undefined;
      });
      got[`storage.${area}.set`] = await outcome(async () => {
        await api.storage[area].set({ language: 'xx', poison: 'x' });
        return 'written';
      });
    }
    const reach = ['connectNative', 'sendNativeMessage', 'getBackgroundPage', 'reload'];
    const rooms = ['tabs', 'webRequest', 'declarativeNetRequest', 'scripting', 'action'];
    // Chromium shows the names of "scripting"'s constants to content scripts; what counts is what can be called.
    const callable = (/** @type {object | undefined} */ room) =>
      Object.values(room ?? {}).some((value) => typeof value === 'function');
    got.reach = await outcome(() => [
      ...reach.filter((name) => api.runtime[name]),
      ...rooms.filter((name) => callable(api[name])),
    ]);
    got.page = await outcome(async () => {
      const answer = await fetch(chrome.runtime.getURL('dashboard/dashboard.html'));
      return answer.ok ? 'read' : undefined;
    });
    return got;
  };

  new MutationObserver(async () => {
    const wanted = root.getAttribute('data-try');
    if (!wanted) return;
    root.removeAttribute('data-try');
    root.setAttribute('data-got', JSON.stringify(await tryAll(JSON.parse(wanted))));
  }).observe(root, { attributes: true, attributeFilter: ['data-try'] });
}
