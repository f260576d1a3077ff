// SPDX-License-Identifier: GPL-3.0-or-later
// A long universe, filters, and several at once, as a person meets them.

import assert from 'node:assert/strict';
import { addDays } from '../../../extension/ui/day.js';
import { pageTests } from '../ui/harness/pages.mjs';
import { ATTEMPTED, dashboardScene, HOLDINGS, KEPT_SHOES, TODAY } from '../ui/harness/scenes.mjs';

const on = pageTests('/dashboard/dashboard.html');
const COUNT = 2_000;
const MANY = Array.from({ length: COUNT }, (_, number) => ({
  ...KEPT_SHOES,
  id: String(number).padStart(32, '0'),
  name: `Thing ${number}`,
  words: number % 7 === 0 ? 'two lines\nof my own words' : '',
}));
const cards = (page) => page.$$eval('vol-card', (all) => all.length);
const toEnd = (page) => page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));

on(
  'of a long list only what is near the window is drawn, and the end can be reached',
  dashboardScene({ intentions: MANY }),
  async (page, { reads, calls }) => {
    await reads(page, 'Wanted 2,000');
    assert.ok((await cards(page)) < 40, `${await cards(page)} cards are drawn`);
    await reads(page, 'Thing 0');
    assert.equal((await calls(page, 'intentions.list')).length, 4, 'one page of each group');
    for (let turn = 0; turn < 30; ++turn) {
      await toEnd(page);
      await page.evaluate(
        () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
      );
      if ((await page.$(`[data-id="${MANY.at(-1).id}"]`)) !== null) break;
    }
    await reads(page, `Thing ${COUNT - 1}`);
    assert.ok((await cards(page)) < 40, `${await cards(page)} cards are drawn`);
    const [position, size] = await page.$eval(`li[data-key="${MANY.at(-1).id}"]`, (one) => [
      one.getAttribute('aria-posinset'),
      one.getAttribute('aria-setsize'),
    ]);
    assert.deepEqual([position, size], [String(COUNT), String(COUNT)]);
  },
);

on(
  'what a person has begun stays while the page scrolls away from it',
  dashboardScene({ intentions: MANY }),
  async (page, { press }) => {
    const first = `[data-id="${MANY[0].id}"]`;
    await press(page, `${first} [data-do=edit]`);
    await page.type('[name=words]', 'half a thought');
    await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
    await toEnd(page);
    await page.waitForFunction(
      (key) => !document.querySelector(`[data-id="${key}"]`),
      {},
      MANY[5].id,
    );
    assert.match(await page.$eval('[name=words]', (one) => one.value), /half a thought/);
  },
);

on(
  'filters ask the host, and say when nothing is left',
  dashboardScene(),
  async (page, { reads, press, choose }) => {
    await reads(page, 'Winter coat');
    await choose(page, '[name=filter-stage]', 'noticed');
    await page.waitForFunction(() => document.querySelectorAll('vol-card').length === 2);
    await choose(page, '[name=filter-brand]', 'tea.example');
    await page.waitForFunction(() => document.querySelectorAll('vol-card').length === 1);
    await reads(page, 'Tea pot');
    await choose(page, '[name=filter-direction]', 'give');
    await reads(page, 'Nothing here fits what you chose above.');
    await choose(page, '[name=filter-brand]', '');
    await choose(page, '[name=filter-stage]', '');
    await reads(page, 'Two Saturdays, repair café');
    await press(page, '[data-do=choose]');
  },
);

on(
  'by kind, and what fades soon, which the host counts',
  dashboardScene(),
  async (page, { reads, press, calls, choose }) => {
    await reads(page, 'Fading 2');
    await press(page, '[data-do=fades-soon]');
    await reads(page, 'Fading 1');
    await reads(page, 'Tea pot');
    assert.equal(await cards(page), 1);
    assert.equal(
      await page.$eval('[aria-pressed=true]', (one) => one.innerText),
      'Fades within 3 days',
    );
    const { params } = (await calls(page, 'intentions.list')).at(-1);
    assert.deepEqual(params, { stages: ['noticed'], fades_within_days: 3, limit: 24 });
    await choose(page, '[name=filter-kind]', 'time');
    await reads(page, 'Nothing here fits what you chose above.');
    await press(page, '[data-do=fades-soon]');
    await reads(page, 'Two Saturdays, repair café');
    assert.equal(await cards(page), 1);
  },
);

