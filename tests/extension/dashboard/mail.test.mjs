// SPDX-License-Identifier: GPL-3.0-or-later
// Writing by e-mail, and putting an answer in: what a person meets, and that nothing is sent or stored before they say so.

import assert from 'node:assert/strict';
import { pageTests } from '../ui/harness/pages.mjs';
import { dashboardScene, KEPT_SHOES, REQUESTS } from '../ui/harness/scenes.mjs';

const on = pageTests('/dashboard/dashboard.html');
const ASK = { hash: `#ask/${KEPT_SHOES.id}` };
const BY_MAIL = {
  ...REQUESTS[0],
  organization: 'contact@shop.example',
  mailbox: 'mailto:contact@shop.example',
  mail: { to: 'contact@shop.example', tag: 'abcdefghij23' },
};
const AT_REQUESTS = { hash: '#requests' };

/** By e-mail, up to the words that stand on the page. */
async function write(page, press) {
  await press(page, '[data-do=by-mail]');
  await page.waitForSelector('[name=to]');
  await page.type('[name=to]', 'contact@shop.example');
  await page.type('[data-field=question] textarea', 'Do you mend soles?');
  await page.waitForSelector('[data-do=sent-it][aria-disabled=false]');
}

on(
  'by e-mail nothing is looked up, and nothing kept before “I sent it”',
  dashboardScene(),
  async (page, { press, reads, calls }) => {
    await write(page, press);
    const shown = await page.$eval('pre.mail', (one) => one.textContent);
    assert.equal(
      shown,
      'To: contact@shop.example\nSubject: Trail shoes [vo-abcdefghij23]\n\nHello,\n\nDo you mend soles?\n\nvo-abcdefghij23',
    );
    await reads(page, 'The mail shows your address, your name as your program writes it');
    await reads(page, 'The draft stays in your mail program: forgetting here does not reach it.');
    assert.deepEqual(await calls(page, 'mail.sent'), []);
    await press(page, '[data-do=sent-it]');
    await reads(page, 'Written down: you sent it to shop.example by e-mail.');
    const [{ params }] = await calls(page, 'mail.sent');
    assert.equal(params.wish.tag, 'abcdefghij23');
    assert.equal(params.approve, 'c'.repeat(64));
    assert.deepEqual(params.wish.fields, {
      question: 'Do you mend soles?',
      name: 'Trail shoes',
      sku: KEPT_SHOES.sku,
    });
    assert.deepEqual([params.wish.own_address, params.wish.answer_to], [null, 'sender']);
    const all = await page.evaluate(() => globalThis.volitionCalls);
    assert.deepEqual(
      all.filter(({ to }) => to === 'courier'),
      [],
    );
  },
  ASK,
);

on(
  'each way carries exactly the words shown',
  dashboardScene(),
  async (page, { press, reads }) => {
    await write(page, press);
    const mailto = await page.$eval('[data-do=mailto]', (one) => one.getAttribute('href'));
    assert.ok(mailto.startsWith('mailto:contact@shop.example?subject='), mailto);
    const file = await page.$eval('[data-do=eml]', (one) => [one.download, one.href]);
    assert.equal(file[0], 'volition-abcdefghij23.eml');
    assert.match(file[1], /^blob:/);
    const webmail = await page.$eval('[data-webmail=gmail]', (one) => [one.target, one.rel]);
    assert.deepEqual(webmail, ['_blank', 'noreferrer noopener']);
    await page.evaluate(() => {
      const writeText = async (/** @type {string} */ text) => {
        if (globalThis.refuses) throw new Error('no right');
        globalThis.copied = text;
      };
      Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
    });
    for (const [what, text] of [
      ['to', 'contact@shop.example'],
      ['subject', 'Trail shoes [vo-abcdefghij23]'],
      ['text', 'Hello,\n\nDo you mend soles?\n\nvo-abcdefghij23'],
    ]) {
      await press(page, `[data-do=copy-${what}]`);
      await page.waitForFunction((wanted) => globalThis.copied === wanted, {}, text);
    }
    await page.evaluate(() => {
      globalThis.refuses = true;
    });
    await press(page, '[data-do=copy-text]');
    await reads(page, 'The browser did not allow copying.');
    // A changed field takes the words and every way of theirs off the page at once.
    await page.type('[data-field=question] textarea', '?');
    assert.equal(await page.$('[data-do=mailto]'), null);
    await page.waitForSelector('[data-do=mailto]');
  },
  ASK,
);

on(
  'what is wrong with an address is said where the words would stand',
  dashboardScene({ refuse: { mail: 'mail_address_for_rights' } }),
  async (page, { press, reads }) => {
    await press(page, '[data-do=by-mail]');
    await reads(page, 'Write its e-mail address, and the mail stands here.');
    await page.type('[name=to]', 'dpo@shop.example');
    await page.type('[data-field=question] textarea', 'Why?');
    await reads(page, 'This address is for data protection: it is for rights only.');
    assert.equal(await page.$('[data-do=mailto]'), null);
  },
  ASK,
);

