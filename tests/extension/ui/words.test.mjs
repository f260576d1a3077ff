// SPDX-License-Identifier: GPL-3.0-or-later
// The words of both languages: the same keys, the same placeholders, none missing, none unused, French set as French is.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { chooseLanguage, flat, plain, Words } from '../../../extension/ui/i18n.js';
import { messages, WORDS } from './words_of_tests.mjs';

const EXTENSION = fileURLToPath(new URL('../../../extension/', import.meta.url));
const ROOMS = ['background', 'ui', 'popup', 'panel', 'dashboard', 'welcome'];
const en = messages('en');
const fr = messages('fr');

const placeholders = (message) =>
  [...message.matchAll(/\{([a-z_]+)\}/g)].map(([, name]) => name).sort();

/** Every string in the sources of the pages: plain ones, and patterns of the ones that are put together. */
function stringsOfPages() {
  const plainOnes = new Set();
  const patterns = [];
  for (const room of ROOMS) {
    for (const file of readdirSync(EXTENSION + room, { recursive: true })) {
      if (!String(file).endsWith('.js')) continue;
      const source = readFileSync(`${EXTENSION}${room}/${file}`, 'utf8');
      for (const [, text] of source.matchAll(/'([A-Za-z0-9_]+)'/g)) plainOnes.add(text);
      for (const [, text] of source.matchAll(/`([A-Za-z0-9_]*(?:\$\{[^`{}]*\}[A-Za-z0-9_]*)+)`/g)) {
        const pattern = text.replace(/\$\{[^}]*\}/g, '[A-Za-z0-9_-]+');
        if (/^[A-Za-z0-9_]/.test(text)) patterns.push(new RegExp(`^${pattern}$`));
      }
    }
  }
  const manifests = ['base', 'chromium', 'firefox']
    .map((name) => readFileSync(`${EXTENSION}../manifests/${name}.json`, 'utf8'))
    .join('');
  for (const [, text] of manifests.matchAll(/__MSG_([A-Za-z0-9_]+)__/g)) plainOnes.add(text);
  return { plainOnes, patterns };
}

const PLURAL = /_(zero|one|two|few|many|other)$/;

test('both languages have the same keys', () => {
  assert.deepEqual(Object.keys(fr).sort(), Object.keys(en).sort());
});

test('both languages put the same things in', () => {
  for (const key of Object.keys(en)) {
    assert.deepEqual(placeholders(fr[key].message), placeholders(en[key].message), key);
  }
});

test('every key has words and a description, the same in both languages', () => {
  for (const key of Object.keys(en)) {
    assert.ok(en[key].message.length > 0 && fr[key].message.length > 0, key);
    assert.ok(en[key].description.length > 3, key);
    assert.equal(fr[key].description, en[key].description, key);
  }
});

test('no message holds a dollar sign, which the browsers would read as a placeholder of their own', () => {
  for (const words of [en, fr]) {
    for (const [key, { message }] of Object.entries(words)) assert.doesNotMatch(message, /\$/, key);
  }
});

test('no key is unused', () => {
  const { plainOnes, patterns } = stringsOfPages();
  const used = (key) => plainOnes.has(key) || patterns.some((pattern) => pattern.test(key));
  const unused = Object.keys(en).filter((key) => !used(key) && !used(key.replace(PLURAL, '')));
  assert.deepEqual(unused, []);
});

test('no key that the pages ask for by name is missing', () => {
  const missing = [];
  for (const room of ROOMS) {
    for (const file of readdirSync(EXTENSION + room, { recursive: true })) {
      if (!String(file).endsWith('.js')) continue;
      const source = readFileSync(`${EXTENSION}${room}/${file}`, 'utf8');
      for (const [, how, key] of source.matchAll(
        /\b(say|parts|text|count)\(\s*'([a-z][A-Za-z0-9_]*)'/g,
      )) {
        const there = how === 'count' ? `${key}_other` in en && `${key}_one` in en : key in en;
        if (!there) missing.push(`${room}/${file}: ${key}`);
      }
      for (const [, key] of source.matchAll(/'(error_[a-z_]+|row_[a-z_]+|label: '[a-z_]+)'/g)) {
        if (!(key in en)) missing.push(`${room}/${file}: ${key}`);
      }
    }
  }
  assert.deepEqual(missing, []);
});

const FAMILIES = {
  event: [
    'PageView',
    'ViewContent',
    'ViewContent_thing',
    'ViewCategory',
    'ViewCategory_thing',
    'Search',
    'Search_for',
    'AddToCart',
    'AddToCart_thing',
    'AddToWishlist',
    'AddToWishlist_thing',
    'ViewCart',
    'ViewCart_thing',
    'BeginCheckout',
    'BeginCheckout_thing',
    'Purchase',
    'Purchase_thing',
    'Donate',
    'Donate_value',
    'Lead',
    'SignUp',
    'Conversion',
    'Click',
    'Engagement',
    'PageMetadata',
    'IdSync',
    'SessionRecording',
    'Other',
    'Other_named',
  ],
  protection: ['on', 'off_once', 'off'],
  done: ['bought', 'made', 'mended', 'borrowed', 'given', 'no_longer_wanted'],
  kind: ['product', 'service', 'cause', 'objects', 'time', 'skill', 'Demand', 'AskAction'],
  state: ['sealed', 'sent', 'unknown', 'refused', 'answered', 'withdrawn', 'expired'],
  found: ['opened_one', 'opened_other', 'nothing_new', 'not_yet', 'gone', 'status', 'damaged'],
  refused: ['late', 'excess', 'foreign', 'damaged', 'status'],
  host: ['starting', 'absent', 'version', 'locked', 'needs_recovery'],
  id: [
    'cookie',
    'click',
    'account',
    'email_hash',
    'email_clear',
    'phone_hash',
    'phone_clear',
    'name',
    'address',
    'other_vendor',
  ],
  id_from: ['browser', 'shop', 'form'],
  kept_then: ['page', 'record'],
  kept_same: ['page', 'record'],
  kept_seen: ['page', 'record'],
  policy: ['only_keep', 'seven_days'],
  erased: ['forgotten', 'pending'],
};

for (const [family, members] of Object.entries(FAMILIES)) {
  test(`every ${family} of the protocol has words`, () => {
    for (const member of members) assert.ok(`${family}_${member}` in en, `${family}_${member}`);
  });
}

test('French has a narrow no-break space before : ; ! ? and inside « »', () => {
  for (const [key, { message }] of Object.entries(fr)) {
    const bare = message.replace(/https?:/g, '');
    assert.doesNotMatch(bare, /[^\u202f][:;!?»]/, `${key}: ${message}`);
    assert.doesNotMatch(bare, /«[^\u202f]/, `${key}: ${message}`);
    assert.doesNotMatch(bare, /[  \u00a0][:;!?»]/, `${key}: ${message}`);
  }
});

test('both languages use the curved apostrophe and no straight quotation marks', () => {
  for (const words of [en, fr]) {
    for (const [key, { message }] of Object.entries(words))
      assert.doesNotMatch(message, /['"]/, `${key}: ${message}`);
  }
});

test('no nagging word in either language', () => {
  for (const [key, { message }] of Object.entries(en)) {
    assert.doesNotMatch(message, /\b(OK|Oops|Are you sure|unread)\b/i, key);
  }
  for (const [key, { message }] of Object.entries(fr)) {
    assert.doesNotMatch(message, /\b(OK|Oups|non lus?|Êtes-vous sûr)\b/i, key);
  }
});

const COUNTS = [
  ['en', 0, 'This page tried to tell 0 companies'],
  ['en', 1, 'This page tried to tell one company'],
  ['en', 2, 'This page tried to tell 2 companies'],
  ['fr', 1, 'Cette page a voulu dire à une entreprise'],
  ['fr', 2, 'Cette page a voulu dire à 2 entreprises'],
  ['fr', 1_000_000, 'Cette page a voulu dire à 1\u202f000\u202f000 entreprises'],
];
for (const [language, n, expected] of COUNTS) {
  test(`${language} counts ${n}`, () => {
    assert.equal(plain(WORDS[language].count('told_title', n)), expected);
  });
}

test('a value that looks like a placeholder is not put in again', () => {
  const words = new Words('en', 'en', { a: { message: 'x {thing} y' } });
  assert.equal(
    plain(words.parts('a', { thing: { kind: 'thing', text: '{thing} {other}' } })),
    'x {thing} {other} y',
  );
});

test('text of strangers is isolated, prices and our own words are not', () => {
  const words = new Words('en', 'en', { a: { message: '{who}: {price}' } });
  const parts = words.parts('a', {
    who: { kind: 'name', text: 'abc' },
    price: { kind: 'price', text: '1' },
  });
  assert.equal(flat(parts), '\u2068abc\u2069: 1');
});

const LANGUAGES = [
  ['auto', ['fr-CA', 'en'], 'fr', 'fr-CA'],
  ['auto', ['de-DE', 'en-US'], 'en', 'en-US'],
  ['auto', ['de-DE'], 'en', 'en-GB'],
  ['fr', ['en-US'], 'fr', 'fr-FR'],
  ['en', ['fr-FR'], 'en', 'en-GB'],
  ['en', ['fr-FR', 'en-IE'], 'en', 'en-IE'],
];
for (const [setting, preferred, language, locale] of LANGUAGES) {
  test(`setting ${setting} with ${preferred.join(', ')} speaks ${locale}`, () => {
    assert.deepEqual(chooseLanguage(setting, preferred), { language, locale });
  });
}
