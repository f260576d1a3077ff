// SPDX-License-Identifier: GPL-3.0-or-later
// Which words stand for which member of a request's payload (WIRE.md §2). Pure, so that a table test can hold it.

/** Paths of the payload (WIRE.md §2) and the words for them; the end of a path counts, so that both kinds share them. */
const LABELS = /** @type {const} */ ([
  ['question.text', 'row_question'],
  ['content.description', 'row_question'],
  ['agent.name', 'row_person_name'],
  ['address.postalCode', 'row_postcode'],
  ['brand.name', 'row_maker'],
  ['itemOffered.name', 'row_name'],
  ['about.name', 'row_name'],
  ['.sku', 'row_sku'],
  ['.gtin', 'row_gtin'],
  ['.gtin8', 'row_gtin'],
  ['.gtin12', 'row_gtin'],
  ['.gtin13', 'row_gtin'],
  ['.gtin14', 'row_gtin'],
  ['.url', 'row_url'],
  ['.maxPrice', 'row_max_price'],
  ['.priceCurrency', 'row_currency'],
  ['eligibleQuantity.value', 'row_quantity'],
  ['.itemCondition', 'row_condition'],
  ['.areaServed', 'row_area'],
  ['.availableDeliveryMethod', 'row_delivery'],
  ['id', 'row_id'],
  ['aud', 'row_aud'],
  ['iat', 'row_iat'],
  ['exp', 'row_exp'],
  ['max_replies', 'row_max_replies'],
  ['terms', 'row_terms'],
]);

/**
 * @param {string} path
 * @returns {string | null} the key of its words
 */
export function labelOf(path) {
  const found = LABELS.find(([end]) =>
    end.startsWith('.') || end.includes('.') ? path.endsWith(end) : path === end,
  );
  return found ? found[1] : null;
}
