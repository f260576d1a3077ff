// SPDX-License-Identifier: GPL-3.0-or-later
// What a person meets in the dashboard, and what their presses ask of the background.

import assert from 'node:assert/strict';
import { addDays } from '../../../extension/ui/day.js';
import { pageTests } from '../ui/harness/pages.mjs';
import {
  DESCRIPTOR,
  dashboardScene,
  HOST_READY,
  hostUnopened,
  KEPT_SHOES,
  REQUESTS,
  TODAY,
} from '../ui/harness/scenes.mjs';
import { compose } from '../ui/harness/states.mjs';

const on = pageTests('/dashboard/dashboard.html');
const SHOES = `[data-id="${KEPT_SHOES.id}"]`;
const ASK = { hash: `#ask/${KEPT_SHOES.id}` };
const REQUESTS_AT = { hash: '#requests' };
const couriers = (page) =>
  page.evaluate(() => globalThis.volitionCalls.filter((call) => call.to === 'courier'));

on(
  'universe stands in four groups, and no empty tab is shown',
  dashboardScene(),
  async (page, { reads }) => {
    await reads(page, 'Winter coat');
    const groups = await page.$$eval('[data-group] > h2', (all) =>
      all.map((one) => one.innerText.replace(/\s+/g, ' ')),
    );
    assert.deepEqual(groups, ['Wanted 3', 'To give 1', 'Fading 2', 'Done 1']);
    const tabs = await page.$$eval('nav a', (all) => all.map((one) => one.innerText.trim()));
    assert.deepEqual(tabs, ['Universe', 'Requests', 'Who tried', 'Settings']);
  },
);

on(
  'looking at the whole dashboard sends nothing',
  dashboardScene({ requests: REQUESTS }),
  async (page, { press, reads }) => {
    for (const section of ['requests', 'who', 'settings', 'universe'])
      await press(page, `nav a[href="#${section}"]`);
    await page.evaluate(() => {
      location.hash = '#ask';
    });
    await reads(page, 'Write to a brand');
    assert.deepEqual(await couriers(page), []);
  },
);

on('search answers as one types, in any of my words', dashboardScene(), async (page, { reads }) => {
  await reads(page, 'Winter coat');
  await page.type('input[type=search]', 'spare chain');
  await page.waitForFunction(() => document.querySelectorAll('vol-card').length === 1);
  await reads(page, 'Repair of the blue bicycle');
  await page.type('input[type=search]', ' nowhere');
  await reads(page, 'Nothing here says “spare chain nowhere”.');
});

on('an empty universe teaches', dashboardScene({ intentions: [] }), async (page, { reads }) => {
  await reads(page, 'On a page that shows one thing, open Volition and press Keep.');
});

on('my words are edited in place', dashboardScene(), async (page, { press, reads, calls }) => {
  await press(page, `${SHOES} [data-do=edit]`);
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'words');
  await page.$eval('[name=words]', (one) => {
    one.value = '';
  });
  await page.type('[name=words]', 'for the Vercors');
  await page.$eval('[name=budget]', (one) => {
    one.value = '99,5';
  });
  await press(page, `${SHOES} [type=submit]`);
  await reads(page, '“for the Vercors”');
  await reads(page, 'My budget: €99.50');
  const [{ params }] = await calls(page, 'intentions.edit');
  assert.deepEqual(params.changes, {
    name: 'Trail shoes',
    words: 'for the Vercors',
    why: '',
    have: '',
    budget: { minor: 9950, currency: 'EUR' },
  });
});

on(
  'a budget that cannot be read is said, and nothing is lost',
  dashboardScene(),
  async (page, { press, reads, calls }) => {
    await press(page, `${SHOES} [data-do=edit]`);
    await page.type('[name=words]', ' and blue');
    await page.$eval('[name=budget]', (one) => {
      one.value = 'cheap';
    });
    await press(page, `${SHOES} [type=submit]`);
    await reads(page, 'This cannot be read. Write it like 129 or 129.90.');
    assert.equal(await page.$eval('[name=words]', (one) => one.value), 'under 130 and blue');
    assert.deepEqual(await calls(page, 'intentions.edit'), []);
  },
);

