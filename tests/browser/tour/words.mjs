// SPDX-License-Identifier: GPL-3.0-or-later
// What the person of the tour looks at and writes.

export const kShoes = 'https://shop.example/en/p/trail-shoes';

/** What the shop offers for them. */
export const kOffer = {
  '@context': 'https://schema.org',
  '@type': 'Offer',
  name: 'Trail shoes',
  price: '125.00',
  priceCurrency: 'EUR',
};

/** Their own words about the shoes: looked for in every file after forgetting. */
export const kOwnWords = 'under 130, for the Vercors';

/** What they ask the shop, and then withdraw. */
export const kQuestion = 'Do you resole the shoes of 2019 as well?';
