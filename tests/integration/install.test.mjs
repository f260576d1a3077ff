// SPDX-License-Identifier: GPL-3.0-or-later
// The commands install, uninstall and doctor in a HOME of the test's own: what is there before is there after, and doctor names
// what is wrong, by making it so.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { command, dataFolder, hostPath, startHost } from '../support/host.mjs';

const kChromium = '.config/chromium/NativeMessagingHosts/org.volition.host.json';
const kFirefox = '.mozilla/native-messaging-hosts/org.volition.host.json';
const kProject = fileURLToPath(new URL('../../', import.meta.url));
const kEveryone = [
  'chromium',
  'chrome',
  'edge',
  'brave',
  'vivaldi',
  'opera',
  'firefox',
  'librewolf',
];
/** The environment of a person who has set none of the folders. */
const plain = { VOLITION_DATA_DIR: '', XDG_DATA_HOME: '', XDG_CONFIG_HOME: '', XDG_STATE_HOME: '' };

/** A command of a person whose HOME this is. */
const run = (home, ...args) => command(home, args, { environment: plain });
const doctor = (home, program) => {
  const told = command(home, ['doctor', '--json'], { environment: plain, program });
  return { status: told.status, stderr: told.stderr, ...JSON.parse(told.stdout || '{}') };
};
/** The problems only: which other browsers are on the machine that runs the tests is its own affair. */
const problems = (told) => told.findings.filter((finding) => finding.weight === 'problem');
const named = (browsers) => browsers.flatMap((name) => ['--browser', name]);

/** Every path below, with what it is, who may, and what it holds. */
function tree(folder) {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true })
      .sort()
      .map((name) => {
        const path = join(folder, String(name));
        const found = lstatSync(path);
        const holds = found.isSymbolicLink()
          ? readlinkSync(path)
          : found.isFile()
            ? readFileSync(path, 'latin1')
            : '';
        return [name, `${found.mode} ${holds}`];
      }),
  );
}

function put(home, name, text) {
  mkdirSync(dirname(join(home, name)), { recursive: true });
  writeFileSync(join(home, name), text);
}

/** Registers, then changes the manifest of Chromium. @param {(manifest: any) => void} change */
function registeredThen(t, change) {
  const home = dataFolder(t);
  assert.equal(run(home, 'install', '--browser', 'chromium').status, 0);
  const manifest = JSON.parse(readFileSync(join(home, kChromium), 'utf8'));
  change(manifest);
  put(home, kChromium, JSON.stringify(manifest));
  return home;
}

test('install and uninstall: the tree before is the tree after', (t) => {
  const home = dataFolder(t);
  put(home, '.config/chromium/Local State', '{}');
  put(home, '.config/google-chrome/NativeMessagingHosts/org.other.json', '{}');
  put(home, kFirefox, '{"path": "/somebody/elses"}');
  mkdirSync(join(home, '.librewolf/native-messaging-hosts'), { recursive: true });
  symlinkSync(
    '/nowhere.json',
    join(home, '.librewolf/native-messaging-hosts/org.volition.host.json'),
  );
  const before = tree(home);
  const installed = run(home, 'install', ...named(kEveryone));
  assert.equal(installed.status, 0, installed.stderr);
  const manifest = JSON.parse(readFileSync(join(home, kFirefox), 'utf8'));
  assert.equal(manifest.path, realpathSync(hostPath));
  const again = tree(home);
  assert.equal(run(home, 'install', ...named(kEveryone)).status, 0);
  assert.deepEqual(tree(home), again, 'a repeat changes nothing');
  const uninstalled = run(home, 'uninstall');
  assert.equal(uninstalled.status, 0, uninstalled.stderr);
  assert.deepEqual(tree(home), before);
  assert.match(uninstalled.stdout, /stays in .*\.local\/share\/volition/);
});

test('scripts/install and scripts/uninstall: the same, as a person types it', (t) => {
  const home = dataFolder(t);
  const extensions = join(home, 'extension');
  for (const browser of ['chromium', 'firefox'])
    mkdirSync(join(extensions, browser), { recursive: true });
  const before = tree(home);
  const script = (name, ...args) =>
    spawnSync(join(kProject, 'scripts', name), args, {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: home,
        VOLITION_HOST: hostPath,
        VOLITION_EXTENSIONS: extensions,
      },
    });
  const installed = script('install', ...named(['chromium', 'librewolf']));
  assert.equal(installed.status, 0, installed.stderr);
  assert.ok(installed.stdout.includes(`choose ${extensions}/chromium`), installed.stdout);
  assert.ok(existsSync(join(home, kChromium)));
  assert.ok(existsSync(join(home, '.librewolf/native-messaging-hosts/org.volition.host.json')));
  assert.equal(script('uninstall', '--browser', 'librewolf').status, 0);
  assert.equal(existsSync(join(home, '.librewolf')), false);
  assert.equal(script('uninstall').status, 0);
  assert.deepEqual(tree(home), before);
  assert.equal(script('install', '--browser', 'lynx').status, 2);
  assert.equal(script('install', '--nonsense').status, 2);
  assert.match(script('uninstall', '--help').stdout, /Undoes scripts\/install exactly/);
  assert.deepEqual(tree(home), before);
});

