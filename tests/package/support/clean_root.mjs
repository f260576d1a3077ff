// SPDX-License-Identifier: GPL-3.0-or-later
// A Debian of its own in a folder, to install the package into as a person does. Every command runs in a mount namespace of its
// own, so that nothing stays mounted, whatever happens.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** The person who opens the browsers. */
export const kPerson = { name: 'person', id: 1000, home: '/home/person' };

const quoted = (word) => `'${String(word).replaceAll("'", "'\\''")}'`;

export class CleanRoot {
  /** @param {string} path */
  constructor(path) {
    this.path = path;
  }

  /** Whether this machine can have one; otherwise why not. @returns {string | null} */
  static whyNot() {
    if (process.getuid?.() !== 0) return 'only root can change its root folder';
    if (!existsSync('/usr/sbin/debootstrap')) return 'debootstrap is not installed';
    return null;
  }

  /** Makes it: a minimal Debian 12, with this machine's package sources and certificates. */
  make() {
    const made = spawnSync(
      '/usr/sbin/debootstrap',
      ['--variant=minbase', '--include=ca-certificates', 'bookworm', this.path],
      { encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(`debootstrap: ${made.stdout.slice(-2000)}`);
    rmSync(join(this.path, 'etc/apt/sources.list'), { force: true });
    for (const name of [
      'etc/apt/sources.list',
      'etc/apt/sources.list.d',
      'etc/apt/apt.conf.d',
      'etc/resolv.conf',
      'usr/local/share/ca-certificates',
      'etc/ssl/certs/ca-certificates.crt',
    ]) {
      if (!existsSync(`/${name}`)) continue;
      cpSync(`/${name}`, join(this.path, name), { recursive: true, dereference: true });
    }
    // No service is started in here.
    this.write('usr/sbin/policy-rc.d', '#!/bin/sh\nexit 101\n', 0o755);
    this.run('apt-get update -qq');
  }

  /** @param {string} name @param {string} text */
  write(name, text, mode = 0o644) {
    const path = join(this.path, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, mode);
  }

  /** @param {string} name */
  read = (name) => readFileSync(join(this.path, name), 'utf8');

  /** The shell line that enters the root and becomes a command there. @param {string} command @param {{ as?: number }} [who] */
  entering(command, { as = 0 } = {}) {
    const at = quoted(this.path);
    const home = as === 0 ? '/root' : kPerson.home;
    return [
      `mount -t proc proc ${at}/proc`,
      `mount --rbind /sys ${at}/sys`,
      `mount --rbind /dev ${at}/dev`,
      `mount -t tmpfs tmpfs ${at}/dev/shm`,
      `exec chroot --userspec=${as}:${as} ${at} /usr/bin/env -i HOME=${home} LANG=C.UTF-8 ` +
        `PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive ${command}`,
    ].join(' && ');
  }

  /** Runs a shell command inside. @param {string} command @param {{ as?: number }} [who] @returns {string} what it said */
  run(command, who) {
    const inside = this.entering(`/bin/sh -c ${quoted(command)}`, who);
    const told = spawnSync('unshare', ['--mount', '/bin/sh', '-c', inside], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (told.status !== 0) {
      throw new Error(
        `${command}: ${told.status}\n${told.stdout.slice(-2000)}${told.stderr.slice(-2000)}`,
      );
    }
    return told.stdout;
  }

  /**
   * A program outside that becomes one inside, as the person, with all its descriptors and under the same process id.
   * @param {string} file where to write it
   * @param {string} program
   */
  launcher(file, program) {
    const inside = this.entering(`${program} "$@"`, { as: kPerson.id });
    writeFileSync(file, `#!/bin/sh\nexec unshare --mount /bin/sh -c ${quoted(inside)} sh "$@"\n`, {
      mode: 0o700,
    });
    return file;
  }

  /** Somebody who has never opened a browser here. */
  addPerson() {
    this.run(`userdel --remove ${kPerson.name} 2>/dev/null || true`);
    this.run(`useradd --create-home --uid ${kPerson.id} ${kPerson.name}`);
  }

  /** Every path that a package can bring, with what it is: not what programs write while they run. */
  tree() {
    const told = this.run(
      'find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /run -o -path /home -o -path /var \\) ' +
        "-prune -o -printf '%p %M %U %G %s %l\\n' | sort",
    );
    // Directories change in size, and the loader's cache in content, without anything being left.
    return told
      .split('\n')
      .filter((line) => !line.startsWith('/etc/ld.so.cache '))
      .map((line) => line.replace(/^(\S+ d\S+ \d+ \d+) \d+/, '$1'));
  }
}
