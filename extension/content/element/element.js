// SPDX-License-Identifier: GPL-3.0-or-later
// "Block this element": remembers what the person's menu was opened on and, when the background asks, names it by a modest selector made of
// tags, ids and classes, which are all that is read of the page. It changes nothing, runs nothing of the page's, and leaves no trace that
// a page could see. A classic content script, in every frame.

{
  /** Longer names and selectors say nothing that a person could read again. */
  const kMaxName = 60;
  const kMaxSelector = 300;
  const kMaxClasses = 3;
  /** More equal ones than this, and the selector says where they stand too: a feed's every item is not meant. */
  const kMaxEqual = 50;
  /** How far up a name is sought for something that has none. */
  const kMaxUp = 4;
  /** Names that a machine made up, which are others at the next visit. */
  const kMadeUp = /\d{4,}|[0-9a-f]{8,}|[A-Za-z]\d[A-Za-z]\d/;
  const kTag = /^[a-z][a-z0-9-]{0,40}$/;
  /** Letters, digits and what style sheets' own tools put between them; other names are passed over. */
  const kName = /^[\w\u00a1-\u{10ffff}:./%-]+$/u;

  // A form answers for its own members with its fields of that name, and a document with what it holds, so these are asked
  // of the prototypes.
  const { getAttribute, matches } = Element.prototype;
  const all = Document.prototype.querySelectorAll;
  /** @param {object} prototype @param {string} name @returns {(of: object) => any} */
  const reader = (prototype, name) => {
    const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
    return (of) => get?.call(of) ?? null;
  };
  const above = reader(Node.prototype, 'parentElement');
  const isThere = reader(Node.prototype, 'isConnected');
  const tagOf = reader(Element.prototype, 'localName');
  const rootOf = reader(Document.prototype, 'documentElement');
  const bodyOf = reader(Document.prototype, 'body');

  /** @type {WeakRef<Element> | null} */
  let pressed = null;

  /** @param {Element} element @returns {boolean} */
  const isPage = (element) =>
    element === rootOf(document) || element === bodyOf(document) || tagOf(element) === 'head';

  /** @param {string} name */
  const isName = (name) => name.length <= kMaxName && kName.test(name);

  /**
   * The ways to say what an element is by itself, the best first; the last is its tag alone.
   * @param {Element} element
   * @returns {string[]}
   */
  function namesOf(element) {
    const tag = kTag.test(tagOf(element)) ? tagOf(element) : '';
    const id = getAttribute.call(element, 'id') ?? '';
    const classes = (getAttribute.call(element, 'class') ?? '')
      .split(/[\t\n\f\r ]+/)
      .filter(isName);
    const steady = classes.filter((name) => !kMadeUp.test(name));
    const names = [];
    const fits = isName(id);
    const byId = fits ? `${tag}#${CSS.escape(id)}` : '';
    if (fits && !kMadeUp.test(id)) names.push(byId);
    for (const some of [steady, classes]) {
      if (some.length === 0) continue;
      names.push(
        tag +
          some
            .slice(0, kMaxClasses)
            .map((name) => `.${CSS.escape(name)}`)
            .join(''),
      );
    }
    if (fits) names.push(byId);
    return tag === '' ? names : [...names, tag];
  }

  /**
   * @param {Element} element
   * @param {string} selector
   * @returns {number} how many are equal to it; 0 where the selector is of no use
   */
  function equals(element, selector) {
    if (selector.length > kMaxSelector || !matches.call(element, selector)) return 0;
    const found = all.call(document, selector);
    if (found.length > kMaxEqual) return 0;
    for (const one of found) if (isPage(one)) return 0;
    return found.length;
  }

  /**
   * @param {Element} element
   * @returns {{ selector: string, count: number } | null} null where nothing modest names it
   */
  function named(element) {
    if (isPage(element)) return null;
    const own = namesOf(element);
    // A tag alone names far more than was meant.
    const telling = own.filter((name) => /[.#]/.test(name));
    for (const selector of telling) {
      const count = equals(element, selector);
      if (count > 0) return { selector, count };
    }
    let path = telling[0] ?? own.at(-1);
    let up = above(element);
    for (let steps = 0; path && up && !isPage(up) && steps < kMaxUp; steps += 1) {
      const places = namesOf(up);
      for (const place of places.filter((name) => /[.#]/.test(name))) {
        const selector = `${place} > ${path}`;
        const count = equals(element, selector);
        if (count > 0) return { selector, count };
      }
      path = places.at(-1) && `${places.at(-1)} > ${path}`;
      up = above(up);
    }
    return null;
  }

  let hears = false;
  /** From the first press on: until then there is nothing to tell, and every frame of every page would pay for it. */
  function hear() {
    if (hears) return;
    hears = true;
    chrome.runtime.onMessage.addListener((/** @type {any} */ message, _sender, answer) => {
      if (message?.ask !== 'element') return;
      const element = pressed?.deref();
      answer(element && isThere(element) ? named(element) : null);
    });
  }

  // Of the window, in the first phase, from the start of the document: no page is asked before.
  window.addEventListener(
    'contextmenu',
    (event) => {
      const target = event.composedPath()[0];
      // A page that sends such events of its own chooses nothing.
      if (!event.isTrusted) return;
      pressed = target instanceof Element ? new WeakRef(target) : null;
      hear();
    },
    { capture: true, passive: true },
  );
}
