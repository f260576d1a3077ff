// SPDX-License-Identifier: GPL-3.0-or-later
// Which language to speak, and where its words lie. Imports nothing, so that a page can ask for its words first of all.

/** @typedef {'en' | 'fr'} Language */
/** @typedef {'auto' | Language} LanguageSetting */

/**
 * The language to speak: the one that was chosen, else the first of the browser's that there is.
 * @param {LanguageSetting} setting
 * @param {readonly string[]} preferred BCP 47 tags, best first
 * @returns {{ language: Language, locale: string }}
 */
export function chooseLanguage(setting, preferred) {
  for (const tag of preferred) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language !== 'en' && language !== 'fr') continue;
    if (setting === 'auto' || setting === language) return { language, locale: tag };
  }
  return setting === 'fr'
    ? { language: 'fr', locale: 'fr-FR' }
    : { language: 'en', locale: 'en-GB' };
}

/** @param {Language} language @returns {Promise<Record<string, { message: string }>>} */
export async function readMessages(language) {
  const module = await import(`../_locales/${language}/messages.json`, { with: { type: 'json' } });
  return module.default;
}
