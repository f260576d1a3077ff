// SPDX-License-Identifier: GPL-3.0-or-later
// Notices what the page says of itself: reads its structured data once it is there and again when it changes, and hands the
// raw texts to the background. It changes nothing in the page, asks for nothing, and leaves no trace that a page could see.
// A classic content script, the last of its entry; top frame only, and never in a private window.

{
  const kMaxObservations = 64;
  /** All observations together, in UTF-16 units: one message. */
  const kMaxTotalLength = 1_500_000;
  /** A page that changes all the time is looked at this often, and no more often. */
  const kQuietMs = 400;
  const kLeastMsBetween = 1_000;
  /** Messages for one address: a page that flickers is heard no more after so many. */
  const kMaxMessages = 20;
  /** A page that is not loaded by then is looked at while it loads. */
  const kLoadMs = 1_500;
  /** And one that is never at rest, in the middle of its work. */
  const kRestMs = 300;

  class Noticer {
    #address = '';
    #messages = 0;
    #sent = '';
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #waiting;
    #lookedAt = 0;
    #observer = new MutationObserver(() => this.#lookSoon());

    /** The page comes first: it is looked at when it is loaded and has nothing else to do. */
    start() {
      let begun = false;
      const begin = () => {
        if (begun) return;
        begun = true;
        requestIdleCallback(() => this.#begin(), { timeout: kRestMs });
      };
      if (document.readyState === 'complete') begin();
      else {
        window.addEventListener('load', begin, { once: true });
        setTimeout(begin, kLoadMs);
      }
    }

    #begin() {
      chrome.runtime.onMessage.addListener((/** @type {any} */ message, _sender, answer) => {
        if (message?.ask === 'contacts') answer(readContacts(document));
      });
      this.#look();
      this.#observer.observe(document, { childList: true, subtree: true, characterData: true });
      // Applications change their address without a new document. Isolated from the page: the page sees no listener of ours.
      window.addEventListener('popstate', () => this.#lookSoon());
      const { navigation } = /** @type {{ navigation?: EventTarget }} */ (globalThis);
      navigation?.addEventListener('currententrychange', () => this.#lookSoon());
      document.addEventListener('visibilitychange', () => this.#lookSoon());
      // Brought back by Back or Forward: the background has forgotten the page since, so all is sent again.
      window.addEventListener('pageshow', ({ persisted }) => {
        if (!persisted) return;
        this.#sent = '';
        this.#lookSoon();
      });
    }

    #stop() {
      this.#observer.disconnect();
      clearTimeout(this.#waiting);
      this.#messages = Number.POSITIVE_INFINITY;
    }

    #lookSoon() {
      if (this.#waiting !== undefined || this.#messages === Number.POSITIVE_INFINITY) return;
      const since = Date.now() - this.#lookedAt;
      this.#waiting = setTimeout(
        () => {
          this.#waiting = undefined;
          this.#look();
        },
        Math.max(kQuietMs, kLeastMsBetween - since),
      );
    }

    #look() {
      // A page that the browser only prepares is nobody's yet; being shown is a change of visibility.
      if (/** @type {{ prerendering?: boolean }} */ (document).prerendering) return;
      // A page in the background shows nobody anything; it is looked at when it comes forward.
      if (document.visibilityState === 'hidden' && this.#lookedAt > 0) return;
      this.#lookedAt = Date.now();
      const address = location.href.split('#', 1)[0] ?? '';
      if (address !== this.#address) {
        this.#address = address;
        this.#messages = 0;
      }
      if (this.#messages >= kMaxMessages) return;
      let observations = bounded([...readJsonLd(document), ...readMicrodata(document)]);
      if (observations.length === 0) {
        if (this.#sent === '') return;
        // What was there is gone: an empty document says so.
        observations = [{ source: 'json_ld', raw: '{}' }];
      }
      const content = JSON.stringify([address, observations]);
      if (content === this.#sent) return;
      this.#sent = content;
      this.#messages++;
      this.#send(observations);
    }

    /** @param {{ source: 'json_ld' | 'microdata', raw: string }[]} observations */
    #send(observations) {
      try {
        // The background answers nothing; a rejection means that it is not there at the moment.
        Promise.resolve(chrome.runtime.sendMessage({ from: 'notice', observations })).catch(
          () => {},
        );
      } catch {
        // The extension was replaced while the page stayed: this copy has nobody to speak to.
        this.#stop();
      }
    }
  }

  /**
   * @param {{ source: 'json_ld' | 'microdata', raw: string }[]} observations
   */
  function bounded(observations) {
    const kept = [];
    let total = 0;
    for (const observation of observations) {
      if (kept.length >= kMaxObservations) break;
      if (total + observation.raw.length > kMaxTotalLength) continue;
      total += observation.raw.length;
      kept.push(observation);
    }
    return kept;
  }

  const isPage = document.contentType === 'text/html' || document.contentType.includes('xhtml');
  if (window === window.top && isPage && !chrome.extension?.inIncognitoContext)
    new Noticer().start();
}