test('install takes the browsers that are there; uninstall one after the other', (t) => {
  const home = dataFolder(t);
  put(home, '.config/vivaldi/Local State', '{}');
  put(home, '.librewolf/profiles.ini', '');
  const before = tree(home);
  const told = JSON.parse(
    command(home, ['install', '--json'], { environment: { ...plain, PATH: home } }).stdout,
  );
  assert.deepEqual(
    told.registered.map((one) => one.browser),
    ['vivaldi', 'librewolf'],
  );
  const first = JSON.parse(run(home, 'uninstall', '--browser', 'vivaldi', '--json').stdout);
  assert.deepEqual(first.removed, [
    join(home, '.config/vivaldi/NativeMessagingHosts/org.volition.host.json'),
  ]);
  assert.equal(run(home, 'uninstall', '--browser', 'librewolf').status, 0);
  assert.deepEqual(tree(home), before);
});

test('install without a browser, or with a name that is none, says so and does nothing', (t) => {
  const home = dataFolder(t);
  const nobody = command(home, ['install'], { environment: { ...plain, PATH: home } });
  assert.deepEqual([nobody.status, nobody.stdout], [1, '']);
  assert.match(nobody.stderr, /no browser is on this machine/);
  assert.equal(run(home, 'install', '--browser', 'lynx').status, 2);
  assert.match(run(home, 'uninstall').stdout, /Nothing was installed/);
  assert.deepEqual(tree(home), {});
});

test('uninstall leaves what a person kept', async (t) => {
  const home = dataFolder(t);
  assert.equal(run(home, 'install', '--browser', 'chromium').status, 0);
  const host = startHost(t, home, { environment: plain });
  await host.call('hello', { client: 'test', version: '1' });
  await host.call('intentions.list', { limit: 1 });
  await host.close();
  const data = tree(join(home, '.local/share'));
  assert.ok(Object.keys(data).length > 1);
  assert.equal(run(home, 'uninstall').status, 0);
  assert.deepEqual(readdirSync(home), ['.local']);
  assert.deepEqual(readdirSync(join(home, '.local')), ['share']);
  assert.deepEqual(tree(join(home, '.local/share')), data);
});

test('doctor: all is well, and nothing is changed by looking', (t) => {
  const home = dataFolder(t);
  assert.equal(run(home, 'install', '--browser', 'chromium', '--browser', 'firefox').status, 0);
  const before = tree(home);
  const told = doctor(home);
  assert.deepEqual(problems(told), []);
  assert.deepEqual([told.status, told.well, told.universe], [0, true, null]);
  assert.deepEqual(
    told.browsers.map((way) => [way.browser, way.host]),
    [
      ['chromium', realpathSync(hostPath)],
      ['firefox', realpathSync(hostPath)],
    ],
  );
  const text = run(home, 'doctor');
  assert.equal(text.status, 0);
  assert.match(text.stdout, /\nuniverse: none yet\n(.*\n)*All is well\.\n$/);
  assert.deepEqual(tree(home), before);
});

test('doctor: no browser knows the program, and its advice mends it', (t) => {
  const home = dataFolder(t);
  put(home, '.config/chromium/Local State', '{}');
  const told = doctor(home);
  const found = problems(told);
  if (found.length === 0) return t.skip('Volition is installed for everyone on this machine');
  assert.deepEqual([told.status, told.well, found[0].name], [3, false, 'not_registered']);
  const [, ...args] = found[0].mend.split(' ');
  assert.equal(run(home, ...args).status, 0, found[0].mend);
  assert.deepEqual(problems(doctor(home)), []);
});

for (const { title, change, name, found } of [
  {
    title: 'the host is missing',
    change: (manifest) => {
      manifest.path = '/nowhere/volition';
    },
    name: 'host_missing',
    found: '/nowhere/volition',
  },
  {
    title: 'the path is of another program',
    change: (manifest) => {
      manifest.path = '/bin/true';
    },
    name: 'wrong_path',
    found: '/bin/true',
  },
  {
    title: 'the path is relative',
    change: (manifest) => {
      manifest.path = 'volition';
    },
    name: 'wrong_path',
    found: 'volition',
  },
  {
    title: 'the id is of another extension',
    change: (manifest) => {
      manifest.allowed_origins = ['chrome-extension://abcdefghijklmnopabcdefghijklmnop/'];
    },
    name: 'wrong_id',
    found: '',
  },
  {
    title: 'the manifest is of another host',
    change: (manifest) => {
      manifest.name = 'org.other.host';
    },
    name: 'manifest_damaged',
    found: 'invalid_params',
  },
]) {
  test(`doctor: ${title}, and its advice mends it`, (t) => {
    const home = registeredThen(t, change);
    const told = doctor(home);
    const [finding, ...others] = problems(told);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [told.status, finding.name, finding.browser, finding.where, finding.found],
      [3, name, 'chromium', join(home, kChromium), found],
    );
    assert.match(
      run(home, 'doctor').stdout,
      new RegExp(`\nproblem: ${name}: .*\n  where: .*\n  mend: `),
    );
    const [, ...args] = finding.mend.split(' ');
    assert.equal(run(home, ...args).status, 0, finding.mend);
    assert.deepEqual(problems(doctor(home)), []);
  });
}