on(
  'the edited budget keeps a currency that is not the first of the list',
  dashboardScene({
    intentions: [{ ...KEPT_SHOES, budget: { minor: 900, currency: 'CHF' } }],
  }),
  async (page, { press, calls, called }) => {
    await press(page, `${SHOES} [data-do=edit]`);
    await press(page, `${SHOES} [type=submit]`);
    await called(page, 'intentions.edit', 1);
    assert.deepEqual((await calls(page, 'intentions.edit'))[0].params.changes.budget, {
      minor: 900,
      currency: 'CHF',
    });
  },
);

on(
  'something to give is written down in my own words',
  dashboardScene({ intentions: [] }),
  async (page, { press, reads, calls }) => {
    await press(page, '[data-do=write]');
    await press(page, '[name=direction][value=give]');
    await page.waitForSelector('option[value=skill]');
    await page.type('[name=name]', 'Two Saturdays, repair café');
    await page.select('[name=kind]', 'time');
    await page.type('[name=have]', 'I can solder');
    await press(page, '[data-do=save]');
    await reads(page, 'To give');
    await reads(page, 'I have or can do: I can solder');
    const [{ params }] = await calls(page, 'intentions.keep');
    assert.deepEqual(params.new, {
      direction: 'give',
      kind: 'time',
      name: 'Two Saturdays, repair café',
      have: 'I can solder',
    });
  },
);

on('Forget leaves the undo in its place', dashboardScene(), async (page, { press, reads }) => {
  await press(page, `${SHOES} [data-do=forget]`);
  await reads(page, 'Forgotten: Trail shoes.');
  assert.equal(
    await page.$eval('[data-group=wanted] li', (one) => one.innerText.includes('Forgotten')),
    true,
  );
  await press(page, '[data-do=undo]');
  await page.waitForSelector(`${SHOES} [data-do=edit]`);
});

on(
  'a list drawn anew before the answer is here does not take the undo away',
  dashboardScene({ slow: { 'intentions.forget': 150 } }),
  async (page, { press, reads }) => {
    await press(page, `${SHOES} [data-do=forget]`);
    await reads(page, 'Forgotten: Trail shoes.');
    await press(page, '[data-do=undo]');
    await page.waitForSelector(`${SHOES} [data-do=edit]`);
  },
);

on(
  'a Forget that fails changes nothing and says so',
  dashboardScene({ fail: { 'intentions.forget': 'storage_failed' } }),
  async (page, { press, reads }) => {
    await press(page, `${SHOES} [data-do=forget]`);
    await reads(page, 'The disk failed');
    await page.waitForSelector(`${SHOES} [data-do=edit]`);
  },
);

on(
  'after the time for undo the place closes',
  dashboardScene({ undoMs: 60 }),
  async (page, { press }) => {
    await press(page, `${SHOES} [data-do=forget]`);
    await page.waitForFunction(
      () =>
        !document.querySelector('.card.gone') &&
        document.querySelectorAll('[data-group=wanted] vol-card').length === 2,
    );
  },
);

on(
  'what was noticed can be kept here',
  dashboardScene(),
  async (page, { press, called, calls }) => {
    await press(page, '[data-group=fading] [data-do=keep]');
    await called(page, 'intentions.keep', 1);
    assert.match((await calls(page, 'intentions.keep'))[0].params.id, /^4+$/);
    await page.waitForFunction(
      () => document.querySelectorAll('[data-group=fading] vol-card').length === 1,
    );
  },
);

on(
  'an address of a page is a link only where it is one',
  dashboardScene({
    intentions: [{ ...KEPT_SHOES, page: 'javascript:alert(1)' }],
  }),
  async (page, { reads }) => {
    await reads(page, 'shop.example');
    assert.equal(await page.$('.card-text a'), null);
  },
);