on(
  'several are forgotten in one press, and come back with one',
  dashboardScene(),
  async (page, { press, reads, calls }) => {
    await press(page, '[data-do=choose]');
    for (const { id } of HOLDINGS.slice(0, 3)) await press(page, `[data-id="${id}"] .choose`);
    await reads(page, '3 things selected.');
    await press(page, '[data-do=forget-all]');
    await reads(page, '3 things forgotten.');
    await page.waitForFunction(() => !document.querySelector('[data-group=wanted]'));
    const forgotten = await calls(page, 'intentions.forget');
    assert.equal(new Set(forgotten.map(({ params }) => params.op_id)).size, 3);
    await press(page, '[data-do=undo-all]');
    await reads(page, '3 things are back.');
    await reads(page, 'Wanted 3');
  },
);

on(
  'what could not be brought back can be tried again',
  dashboardScene({ fail: { 'intentions.unforget': 'storage_full' } }),
  async (page, { press, reads }) => {
    await press(page, '[data-do=choose]');
    for (const { id } of HOLDINGS.slice(0, 2)) await press(page, `[data-id="${id}"] .choose`);
    await press(page, '[data-do=forget-all]');
    await reads(page, '2 things forgotten.');
    await press(page, '[data-do=undo-all]');
    await page.waitForSelector('.several [role=alert]');
    await reads(page, '2 things forgotten.');
    await page.evaluate(() => {
      globalThis.volitionScene.scene.fail = {};
    });
    await press(page, '[data-do=undo-all]');
    await reads(page, '2 things are back.');
  },
);

on(
  'what failed of several is said when all were tried, and the next press counts',
  dashboardScene({ fail: { 'intentions.unforget': 'storage_full' } }),
  async (page, { press, reads }) => {
    await press(page, '[data-do=choose]');
    for (const { id } of HOLDINGS.slice(0, 2)) await press(page, `[data-id="${id}"] .choose`);
    await press(page, '[data-do=forget-all]');
    await reads(page, '2 things forgotten.');
    await page.evaluate(() => {
      globalThis.volitionScene.scene.delayMs = 100;
    });
    await press(page, '[data-do=undo-all]');
    const busy = await page.waitForFunction(
      () =>
        document.querySelector('.several [role=alert]') &&
        document.querySelector('[data-do=undo-all]')?.getAttribute('aria-disabled'),
    );
    assert.equal(await busy.jsonValue(), 'false');
  },
);

on(
  'the brands come late to the filters, and nothing moves under the pointer',
  dashboardScene({ held: ['brands.list'] }),
  async (page, { reads, release }) => {
    await reads(page, 'Winter coat');
    const place = () =>
      page.$eval('[data-do=choose]', (one) => JSON.stringify(one.getBoundingClientRect()));
    const before = await place();
    await release(page);
    await page.waitForSelector('[name=filter-brand] option[value="tea.example"]');
    assert.equal(await place(), before);
  },
);

on(
  'while a slow program brings several back, the focus stays where it was, and Escape closes',
  dashboardScene({ held: ['intentions.unforget'] }),
  async (page, { press, reads, release }) => {
    await press(page, '[data-do=choose]');
    for (const { id } of HOLDINGS.slice(0, 2)) await press(page, `[data-id="${id}"] .choose`);
    await press(page, '[data-do=forget-all]');
    await reads(page, '2 things forgotten.');
    await page.focus('[data-do=undo-all]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-do=undo-all][aria-disabled=true]');
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.do), 'undo-all');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.dataset.do === 'choose');
    assert.equal(await page.$('vol-several'), null);
    await release(page);
    await page.waitForSelector(`[data-id="${HOLDINGS[1].id}"]`);
  },
);

on(
  'several are kept, or done in one way; Keep touches only what fades',
  dashboardScene(),
  async (page, { press, reads, calls }) => {
    await press(page, '[data-do=choose]');
    await press(page, '[data-group=wanted] .choose');
    await press(page, '[data-group=fading] .choose');
    await press(page, '[data-do=keep-all]');
    await reads(page, 'One thing kept.');
    assert.equal((await calls(page, 'intentions.keep')).length, 1);
    await reads(page, 'One thing selected.');
    await press(page, '[data-do=done-all]');
    await press(page, '.several [data-how=mended]');
    await reads(page, 'One thing is done.');
    const [{ params }] = await calls(page, 'intentions.done');
    assert.deepEqual([params.id, params.how], [KEPT_SHOES.id, 'mended']);
    await press(page, '[data-do=stop-choosing]');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-do') === 'choose');
  },
);

