// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the background which classes and ids a document holds, as they come: most generic cosmetic filters are filed under one, and
// only those are sent to a page that can match. It changes nothing, hears only that it may end, and leaves no trace that a page could see: what
// hides is a style of the browser's, put in by the background. A classic content script, in every frame.

{
  /** As the schema of filters.cosmetics has it. */
  const kMaxNames = 1_000;
  /** UTF-16 units, the mark before the name included. */
  const kMaxLength = 200;
  /** Names of one document; a page that makes up more is heard no more. */
  const kMaxPerDocument = 20_000;
  /** Between two messages: at first as a page is built, then longer, so that one that flickers costs little. */
  const kLeastMs = 20;
  const kMostMs = 320;

  // A form answers for its own members with its fields of that name, so these are asked of the prototype.
  const { getAttribute, getElementsByTagName } = Element.prototype;

  class Names {
    /** @type {Set<string>} */
    #seen = new Set();
    /** @type {string[]} */
    #fresh = [];
    /** Elements whose whole inside was looked at. @type {WeakSet<Element>} */
    #done = new WeakSet();
    #waits = false;
    #pause = kLeastMs;
    #observer = new MutationObserver((changes) => this.#changed(changes));

    start() {
      if (document.documentElement) this.#lookInside(document.documentElement);
      this.#observer.observe(document, {
        childList: true,
        subtree: true,
        attributes: true,
        attributeFilter: ['class', 'id'],
      });
      this.#tellSoon();
    }

    /** @param {MutationRecord[]} changes */
    #changed(changes) {
      for (const { type, target, addedNodes } of changes) {
        if (type === 'attributes') this.#look(/** @type {Element} */ (target));
        for (const node of addedNodes) {
          if (node instanceof Element && !this.#done.has(node)) this.#lookInside(node);
        }
      }
      this.#tellSoon();
    }

    /** @param {Element} root */
    #lookInside(root) {
      this.#look(root);
      this.#done.add(root);
      for (const element of getElementsByTagName.call(root, '*')) {
        this.#look(element);
        this.#done.add(element);
      }
    }

    /** @param {Element} element */
    #look(element) {
      const id = getAttribute.call(element, 'id');
      if (id) this.#take(`#${id}`);
      const classes = getAttribute.call(element, 'class');
      for (const name of classes?.split(/[\t\n\f\r ]+/) ?? []) if (name) this.#take(`.${name}`);
    }

    /** @param {string} name */
    #take(name) {
      if (name.length > kMaxLength || this.#seen.has(name)) return;
      if (this.#seen.size >= kMaxPerDocument) {
        this.#observer.disconnect();
        return;
      }
      this.#seen.add(name);
      this.#fresh.push(name);
    }

    /** The first at once, since what comes too late was seen. */
    #tellSoon() {
      if (this.#waits || this.#fresh.length === 0) return;
      this.#waits = true;
      this.#tell();
      const pause = this.#fresh.length > 0 ? kLeastMs : this.#pause;
      setTimeout(() => {
        this.#waits = false;
        this.#tellSoon();
      }, pause);
      this.#pause = Math.min(this.#pause * 2, kMostMs);
    }

    #tell() {
      const names = this.#fresh.splice(0, kMaxNames);
      // Nobody there: the extension was updated or switched off meanwhile. This script is then of no more use.
      const over = () => this.#observer.disconnect();
      try {
        chrome.runtime.sendMessage({ from: 'cosmetics', names }).then((more) => {
          if (more === false) over();
        }, over);
      } catch {
        over();
      }
    }
  }

  new Names().start();
}
