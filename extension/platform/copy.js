// SPDX-License-Identifier: GPL-3.0-or-later
// The document that nobody sees, for Chromium alone (furniture.js, `copy`): what its address names after the # is copied.

(() => {
  /**
   * The browser takes a copied text from the document by itself and says nothing of it. Closed at once, on a busy machine, a document was seen to
   * leave nothing to be pasted.
   */
  const kStaysMs = 5_000;
  const field = /** @type {HTMLTextAreaElement} */ (document.querySelector('textarea'));
  field.value = decodeURIComponent(location.hash.slice(1));
  field.select();
  document.execCommand('copy');
  setTimeout(() => window.close(), kStaysMs);
})();