on(
  'before the look-up it says what the brand will see, and nothing has left',
  dashboardScene(),
  async (page, { reads }) => {
    await reads(
      page,
      'Look up whether shop.example accepts requests: it sees your internet address and the time.',
    );
    assert.deepEqual(await couriers(page), []);
  },
  ASK,
);

on(
  'one press looks one brand up, once',
  dashboardScene({ delayMs: 30 }),
  async (page, { reads }) => {
    await reads(page, 'shop.example accepts requests');
    await page.$eval('[data-do=lookup]', (button) => {
      button.click();
      button.click();
    });
    await reads(page, 'Shop Example Ltd reads requests sent to shop.example.');
    await reads(page, 'It says it keeps them for 30 days.');
    assert.deepEqual(await couriers(page), [
      { to: 'courier', do: 'lookup', brand: 'shop.example' },
    ]);
  },
  ASK,
);

on(
  'a press while a slow program has yet to say which brand is meant waits for it',
  dashboardScene({ held: ['intentions.get'] }),
  async (page, { press, reads, release }) => {
    await page.waitForSelector('[name=brand]');
    assert.equal(await page.$eval('[name=brand]', (field) => field.value), '');
    await press(page, '[data-do=lookup]');
    await release(page);
    await reads(page, 'Shop Example Ltd reads requests sent to shop.example.');
    assert.deepEqual(await couriers(page), [
      { to: 'courier', do: 'lookup', brand: 'shop.example' },
    ]);
  },
  ASK,
);

for (const [what, goOn] of [
  ['leaves', (page) => page.evaluate(() => location.assign('#universe'))],
  ['types', (page) => page.type('[name=brand]', 'other.ex')],
  ['writes by e-mail', (page) => page.click('[data-do=by-mail]')],
]) {
  on(
    `a press that waits for a slow program asks nobody where the person ${what} meanwhile`,
    dashboardScene({ held: ['intentions.get'] }),
    async (page, { press, release, calls }) => {
      await page.waitForSelector('[name=brand]');
      await press(page, '[data-do=lookup]');
      await page.waitForSelector('[data-do=lookup][aria-disabled=true]');
      await goOn(page);
      const before = (await calls(page, 'intentions.get')).length;
      await release(page);
      await page.waitForFunction(
        () => !document.querySelector('[data-do=lookup][aria-disabled=true]'),
      );
      assert.ok(before >= 1);
      assert.deepEqual(await couriers(page), []);
    },
    ASK,
  );
}

on(
  'a press that waits asks nobody where the person leaves for a section whose file is not there yet',
  dashboardScene({ held: ['intentions.get'] }),
  async (page, { press, release, fileComes, drawn: drawnAgain }) => {
    await page.waitForSelector('[name=brand]');
    await press(page, '[data-do=lookup]');
    await page.waitForSelector('[data-do=lookup][aria-disabled=true]');
    await press(page, 'nav a[href="#who"]');
    await page.waitForSelector('nav a[href="#who"][aria-current=page]');
    await release(page);
    await drawnAgain(page);
    fileComes(page);
    await page.waitForFunction(() => document.activeElement?.closest('vol-who-tried'));
    assert.deepEqual(await couriers(page), []);
  },
  { ...ASK, without: '/dashboard/who_tried.js' },
);

on(
  'a section whose file comes late does not come over the one that was gone to after it',
  dashboardScene(),
  async (page, { press, reads, fileComes, drawn: drawnAgain }) => {
    await reads(page, 'Winter coat');
    await press(page, 'nav a[href="#who"]');
    await press(page, 'nav a[href="#universe"]');
    fileComes(page);
    await page.evaluate(() => customElements.whenDefined('vol-who-tried').then(() => {}));
    await drawnAgain(page);
    await reads(page, 'Winter coat');
    assert.equal(await page.$('vol-who-tried'), null);
    assert.equal(await page.title(), 'Universe · Volition');
  },
  { without: '/dashboard/who_tried.js' },
);

