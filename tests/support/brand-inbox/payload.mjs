// SPDX-License-Identifier: GPL-3.0-or-later
// WIRE.md §2 as a JSON Schema: what a request's payload may hold. Members of `content` that nobody knows are ignored.

import Ajv from 'ajv';

// Lengths are in code points (Ajv counts them so); control characters other than line feed and tab are refused.
const text = (maxLength) => ({
  type: 'string',
  minLength: 1,
  maxLength,
  pattern: '^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]*$',
});
const typed = (type, properties, required = []) => ({
  type: 'object',
  properties: { '@type': { const: type }, ...properties },
  required: ['@type', ...required],
});
const gtin = (pattern) => ({ type: 'string', pattern });
const oneOf = (...words) => ({ enum: words.map((word) => `https://schema.org/${word}`) });

const productMembers = {
  name: text(300),
  brand: typed('Brand', { name: text(120) }, ['name']),
  sku: text(120),
  gtin8: gtin('^[0-9]{8}$'),
  gtin12: gtin('^[0-9]{12}$'),
  gtin13: gtin('^[0-9]{13}$'),
  gtin14: gtin('^[0-9]{14}$'),
  gtin: gtin('^[0-9]{9,11}$'),
  url: { ...text(2000), pattern: '^https?://' },
};
const conditions = {
  priceSpecification: typed(
    'PriceSpecification',
    {
      maxPrice: { type: 'string', pattern: '^[0-9]{1,16}(\\.[0-9]{1,4})?$' },
      priceCurrency: { type: 'string', pattern: '^[A-Z]{3}$' },
    },
    ['maxPrice', 'priceCurrency'],
  ),
  eligibleQuantity: typed(
    'QuantitativeValue',
    { value: { type: 'integer', minimum: 1, maximum: 10_000 } },
    ['value'],
  ),
  itemCondition: oneOf('NewCondition', 'UsedCondition', 'RefurbishedCondition'),
  areaServed: text(120),
  availableDeliveryMethod: oneOf('ParcelService', 'OnSitePickup'),
};
const agent = typed('Person', {
  name: text(200),
  address: typed('PostalAddress', { postalCode: text(20) }, ['postalCode']),
});
const context = { '@context': { const: 'https://schema.org' } };

const demand = typed(
  'Demand',
  {
    ...context,
    itemOffered: typed('Product', productMembers, ['name']),
    ...conditions,
    description: text(4000),
    agent,
  },
  ['@context', 'itemOffered'],
);
const ask = typed(
  'AskAction',
  {
    ...context,
    question: typed('Question', { text: text(4000), about: typed('Product', productMembers) }, [
      'text',
    ]),
    object: typed('Demand', conditions),
    agent,
  },
  ['@context', 'question'],
);

const seconds = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

export const isPayload = new Ajv({ allErrors: false, strictTypes: false }).compile({
  type: 'object',
  additionalProperties: false,
  required: ['typ', 'id', 'aud', 'iat', 'exp', 'max_replies', 'terms', 'content'],
  properties: {
    typ: { const: 'request' },
    id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    aud: { type: 'string', maxLength: 300 },
    iat: seconds,
    exp: seconds,
    max_replies: { type: 'integer', minimum: 1, maximum: 10 },
    terms: { type: 'string', minLength: 1, maxLength: 60 },
    content: {
      type: 'object',
      required: ['@type'],
      if: { properties: { '@type': { const: 'Demand' } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: demand,
      else: ask,
    },
  },
});

/** iat < exp ≤ iat + 366 days. */
export const timesAgree = ({ iat, exp }) => iat < exp && exp <= iat + 31_622_400;