on(
  'an answer that nothing ties is taken in only by my word, and is inert',
  dashboardScene({ requests: [BY_MAIL] }),
  async (page, { press, reads, calls }) => {
    await press(page, '.mail-answers > summary');
    await page.$eval('[name=answer]', (one) => {
      one.value = 'Yes! <b>bold</b> <img src=x onerror="globalThis.ran = 1">';
      one.dispatchEvent(new Event('input'));
    });
    await press(page, '[data-do=read-answer]');
    await reads(page, 'Nothing in it names this request.');
    await press(page, '[data-do=vouch]');
    await reads(page, 'Yes! <b>bold</b> <img src=x onerror="globalThis.ran = 1">');
    assert.equal(await page.$('.reply img, .reply b'), null);
    assert.equal(await page.evaluate(() => globalThis.ran), undefined);
    const [first, second] = await calls(page, 'mail.answer');
    assert.deepEqual([first.params.vouched, second.params.vouched], [false, true]);
    assert.notEqual(first.params.op_id, second.params.op_id);
    // Its brand is not looked at for replies, and there is nothing to withdraw.
    assert.equal(await page.$('[data-do=check], [data-do=withdraw]'), null);
  },
  AT_REQUESTS,
);

on(
  'a dropped mail is read, and says whom it says it is from',
  dashboardScene({ requests: [BY_MAIL], found: 'opened' }),
  async (page, { press, reads, calls }) => {
    await press(page, '.mail-answers > summary');
    await page.$eval('.mail-answer', (box) => {
      const data = new DataTransfer();
      const text =
        'From: Shop <a@shop.example>\r\nSubject: Re: [vo-abcdefghij23]\r\nContent-Type: text/html\r\n\r\n<p>Yes &amp; no</p><script>globalThis.ran = 1</script>';
      data.items.add(new File([text], 'answer.eml', { type: 'message/rfc822' }));
      box.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    });
    await reads(page, 'Yes & no');
    await reads(page, 'It says it is from Shop <a@shop.example>.');
    const [{ params }] = await calls(page, 'mail.answer');
    assert.equal(params.message.subject, 'Re: [vo-abcdefghij23]');
    assert.equal(await page.evaluate(() => globalThis.ran), undefined);
  },
  AT_REQUESTS,
);

on(
  'a request by mail keeps its reference beside its exact words',
  dashboardScene({ requests: [BY_MAIL], exact: 'To: contact@shop.example' }),
  async (page, { press, reads }) => {
    await reads(page, 'by e-mail to contact@shop.example');
    await press(page, 'vol-request article > details:last-of-type > summary');
    await reads(page, 'Reference in its subject: vo-abcdefghij23');
    await page.waitForFunction(
      () => document.querySelector('pre[data-exact]')?.textContent === 'To: contact@shop.example',
    );
  },
  AT_REQUESTS,
);

on(
  'in French, by e-mail',
  dashboardScene({ notes: ['another_domain', 'long_address'] }),
  async (page, { press, reads, calls }) => {
    await write(page, press);
    await reads(page, 'Exactement ces mots');
    await reads(page, 'Je l’ai envoyé');
    assert.equal((await page.$$('[data-note]')).length, 2);
    const drafts = await calls(page, 'mail.draft');
    assert.equal(drafts.at(-1).params.wish.language, 'fr');
  },
  { ...ASK, language: 'fr' },
);

const FOUND = {
  site: 'www.shop.example',
  contacts: [
    { address: 'contact@shop.example', from: 'description', own: true },
    { address: 'desk@mailer.example', from: 'link', own: false },
  ],
};

on(
  'addresses of the open page are suggested, with where each was found; one is taken by a press, and can be changed',
  dashboardScene({ found_contacts: FOUND }),
  async (page, { press, text, calls }) => {
    await press(page, '[data-do=by-mail]');
    await page.waitForSelector('.suggested');
    assert.equal(
      await page.$eval('[name=to]', (one) => one.value),
      '',
      'nothing is taken by itself',
    );
    assert.deepEqual((await text(page, '.suggested')).split(/\n+/), [
      'On the open page of www.shop.example:',
      'contact@shop.example in its description of itself',
      'desk@mailer.example linked there · not an address of shop.example',
    ]);
    await press(page, '[data-suggests="contact@shop.example"]');
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'to');
    await page.keyboard.press('Home');
    await page.keyboard.type('le-');
    await page.type('[data-field=question] textarea', 'Do you mend soles?');
    await page.waitForSelector('[data-do=sent-it][aria-disabled=false]');
    assert.equal(
      (await calls(page, 'mail.draft')).at(-1).params.wish.to,
      'le-contact@shop.example',
    );
    assert.deepEqual(
      (await calls(page, 'contacts.')).map(({ brand }) => brand),
      ['shop.example'],
    );
  },
  ASK,
);

on(
  'without an open page of the brand nothing is suggested; in French it is said where',
  dashboardScene(),
  async (page, { press, reads }) => {
    await press(page, '[data-do=by-mail]');
    await page.waitForSelector('[name=to]');
    assert.equal(await page.$('.suggested'), null);
    await page.evaluate((found) => {
      globalThis.volitionScene.scene.found_contacts = found;
      document.querySelector('vol-mail-composer').lookForContacts();
    }, FOUND);
    await reads(page, 'Sur la page ouverte de www.shop.example :');
    await reads(page, 'dans la description qu’elle donne d’elle-même');
  },
  { ...ASK, language: 'fr' },
);
