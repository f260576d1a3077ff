// SPDX-License-Identifier: GPL-3.0-or-later
// What scripts/package makes, opened: whether it holds what a person needs, where browsers look for it, and nothing else.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { ids, kRoot } from '../browser/support/run_folder.mjs';
import { makePackage } from './support/made.mjs';

const folder = mkdtempSync(join(tmpdir(), 'volition-package-'));
const root = join(folder, 'root');
const kFirefoxPlace =
  'usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/volition@volition.example';
const kChromiumPlace = 'usr/share/volition/chromium';
/** @type {{deb: string, zip: string, xpi: string}} */
let made;
/** @type {Record<string, string>} */
let control;

const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8' });
const read = (name) => readFileSync(join(root, name), 'utf8');
const readJson = (name) => JSON.parse(read(name));
const version = JSON.parse(readFileSync(join(kRoot, 'extension/package.json'), 'utf8')).version;

/** Every file and link of the package. */
const files = () =>
  readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => !name.startsWith('DEBIAN') && !lstatSync(join(root, name)).isDirectory())
    .sort();

before(() => {
  made = makePackage(join(folder, 'made'));
  run('dpkg-deb', '--raw-extract', made.deb, root);
  control = Object.fromEntries(
    [...read('DEBIAN/control').matchAll(/^([\w-]+): (.*)$/gm)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('its name, version and needs', () => {
  assert.equal(control.Package, 'volition');
  assert.equal(control.Version, version);
  const libraries = [
    ...run('readelf', '-d', join(root, 'usr/bin/volition')).matchAll(/NEEDED.*\[(.*)\]/g),
  ];
  assert.ok(libraries.length > 5);
  // Each library's package, as this machine knows it, is named.
  for (const name of ['libsqlite3-0', 'libsodium23', 'libpsl5', 'libseccomp2', 'libc6']) {
    assert.ok(control.Depends.includes(name), `${name} is missing: ${control.Depends}`);
  }
  assert.match(control.Recommends, /^chromium \| firefox-esr/);
  const kilobytes = Number(control['Installed-Size']);
  assert.ok(kilobytes > 30_000 && kilobytes < 80_000, `${kilobytes}`);
});

test('files lie only where a package may put them', () => {
  const places = [
    'etc/chromium.d/volition',
    'etc/chromium/native-messaging-hosts/org.volition.host.json',
    'etc/opt/chrome/native-messaging-hosts/org.volition.host.json',
    'etc/opt/edge/native-messaging-hosts/org.volition.host.json',
    'usr/bin/volition',
    'usr/lib/mozilla/native-messaging-hosts/org.volition.host.json',
    'usr/share/doc/volition/changelog.gz',
    'usr/share/doc/volition/copyright',
    'usr/share/lintian/overrides/volition',
    'usr/share/man/man1/volition.1.gz',
    'usr/share/volition/baseline-chromium.json',
    'usr/share/volition/baseline-firefox.json',
    'usr/share/volition/checksums.json',
    'usr/share/volition/chromium.d',
    'usr/share/volition/cosmetics.image',
    'usr/share/volition/cosmetics.json',
    'usr/share/volition/filters.image',
    'usr/share/volition/filters.texts',
    'usr/share/volition/lists.json',
    'usr/share/volition/lists/french.txt',
    'usr/share/volition/lists/social.txt',
    'usr/share/volition/native-messaging/chromium.json',
    'usr/share/volition/native-messaging/firefox.json',
    'usr/share/volition/report-chromium.json',
    'usr/share/volition/report-firefox.json',
  ];
  const others = files().filter(
    (name) => !name.startsWith(`${kChromiumPlace}/`) && !name.startsWith(`${kFirefoxPlace}/`),
  );
  assert.deepEqual(others, places);
});

test('everything belongs to root, is readable by all and writable by nobody else', () => {
  for (const line of run('dpkg-deb', '--contents', made.deb).trim().split('\n')) {
    const [mode, owner] = line.split(/\s+/);
    assert.equal(owner, 'root/root', line);
    const wanted = line.includes('./usr/bin/volition') ? '-rwxr-xr-x' : '-rw-r--r--';
    assert.equal(mode, { d: 'drwxr-xr-x', l: 'lrwxrwxrwx' }[mode[0]] ?? wanted, line);
  }
});

test('nothing of it would be kept as settings, and every link leads to a file of it', () => {
  assert.equal(existsSync(join(root, 'DEBIAN/conffiles')), false);
  assert.deepEqual(readdirSync(join(root, 'DEBIAN')).sort(), ['control', 'md5sums', 'prerm']);
  for (const name of files().filter(
    (each) => each.startsWith('etc/') || each.startsWith('usr/lib/'),
  )) {
    assert.ok(lstatSync(join(root, name)).isSymbolicLink(), name);
    const target = resolve('/', dirname(name), readlinkSync(join(root, name)));
    assert.ok(statSync(join(root, target)).isFile(), name);
  }
});

test('checksums are those of the files', () => {
  const sums = read('DEBIAN/md5sums').trim().split('\n');
  const regular = files().filter((name) => lstatSync(join(root, name)).isFile());
  assert.deepEqual(sums.map((line) => line.slice(34)).sort(), regular);
  for (const line of sums) {
    const hash = createHash('md5')
      .update(readFileSync(join(root, line.slice(34))))
      .digest('hex');
    assert.equal(line.slice(0, 32), hash, line);
  }
});

test('the browsers are told to start the packed program', () => {
  for (const [family, member, allowed] of [
    ['chromium', 'allowed_origins', `chrome-extension://${ids().chromium}/`],
    ['firefox', 'allowed_extensions', ids().firefox],
  ]) {
    const manifest = readJson(`usr/share/volition/native-messaging/${family}.json`);
    assert.deepEqual(
      [manifest.name, manifest.path, manifest.type, manifest[member]],
      [ids().host, '/usr/bin/volition', 'stdio', [allowed]],
    );
  }
});

test('the packed program runs, and finds its data where the package puts it', () => {
  const program = join(root, 'usr/bin/volition');
  assert.equal(run(program, '--version'), `volition ${version}\n`);
  const args = ['--type', 'image', '--frame', 'https://shop.example/', '--json'];
  const told = run(program, 'explain', 'https://www.facebook.com/tr/?id=1&ev=PageView', ...args);
  assert.equal(JSON.parse(told).verdict, 'block');
});

for (const [browser, place] of [
  ['chromium', kChromiumPlace],
  ['firefox', kFirefoxPlace],
]) {
  test(`the extension for ${browser} is whole, and holds nothing else`, () => {
    const manifest = readJson(`${place}/manifest.json`);
    assert.equal(manifest.version, version);
    const named = [
      manifest.action.default_popup,
      manifest.background.service_worker ?? manifest.background.scripts[0],
      ...manifest.declarative_net_request.rule_resources.map((set) => set.path),
      ...Object.values(manifest.icons),
    ];
    for (const name of named) assert.ok(existsSync(join(root, place, name)), name);
    for (const name of files().filter((each) => each.startsWith(`${place}/`))) {
      assert.match(name, /\.(css|html|js|json|png|txt)$/);
      assert.doesNotMatch(name, /_metadata|node_modules|test/);
    }
    if (browser === 'firefox') {
      assert.equal(manifest.browser_specific_settings.gecko.id, ids().firefox);
    } else {
      const hash = createHash('sha256').update(Buffer.from(manifest.key, 'base64')).digest('hex');
      const id = [...hash.slice(0, 32)].map(
        (digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)],
      );
      assert.equal(id.join(''), ids().chromium);
    }
  });
}

test('the stores get the same files, whole and small', () => {
  for (const [file, place] of [
    [made.zip, kChromiumPlace],
    [made.xpi, kFirefoxPlace],
  ]) {
    assert.ok(statSync(file).size <= 6 * 1024 * 1024);
    const packed = run('unzip', '-Z1', file).trim().split('\n').sort();
    const inPackage = files()
      .filter((name) => name.startsWith(`${place}/`))
      .map((name) => name.slice(place.length + 1));
    assert.deepEqual(packed, [...inPackage, 'LICENSE'].sort());
    const manifest = JSON.parse(run('unzip', '-p', file, 'manifest.json'));
    assert.equal(manifest.version, version);
    // The Chrome Web Store refuses a package that brings its own key.
    assert.equal(manifest.key, undefined);
  }
});

test('the changelog is the project’s, in Debian’s form', () => {
  const told = gunzipSync(
    readFileSync(join(root, 'usr/share/doc/volition/changelog.gz')),
  ).toString();
  assert.match(
    told,
    new RegExp(
      `^volition \\(${version.replaceAll('.', '\\.')}\\) bookworm; urgency=medium\n\n  \\* `,
    ),
  );
  for (const line of told.split('\n').filter((each) => !each.startsWith(' -- '))) {
    assert.ok(Buffer.byteLength(line) <= 80, line);
  }
  assert.match(told, /\n -- [^<\n]+ <[^>\n]+> {2}\w{3}, \d\d \w{3} \d{4} /);
});

test('no path of the machine that built it', () => {
  const texts = files().filter((name) =>
    /\.(js|json|html|css|d|gz|1)$|copyright|volition$/.test(name),
  );
  for (const name of texts.filter((each) => lstatSync(join(root, each)).isFile())) {
    assert.equal(readFileSync(join(root, name)).includes(kRoot), false, name);
  }
});

test('removing says where what people kept stays, and takes back the copies; an upgrade does nothing', () => {
  // A machine with one person: the script asks for them by these two programs.
  const home = join(folder, 'person');
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'getent'), `#!/bin/sh\necho "person:x:1:1::${home}:/bin/sh"\n`, {
    mode: 0o755,
  });
  writeFileSync(join(programs, 'runuser'), '#!/bin/sh\nshift 3\nexec "$@"\n', { mode: 0o755 });
  for (const name of ['.cache/volition/chromium-1', '.cache/other', '.local/share/volition']) {
    mkdirSync(join(home, name), { recursive: true });
  }
  const script = (...args) =>
    execFileSync('sh', [join(root, 'DEBIAN/prerm'), ...args], {
      encoding: 'utf8',
      env: { PATH: `${programs}:/usr/bin:/bin` },
    });
  assert.equal(script('upgrade', version), '');
  assert.ok(existsSync(join(home, '.cache/volition/chromium-1')));
  const said = script('remove');
  assert.match(said, /^volition: what people kept stays, encrypted, in ~\/\.local/);
  assert.ok(said.includes(`volition:   ${home}/.local/share/volition\n`));
  assert.deepEqual(readdirSync(join(home, '.cache')), ['other']);
  assert.ok(existsSync(join(home, '.local/share/volition')));
});

/** Sources the snippet as /usr/bin/chromium does, from a copy that looks into the extracted package. */
function chromiumFlags(home, flags, { cache = '' } = {}) {
  const snippet = join(folder, 'chromium.d');
  writeFileSync(
    snippet,
    read('usr/share/volition/chromium.d').replaceAll('/usr/share', join(root, 'usr/share')),
  );
  return execFileSync('sh', ['-euc', `. ${snippet}; printf %s "$CHROMIUM_FLAGS"`], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      HOME: home,
      CHROMIUM_FLAGS: flags,
      ...(cache && { XDG_CACHE_HOME: cache }),
    },
  });
}

