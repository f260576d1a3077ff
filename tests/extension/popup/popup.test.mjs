// SPDX-License-Identifier: GPL-3.0-or-later
// What a person meets in the popup, and what their presses ask of the background.

import assert from 'node:assert/strict';
import { addDays } from '../../../extension/ui/day.js';
import { pageTests } from '../ui/harness/pages.mjs';
import {
  FIFTY,
  HOST_READY,
  hostUnopened,
  KEPT_SHOES,
  LOADERS,
  META,
  POPUP_SCENES,
  SHOES,
  scene,
  TODAY,
  tab,
  UNOPENED,
} from '../ui/harness/scenes.mjs';

const on = pageTests('/popup/popup.html');
const notice = (more) => ({
  product: SHOES,
  intention: null,
  stored: false,
  offer_policy: false,
  ...more,
});

on('it reads aloud what each company was to be told', POPUP_SCENES.seen, async (page, { text }) => {
  assert.equal(await text(page, '#attempts-title'), 'This page tried to tell 2 companies');
  assert.match(
    await text(page, '[data-company=Criteo]'),
    /^Criteo\nyou looked at Trail shoes, €129$/m,
  );
  assert.match(
    await text(page, '[data-company=Meta]'),
    /^Meta\nthe same, with an e-mail \(from a form\)\nand one other thing$/m,
  );
  assert.equal(await text(page, '.fold'), '3 scripts were stopped; they said nothing');
  assert.equal(await text(page, '.stopped'), 'All stopped.');
});

on(
  'what the program explains while the popup opens is in the account',
  {
    ...POPUP_SCENES.seen,
    tab: tab({ attempts: [{ ...META, explained: null }] }),
    soon: { after: 'tab.state', tab: { attempts: [META] }, tells: 'tab' },
  },
  (page, { reads }) => reads(page, 'This page tried to tell one company'),
);

on(
  'a page that changes without end, faster than is answered, is drawn meanwhile',
  {
    ...POPUP_SCENES.seen,
    tab: tab({ attempts: [{ ...META, explained: null }] }),
    delayMs: 100,
  },
  async (page, { reads }) => {
    await page.evaluate(
      (attempts) => {
        const { tell, tab: shown } = globalThis.volitionScene;
        shown.attempts = attempts;
        setInterval(() => tell('tab'), 10);
      },
      [META],
    );
    await reads(page, 'This page tried to tell one company');
  },
);

on(
  'while the program is slow to say how the intention stands, what the page tries is drawn',
  { ...POPUP_SCENES.kept, held: ['intentions.get'] },
  async (page, { reads }) => {
    await page.evaluate(
      (attempts) => {
        const { tell, tab: shown } = globalThis.volitionScene;
        tell('intentions');
        shown.attempts = attempts;
        tell('tab');
      },
      [META],
    );
    await reads(page, 'This page tried to tell one company');
  },
);

on(
  'the same in French',
  POPUP_SCENES.seen,
  async (page, { text }) => {
    assert.equal(await text(page, '#attempts-title'), 'Cette page a voulu dire à 2 entreprises');
    assert.match(
      await text(page, '[data-company=Criteo]'),
      /que vous regardiez Trail shoes, 129 €/,
    );
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'fr');
  },
  { language: 'fr' },
);

