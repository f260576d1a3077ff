// SPDX-License-Identifier: GPL-3.0-or-later
// The script that tells a document's classes and ids, in real browsers, with a `chrome` that keeps what it sends.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { browsers, openStage } from '../notice/stage.mjs';

const kScript = await readFile(
  new URL('../../../../extension/content/cosmetics/names.js', import.meta.url),
  'utf8',
);

/** The page with the script in it from its start, so that it meets the parser. @param {string} body @param {string} [answers] */
const page = (
  body,
  answers = 'Promise.resolve()',
) => `<!doctype html><html class="root"><head><script>
  window.messages = [];
  window.chrome = { runtime: { sendMessage(message) {
    messages.push(message);
    return ${answers};
  } } };
</script><script>${kScript}</script></head><body id="body">${body}</body></html>`;

/**
 * All names that were told, once so many are there.
 * @param {import('puppeteer-core').Page} where @param {number} count @returns {Promise<string[]>}
 */
async function told(where, count) {
  await where.waitForFunction(
    (wanted) =>
      /** @type {any} */ (window).messages.flatMap((/** @type {any} */ m) => m.names).length >=
      wanted,
    { timeout: 10_000, polling: 20 },
    count,
  );
  const messages = await where.evaluate(() => /** @type {any} */ (window).messages);
  for (const message of messages) {
    assert.equal(message.from, 'cosmetics');
    assert.ok(message.names.length > 0 && message.names.length <= 1_000);
  }
  return messages.flatMap((/** @type {any} */ message) => message.names).sort();
}

for (const which of browsers)
  describe(`telling classes and ids, in ${which}`, () => {
    /** @type {Awaited<ReturnType<typeof openStage>>} */
    let stage;
    before(async () => {
      stage = await openStage(which);
    });
    after(() => stage?.close());

    test('each once: those of the parser, those that come later, at any depth, and those that change', async () => {
      const shown = await stage.show(
        page(`<p class="a b"><i class="a" id="deep"></i></p><svg class="drawn"></svg>
          <p class="${'x'.repeat(199)}"></p><p class="${'y'.repeat(200)}"></p><p class="" id=""></p>`),
      );
      const first = ['#body', '#deep', '.a', '.b', '.drawn', '.root', `.${'x'.repeat(199)}`];
      assert.deepEqual(await told(shown, 7), first);
      await shown.evaluate(() => {
        document.body.insertAdjacentHTML(
          'beforeend',
          '<div><b class="late"><u id="in"></u></b></div>',
        );
        document.querySelector('#deep')?.classList.add('changed');
        document.body.id = 'b2';
      });
      const later = ['#b2', '#in', '.changed', '.late'];
      assert.deepEqual(await told(shown, 11), [...first, ...later].sort());
    });

    test('a form whose fields are named as its members ends nothing', async () => {
      const shown = await stage.show(
        page(
          '<form class="form"><input name="id"><input name="classList"><input name="getAttribute"></form><p class="z"></p>',
        ),
      );
      const names = await told(shown, 3);
      assert.ok(names.includes('.z'), names.join(' '));
    });

    test('a page that makes names up is heard to 20,000 of them', async () => {
      const shown = await stage.show(page(''));
      await told(shown, 2);
      await shown.evaluate(() => {
        const many = Array.from({ length: 30_000 }, (_, i) => `<i class="n${i}"></i>`);
        document.body.innerHTML = many.join('');
      });
      assert.equal((await told(shown, 20_000)).length, 20_000);
      await shown.evaluate(() => {
        document.body.innerHTML = '<i class="after"></i>';
      });
      assert.equal((await told(shown, 20_000)).length, 20_000);
    });

    test('it ends where nobody hears it or more is of no use, and the page sees no error', async () => {
      for (const nobody of [
        'Promise.resolve(false)',

        "Promise.reject(new Error('nobody'))",
        "(() => { throw new Error('gone') })()",
      ]) {
        const shown = await stage.show(page('<p class="a"></p>', nobody));
        /** @type {unknown[]} */
        const errors = [];
        shown.on('pageerror', (error) => errors.push(error));
        const before = (await told(shown, 1)).length;
        await shown.evaluate(async () => {
          document.body.insertAdjacentHTML('beforeend', '<p class="b"></p>');
          await new Promise((done) => setTimeout(done, 100));
        });
        const after = await told(shown, 1);
        assert.ok(!after.includes('.b'), after.join(' '));
        assert.ok(after.length >= before);
        assert.deepEqual(errors, []);
      }
    });
  });
