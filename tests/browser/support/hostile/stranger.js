// SPDX-License-Identifier: GPL-3.0-or-later
// The background of another extension, which asks Volition for everything it can think of. A classic file.

/** @param {(done: (got: unknown) => void) => unknown} act */
const outcome = (act) =>
  new Promise((resolve) => {
    setTimeout(() => resolve('no answer'), 2_000);
    try {
      act((got) => {
        const error = chrome.runtime.lastError?.message;
        resolve(error ? `refused: ${error}` : got === undefined ? 'nothing' : JSON.stringify(got));
      });
    } catch (error) {
      resolve(`refused: ${error}`);
    }
  });

/** @param {{ id: string, root: string, host: string, messages: object[] }} victim */
async function tryAll({ id, root, host, messages }) {
  /** @type {Record<string, unknown>} */
  const got = {};
  await Promise.all(
    messages.map(async (message) => {
      got[JSON.stringify(message)] = await outcome((done) =>
        chrome.runtime.sendMessage(id, message, done),
      );
    }),
  );
  /** @param {chrome.runtime.Port} port @param {(got: unknown) => void} done */
  const listen = (port, done) => {
    port.onMessage.addListener(done);
    port.onDisconnect.addListener(() => done(undefined));
    port.postMessage({ v: 1, id: 1, method: 'status', params: {} });
  };
  got.connect = await outcome((done) => listen(chrome.runtime.connect(id), done));
  got.native = await outcome((done) => listen(chrome.runtime.connectNative(host), done));
  for (const path of ['dashboard/dashboard.html', 'manifest.json', 'background/main.js']) {
    got[path] = await outcome((done) =>
      fetch(root + path).then(
        (answer) => done(answer.ok ? 'read' : undefined),
        () => done(undefined),
      ),
    );
  }
  return got;
}

chrome.runtime.onMessage.addListener((message, _sender, answer) => {
  tryAll(message).then(answer);
  return true;
});
