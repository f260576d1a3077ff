// SPDX-License-Identifier: GPL-3.0-or-later
// The document that nobody sees, for Chromium alone (furniture.js, `copy`): what its address names after the # is copied.

(() => {
  const field = /** @type {HTMLTextAreaElement} */ (document.querySelector('textarea'));
  field.value = decodeURIComponent(location.hash.slice(1));
  field.select();
  document.execCommand('copy');
})();
