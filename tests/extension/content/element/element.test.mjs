// SPDX-License-Identifier: GPL-3.0-or-later
// Naming the element that a menu was opened on, in real browsers: a real press of the right button, then what the script answers.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { browsers, openStage } from '../notice/stage.mjs';

const kScript = await readFile(
  new URL('../../../../extension/content/element/element.js', import.meta.url),
  'utf8',
);

/** The script stands before the page's own, as the browser puts it. @param {string} body */
const page = (
  body,
) => `<!doctype html><html><head><style>* { min-width: 8px; min-height: 8px }</style><script>
  window.chrome = { runtime: { onMessage: { addListener(listener) { window.listener = listener; } } } };
</script><script>${kScript}</script></head><body>${body}</body></html>`;

const kTeasers = '<div class="teaser big x9f8e7d6c5">x</div>'.repeat(3);
const kItems = '<li class="item">x</li>'.repeat(60);

/** What stands on the page, on what of it the button is pressed, and what is answered. @type {[string, string, string, unknown][]} */
const kCases = [
  ['an id of its own', '<p id="ad">x</p><p>y</p>', '#ad', { selector: 'p#ad', count: 1 }],
  [
    'classes, all equal ones',
    `${kTeasers}<p class="teaser">y</p>`,
    '.big',
    { selector: 'div.teaser.big', count: 3 },
  ],
  [
    'a made-up id counts less',
    '<p id="ad-83641f" class="ad">x</p>',
    'p',
    { selector: 'p.ad', count: 1 },
  ],
  [
    'a made-up id is better than none',
    '<p id="ad-83641f">x</p>',
    'p',
    { selector: 'p#ad-83641f', count: 1 },
  ],
  [
    'names that need an escape',
    '<p class="md:flex w-1/2 10px">x</p>',
    'p',
    { selector: 'p.md\\:flex.w-1\\/2.\\31 0px', count: 1 },
  ],
  ['names beyond ASCII', '<p class="publicité">x</p>', 'p', { selector: 'p.publicité', count: 1 }],
  [
    'no name: below what has one',
    '<aside class="right"><div><img alt="x"></div></aside><img alt="y">',
    'aside img',
    { selector: 'aside.right > div > img', count: 1 },
  ],
  [
    'more than fifty: where it stands',
    `<ul>${kItems}</ul><ul class="side"><li class="item">x</li></ul>`,
    '.side .item',
    { selector: 'ul.side > li.item', count: 1 },
  ],
  ['more than fifty everywhere', `<ul>${kItems}</ul>`, '.item:nth-child(7)', null],
  ['the page itself', '<p>x</p>', 'body', null],
  [
    'nothing to name it by',
    '<div><div><div><div><div><div><p>x</p></div></div></div></div></div></div>',
    'p',
    null,
  ],
  ['names that no style sheet holds', '<p class="a{b} &quot;c">x</p>', 'p', null],
  [
    'a form that answers for its members',
    '<img name="body" alt=""><form class="offer" style="padding: 20px"><input name="id"><input name="localName"><input name="isConnected"></form>',
    'form',
    { selector: 'form.offer', count: 1 },
  ],
  ['an element of a name of its own', '<x-banner>x</x-banner>', 'x-banner', null],
];

for (const which of browsers)
  describe(`naming an element, in ${which}`, () => {
    /** @type {Awaited<ReturnType<typeof openStage>>} */
    let stage;
    before(async () => {
      stage = await openStage(which);
    });
    after(() => stage?.close());

    /** @param {import('puppeteer-core').Page} shown */
    const ask = (shown) =>
      shown.evaluate(() => {
        /** @type {unknown} */
        let said = 'nobody hears';
        /** @type {any} */ (window).listener?.(
          { ask: 'element' },
          {},
          (/** @type {unknown} */ answer) => {
            said = answer;
          },
        );
        return said;
      });
    /** @param {import('puppeteer-core').Page} shown @param {string} selector */
    async function pressOn(shown, selector) {
      const box = await shown.$eval(selector, (one) => {
        one.scrollIntoView();
        const { x, y, height } = one.getBoundingClientRect();
        return { x: x + 2, y: one.localName === 'body' ? y + height - 1 : y + 2 };
      });
      await shown.mouse.click(box.x, box.y, { button: 'right' });
    }

    test('modestly: by tag, id, classes and parents', async (t) => {
      const shown = await stage.show(page(''));
      for (const [what, body, on, wanted] of kCases) {
        await shown.evaluate((html) => {
          /** @type {HTMLElement} */ (document.querySelector('body')).innerHTML = html;
        }, body);
        await pressOn(shown, on);
        assert.deepEqual(await ask(shown), wanted, what);
        if (wanted) {
          const { selector, count } = /** @type {{ selector: string, count: number }} */ (wanted);
          assert.equal(await shown.$$eval(selector, (all) => all.length), count, what);
        }
      }
      await shown.close();
      t.diagnostic(`${kCases.length} cases`);
    });

    test('a page cannot choose: not by an event of its own, not by stopping the person’s', async () => {
      const shown = await stage.show(
        page(`<p class="ad">x</p><p class="main">y</p><script>
          for (const target of [window, document])
            target.addEventListener('contextmenu', (event) => event.stopImmediatePropagation(), true);
        </script>`),
      );
      assert.equal(await ask(shown), 'nobody hears', 'before any press');
      await pressOn(shown, '.ad');
      await shown.evaluate(() => {
        const event = new MouseEvent('contextmenu', { bubbles: true });
        document.querySelector('.main')?.dispatchEvent(event);
      });
      assert.deepEqual(await ask(shown), { selector: 'p.ad', count: 1 });
      await shown.evaluate(() => document.querySelector('.ad')?.remove());
      assert.equal(await ask(shown), null, 'what is gone is not named');
      await shown.close();
    });
  });