test('Chromium is given a copy of the extension that it may write beside', () => {
  const home = join(folder, 'home');
  mkdirSync(join(home, '.cache/volition/chromium-old'), { recursive: true });
  // A Chromium that runs may still read the older copy.
  mkdirSync(join(home, '.config/chromium'), { recursive: true });
  symlinkSync('machine-1', join(home, '.config/chromium/SingletonLock'));
  chromiumFlags(home, '--a');
  assert.equal(readdirSync(join(home, '.cache/volition')).length, 2);
  rmSync(join(home, '.config/chromium/SingletonLock'));
  for (const name of readdirSync(join(home, '.cache/volition'))) {
    if (name !== 'chromium-old') rmSync(join(home, '.cache/volition', name), { recursive: true });
  }
  const [to] = /--load-extension=([^,]+),/
    .exec(chromiumFlags(home, '--a --load-extension='))
    .slice(1);
  assert.ok(to.startsWith(join(home, `.cache/volition/chromium-${version}-`)), to);
  assert.equal(JSON.parse(readFileSync(join(to, 'manifest.json'), 'utf8')).version, version);
  assert.equal(readdirSync(join(home, '.cache/volition')).length, 1, 'older copies go');
  writeFileSync(join(to, 'kept'), '');
  const rows = [
    ['--a --load-extension=', `--a --load-extension=${to},`],
    ['--a --load-extension=/x/y --b', `--a --load-extension=${to},/x/y --b`],
    ['--a', `--a --load-extension=${to}`],
  ];
  for (const [flags, wanted] of rows) assert.equal(chromiumFlags(home, flags), wanted);
  assert.ok(existsSync(join(to, 'kept')), 'made once');
});

test('Chromium starts as ever where no copy can be made', () => {
  const closed = join(folder, 'a-file');
  writeFileSync(closed, '');
  for (const cache of [
    closed,
    '/proc/none',
    join(folder, 'with space'),
    join(folder, 'with,comma'),
  ]) {
    assert.equal(chromiumFlags(folder, '--a', { cache }), '--a', cache);
  }
  assert.equal(existsSync(join(folder, 'with space')), false);
});