on(
  'a line opens in full: filter, list, line, identifiers, the message; Back returns to that line',
  POPUP_SCENES.seen,
  async (page, { press, text }) => {
    await press(page, '[data-company=Meta]');
    const detail = await text(page, '.detail');
    assert.match(
      detail,
      /This page tried to tell Meta you looked at Trail shoes, €129, and tied it to an e-mail \(from a form\)\. Stopped\./,
    );
    assert.match(detail, /And also you visited this page\./);
    assert.match(detail, /Stopped by EasyPrivacy, line 23107:\s+\|\|facebook\.com\/tr\//);
    assert.match(detail, /E-mail, scrambled\s+lifted from a form/);
    await press(page, '.detail summary');
    assert.match(
      await text(page, '.raw'),
      /POST to this address[\s\S]+https:\/\/www\.facebook\.com\/tr\/[\s\S]+cd\[value\]=129\.00/,
    );
    await press(page, '[data-do=back]');
    await page.waitForFunction(
      () => document.activeElement?.getAttribute('data-company') === 'Meta',
    );
  },
);

on(
  'a filter that is only likely is called so, and no filter is invented',
  scene({
    tab: tab({
      attempts: [
        { ...META, explained: { ...META.explained, certainty: 'likely' } },
        {
          ...META,
          key: 'x',
          explained: { ...META.explained, key: 'x', filter: null, verdict: 'pass' },
        },
      ],
    }),
  }),
  async (page, { press, text }) => {
    await press(page, '[data-company=Meta]');
    const detail = await text(page, '.detail');
    assert.match(detail, /Stopped most likely by EasyPrivacy, line 23107/);
    assert.match(detail, /The browser stopped it, by no filter that we can name\./);
  },
);

on(
  'Keep: one press keeps once, says so, offers undo with the focus on it',
  { ...POPUP_SCENES.seen, delayMs: 30 },
  async (page, { press, calls, reads }) => {
    await page.waitForSelector('[data-do=keep]');
    await page.$eval('[data-do=keep]', (button) => {
      button.click();
      button.click();
    });
    await reads(page, 'Kept, only on this computer.');
    const kept = await calls(page, 'tab.keep');
    assert.equal(kept.length, 1);
    assert.match(kept[0].op_id, /^[0-9a-f]{32}$/);
    assert.equal(kept[0].tabId, 7);
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-do') === 'undo');
    await reads(page, 'Kept today at €129');
    await press(page, '[data-do=undo]');
    await reads(page, 'Forgotten.');
  },
);

on(
  'a failure is told in words, the thing stays, and the next press is a new operation',
  { ...POPUP_SCENES.seen, fail: { 'tab.keep': 'storage_full' } },
  async (page, { press, calls, reads }) => {
    await press(page, '[data-do=keep]');
    await reads(page, 'The disk is full, so this was not kept. Nothing else was lost.');
    await press(page, '[data-do=keep]');
    const [first, second] = await calls(page, 'tab.keep');
    assert.notEqual(first.op_id, second.op_id);
  },
);

on('then and now, with my words', POPUP_SCENES.kept, async (page, { text }) => {
  const day = new Intl.DateTimeFormat('en-US', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${addDays(TODAY, -18)}T12:00:00Z`));
  assert.equal(await text(page, '.held-line'), `Kept ${day} at €149, today €129`);
  assert.equal(await text(page, '.own-words'), '“under 130”');
});

on(
  'Ask opens the composer for this intention and nothing else',
  POPUP_SCENES.kept,
  async (page, { press }) => {
    await page.evaluate(() => {
      globalThis.close = () => {};
    });
    await press(page, '[data-do=ask]');
    const opened = await page.evaluate(() =>
      globalThis.volitionCalls.filter((call) => call.opened),
    );
    assert.equal(opened.length, 1);
    assert.match(opened[0].opened, new RegExp(`/dashboard/dashboard\\.html#ask/${KEPT_SHOES.id}$`));
    assert.deepEqual(
      await page.evaluate(() => globalThis.volitionCalls.filter((call) => call.to === 'courier')),
      [],
    );
  },
);

on(
  'Done asks how, and suggests nothing',
  POPUP_SCENES.kept,
  async (page, { press, calls, reads, text }) => {
    await press(page, '[data-do=done]');
    await page.waitForSelector('.done-choice');
    assert.deepEqual((await text(page, '.done-choice')).split('\n').filter(Boolean), [
      'How did it end?',
      'Bought',
      'Made',
      'Mended',
      'Borrowed',
      'Given',
      'No longer wanted',
    ]);
    assert.equal(await page.$('.done-choice .primary'), null);
    await press(page, '[data-how=mended]');
    await reads(page, 'Mended, ');
    assert.equal((await calls(page, 'intentions.done'))[0].params.how, 'mended');
  },
);

on(
  'Forget can be undone where it happened',
  POPUP_SCENES.kept,
  async (page, { press, reads, calls }) => {
    await press(page, '[data-do=forget]');
    await reads(page, 'Forgotten.');
    await press(page, '[data-do=undo]');
    await reads(page, 'It is back.');
    await reads(page, 'Kept ');
    assert.equal((await calls(page, 'intentions.unforget'))[0].params.id, KEPT_SHOES.id);
  },
);

on(
  'after the time for undo there is no undo',
  { ...POPUP_SCENES.kept, undoMs: 50 },
  async (page, { press }) => {
    await press(page, '[data-do=forget]');
    await page.waitForSelector('[data-do=keep]');
    await page.waitForFunction(() => !document.querySelector('[data-do=undo]'));
  },
);

on(
  'a popup opened while a record is being forgotten offers the undo',
  scene({
    tab: tab({ notice: notice({ intention: { ...KEPT_SHOES, forgetting: true } }) }),
    intentions: [{ ...KEPT_SHOES, forgetting: true }],
  }),
  async (page, { press, reads }) => {
    await reads(page, 'Forgotten.');
    await press(page, '[data-do=undo]');
    await reads(page, 'It is back.');
  },
);

on(
  'the policy is offered with two equal buttons, nothing chosen',
  POPUP_SCENES.offer,
  async (page, { press, reads, calls }) => {
    const boxes = await page.$$eval('.offer button', (buttons) =>
      buttons.map((button) => {
        const { width, height } = button.getBoundingClientRect();
        return [
          width,
          height,
          getComputedStyle(button).backgroundColor,
          getComputedStyle(button).color,
        ];
      }),
    );
    assert.equal(boxes.length, 2);
    assert.deepEqual(boxes[0], boxes[1]);
    assert.deepEqual(await calls(page, 'intentions.policy'), []);
    await press(page, '[data-do=only_keep]');
    await reads(page, 'Only what you keep is remembered.');
    assert.equal((await calls(page, 'intentions.policy'))[0].params.set, 'only_keep');
    assert.equal(await page.$('.offer'), null);
  },
);

on(
  'in a private window nothing can be kept, and no policy is offered',
  scene({
    tab: tab({ private: true, notice: notice({ offer_policy: true }) }),
  }),
  async (page, { reads }) => {
    await reads(page, 'Private window: nothing is kept here.');
    assert.equal(await page.$('[data-do=keep]'), null);
    assert.equal(await page.$('.offer'), null);
    await reads(page, 'This page tried to tell 2 companies');
  },
);

on(
  'without the host it names addresses, says what is missing, and offers nothing it cannot do',
  POPUP_SCENES['no-host'],
  async (page, { reads, text }) => {
    await reads(page, 'Blocking works. To keep or ask, install Volition’s program.');
    assert.equal(await text(page, '#attempts-title'), 'This page tried to reach 5 addresses');
    assert.match(await text(page, '.lines'), /sslwidget\.criteo\.com/);
    assert.equal(await page.$('[data-do=keep]'), null);
  },
);

for (const [state, words] of [
  ['version', 'Volition’s program is of another version'],
  ['locked', 'Your universe is locked.'],
  ['needs_recovery', 'cannot be opened now'],
]) {
  on(
    `a host that is ${state} is told in a line`,
    scene({
      tab: tab({ host: { ...HOST_READY, state, detail: '' }, notice: null }),
    }),
    async (page, { reads }) => {
      await reads(page, words);
      assert.equal(await page.$('[data-do=keep]'), null);
    },
  );
}

for (const [reason, words] of UNOPENED) {
  on(
    `a universe that does not open because of ${reason} is told by that`,
    scene({ tab: tab({ host: hostUnopened(reason), notice: null }) }),
    async (page, { text }) => {
      assert.equal(await text(page, '.host-line'), words);
      assert.equal(await page.$('[data-do=keep]'), null);
    },
  );
}

on(
  'only loaders: nobody was told anything, and it is not claimed',
  scene({ tab: tab({ attempts: LOADERS.slice(0, 2) }) }),
  async (page, { press, text }) => {
    assert.equal(await text(page, '#attempts-title'), 'This page called 2 companies');
    assert.equal(await text(page, '.fold'), '2 scripts were stopped; they said nothing');
    await press(page, '.fold');
    assert.match(
      await text(page, '[data-company=Google]'),
      /its script was stopped; it said nothing/,
    );
    assert.equal(await text(page, '.stopped'), 'Both stopped.');
  },
);

on(
  'a page that made more calls than are kept: every number is a least one',
  scene({ tab: tab({ attempts: FIFTY, more: true }) }),
  async (page, { press, text }) => {
    assert.equal(
      await text(page, '#attempts-title'),
      'This page tried to tell at least 24 companies',
    );
    assert.equal(
      await text(page, '.stopped'),
      'More than 50 calls, all stopped; 50 of them are shown.',
    );
    await press(page, '.lines > li:first-child .line');
    assert.match(await text(page, '.detail-head'), /At least 2 calls, all stopped/);
  },
);

on(
  'and without the program, in French',
  scene({
    tab: tab({
      attempts: FIFTY.map((one) => ({ ...one, explained: null })),
      more: true,
      host: { state: 'absent', detail: '' },
      notice: null,
    }),
  }),
  async (page, { text }) => {
    assert.equal(
      await text(page, '#attempts-title'),
      'Cette page a voulu joindre au moins 30 adresses',
    );
    assert.equal(
      await text(page, '.stopped'),
      'Plus de 50 appels, tous bloqués ; 50 sont montrés.',
    );
  },
  { language: 'fr' },
);

on('what comes later appears by itself', POPUP_SCENES.nothing, async (page, { reads }) => {
  await reads(page, 'Nothing seen yet.');
  await page.evaluate((attempt) => {
    const { tab: state, tell } = globalThis.volitionScene;
    state.attempts = [attempt];
    tell('tab');
  }, META);
  await reads(page, 'This page tried to tell one company');
});

on(
  'while a slow program reads the page, the popup says so, and the account stands',
  POPUP_SCENES.reading,
  async (page, { reads }) => {
    await reads(page, 'Volition is reading what this page shows…');
    await reads(page, 'This page tried to tell 2 companies');
    await page.evaluate(() => {
      const { tab: state, tell } = globalThis.volitionScene;
      state.reading = false;
      tell('tab');
    });
    await reads(page, 'When a page shows one thing, you can keep it here.');
  },
);

on('what happens in another tab asks for nothing', POPUP_SCENES.seen, async (page, { calls }) => {
  const before = (await calls(page, 'tab.state')).length;
  await page.evaluate(() => {
    const { tab: state, tell } = globalThis.volitionScene;
    const own = state.tabId;
    state.tabId = 99;
    tell('tab');
    state.tabId = own;
  });
  assert.equal((await calls(page, 'tab.state')).length, before);
});

on(
  'the address may name the tab',
  POPUP_SCENES.seen,
  async (page, { calls }) => {
    assert.equal((await calls(page, 'tab.state'))[0].tabId, 42);
  },
  { search: '?tab=42' },
);

on(
  'the switch says how it stands and what each choice does',
  POPUP_SCENES.seen,
  async (page, { press, text, calls, reads }) => {
    assert.equal(
      await page.$eval('.switch', (one) => one.getAttribute('aria-label')),
      'Protection: On',
    );
    await press(page, '.switch');
    assert.match(await text(page, '.switch-panel'), /Off once\s+Until this tab leaves the site\./);
    await press(page, '[name=protection][value=off]');
    await reads(page, 'Changed; the page was loaded anew.');
    assert.equal((await calls(page, 'tab.protection'))[0].mode, 'off');
    await page.waitForSelector('.switch[data-mode=off]');
  },
);

on('everything can be reached and pressed by keyboard alone', POPUP_SCENES.kept, async (page) => {
  const reached = [];
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    reached.push(
      await page.evaluate(
        () =>
          document.activeElement?.getAttribute('data-do') ??
          document.activeElement?.getAttribute('data-company') ??
          document.activeElement?.className,
      ),
    );
  }
  for (const wanted of ['switch', 'ask', 'done', 'forget', 'Criteo', 'Meta', 'fold'])
    assert.ok(reached.includes(wanted), `${wanted} in ${reached}`);
  await page.focus('[data-company=Criteo]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.detail');
});

on(
  'hostile names stay inert, in one piece and within the width',
  POPUP_SCENES.hostile,
  async (page) => {
    const facts = await page.evaluate(() => ({
      bold: document.querySelectorAll('b').length,
      wide: document.documentElement.scrollWidth,
      unseen: /[\u202a-\u202e\u2066-\u2069\u200b]/.test(document.body.innerText),
      bdi: document.querySelectorAll('h2 bdi').length,
    }));
    assert.deepEqual(facts, { bold: 0, wide: 360, unseen: false, bdi: 1 });
  },
);

on(
  'the raw message keeps what cannot be seen and names it',
  POPUP_SCENES.hostile,
  async (page, { press }) => {
    await press(page, '.line');
    await press(page, '.detail summary');
    assert.ok(await page.$('.raw pre'));
  },
);

on(
  'fifty calls of thirty companies are one screen, the rest a press away',
  scene({ tab: tab({ attempts: FIFTY }) }),
  async (page, { press, text }) => {
    assert.equal((await page.$$('.lines > li')).length, 8 + 6);
    assert.equal(await text(page, '[data-do=all]'), '16 more');
    await press(page, '[data-do=all]');
    await page.waitForFunction(() => document.querySelectorAll('.lines > li').length === 30);
  },
);

on(
  'on a page of the browser’s own there is nothing to do',
  POPUP_SCENES['browser-page'],
  async (page, { reads }) => {
    await reads(page, 'This page belongs to the browser');
  },
);

on(
  'a background that does not answer is told in words',
  scene({ tab: null }),
  async (page, { reads }) => {
    await reads(page, 'There is no page here.');
    await reads(page, 'My universe');
  },
);

on(
  'a calendar that jumped is said, and one press accepts the day',
  POPUP_SCENES.calendar,
  async (page, { press, calls }) => {
    await press(page, '[data-do=accept-today]');
    await page.waitForFunction(() => !document.querySelector('[data-do=accept-today]'));
    assert.equal((await calls(page, 'universe.accept_today')).length, 1);
  },
);

on(
  'what “Block this element” hid is said, and taken back',
  POPUP_SCENES.hidden,
  async (page, { press, reads, calls }) => {
    await reads(page, '3 equal elements are hidden. Your own rules keep it so on shop.example.');
    await reads(page, 'div.teaser > img');
    await press(page, '[data-do=unhide]');
    await reads(page, 'Shown again.');
    assert.equal((await calls(page, 'tab.unhide'))[0].tabId, 7);
  },
);

for (const [kept, said] of [
  ['private', 'In a private window nothing is written'],
  ['no_host', 'only Volition’s program can keep it so'],
  ['failed', 'could not be written'],
  ['keeping', 'Being written'],
  ['nothing', 'Nothing was hidden'],
]) {
  const selector = kept === 'nothing' ? '' : 'img.ad';
  on(
    `after “Block this element”: ${kept}`,
    {
      ...POPUP_SCENES.hidden,
      tab: tab({ hidden: { selector, count: 1, site: 'a.example', kept } }),
    },
    async (page, { reads }) => {
      await reads(page, said);
      assert.equal((await page.$('[data-do=unhide]')) === null, kept === 'nothing');
    },
  );
}
