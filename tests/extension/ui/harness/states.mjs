// SPDX-License-Identifier: GPL-3.0-or-later
// Every state in which a page is looked at: the page, its scene, and what is pressed to come there. `ready` is what
// stands on the page once the state is reached.

import {
  BY_MAIL,
  DASHBOARD_SCENES,
  dashboardScene,
  HOST_READY,
  LOOKED,
  POPUP_SCENES,
  REFUSED_LINES,
  REQUESTS,
  scene,
} from './scenes.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{ path: string, scene: object, press?: (page: Page) => Promise<unknown>, ready: string }} State */

const popup = (scene, ready, press) => ({ path: '/popup/popup.html', scene, ready, press });
const dashboard = (hash, scene, ready, press) => ({
  path: `/dashboard/dashboard.html${hash}`,
  scene,
  ready,
  press,
});

/** Presses one thing after another, each once it is there. */
const pressing =
  (...selectors) =>
  async (page) => {
    for (const selector of selectors) {
      const element = await page.waitForSelector(selector);
      await element?.evaluate((one) => one.scrollIntoView({ block: 'center' }));
      await element?.click();
    }
  };

const SHOES = 'a'.repeat(32);
const ASK = `#ask/${SHOES}`;
const QUESTION = '[data-field=question] textarea';

/** Looks the brand up and writes a question, until the preview stands. */
export async function compose(
  page,
  question = 'Do you mend trail soles? Mine are worn at the heel.',
) {
  await pressing('[data-do=lookup]')(page);
  await page.waitForSelector(QUESTION);
  await page.type(QUESTION, question);
  await page.waitForSelector('[data-do=send][aria-disabled=false]');
}

const welcome = (host, ready, press) => ({
  path: '/welcome/welcome.html',
  scene: scene({ host }),
  ready,
  press,
});
const PANEL = dashboardScene({ tab: POPUP_SCENES.kept.tab, requests: REQUESTS });