on(
  'what is asked about a thing is about it, also where the composer’s file comes late',
  dashboardScene(),
  async (page, { reads, fileComes, calls }) => {
    await reads(page, 'Winter coat');
    await page.evaluate((id) => {
      location.hash = `#ask/${id}`;
    }, KEPT_SHOES.id);
    await page.waitForFunction(() => document.title.startsWith('Ask'));
    fileComes(page);
    await page.waitForFunction(
      () => document.querySelector('[name=brand]')?.value === 'shop.example',
    );
    const asked = await calls(page, 'intentions.get');
    assert.deepEqual(
      asked.map(({ params }) => params.id),
      [KEPT_SHOES.id],
    );
  },
  { without: '/dashboard/composer.js' },
);

on(
  'the composer that goes from one thing to another asks about the other',
  dashboardScene(),
  async (page, { calls }) => {
    const other = 'ab'.repeat(16);
    await page.waitForFunction(
      () => document.querySelector('[name=brand]')?.value === 'shop.example',
    );
    await page.evaluate((id) => {
      location.hash = `#ask/${id}`;
    }, other);
    await page.waitForFunction(() => document.querySelector('[name=brand]')?.value === '');
    await page.waitForFunction(
      (id) => globalThis.volitionCalls.some(({ params }) => params?.id === id),
      {},
      other,
    );
    assert.equal((await calls(page, 'intentions.get')).at(-1).params.id, other);
  },
  ASK,
);

on(
  'words that an address searches are searched, also where the universe’s file comes late',
  dashboardScene(),
  async (page, { reads, fileComes, drawn: drawnAgain }) => {
    await page.waitForSelector('nav a');
    await page.evaluate(() => {
      location.hash = '#universe/spare%20chain';
    });
    await page.waitForSelector('nav a[href="#universe"][aria-current=page]');
    fileComes(page);
    await reads(page, 'Repair of the blue bicycle');
    await drawnAgain(page);
    assert.equal(await page.$$eval('vol-card', (all) => all.length), 1);
  },
  { without: '/dashboard/universe.js', hash: '#requests' },
);

on(
  'what was typed before a slow program said which brand is meant stays',
  dashboardScene({ held: ['intentions.get'] }),
  async (page, { reads, release }) => {
    await page.waitForSelector('[name=brand]');
    await page.type('[name=brand]', 'other.example');
    await release(page);
    await reads(page, 'Ask about Trail shoes');
    assert.equal(await page.$eval('[name=brand]', (field) => field.value), 'other.example');
  },
  ASK,
);

for (const [code, words] of [
  ['descriptor_status', 'This brand does not accept requests: it has no such page.'],
  ['descriptor_expired', 'The brand’s word on requests has expired. Nothing was sent.'],
  ['descriptor_redirected', 'The brand answered from another address. Nothing was sent.'],
  ['address_foreign', 'Its address for requests belongs to someone else. Nothing was sent.'],
  ['descriptor_suite', 'The brand offers no key that Volition knows. Nothing was sent.'],
]) {
  on(
    `a refusal by name: ${code}`,
    dashboardScene({ refuse: { descriptor: code } }),
    async (page, { press, reads }) => {
      await press(page, '[data-do=lookup]');
      await reads(page, words);
      assert.equal(await page.$('[data-do=send]'), null);
    },
    ASK,
  );
}

on(
  'a brand that is silent is told so',
  dashboardScene({ courier: { lookup: { code: 'no_answer' } } }),
  async (page, { press, reads }) => {
    await press(page, '[data-do=lookup]');
    await reads(page, 'The brand did not answer. Nothing was lost.');
  },
  ASK,
);

on(
  'what is no name of a site is not looked up',
  dashboardScene(),
  async (page, { press, reads }) => {
    await page.waitForFunction(
      () => document.querySelector('[name=brand]')?.value === 'shop.example',
    );
    await page.$eval('[name=brand]', (one) => {
      one.value = 'not a site';
      one.dispatchEvent(new Event('input'));
    });
    await press(page, '[data-do=lookup]');
    await reads(page, 'This is not the name of a site.');
    assert.deepEqual(await couriers(page), []);
  },
  ASK,
);

