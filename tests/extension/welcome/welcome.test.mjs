// SPDX-License-Identifier: GPL-3.0-or-later
// Welcome as a person meets it: what plays, what is said of the program, and that it asks for nothing.
import assert from 'node:assert/strict';
import { pageTests } from '../ui/harness/pages.mjs';
import { HOST_READY, hostUnopened, scene } from '../ui/harness/scenes.mjs';

const on = pageTests('/welcome/welcome.html');
const kMissing = { state: 'absent', detail: 'Specified native messaging host not found.' };

on(
  'a page speaks and is stopped, in French too',
  scene({ host: HOST_READY }),
  async (page, { reads, press }) => {
    await reads(page, 'La page dit à Meta');
    await reads(page, 'Bloqué avant de partir.');
    await reads(page, 'Cette page a voulu dire à 2 entreprises');
    await press(page, '[data-company=Criteo]');
    await reads(page, 'Bloqué par Tracking, ligne 100', '.detail');
    await press(page, '[data-do=again]');
    await page.waitForFunction(() => !document.querySelector('[data-company]'));
    await reads(page, 'Bloqué avant de partir.');
  },
  { language: 'fr' },
);

on(
  'without the program it says what to run, and notices it when it comes',
  scene({ host: kMissing }),
  async (page, { reads, calls }) => {
    await reads(page, 'scripts/install');
    await reads(page, 'cannot keep or ask');
    await page.evaluate((ready) => {
      globalThis.volitionScene.scene.host = ready;
      globalThis.volitionScene.tell('host');
    }, HOST_READY);
    await reads(page, 'Connected.');
    assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /scripts\/install/);
    assert.deepEqual(
      (await calls(page, 'filters.explain')).map(({ params }) => params.items.length),
      [2],
    );
  },
);

on(
  'a program that comes while the page opens is noticed',
  scene({
    host: { state: 'starting' },
    soon: { after: 'host_state.', scene: { host: HOST_READY }, tells: 'host' },
  }),
  (page, { reads }) => reads(page, 'Connected.'),
);

on('what can be pressed in the sample changes nothing', scene(), async (page, { reads }) => {
  await reads(page, 'Stopped before it left.');
  await page.waitForSelector('[data-company=Meta]');
  const reachable = await page.evaluate(() => {
    const { activeElement } = document;
    const keep = /** @type {HTMLElement} */ (document.querySelector('[data-do=forget]'));
    keep.focus();
    return document.activeElement !== activeElement;
  });
  assert.equal(reachable, false);
  const asked = await page.evaluate(() => globalThis.volitionCalls.map(({ to }) => to));
  assert.ok(
    asked.every((to) => ['host', 'host_state', 'elsewhere'].includes(to)),
    String(asked),
  );
});

on('a drawn Welcome counts as seen', scene(), async (page, { reads }) => {
  await reads(page, 'Stopped before it left.');
  assert.deepEqual(await page.evaluate(() => chrome.storage.local.get('welcomed')), {
    welcomed: true,
  });
});

on(
  'a folder that refuses writing is said as that, in French, with what to run',
  scene({ host: hostUnopened('storage_read_only') }),
  async (page, { reads }) => {
    await reads(page, 'Le dossier de votre univers refuse l’écriture.');
    await reads(page, 'volition doctor');
    assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /clé/);
  },
  { language: 'fr' },
);
