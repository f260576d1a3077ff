// SPDX-License-Identifier: GPL-3.0-or-later
// The words of both languages as the pages read them, for tests that run without a page.

import { readFileSync } from 'node:fs';
import { Words } from '../../../extension/ui/i18n.js';

/** @param {'en' | 'fr'} language @returns {Record<string, { message: string, description: string }>} */
export function messages(language) {
  const file = new URL(`../../../extension/_locales/${language}/messages.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

export const WORDS = {
  en: new Words('en', 'en-GB', messages('en')),
  fr: new Words('fr', 'fr-FR', messages('fr')),
};
