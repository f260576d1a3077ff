// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ask, browsers, messages, messagesOf, openStage, putIn } from './stage.mjs';

const kProduct = '{"@type":"Product","name":"Trail shoes"}';
const ldJson = (/** @type {string} */ raw) => `<script type="application/ld+json">${raw}</script>`;
const html = (/** @type {string} */ body) =>
  `<!doctype html><html><head><title>Shop</title></head><body>${body}</body></html>`;

test('a browser is here to notice with', () => assert.ok(browsers.length > 0));

for (const which of browsers)
  describe(`noticing what a page says of itself, in ${which}`, () => {
    /** @type {Awaited<ReturnType<typeof openStage>>} */
    let stage;
    before(async () => {
      stage = await openStage(which);
    });
    after(() => stage?.close());

    test('JSON-LD is sent as written, broken or not', async () => {
      const broken = '{ "@type": "Product", // theme\n "name": "A 24" shelf", }';
      const page = await stage.show(html(ldJson(kProduct) + ldJson(broken) + ldJson(' \n ')));
      await putIn(page);
      assert.deepEqual(await messagesOf(page), [
        {
          from: 'notice',
          observations: [
            { source: 'json_ld', raw: kProduct },
            { source: 'json_ld', raw: broken },
          ],
        },
      ]);
    });

    test('the addresses that the page gives are told when they are asked for, and not before', async () => {
      const shop = {
        '@graph': [
          {
            '@type': 'Organization',
            email: 'mailto:contact@shop.example',
            contactPoint: [{ '@type': 'ContactPoint', email: ['help@shop.example', 7] }],
          },
          { '@type': 'Product', review: [{ author: { email: 'buyer@mail.example' } }] },
        ],
      };
      const page = await stage.show(
        html(`${ldJson('{ broken')}${ldJson(JSON.stringify(shop))}
          <a href="MAILTO:paris@shop.example?cc=spy@evil.example&body=x">write</a>
          <a href="mailto:?subject=share">share</a> <a href="mailto:${'a'.repeat(400)}@x.example">long</a>
          <a href="https://shop.example/mailto:no@shop.example">no</a>`),
      );
      await putIn(page);
      assert.doesNotMatch(JSON.stringify(await messagesOf(page)), /paris@/);
      assert.equal(await ask(page, { ask: 'everything' }), undefined);
      assert.deepEqual(await ask(page, { ask: 'contacts' }), [
        { from: 'description', raw: 'mailto:contact@shop.example' },
        { from: 'description', raw: 'help@shop.example' },
        { from: 'link', raw: 'MAILTO:paris@shop.example' },
        { from: 'link', raw: 'mailto:' },
      ]);
    });

    test('a page of a hundred thousand addresses is answered with sixty, quickly', async () => {
      const links = '<a href="mailto:a@shop.example">a</a>'.repeat(20_000);
      const deep = `${'{"a":'.repeat(5_000)}{"email":"deep@shop.example"}${'}'.repeat(5_000)}`;
      const many = JSON.stringify(
        Array.from({ length: 30_000 }, () => ({ email: 'b@shop.example' })),
      );
      const page = await stage.show(html(ldJson(deep) + ldJson(many) + links));
      await putIn(page);
      const began = Date.now();
      const said = await ask(page, { ask: 'contacts' });
      assert.equal(said.length, 60);
      assert.ok(Date.now() - began < 2_000, `${Date.now() - began} ms`);
    });

    test('microdata is sent item by item, in the form of JSON-LD', async () => {
      const page = await stage.show(
        html(`
        <div itemscope itemtype="https://schema.org/Product" itemid="/p/7" itemref="maker">
          <h1 itemprop="name">  Trail <b>shoes</b> </h1>
          <a itemprop="url" href="/p/7?x=1">here</a>
          <div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
            <span itemprop="price" content="129.00">129 €</span>
            <meta itemprop="priceCurrency" content="EUR">
            <link itemprop="availability" href="https://schema.org/InStock">
            <time itemprop="validFrom" datetime="2026-11-03">3 Nov</time>
          </div>
          <span itemprop="sku productID">TRAIL-42</span>
          <div itemprop="review" itemscope><span itemprop="name">Not the product</span></div>
        </div>
        <p id="maker" itemprop="brand">Sentier</p>
        <ol itemscope itemtype="https://schema.org/BreadcrumbList"><li itemprop="name">Home</li></ol>`),
      );
      await putIn(page);
      const [{ observations }] = await messagesOf(page);
      assert.equal(observations.length, 1);
      assert.equal(observations[0].source, 'microdata');
      assert.deepEqual(JSON.parse(observations[0].raw), {
        '@type': ['https://schema.org/Product'],
        '@id': `${stage.origin}/p/7`,
        brand: ['Sentier'],
        name: ['Trail shoes'],
        url: [`${stage.origin}/p/7?x=1`],
        offers: [
          {
            '@type': ['https://schema.org/Offer'],
            price: ['129.00'],
            priceCurrency: ['EUR'],
            availability: ['https://schema.org/InStock'],
            validFrom: ['2026-11-03'],
          },
        ],
        sku: ['TRAIL-42'],
        productID: ['TRAIL-42'],
        review: [{ name: ['Not the product'] }],
      });
    });

    test('a page without structured data sends nothing', async () => {
      const page = await stage.show(
        html('<p>Words</p><script>var x = {"@type":"Product"}</script>'),
      );
      await putIn(page);
      assert.deepEqual(await messagesOf(page), []);
    });

    test('what arrives later is sent once, with what was there', async () => {
      const page = await stage.show(html(ldJson(kProduct)));
      await putIn(page);
      await page.evaluate(() => {
        const script = document.createElement('script');
        script.type = 'application/ld+json';
        script.textContent = '{"@type":"Product","name":"Later"}';
        document.body.append(script);
      });
      const sent = await messages(page, 2);
      assert.deepEqual(
        sent[1].observations.map((/** @type {{ raw: string }} */ { raw }) => raw),
        [kProduct, '{"@type":"Product","name":"Later"}'],
      );
      // A change that says nothing new, and one that does: only the second is told.
      await page.evaluate(() => document.body.append('unrelated words'));
      await page.evaluate(() => {
        for (const script of document.querySelectorAll('script')) script.remove();
      });
      const all = await messages(page, 3);
      assert.equal(all.length, 3);
      assert.deepEqual(all[2].observations, [{ source: 'json_ld', raw: '{}' }]);
    });

    test('an application that changes its address and its data is heard again', async () => {
      const page = await stage.show(html(ldJson(kProduct)), '/app/1');
      await putIn(page);
      await page.evaluate(() => {
        history.pushState({}, '', '/app/2');
        const script = document.querySelector('script');
        if (script) script.textContent = '{"@type":"Product","name":"Second"}';
      });
      const sent = await messages(page, 2);
      assert.match(sent[1].observations[0].raw, /Second/);
    });

    test('the same data under another address is told, under another fragment it is not', async () => {
      const page = await stage.show(html(ldJson(kProduct)), '/app/a');
      await putIn(page);
      await page.evaluate(() => history.pushState({}, '', '/app/a#size'));
      await page.evaluate(() => history.pushState({}, '', '/app/b'));
      assert.equal((await messages(page, 2)).length, 2);
    });

    test('a private window, a frame and what is no page are left alone', async () => {
      const hidden = await stage.show(html(ldJson(kProduct)));
      await putIn(hidden, { private: true });
      assert.deepEqual(await messagesOf(hidden), []);

      const outer = await stage.show(html('<p>outer</p>'));
      await outer.evaluate((raw) => {
        const frame = document.createElement('iframe');
        frame.srcdoc = `<script type="application/ld+json">${raw}</script>`;
        document.body.append(frame);
        return new Promise((resolve) => frame.addEventListener('load', () => resolve(undefined)));
      }, kProduct);
      const [inner] = outer.frames().filter((frame) => frame !== outer.mainFrame());
      assert.ok(inner);
      await putIn(inner);
      assert.deepEqual(await messagesOf(inner), []);
    });

    test('at most 64 observations, none over its bound, no cut ones', async () => {
      const long = `{"@type":"Product","name":"${'x'.repeat(600_000)}"}`;
      const many = Array.from({ length: 100 }, (_, i) =>
        ldJson(`{"@type":"Product","name":"${i}"}`),
      );
      const page = await stage.show(html(ldJson(long) + many.join('')));
      await putIn(page);
      const [{ observations }] = await messagesOf(page);
      assert.equal(observations.length, 64);
      assert.equal(observations[0].raw, '{"@type":"Product","name":"0"}');
    });

    test('items that refer to each other in a ring come to an end', async () => {
      const page = await stage.show(
        html(`
        <div itemscope itemtype="https://schema.org/Product" itemref="b"><i itemprop="name">A</i></div>
        <div id="b" itemprop="isRelatedTo" itemscope itemtype="https://schema.org/Product" itemref="b c"></div>
        <div id="c" itemprop="isRelatedTo" itemscope itemtype="https://schema.org/Product" itemref="b"></div>`),
      );
      await putIn(page);
      const [{ observations }] = await messagesOf(page);
      assert.equal(JSON.parse(observations[0].raw).name[0], 'A');
    });

    test('a property named like one of Object’s own is a property', async () => {
      const page = await stage.show(
        html(`<div itemscope itemtype="https://schema.org/Product">
        <i itemprop="__proto__">p</i><i itemprop="constructor">c</i><i itemprop="name">A</i></div>`),
      );
      await putIn(page);
      const [{ observations }] = await messagesOf(page);
      assert.equal(
        observations[0].raw,
        '{"@type":["https://schema.org/Product"],"__proto__":["p"],"constructor":["c"],"name":["A"]}',
      );
    });

    test('the page looks as it did before', async () => {
      const body = `<div itemscope itemtype="https://schema.org/Product"><i itemprop="name">A</i></div>${ldJson(kProduct)}`;
      const page = await stage.show(html(body));
      const seen = () => document.documentElement.outerHTML;
      const earlier = await page.evaluate(seen);
      await putIn(page);
      assert.equal(await page.evaluate(seen), earlier);
    });

    test('when the extension is gone, the script falls silent', async () => {
      const page = await stage.show(html(ldJson(kProduct)));
      await page.evaluate(() => {
        const { disconnect } = MutationObserver.prototype;
        MutationObserver.prototype.disconnect = function () {
          /** @type {any} */ (window).disconnected = true;
          disconnect.call(this);
        };
      });
      await putIn(page, { failing: true });
      assert.equal((await messagesOf(page)).length, 1);
      assert.equal(await page.evaluate(() => /** @type {any} */ (window).disconnected), true);
    });
  });
