// SPDX-License-Identifier: GPL-3.0-or-later
// The page's microdata (WHATWG HTML §5), one observation for each top-level item, written in the form of JSON-LD: "@type",
// "@id", and a list of values for each property. Values stay texts as the page wrote them; the host understands them.
// A classic content script, between json_ld.js and main.js.

/** What an item must mention to be worth sending. */
const kWorthReading =
  /(Product|ProductGroup|ProductModel|Offer|AggregateOffer|Service|DonateAction|NGO|Vehicle|Car|Book|CollectionPage|SearchResultsPage)\b/i;
const kMaxItems = 2_000;
const kMaxDepth = 12;
/** A description, not a novel. UTF-16 units. */
const kMaxValueLength = 2_000;
const kUrlAttributes = new Map([
  ['A', 'href'],
  ['AREA', 'href'],
  ['LINK', 'href'],
  ['IMG', 'src'],
  ['AUDIO', 'src'],
  ['EMBED', 'src'],
  ['IFRAME', 'src'],
  ['SOURCE', 'src'],
  ['TRACK', 'src'],
  ['VIDEO', 'src'],
  ['OBJECT', 'data'],
]);

/** @typedef {{ [name: string]: string | string[] | (string | MicrodataItem)[] }} MicrodataItem */

class MicrodataReader {
  #items = 0;

  /** @param {Document} page */
  constructor(page) {
    this.page = page;
  }

  /** @returns {{ source: 'microdata', raw: string }[]} */
  read() {
    /** @type {{ source: 'microdata', raw: string }[]} */
    const observations = [];
    for (const element of this.page.querySelectorAll('[itemscope]:not([itemprop])')) {
      if (observations.length >= kMaxItems || this.#items >= kMaxItems) break;
      if (!this.#isWorthReading(element)) continue;
      const raw = JSON.stringify(this.#item(element, new Set(), 0));
      if (raw.length <= 524_288) observations.push({ source: 'microdata', raw });
    }
    return observations;
  }

  /** @param {Element} element */
  #isWorthReading(element) {
    if (kWorthReading.test(element.getAttribute('itemtype') ?? '')) return true;
    for (const inner of element.querySelectorAll('[itemtype]'))
      if (kWorthReading.test(inner.getAttribute('itemtype') ?? '')) return true;
    return false;
  }

  /**
   * @param {Element} element one with itemscope
   * @param {Set<Element>} above the items around it: a page may let items refer to each other in a ring
   * @param {number} depth
   * @returns {MicrodataItem}
   */
  #item(element, above, depth) {
    this.#items++;
    /** @type {MicrodataItem} */
    const item = {};
    const types = (element.getAttribute('itemtype') ?? '').split(/\s+/).filter(Boolean);
    if (types.length > 0) item['@type'] = types.slice(0, 10);
    const id = element.getAttribute('itemid');
    if (id) item['@id'] = absoluteAddress(id, this.page);
    if (depth >= kMaxDepth) return item;
    const around = new Set(above).add(element);
    for (const property of this.#properties(element)) {
      if (this.#items >= kMaxItems) break;
      if (property.hasAttribute('itemscope') && around.has(property)) continue;
      const value = property.hasAttribute('itemscope')
        ? this.#item(property, around, depth + 1)
        : itemValue(property, this.page);
      for (const name of (property.getAttribute('itemprop') ?? '').split(/\s+/).filter(Boolean)) {
        const key = name.slice(0, 200);
        const values = /** @type {(string | MicrodataItem)[]} */ (
          Object.hasOwn(item, key) ? item[key] : []
        );
        values.push(value);
        Object.defineProperty(item, key, { value: values, enumerable: true, configurable: true });
      }
    }
    return item;
  }

  /**
   * The elements that give this item's own properties: below it and below what itemref names, but not within inner items.
   * @param {Element} root
   * @returns {Element[]}
   */
  #properties(root) {
    /** @type {Element[]} */
    const found = [];
    const references = (root.getAttribute('itemref') ?? '').split(/\s+/).filter(Boolean);
    const waiting = [...root.children].reverse();
    for (const id of references.slice(0, 50)) {
      const element = this.page.getElementById(id);
      if (element && !element.contains(root)) waiting.unshift(element);
    }
    const seen = new Set();
    for (let element = waiting.pop(); element; element = waiting.pop()) {
      if (seen.has(element) || seen.size > 50_000) continue;
      seen.add(element);
      if (element.hasAttribute('itemprop')) found.push(element);
      if (!element.hasAttribute('itemscope')) waiting.push(...[...element.children].reverse());
    }
    return found;
  }
}

/** @param {string} address @param {Document} page */
function absoluteAddress(address, page) {
  try {
    return new URL(address, page.baseURI).href;
  } catch {
    return address;
  }
}

/**
 * A property's value (HTML §5.2.4), and `content` on any element, as shops use it.
 * @param {Element} element
 * @param {Document} page
 */
function itemValue(element, page) {
  const content = element.getAttribute('content');
  if (content !== null) return content.slice(0, kMaxValueLength);
  const urlAttribute = kUrlAttributes.get(element.tagName);
  if (urlAttribute) {
    const address = element.getAttribute(urlAttribute);
    return address === null ? '' : absoluteAddress(address, page).slice(0, kMaxValueLength);
  }
  if (element.tagName === 'DATA' || element.tagName === 'METER')
    return (element.getAttribute('value') ?? '').slice(0, kMaxValueLength);
  const time = element.tagName === 'TIME' ? element.getAttribute('datetime') : null;
  return (time ?? element.textContent ?? '').trim().slice(0, kMaxValueLength);
}

/**
 * @param {Document} page
 * @returns {{ source: 'microdata', raw: string }[]}
 */
// biome-ignore lint/correctness/noUnusedVariables: used by main.js, the next file of the same entry
function readMicrodata(page) {
  return new MicrodataReader(page).read();
}