on(
  'what failed for several stays chosen and is said',
  dashboardScene({ fail: { 'intentions.forget': 'storage_failed' } }),
  async (page, { press, reads }) => {
    await press(page, '[data-do=choose]');
    await press(page, '[data-group=wanted] .choose');
    await press(page, '[data-do=forget-all]');
    await reads(page, 'The disk failed');
    await reads(page, 'One thing selected.');
  },
);

on(
  'who tried stands in a table that each column can order, and is erased by a press',
  dashboardScene({ attempted: ATTEMPTED }),
  async (page, { press, reads, calls }) => {
    await reads(page, 'Criteo');
    const companies = () => page.$$eval('tbody th', (all) => all.map((one) => one.innerText));
    assert.deepEqual(await companies(), ['Google', 'Criteo', 'Meta', 'No name known']);
    await press(page, '[data-order=company]');
    assert.deepEqual(await companies(), ['No name known', 'Criteo', 'Google', 'Meta']);
    await press(page, '[data-order=count]');
    assert.equal(
      await page.$eval('[aria-sort=descending]', (one) => one.innerText.trim()),
      'Calls',
    );
    const [{ params }] = await calls(page, 'attempts.days');
    assert.deepEqual(params, { from: addDays(TODAY, -27), to: TODAY });
    await press(page, '[data-do=forget-attempts]');
    await reads(page, 'Forgotten.');
    await reads(page, 'Nothing is counted here.');
    await page.waitForFunction(() => document.activeElement?.classList.contains('forgotten'));
  },
  { hash: '#who' },
);

on(
  'settings switch each group of protection, and a site on again',
  dashboardScene({ sitesOff: ['bank.example'] }),
  async (page, { press, reads, calls }) => {
    await press(page, '[name=group-display]');
    await reads(page, 'Let through');
    const [{ group, mode }] = await calls(page, 'protection.group');
    assert.deepEqual([group, mode], ['display', 'off']);
    await press(page, '[data-site="bank.example"]');
    await reads(page, 'Protection is on again on bank.example.');
    await reads(page, 'Protection is on everywhere.');
  },
  { hash: '#settings' },
);

on(
  'how a group stood before a press does not come back with a late answer',
  dashboardScene(),
  async (page, { askLate, press, release, drawn, reads }) => {
    await page.waitForSelector('[name=group-display]:checked');
    await askLate(page, 'protection.read', 'lists');
    await press(page, '[name=group-display]');
    await reads(page, 'Let through');
    await page.waitForFunction(
      () => document.querySelector('vol-protection-groups')?.wishes.size === 0,
    );
    await release(page);
    await drawn(page);
    assert.equal(await page.$('[name=group-display]:checked'), null);
  },
  { hash: '#settings' },
);

on(
  'a calendar that jumped is said plainly, and one press accepts the day',
  dashboardScene({ clockJumped: true }),
  async (page, { press, reads, calls }) => {
    await reads(page, 'Nothing was erased.');
    await press(page, '[data-do=accept-today]');
    await page.waitForFunction(() => !document.querySelector('[data-do=accept-today]'));
    assert.equal((await calls(page, 'universe.accept_today')).length, 1);
  },
);

on(
  'an address can hold a search, as the address bar and the side panel open it',
  dashboardScene(),
  async (page, { reads }) => {
    await page.waitForFunction(() => document.querySelectorAll('vol-card').length === 1);
    await reads(page, 'Repair of the blue bicycle');
    assert.equal(await page.$eval('input[type=search]', (one) => one.value), 'spare chain');
    await page.evaluate(() => {
      location.hash = '#universe/winter%';
    });
    await reads(page, 'Nothing here says “winter%”.');
    await page.evaluate(() => {
      location.hash = '#universe';
    });
    await reads(page, 'Winter coat');
  },
  { hash: '#universe/spare%20chain' },
);
