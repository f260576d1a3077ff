// SPDX-License-Identifier: GPL-3.0-or-later
// What the demonstration shop sells: invented things, at prices that a test may change while the shop is open.

/**
 * @typedef {object} Ware
 * @property {string} slug
 * @property {string} sku
 * @property {string} gtin a GTIN-13 with its check digit, from the range for restricted circulation (2…)
 * @property {{en: string, fr: string}} name
 * @property {{en: string, fr: string}} line one sentence under the name
 * @property {{en: string[], fr: string[]}} facts
 * @property {number} minor price in cents
 * @property {'json_ld' | 'microdata' | 'graph'} marking how its page says what it shows
 * @property {string} sky colour behind its picture
 */

/** GTIN-13 check digit (GS1 General Specifications, section 7.9). @param {string} twelve */
export const gtin13 = (twelve) => {
  const sum = [...twelve].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return twelve + String((10 - (sum % 10)) % 10);
};

/** @returns {Ware[]} a fresh list: every world has prices of its own */
export const makeCatalog = () => [
  {
    slug: 'trail-shoes',
    sku: 'SEN-1042',
    gtin: gtin13('200000010421'),
    name: { en: 'Trail shoes', fr: 'Chaussures de sentier' },
    line: {
      en: 'Light, dry, and resoled for as long as you walk.',
      fr: 'Légères, sèches, ressemelées aussi longtemps que vous marchez.',
    },
    facts: {
      en: ['Wool lining, natural rubber sole', '290 g, sizes 36 to 47', 'Two resolings included'],
      fr: [
        'Doublure en laine, semelle en caoutchouc naturel',
        '290 g, du 36 au 47',
        'Deux ressemelages compris',
      ],
    },
    minor: 14900,
    marking: 'json_ld',
    sky: '#dfe9e4',
  },
  {
    slug: 'storm-lantern',
    sku: 'SEN-2007',
    gtin: gtin13('200000020079'),
    name: { en: 'Storm lantern', fr: 'Lanterne-tempête' },
    line: { en: 'Forty hours of quiet light.', fr: 'Quarante heures de lumière tranquille.' },
    facts: {
      en: ['Enamelled steel, glass made in the Jura', 'Every part can be had again'],
      fr: ['Acier émaillé, verre du Jura', 'Chaque pièce se remplace'],
    },
    minor: 3990,
    marking: 'microdata',
    sky: '#f3e6cf',
  },
  {
    slug: 'wool-blanket',
    sku: 'SEN-3110',
    gtin: gtin13('200000031105'),
    name: { en: 'Wool blanket', fr: 'Couverture de laine' },
    line: {
      en: 'Woven from the wool of one valley.',
      fr: 'Tissée avec la laine d’une seule vallée.',
    },
    facts: {
      en: ['130 × 190 cm, 1.4 kg', 'Undyed, washed in rain water'],
      fr: ['130 × 190 cm, 1,4 kg', 'Non teinte, lavée à l’eau de pluie'],
    },
    minor: 8900,
    marking: 'graph',
    sky: '#ecdfd3',
  },
  {
    slug: 'enamel-kettle',
    sku: 'SEN-4021',
    gtin: gtin13('200000040213'),
    name: { en: 'Enamel kettle', fr: 'Bouilloire émaillée' },
    line: { en: 'Sings before it boils.', fr: 'Elle chante avant de bouillir.' },
    facts: {
      en: ['1.2 litres', 'For gas, wood and induction'],
      fr: ['1,2 litre', 'Gaz, bois et induction'],
    },
    minor: 4550,
    marking: 'microdata',
    sky: '#dde6ee',
  },
  {
    slug: 'day-pack',
    sku: 'SEN-5022',
    gtin: gtin13('200000050229'),
    name: { en: 'Day pack 22 L', fr: 'Sac de marche 22 L' },
    line: { en: 'One seam fewer to come undone.', fr: 'Une couture de moins à défaire.' },
    facts: {
      en: ['Waxed cotton, 740 g', 'Mended free for ten years'],
      fr: ['Coton ciré, 740 g', 'Réparé sans frais pendant dix ans'],
    },
    minor: 11900,
    marking: 'json_ld',
    sky: '#e4ead5',
  },
  {
    slug: 'repair-kit',
    sku: 'SEN-6003',
    gtin: gtin13('200000060037'),
    name: { en: 'Mending kit', fr: 'Nécessaire de réparation' },
    line: {
      en: 'Needle, awl, thread, wax, and a leaflet.',
      fr: 'Aiguille, alêne, fil, cire, et une notice.',
    },
    facts: { en: ['Linen roll, 120 g'], fr: ['Trousse en lin, 120 g'] },
    minor: 1800,
    marking: 'json_ld',
    sky: '#efe3e3',
  },
];

/** "149.00", as schema.org prices and pixels write it. @param {number} minor */
export const decimal = (minor) => (minor / 100).toFixed(2);

/** "149 €" or "€149", as a person reads it. @param {number} minor @param {'en' | 'fr'} language */
export const price = (minor, language) =>
  new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-IE', {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: minor % 100 === 0 ? 0 : 2,
  }).format(minor / 100);
