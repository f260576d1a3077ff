// SPDX-License-Identifier: GPL-3.0-or-later
// The page's JSON-LD as it stands there, not parsed: shops break it in many ways, and repairing it is the host's work.
// A classic content script, the first of its entry in the manifest.

/** Longer ones are left out whole: a cut price would be a wrong one. UTF-16 units, as the protocol bounds them. */
const kMaxObservationLength = 524_288;

/**
 * @param {Document} page
 * @returns {{ source: 'json_ld', raw: string }[]}
 */
// biome-ignore lint/correctness/noUnusedVariables: used by main.js, the next file of the same entry
function readJsonLd(page) {
  /** @type {{ source: 'json_ld', raw: string }[]} */
  const observations = [];
  for (const script of page.querySelectorAll('script[type*="ld+json" i]')) {
    const raw = script.textContent ?? '';
    if (raw.trim() === '' || raw.length > kMaxObservationLength) continue;
    observations.push({ source: 'json_ld', raw });
  }
  return observations;
}