/** @type {Record<string, State>} */
export const STATES = {
  'panel-brand': { path: '/panel/panel.html', scene: PANEL, ready: '#brand-times' },
  'panel-detail': {
    path: '/panel/panel.html',
    scene: POPUP_SCENES.seen,
    ready: '.detail .call',
    press: pressing('[data-company=Meta]'),
  },
  'welcome-ready': welcome(HOST_READY, '.detail .filter', pressing('[data-company=Meta]')),
  'welcome-missing': welcome(
    { state: 'absent', detail: 'Specified native messaging host not found.' },
    '[data-step=stopped] [data-company]',
  ),
  ...Object.fromEntries(
    Object.entries(POPUP_SCENES).map(([name, scene]) => [
      `popup-${name}`,
      popup(scene, name === 'calendar' ? '.calendar' : 'vol-popup footer'),
    ]),
  ),
  'popup-detail': popup(
    POPUP_SCENES.seen,
    '.detail details[open]',
    pressing('[data-company=Meta]', 'summary'),
  ),
  'popup-switch': popup(
    POPUP_SCENES.seen,
    '[data-mode=off_once]',
    pressing('.switch', 'input[value=off_once]'),
  ),
  'popup-silent': popup(POPUP_SCENES.seen, '.fold[aria-expanded=true]', pressing('.fold')),
  'popup-done': popup(POPUP_SCENES.kept, '.done-choice', pressing('[data-do=done]')),
  'popup-just-kept': popup(POPUP_SCENES.seen, '[data-do=undo]', pressing('[data-do=keep]')),
  'popup-forgotten': popup(POPUP_SCENES.kept, '[data-do=undo]', pressing('[data-do=forget]')),
  'popup-failure': popup(
    { ...POPUP_SCENES.seen, fail: { 'tab.keep': 'storage_full' } },
    '.failure',
    pressing('[data-do=keep]'),
  ),
  ...Object.fromEntries(
    Object.entries(DASHBOARD_SCENES).map(([name, { hash, scene }]) => [
      `dashboard-${name}`,
      dashboard(hash, scene, 'main h1'),
    ]),
  ),
  'dashboard-edit': dashboard(
    '#universe',
    dashboardScene(),
    'form [name=budget]',
    pressing(`[data-id="${SHOES}"] [data-do=edit]`),
  ),
  'dashboard-write': dashboard(
    '#universe',
    dashboardScene(),
    'option[value=skill]',
    pressing('[data-do=write]', 'input[value=give]'),
  ),
  'dashboard-done': dashboard(
    '#universe',
    dashboardScene(),
    '.done-choice',
    pressing(`[data-id="${SHOES}"] [data-do=done]`),
  ),
  'dashboard-forgotten': dashboard(
    '#universe',
    dashboardScene(),
    '.card.gone',
    pressing(`[data-id="${SHOES}"] [data-do=forget]`),
  ),
  'dashboard-lookup-refused': dashboard(
    ASK,
    dashboardScene({ refuse: { descriptor: 'descriptor_expired' } }),
    '.failure',
    pressing('[data-do=lookup]'),
  ),
  'dashboard-compose': dashboard(
    ASK,
    dashboardScene({
      warnings: [
        { code: 'said_to_another_brand', field: 'content.question.text', brand: 'lamps.example' },
      ],
    }),
    '.bytes[open]',
    async (page) => {
      await compose(page);
      await pressing('.bytes summary')(page);
    },
  ),
  'dashboard-sent': dashboard(ASK, dashboardScene(), '.outcome[data-state=sent]', async (page) => {
    await compose(page);
    await pressing('[data-do=send]')(page);
  }),
  'dashboard-unknown': dashboard(
    ASK,
    dashboardScene({ courier: { send: { state: 'unknown', status: null } } }),
    '.outcome[data-state=unknown]',
    async (page) => {
      await compose(page);
      await pressing('[data-do=send]')(page);
    },
  ),
  'dashboard-mail': dashboard(
    ASK,
    dashboardScene({ notes: ['another_domain'] }),
    '.webmail[open]',
    async (page) => {
      await pressing('[data-do=by-mail]', '.own summary')(page);
      await page.type('[name=to]', 'contact@shop.example');
      await page.type(QUESTION, 'Do you mend trail soles?');
      await pressing('.webmail summary')(page);
    },
  ),
  'dashboard-mail-answer': dashboard(
    '#requests',
    dashboardScene({ requests: [BY_MAIL] }),
    '[data-do=vouch]',
    async (page) => {
      await pressing('.mail-answers > summary')(page);
      await page.type('[name=answer]', 'Yes, at 30 euros a pair.');
      await pressing('[data-do=read-answer]')(page);
    },
  ),
  'dashboard-reply': dashboard(
    '#requests',
    dashboardScene({
      requests: REQUESTS.slice(0, 1),
      courier: {
        check: {
          state: 'opened',
          opened: REQUESTS[1].replies,
          refused: ['foreign', 'damaged'],
          request: { state: 'answered', remaining: 2, replies: REQUESTS[1].replies },
        },
      },
    }),
    'pre[data-exact]',
    async (page) => {
      await pressing('[data-do=check]')(page);
      await page.waitForSelector('.reply');
      await pressing('vol-request summary')(page);
    },
  ),
  'dashboard-several': dashboard(
    '#universe',
    dashboardScene(),
    '[data-do=keep-all][aria-disabled=false]',
    pressing('[data-do=choose]', '[data-group=wanted] .choose', '[data-group=fading] .choose'),
  ),
  'dashboard-several-done': dashboard(
    '#universe',
    dashboardScene(),
    '.several .done-choice',
    pressing('[data-do=choose]', '[data-group=wanted] .choose', '[data-do=done-all]'),
  ),
  'dashboard-several-forgotten': dashboard(
    '#universe',
    dashboardScene(),
    '[data-do=undo-all]',
    pressing('[data-do=choose]', '[data-group=wanted] .choose', '[data-do=forget-all]'),
  ),
  'dashboard-filter-empty': dashboard('#universe', dashboardScene(), '.teach', async (page) => {
    await page.waitForSelector('[name=filter-stage]');
    await page.select('[name=filter-stage]', 'answered');
  }),
  'dashboard-lists': dashboard(
    '#settings',
    dashboardScene({
      filterLists: { ...LOOKED, looking: { list: 'base', done: 0, of: 5 }, rules: 'building' },
      own: '! mine\n||shop.example^$nonsense\n',
      refusedLines: REFUSED_LINES,
    }),
    'vol-own-rules .lines-of-list',
    pressing('[data-list=base] summary', '[data-list=base] [data-do=lines]', '.adding > summary'),
  ),
  'dashboard-erase': dashboard(
    '#settings',
    dashboardScene(),
    '.erase',
    pressing('[data-do=erase]'),
  ),
};