on(
  'the preview is the exact payload, and every change makes a new one',
  dashboardScene(),
  async (page, { press, calls, text }) => {
    await compose(page, 'Do you mend?');
    const exactly = () => page.$eval('pre[data-exact]', (one) => one.textContent);
    const first = await exactly();
    assert.deepEqual(JSON.parse(first).content.question, {
      '@type': 'Question',
      text: 'Do you mend?',
      about: { '@type': 'Product', name: 'Trail shoes', sku: 'TRAIL-42' },
    });
    assert.match(
      await text(page, '.preview'),
      /Question\s+Do you mend\?\s+Thing\s+Trail shoes\s+Number at the shop\s+TRAIL-42/,
    );
    const drafts = (await calls(page, 'requests.draft')).length;
    await press(page, '[name=on-sku]');
    await page.waitForFunction(
      (before) => {
        const now = document.querySelector('pre[data-exact]')?.textContent;
        return now && now !== before;
      },
      {},
      first,
    );
    assert.doesNotMatch(await exactly(), /TRAIL-42/);
    assert.equal((await calls(page, 'requests.draft')).length, drafts + 1);
  },
  ASK,
);

on(
  'the end of the time to answer is the day that was chosen, and tells no time zone',
  dashboardScene(),
  async (page, { text }) => {
    await compose(page);
    const day = new Intl.DateTimeFormat('en-US', {
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    }).format(new Date(`${addDays(TODAY, 14)}T12:00:00Z`));
    assert.match(
      await text(page, '.rows.frame'),
      new RegExp(`Replies until\\s+${day}, to its end everywhere on earth \\([0-9]{10}\\)`),
    );
  },
  ASK,
);

on(
  'while a draft is made anew, the old one cannot be sent',
  dashboardScene(),
  async (page) => {
    await compose(page);
    await page.$eval('[data-field=question] textarea', (one) => {
      one.value = 'Something else';
      one.dispatchEvent(new Event('input'));
    });
    await page.waitForSelector('[data-do=send][aria-disabled=true]');
    await page.$eval('[data-do=send]', (button) => button.click());
    assert.equal((await couriers(page)).filter((call) => call.do === 'send').length, 0);
  },
  ASK,
);

on(
  'a character that cannot be seen is named in the preview and stays in the bytes',
  dashboardScene(),
  async (page) => {
    await compose(page);
    await page.$eval('[data-field=question] textarea', (one) => {
      one.value = 'abc\u202edef';
      one.dispatchEvent(new Event('input'));
    });
    await page.waitForSelector('.preview .rows [data-code="U+202E"]');
    assert.match(await page.$eval('pre[data-exact]', (one) => one.textContent), /abc\u202edef/);
  },
  ASK,
);

on(
  'nothing that identifies the person is ticked, and nothing is ticked by looking up',
  dashboardScene({
    intentions: [{ ...KEPT_SHOES, budget: { minor: 13000, currency: 'EUR' } }],
  }),
  async (page, { press }) => {
    await press(page, '[data-do=lookup]');
    await page.waitForSelector('[data-field=postcode]');
    const ticked = await page.$$eval('.switch-field input[type=checkbox]', (all) =>
      all.filter((one) => one.checked).map((one) => one.name),
    );
    assert.deepEqual(ticked, ['on-question', 'on-name', 'on-sku']);
  },
  ASK,
);

on(
  'the same words to another brand are warned of',
  dashboardScene({
    warnings: [
      { code: 'said_to_another_brand', field: 'content.question.text', brand: 'lamps.example' },
    ],
  }),
  async (page, { reads }) => {
    await compose(page);
    await reads(
      page,
      'lamps.example was told the same: Question. The two could recognise you by it.',
    );
  },
  ASK,
);