test('doctor: the host may not be started, or is another version', (t) => {
  const home = dataFolder(t);
  const other = join(home, 'other');
  const withHost = (text, mode) => {
    writeFileSync(other, text);
    chmodSync(other, mode);
    return registeredPath(home, other);
  };
  withHost('#!/bin/sh\necho volition 0.0.1\n', 0o755);
  const older = problems(doctor(home));
  assert.deepEqual(
    older.map((finding) => [finding.name, finding.found]),
    [['other_version', '0.0.1']],
  );
  assert.match(older[0].says, /^Chromium starts version 0\.0\.1; this is \d/);
  withHost('#!/bin/sh\n', 0o644);
  assert.deepEqual(
    problems(doctor(home)).map((finding) => finding.name),
    ['host_not_executable'],
  );
});

function registeredPath(home, path) {
  assert.equal(run(home, 'install', '--browser', 'chromium').status, 0);
  const manifest = JSON.parse(readFileSync(join(home, kChromium), 'utf8'));
  put(home, kChromium, JSON.stringify({ ...manifest, path }));
}

test('doctor: browsers in boxes', (t) => {
  const home = dataFolder(t);
  // One that no test machine has outside of its box.
  mkdirSync(join(home, 'snap/brave'), { recursive: true });
  mkdirSync(join(home, '.local/share/flatpak/app/com.vivaldi.Vivaldi'), { recursive: true });
  assert.equal(run(home, 'install', '--browser', 'chromium').status, 0);
  const told = doctor(home);
  assert.equal(told.status, 3);
  assert.deepEqual(
    problems(told).map((finding) => [finding.name, finding.browser]),
    [
      ['snap_browser', 'brave'],
      ['flatpak_browser', 'vivaldi'],
    ],
  );
  for (const finding of problems(told)) assert.match(finding.mend, /system's packages/);
});

test('doctor: no right to the data folder', (t) => {
  const home = mkdtempSync(join(tmpdir(), 'volition-home-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const program = join(home, 'volition');
  copyFileSync(hostPath, program);
  chmodSync(program, 0o755);
  const data = join(home, '.local/share/volition');
  mkdirSync(data, { recursive: true });
  const asNobody = process.getuid() === 0 ? { uid: 65534, gid: 65534 } : {};
  const ask = () => {
    const told = command(home, ['doctor', '--json'], { environment: plain, program, ...asNobody });
    return { status: told.status, ...JSON.parse(told.stdout) };
  };
  const names = (told) => told.findings.map((finding) => finding.name);
  chmodSync(home, 0o755);
  chmodSync(data, 0o500);
  if (process.getuid() !== 0) t.after(() => chmodSync(data, 0o700));
  const refused = ask();
  assert.ok(names(refused).includes('data_folder_refused'));
  assert.deepEqual([refused.status, refused.universe], [3, null]);
  const finding = refused.findings.find((one) => one.name === 'data_folder_refused');
  assert.equal(finding.where, data);
  assert.match(finding.mend, /^Make .* a folder that is yours/);
  chmodSync(data, 0o755);
  if (process.getuid() === 0) chownSync(data, 65534, 65534);
  assert.ok(names(ask()).includes('data_folder_open'));
  chmodSync(data, 0o700);
  const mended = names(ask()).filter((name) => name.startsWith('data_folder'));
  assert.deepEqual(mended, []);
});

test('doctor: a file where the data folder belongs', (t) => {
  const home = dataFolder(t);
  put(home, '.local', 'a file');
  const refused = run(home, 'install', '--browser', 'chromium');
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /^volition: file_failed: cannot make /);
  assert.deepEqual(readdirSync(home), ['.local']);
  rmSync(join(home, '.local'));
  assert.equal(run(home, 'install', '--browser', 'chromium').status, 0);
  put(home, '.local/share', 'a file');
  const told = doctor(home);
  assert.deepEqual(
    problems(told).map((finding) => finding.name),
    ['data_folder_refused'],
  );
  assert.ok(existsSync(join(home, '.local/share')));
});
