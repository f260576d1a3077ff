// SPDX-License-Identifier: GPL-3.0-or-later
// The simulator of the browsers' rules (tests/native-host/filters/dnr_simulator.cpp), by which the compiled lists are held against the engine,
// is itself held against the real browsers: 2,000 requests made from the shipped rules, half of them near misses.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { World } from '../support/world/world.mjs';
import { Driver, installedBrowsers } from './support/driver.mjs';
import { compiledLists, ruleExtension } from './support/rule_extension.mjs';
import { kRoot } from './support/run_folder.mjs';

/** @typedef {import('./support/rule_extension.mjs').Rule} Rule */
/** @typedef {{type: string, url: string, initiator: string}} Request */

const kRequests = 2_000;
const kSimulator = join(
  process.env.VOLITION_BUILD ?? join(kRoot, 'build'),
  'tests/native-host/filters/simulate/dnr_simulate',
);
const kTypes = ['script', 'image', 'xmlhttprequest', 'sub_frame', 'main_frame', 'ping', 'other'];

const missing = () => {
  if (!existsSync(join(compiledLists('firefox'), 'rulesets.json')))
    return 'the lists are not compiled: scripts/compile-lists';
  return existsSync(kSimulator) ? false : 'not built: scripts/build --tests';
};

/** What Firefox knows by no name. */
const kChromiumOnly = ['webtransport', 'webbundle'];

/** The same numbers in every run. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Requests that rules speak of. @param {Rule[]} rules @param {number} count @returns {Request[]} */
function requestsFor(rules, count) {
  const random = numbers(20_261_122);
  const one = (/** @type {string[]} */ list) => list[random(list.length)] ?? '';
  return Array.from({ length: count }, (_, number) => {
    const { condition } = rules[random(rules.length)] ?? { condition: {} };
    const host = condition.requestDomains
      ? (random(3) ? '' : 'www.') + one(condition.requestDomains)
      : 'shop.example';
    const filter = String(condition.urlFilter ?? '').replaceAll('*', () => one(['', 'x', '/a/']));
    const text = filter.replace(/^\|\|?|\|$/g, '').replaceAll('^', () => one(['/', '?', '&']));
    let url = `https://${host}/${text}`;
    if (filter.startsWith('||')) {
      // A filter that begins with no more than a host's end is completed by one of its hosts.
      const ending = text.split(/[/?&:]/)[0] ?? '';
      const whole = host.endsWith(`.${ending}`) ? host + text.slice(ending.length) : text;
      url = `https://${one(['', 'a.', 'a'])}${whole}`;
    } else if (filter.startsWith('|')) url = text;
    if (!filter.endsWith('|')) url += one(['', 'x', '/x?y=1', '.js']);
    /** @type {string[]} */
    const types = condition.resourceTypes ?? kTypes;
    let type = one(types.filter((each) => !kChromiumOnly.includes(each)));
    let page = one([...(condition.initiatorDomains ?? []), host, 'news.example']);
    // Every other one is led astray.
    if (number % 2) {
      const way = random(4);
      if (way === 0) url = url.slice(0, -1 - random(3));
      if (way === 1) type = one(kTypes);
      if (way === 2) page = one(['', 'other.example', `${page}.example`, `sub.${page}`]);
      if (way === 3) url = url.toUpperCase().replace(/^HTTPS/, 'https');
    }
    return {
      type,
      url: URL.canParse(url) ? new URL(url).href : 'https://shop.example/',
      initiator: page && `https://${page}`,
    };
  });
}

/** Firefox also names a redirect that would take nothing out of the address, and then follows none. @param {Rule} rule @param {string} url */
function changes(rule, url) {
  /** @type {string[] | undefined} */
  const names = rule.action.redirect?.transform?.queryTransform?.removeParams;
  const has = new URL(url).searchParams;
  return !names || names.some((name) => has.has(name));
}

/** @param {string} lists */
function readSets(lists) {
  const names = readdirSync(lists).filter((name) => /^ruleset_\d+\.json$/.test(name));
  return names.map((name) => {
    /** @type {Rule[]} */
    const rules = JSON.parse(readFileSync(join(lists, name), 'utf8'));
    return { id: name.replace('.json', ''), path: join(lists, name), rules };
  });
}

for (const kind of installedBrowsers()) {
  test(`the simulator says of 2,000 requests what ${kind} says`, { skip: missing() }, async (t) => {
    const lists = compiledLists(kind);
    const sets = readSets(lists);
    /** @type {Record<string, Map<number, Rule>>} */
    const byId = Object.fromEntries(
      sets.map(({ id, rules }) => [id, new Map(rules.map((rule) => [rule.id, rule]))]),
    );
    // Chromium's rules say more plainly what they are about; both browsers' come from the same lists.
    const requests = requestsFor(
      readSets(compiledLists('chromium')).flatMap(({ rules }) => rules),
      kRequests,
    );
    const input = requests.map(({ type, url, initiator }) => [type, url, initiator].join('\t'));
    const run = spawnSync(
      kSimulator,
      sets.map(({ path }) => path),
      { input: `${input.join('\n')}\n`, encoding: 'utf8', maxBuffer: 1 << 24 },
    );
    assert.equal(run.status, 0, run.stderr);
    const simulated = run.stdout.trim().split('\n');

    // The sets come after the start: Firefox starts an extension anew when it is allowed in private windows.
    const made = ruleExtension(kind, { lists, enabled: false });
    t.after(() => made.remove());
    const world = await World.open();
    t.after(() => world.close());
    const driver = await Driver.launch({
      kind,
      port: world.port,
      host: null,
      extension: made.folder,
    });
    t.after(() => driver.close());
    await driver.ask(
      'await api.declarativeNetRequest.updateEnabledRulesets({ enableRulesetIds: given })',
      made.sets,
    );
    /** @type {{ruleId: number, rulesetId: string}[][]} */
    const matched = await driver.ask(
      `
      const out = [];
      for (const { type, url, initiator } of given) {
        const asked = { type, url, ...(initiator ? { initiator } : {}) };
        out.push((await api.declarativeNetRequest.testMatchOutcome(asked)).matchedRules);
      }
      return out;`,
      requests,
    );
    const real = matched.map((found, at) => {
      const [decided] = found
        .map(({ rulesetId, ruleId }) => byId[rulesetId]?.get(ruleId))
        .filter((rule) => rule?.action.type !== 'modifyHeaders');
      return decided && changes(decided, requests[at]?.url ?? '') ? decided.action.type : 'none';
    });
    const apart = requests.flatMap((request, at) =>
      real[at] === simulated[at] ? [] : [{ ...request, real: real[at], simulated: simulated[at] }],
    );
    const count = (/** @type {string} */ action) => real.filter((each) => each === action).length;
    t.diagnostic(
      `${count('block')} blocked, ${count('allow')} allowed, ${count('redirect')} redirected, ${count('none')} untouched`,
    );
    for (const action of ['block', 'allow', 'redirect', 'none'])
      assert.ok(count(action) >= 20, `too few requests end with "${action}"`);
    assert.deepEqual(apart, []);
  });
}