on(
  'a doubled press of Send sends once, by the name made with the preview',
  dashboardScene({ delayMs: 30 }),
  async (page, { reads }) => {
    await compose(page);
    await page.$eval('[data-do=send]', (button) => {
      button.click();
      button.click();
    });
    await reads(page, 'Sent to shop.example.');
    const sends = (await couriers(page)).filter((call) => call.do === 'send');
    assert.equal(sends.length, 1);
    assert.match(sends[0].op_id, /^[0-9a-f]{32}$/);
    await reads(page, 'shop.example may answer 3 times, until');
  },
  ASK,
);

on(
  'a Send that got lost inside keeps its name for the next press',
  dashboardScene({ courier: { send: { code: 'host_lost' } } }),
  async (page, { press, called, reads }) => {
    await compose(page);
    await press(page, '[data-do=send]');
    await reads(page, 'Volition did not answer. Nothing was lost. Press again.');
    await press(page, '[data-do=send]');
    await called(page, 'courier.send', 2);
    const [first, second] = (await couriers(page)).filter((call) => call.do === 'send');
    assert.equal(first.op_id, second.op_id);
  },
  ASK,
);

on(
  'where nobody knows whether it arrived, the same may be sent again by a press',
  dashboardScene({ courier: { send: { state: 'unknown', status: null } } }),
  async (page, { press, reads }) => {
    await compose(page);
    await press(page, '[data-do=send]');
    await reads(page, 'nobody knows whether it arrived');
    await press(page, '[data-do=send-again]');
    const calls = (await couriers(page)).map((call) => call.do);
    assert.deepEqual(calls, ['lookup', 'send', 'send_again']);
  },
  ASK,
);

on(
  'the composer says what a request shows',
  dashboardScene(),
  async (page, { reads }) => {
    await compose(page);
    await reads(page, 'shop.example will see your internet address, the time, and what you wrote.');
    await reads(page, 'Volition adds nothing by which two requests could be joined.');
  },
  ASK,
);

on(
  'the time to answer and the terms are part of the draft',
  dashboardScene(),
  async (page, { press, calls, called }) => {
    await compose(page);
    const drafts = (await calls(page, 'requests.draft')).length;
    await press(page, '[name=kind][value=Demand]');
    await called(page, 'requests.draft', drafts + 1);
    const { params } = (await calls(page, 'requests.draft')).at(-1);
    assert.equal(params.kind, 'Demand');
    assert.equal(params.terms, 'PDC-INTENT');
    assert.equal(params.max_replies, 3);
    assert.equal(params.until, addDays(TODAY, 14));
    assert.equal(params.intention_id, KEPT_SHOES.id);
  },
  ASK,
);

on(
  'only kinds that the brand accepts are offered',
  dashboardScene({ descriptor: { ...DESCRIPTOR, accepts: ['Demand'] } }),
  async (page, { press }) => {
    await press(page, '[data-do=lookup]');
    await page.waitForSelector('[name=kind][value=Demand]:checked');
    assert.equal(await page.$('[name=kind][value=AskAction]'), null);
  },
  ASK,
);

on(
  'See if it answered: one look per press, and it says what the brand sees',
  dashboardScene({ requests: REQUESTS.slice(0, 1) }),
  async (page, { press, reads }) => {
    await reads(page, 'shop.example may answer 3 times, until');
    await reads(page, 'shop.example will see that you looked now.');
    assert.deepEqual(await couriers(page), []);
    await press(page, '[data-do=check]');
    await reads(page, 'shop.example has not answered yet.');
    assert.equal((await couriers(page)).length, 1);
  },
  REQUESTS_AT,
);

on(
  'a reply is inert text; its address is shown in full before a press opens it',
  dashboardScene({
    requests: [
      {
        ...REQUESTS[1],
        replies: [
          {
            ...REQUESTS[1].replies[0],
            text: '<img src=https://t.example/x onerror=alert(1)><a href="https://t.example">Look</a>\nhttps://t.example/y',
            address: 'https://tëst.example/offre',
          },
        ],
      },
    ],
  }),
  async (page, { reads }) => {
    await reads(
      page,
      '<img src=https://t.example/x onerror=alert(1)><a href="https://t.example">Look</a>',
    );
    await reads(page, 'https://xn--tst-jma.example/offre');
    const links = await page.$$eval('.reply a', (all) =>
      all.map((one) => [one.getAttribute('href'), one.rel, one.target]),
    );
    assert.deepEqual(links, [
      ['https://xn--tst-jma.example/offre', 'noreferrer noopener', '_blank'],
    ]);
    assert.equal(await page.$('.reply img'), null);
  },
  REQUESTS_AT,
);

