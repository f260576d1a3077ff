// SPDX-License-Identifier: GPL-3.0-or-later
// For development: what a folder of saved shop pages gives, through the real scripts, a real browser and the real host.
//   node tests/extension/content/notice/measure.mjs FOLDER
// A saved page's own scripts do not run, and nothing is fetched. An address for the page is taken from its canonical link.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Host, opId } from '../../../support/host.mjs';
import { launch } from '../../ui/harness/browser.mjs';
import { messagesOf, putIn } from './stage.mjs';

const folder = process.argv[2];
if (!folder) throw new Error('usage: measure.mjs FOLDER');
const data = mkdtempSync(join(tmpdir(), 'volition-measure-'));
const host = new Host(data);
const browser = await launch('chromium');
try {
  await host
    .call('hello', { protocol: 1, extension: '0.1.0', browser: 'chromium' })
    .catch(() => {});
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.html'))) {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.setRequestInterception(true);
    const html = readFileSync(resolve(folder, file));
    const canonical = /<link[^>]+rel=["']?canonical["']?[^>]*href=["']([^"']+)/i.exec(
      `${html}`,
    )?.[1];
    const address = canonical?.startsWith('http') ? canonical : `https://shop.example/${file}`;
    page.on('request', (request) =>
      request.isNavigationRequest() && request.frame() === page.mainFrame()
        ? request.respond({ contentType: 'text/html; charset=utf-8', body: html })
        : request.abort(),
    );
    await page.goto(address, { waitUntil: 'domcontentloaded' });
    await putIn(page);
    const sent = (await messagesOf(page)).at(-1);
    const answer =
      sent &&
      (await host.call('intentions.notice', {
        op_id: opId(),
        private: true,
        site: new URL(address).hostname,
        page: address,
        observations: sent.observations,
      }));
    const product = answer?.product;
    const price = product?.price && `${product.price.minor} ${product.price.currency}`;
    const high = product?.price_high && ` to ${product.price_high.minor}`;
    console.log(
      `${file}: ${sent ? sent.observations.length : 0} observations, ${
        product
          ? `${product.kind} "${product.name}", ${price ?? 'no price'}${high ?? ''}, ${product.availability}, sku ${product.sku}, maker ${product.maker}, from ${product.sources}`
          : 'no product'
      }`,
    );
    await page.close();
  }
} finally {
  await browser.close();
  host.process.kill();
  rmSync(data, { recursive: true, force: true });
}
