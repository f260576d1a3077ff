// SPDX-License-Identifier: GPL-3.0-or-later
// A request by mail in the real browsers: an association that adopted nothing is written to; the draft is saved as the file that another
// library reads as the words shown; nothing of ours went anywhere; the answer that is pasted is tied by its reference, inert, and answers
// the intention. The mail program is the person's: here, nobody sends.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isBrowsersOwnCall } from '../support/world/request_log.mjs';
import { World } from '../support/world/world.mjs';
import { Driver, installedBrowsers } from './support/driver.mjs';
import { until } from './support/until.mjs';

const { default: PostalMime } = createRequire(
  new URL('../../extension/package.json', import.meta.url),
)('postal-mime');

const kBrand = 'association.example';
/** What its page gives. */
const kTo = `bonjour@${kBrand}`;
const kQuestion = 'How much of 20 € goes to the trees on the ridge?';

/** Where this browser saves what is downloaded. @param {Driver} driver @param {string} folder */
async function saveTo(driver, folder) {
  if (driver.kind === 'firefox') {
    await /** @type {any} */ (driver.browser).connection.send('browser.setDownloadBehavior', {
      downloadBehavior: { type: 'allowed', destinationFolder: folder },
    });
    return;
  }
  const session = await driver.browser.target().createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
}

/** What a hostile association might answer. @param {string} subject */
const answer = (subject) =>
  [
    `From: "Ridge \u202e Trees" <contact@${kBrand}>`,
    `Subject: Re: ${subject}`,
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>All of it, <b>save</b> 2&nbsp;€.</p>',
    '<img src="https://www.facebook.com/tr/?id=1&ev=Opened"><script>document.title = "taken"</script>',
  ].join('\r\n');

for (const kind of installedBrowsers()) {
  test(`${kind}: a request by mail, saved as a draft, and its answer pasted`, async (t) => {
    const world = await World.open();
    t.after(() => world.close());
    const driver = await Driver.launch({ kind, port: world.port });
    t.after(() => driver.close());
    const folder = mkdtempSync(join(tmpdir(), 'volition-mail-'));
    t.after(() => rmSync(folder, { recursive: true }));
    await saveTo(driver, folder);
    const { intention } = await driver.tell({
      to: 'host',
      method: 'intentions.keep',
      params: {
        op_id: randomBytes(16).toString('hex'),
        new: { direction: 'give', kind: 'cause', name: 'Trees on the ridge', brand: kBrand },
      },
    });
    const page = await driver.open(`https://${kBrand}/en/contact`);
    await page.reads('those who run our post');
    const mark = world.log.mark();

    const dashboard = await driver.openOwn(`dashboard/dashboard.html#ask/${intention.id}`);
    await dashboard.reads('Ask about Trees on the ridge');
    await dashboard.press('button', 'By e-mail instead');
    await dashboard.reads(`On the open page of ${kBrand}:`);
    const suggested = await dashboard.page.$$eval('[data-suggests]', (all) =>
      all.map((one) => /** @type {HTMLElement} */ (one).innerText),
    );
    assert.deepEqual(suggested, [kTo, 'desk@mailer.example']);
    await dashboard.reads(`linked there · not an address of ${kBrand}`);
    await dashboard.press('button', kTo);
    assert.equal(
      await dashboard.page.$eval('[name=to]', (one) => /** @type {HTMLInputElement} */ (one).value),
      kTo,
      'without the copy to everybody that the link asks for',
    );
    await dashboard.write('textbox', 'my question', kQuestion);
    const shown = await dashboard.exact('pre.mail');
    assert.ok(shown.includes(kQuestion), shown);
    await dashboard.press('link', 'Save as a draft (.eml)');
    const saved = await until('the draft is saved', () => {
      const name = readdirSync(folder).find((each) => each.endsWith('.eml'));
      const path = name && join(folder, name);
      return path && existsSync(path) && readFileSync(path).length > 0 && path;
    });
    const mail = await PostalMime.parse(readFileSync(saved));
    assert.equal(
      `To: ${mail.to[0].address}\nSubject: ${mail.subject}\n\n${mail.text.replaceAll('\r\n', '\n').trimEnd()}`,
      shown,
    );
    assert.equal(mail.headers.find((/** @type {any} */ { key }) => key === 'x-unsent').value, '1');

    await dashboard.press('button', 'I sent it');
    await dashboard.reads(`Written down: you sent it to ${kBrand} by e-mail.`);
    await dashboard.press('link', 'See my requests');
    await dashboard.reads(`by e-mail to ${kTo}`);
    await (await dashboard.page.waitForSelector('.mail-answers > summary'))?.click();
    const field = await dashboard.page.waitForSelector('[name=answer]');
    await field?.evaluate((each, text) => {
      const area = /** @type {HTMLTextAreaElement} */ (each);
      area.value = text;
      area.dispatchEvent(new Event('input'));
    }, answer(mail.subject));
    await dashboard.press('button', 'Read it');
    await dashboard.reads('All of it, save 2 €.');
    await dashboard.reads(`It says it is from Ridge Trees <contact@${kBrand}>.`);
    await dashboard.reads(`${kBrand} may answer 2 more times`);
    assert.equal(await dashboard.page.$('.reply img, .reply script, .reply b, .reply a'), null);
    assert.notEqual(await dashboard.page.evaluate(() => document.title), 'taken');
    const held = await driver.tell({
      to: 'host',
      method: 'intentions.get',
      params: { id: intention.id },
    });
    assert.equal(held.intention.stage, 'answered');
    assert.deepEqual(
      world.log
        .since(mark)
        .filter(({ host }) => !isBrowsersOwnCall(host))
        .map(({ host, path }) => host + path)
        // A browser fetches the open page's icon when it likes.
        .filter((each) => each !== `${kBrand}/assets/icon.svg`),
      [],
      'nothing went anywhere',
    );
  });
}