on(
  'an address that is not of the web cannot be opened',
  dashboardScene({
    requests: [
      { ...REQUESTS[1], replies: [{ ...REQUESTS[1].replies[0], address: 'javascript:alert(1)' }] },
    ],
  }),
  async (page, { reads }) => {
    await reads(page, 'javascript:alert(1)');
    assert.equal(await page.$('.reply a'), null);
  },
  REQUESTS_AT,
);

on(
  'refused replies are named',
  dashboardScene({
    requests: REQUESTS.slice(0, 1),
    courier: {
      check: { state: 'nothing_new', refused: ['late', 'excess', 'foreign', 'damaged', 'damaged'] },
    },
  }),
  async (page, { press, reads }) => {
    await press(page, '[data-do=check]');
    await reads(page, 'A reply came after its time, and was not opened.');
    const named = await page.$$eval('[data-refused]', (all) =>
      all.map((one) => one.dataset.refused),
    );
    assert.deepEqual(named, ['late', 'excess', 'foreign', 'damaged']);
  },
  REQUESTS_AT,
);

on(
  'Withdraw tells the brand, Forget erases here',
  dashboardScene({ requests: REQUESTS.slice(0, 1) }),
  async (page, { press, reads, calls }) => {
    await press(page, '[data-do=withdraw]');
    await reads(page, 'Withdrawn: shop.example was told.');
    await press(page, '[data-do=forget]');
    await reads(page, 'You have asked nobody yet.');
    assert.equal((await calls(page, 'requests.forget')).length, 1);
  },
  REQUESTS_AT,
);

on(
  'receipt and exact bytes stand with the request',
  dashboardScene({ requests: REQUESTS.slice(0, 1) }),
  async (page, { press, reads }) => {
    await press(page, 'vol-request summary');
    await reads(page, `Receipt (SHA-256 of what was signed): ${REQUESTS[0].receipt}`);
    await page.waitForFunction(() =>
      document.querySelector('pre[data-exact]')?.textContent.startsWith('{"typ":"request"'),
    );
  },
  REQUESTS_AT,
);

on(
  'forgetting everything takes two presses, the second saying what it does',
  dashboardScene(),
  async (page, { press, reads, calls }) => {
    await press(page, '[data-do=erase]');
    await reads(page, 'This cannot be undone. Brands keep what you already sent them.');
    assert.deepEqual(await calls(page, 'forget_all.'), []);
    await press(page, '[data-do=erase-now]');
    await reads(page, 'Everything is erased.');
    assert.equal((await calls(page, 'forget_all.')).length, 1);
  },
  { hash: '#settings' },
);

on(
  'settings show the policy and the program, and choose',
  dashboardScene(),
  async (page, { press, reads, calls, called }) => {
    await reads(page, 'Version 0.1.0 is connected.');
    await page.waitForSelector('[name=policy][value=only_keep]:checked');
    await press(page, '[name=policy][value=seven_days]');
    await called(page, 'intentions.policy', 2);
    const set = (await calls(page, 'intentions.policy')).filter(({ params }) => 'set' in params);
    assert.deepEqual(
      set.map(({ params }) => params.set),
      ['seven_days'],
    );
  },
  { hash: '#settings' },
);

