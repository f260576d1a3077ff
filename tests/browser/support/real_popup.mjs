// SPDX-License-Identifier: GPL-3.0-or-later
// The real popup, pressed open as a person does and read by another page of the extension (`Driver.ask`): no debugger is attached to it.

/**
 * Presses the toolbar's button over the tab in front, or over `given.tab`, and tells once the popup is drawn: what it says, how many attempts it
 * holds, and in milliseconds how long the drawing took since its document began (`drawn`) and since the press (`took`).
 */
export const kPress = `
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
  const popup = () => api.extension.getViews({ type: 'popup' })[0];
  const words = (node) =>
    node.localName === 'style' ? '' : (node.nodeType === 3 ? node.data : '') +
      [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes].map(words).join(' ');
  if (given?.tab) await api.tabs.update(given.tab, { active: true });
  const pressed = performance.timeOrigin + performance.now();
  await api.action.openPopup();
  for (const end = performance.now() + 60_000; performance.now() < end; await pause()) {
    const view = popup();
    const drawn = view?.performance.getEntriesByName('volition-drawn')[0]?.startTime;
    if (!drawn) continue;
    const text = words(view.document.body).replace(/\\s+/g, ' ');
    const attempts = view.document.querySelector('vol-popup').state?.attempts.length ?? -1;
    const took = view.performance.timeOrigin + drawn - pressed;
    view.close();
    while (popup()) await pause();
    return { drawn, took, attempts, text };
  }
  throw new Error('the popup was not drawn');`;
