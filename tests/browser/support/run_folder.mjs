// SPDX-License-Identifier: GPL-3.0-or-later
// One folder per run: a HOME of its own, the browser's profile, the universe's data, and the native host's manifest. Nothing of the person
// who runs the tests is read or written, and `remove()` leaves nothing.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const kRoot = new URL('../../../', import.meta.url).pathname;

/** @typedef {'chromium' | 'firefox'} Kind */

/** Ids of manifests/ids.json: @returns {{chromium: string, firefox: string, host: string}} */
export const ids = () => JSON.parse(readFileSync(join(kRoot, 'manifests/ids.json'), 'utf8'));

export class RunFolder {
  /** @param {string} [under] where run folders are made */
  constructor(under = tmpdir()) {
    this.path = mkdtempSync(join(under, 'volition-run-'));
    this.home = this.#folder('home');
    this.profile = this.#folder('profile');
    this.data = this.#folder('data');
    this.temporary = this.#folder('tmp');
  }

  /** @param {string} name */
  #folder(name) {
    const path = join(this.path, name);
    mkdirSync(path, { mode: 0o700, recursive: true });
    return path;
  }

  /** The environment of the browser and so of the host it starts. @param {string} language such as "en" or "fr" */
  environment(language) {
    const { PATH, DISPLAY, WAYLAND_DISPLAY, XAUTHORITY } = process.env;
    const locale = language === 'fr' ? 'fr_FR.UTF-8' : 'en_US.UTF-8';
    return Object.fromEntries(
      Object.entries({
        PATH,
        DISPLAY,
        WAYLAND_DISPLAY,
        XAUTHORITY,
        HOME: this.home,
        XDG_DATA_HOME: join(this.home, '.local/share'),
        XDG_CONFIG_HOME: join(this.home, '.config'),
        XDG_CACHE_HOME: join(this.home, '.cache'),
        XDG_RUNTIME_DIR: this.temporary,
        TMPDIR: this.temporary,
        LANG: locale,
        LANGUAGE: locale,
        MOZ_CRASHREPORTER_DISABLE: '1',
        VOLITION_DATA_DIR: this.data,
      }).filter((entry) => entry[1] !== undefined),
    );
  }

  /**
   * Registers a native host for this run's browser alone.
   * @param {Kind} kind
   * @param {string} binary
   * @param {{name?: string, extension?: string}} [other] another host or extension than Volition's
   */
  registerHost(kind, binary, { name = ids().host, extension = ids()[kind] } = {}) {
    if (!existsSync(binary)) throw new Error(`the native host is not built: ${binary}`);
    const manifest = JSON.parse(
      readFileSync(join(kRoot, `manifests/native-${kind}.json.in`), 'utf8').replaceAll(
        '@HOST_PATH@',
        binary,
      ),
    );
    manifest.name = name;
    if (kind === 'chromium') manifest.allowed_origins = [`chrome-extension://${extension}/`];
    else manifest.allowed_extensions = [extension];
    const folder =
      kind === 'chromium'
        ? join(this.profile, 'NativeMessagingHosts')
        : join(this.home, '.mozilla/native-messaging-hosts');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(manifest, null, 2));
  }

  /**
   * A browser that does not outlive this process, even if it is killed: the kernel ends it with its parent (util-linux's setpriv).
   * @param {string} browser
   * @returns {string} what to start instead
   */
  bound(browser) {
    if (!existsSync('/usr/bin/setpriv')) return browser;
    const path = join(this.path, 'browser');
    const quoted = `'${browser.replaceAll("'", "'\\''")}'`;
    writeFileSync(path, `#!/bin/sh\nexec /usr/bin/setpriv --pdeathsig KILL ${quoted} "$@"\n`, {
      mode: 0o700,
    });
    return path;
  }

  remove() {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Every file below a folder. @param {string} folder @returns {string[]} */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found?.isFile() ?? false;
    });
}