on(
  'what is to be remembered, chosen twice while a slow program is asked: the last choice holds',
  dashboardScene({ delayMs: 200 }),
  async (page, { calls, called }) => {
    await page.waitForSelector('[name=policy]');
    await page.click('[name=policy][value=seven_days]');
    await page.click('[name=policy][value=only_keep]');
    await called(page, 'intentions.policy', 3);
    const set = (await calls(page, 'intentions.policy')).filter(({ params }) => 'set' in params);
    assert.deepEqual(
      set.map(({ params }) => params.set),
      ['seven_days', 'only_keep'],
    );
    await page.waitForFunction(() => document.querySelector('vol-settings')?.wishes.size === 0);
    assert.equal(await page.$eval('[name=policy]:checked', (one) => one.value), 'only_keep');
  },
  { hash: '#settings' },
);

on(
  'what was remembered before a press does not come back with a late answer',
  dashboardScene(),
  async (page, { askLate, press, release, drawn }) => {
    await page.waitForSelector('[name=policy][value=only_keep]:checked');
    await askLate(page, 'intentions.policy', 'policy');
    await press(page, '[name=policy][value=seven_days]');
    await page.waitForFunction(
      () => document.querySelector('vol-settings')?.policy === 'seven_days',
    );
    await release(page);
    await drawn(page);
    assert.equal(await page.$eval('[name=policy]:checked', (one) => one.value), 'seven_days');
  },
  { hash: '#settings' },
);

on(
  'an unknown section is the universe',
  dashboardScene(),
  async (page, { reads }) => {
    await reads(page, 'My universe');
  },
  { hash: '#nowhere/<b>' },
);

on(
  'without the host one line says what is missing',
  dashboardScene({ host: { state: 'absent', detail: '' } }),
  async (page, { reads }) => {
    await reads(page, 'Blocking works. To keep or ask, install Volition’s program.');
    assert.equal(await page.$('.failure'), null);
  },
);

on('a change made elsewhere appears by itself', dashboardScene(), async (page, { reads }) => {
  await reads(page, 'Trail shoes');
  await page.evaluate(() => {
    const { intentions, tell } = globalThis.volitionScene;
    const [first] = intentions.values();
    intentions.set(first.id, { ...first, words: 'changed elsewhere' });
    tell('intentions');
  });
  await reads(page, '“changed elsewhere”');
});

on(
  'in French a budget is edited with a comma, and stays what it was',
  dashboardScene(),
  async (page, { press, called, calls }) => {
    await press(page, `${SHOES} [data-do=edit]`);
    assert.equal(await page.$eval('[name=budget]', (one) => one.value), '130,00');
    await press(page, `${SHOES} [type=submit]`);
    await called(page, 'intentions.edit', 1);
    const [{ params }] = await calls(page, 'intentions.edit');
    assert.deepEqual(params.changes.budget, { minor: 13000, currency: 'EUR' });
  },
  { language: 'fr' },
);

on(
  'a folder that cannot be written to is said on every section, and what comes after it by itself',
  dashboardScene({ host: hostUnopened('storage_read_only') }),
  async (page, { press, reads }) => {
    for (const section of ['universe', 'requests', 'who', 'settings']) {
      await press(page, `nav a[href="#${section}"]`);
      await reads(page, 'The folder of your universe cannot be written to.', '[data-host]');
    }
    await press(page, 'nav a[href="#universe"]');
    await page.evaluate((ready) => {
      globalThis.volitionScene.scene.host = ready;
      globalThis.volitionScene.tell('host');
    }, HOST_READY);
    await reads(page, 'Winter coat');
    assert.equal(await page.$('[data-host]'), null);
  },
);

on(
  'who tried: on a day on which more was tried than was counted, each count is a least one',
  dashboardScene({
    attempted: [
      { day: TODAY, company: 'Criteo', kind: 'retargeting', count: 501, at_least: true },
      { day: addDays(TODAY, -1), company: 'Meta', kind: 'social', count: 7 },
    ],
  }),
  async (page, { reads }) => {
    await reads(page, 'Criteo');
    const counts = await page.$$eval('td.figure', (all) => all.map((one) => one.innerText));
    assert.deepEqual(counts, ['at least 501', '7']);
  },
  { hash: '#who' },
);
