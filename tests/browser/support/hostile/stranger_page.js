// SPDX-License-Identifier: GPL-3.0-or-later
// The other extension's content script: carries what a test wants tried to its background, and the outcome back. A classic file.

{
  const root = document.documentElement;
  new MutationObserver(async () => {
    const wanted = root.getAttribute('data-strange');
    if (!wanted) return;
    root.removeAttribute('data-strange');
    const got = await chrome.runtime.sendMessage(JSON.parse(wanted));
    root.setAttribute('data-strange-got', JSON.stringify(got));
  }).observe(root, { attributes: true, attributeFilter: ['data-strange'] });
}
