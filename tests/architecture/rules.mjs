// SPDX-License-Identifier: GPL-3.0-or-later
// The two tables of arrows, and the judgement of one file by them.

/** Room -> rooms it may include, and the libraries that it alone holds. */
const hostRooms = {
  base: { rooms: [], libraries: [] },
  url: { rooms: ['base'], libraries: ['libpsl.h'] },
  crypto: { rooms: ['base'], libraries: ['sodium.h'] },
  sqlite: { rooms: ['base'], libraries: ['sqlite3.h'] },
  filters: { rooms: ['base', 'url', 'crypto'], libraries: ['re2/'] },
  lists: { rooms: ['base', 'url', 'crypto', 'filters'], libraries: [] },
  pixels: { rooms: ['base', 'url'], libraries: [] },
  universe: { rooms: ['base', 'crypto', 'sqlite'], libraries: [] },
  requests: { rooms: ['base', 'crypto', 'url'], libraries: [] },
  protocol: { rooms: ['base'], libraries: [] },
  platform: { rooms: ['base'], libraries: ['seccomp.h', 'linux/'] },
  app: {
    rooms: [
      'base',
      'url',
      'crypto',
      'sqlite',
      'filters',
      'lists',
      'pixels',
      'universe',
      'requests',
      'protocol',
      'platform',
    ],
    libraries: ['CLI/'],
  },
};
/** The composition root knows what it starts, and nothing of the domain. */
const mainRooms = ['app', 'platform'];

/** Every library that some room holds alone. */
const heldLibraries = Object.values(hostRooms).flatMap((room) => room.libraries);
/** There is no network code. The one exception tries, inside the cage, that there can be none. */
const network = /^(sys\/socket|netinet\/|arpa\/|netdb|curl\/|boost\/asio|boost\/beast)/;
const networkProbe = 'platform/probe.cpp';

/**
 * @param {string} name a file below native-host/
 * @param {string[]} includes
 * @returns {string[]} one line for each forbidden arrow
 */
export function hostArrows(name, includes) {
  const room = name.includes('/') ? name.split('/')[0] : 'main';
  const rule = room === 'main' ? { rooms: mainRooms, libraries: [] } : hostRooms[room];
  if (!rule) return [`${room}/ is no room of the table`];
  return includes.flatMap((include) => {
    const target = include.slice(1, -1);
    if (include.startsWith('"')) {
      if (target.startsWith('.') || !target.includes('/'))
        return [`${include} is not named by its room`];
      const to = target.split('/')[0];
      return to === room || rule.rooms.includes(to)
        ? []
        : [`${room} may not include ${to} (${target})`];
    }
    if (network.test(target) && name !== networkProbe)
      return [`${include}: the host has no network code`];
    const held = heldLibraries.find((library) => target.startsWith(library));
    return held && !rule.libraries.includes(held) ? [`${room} may not use ${target}`] : [];
  });
}

/** The rooms of native-host/README.md's table beside the rule here. @param {string} readme */
export function roomsOfReadme(readme) {
  const found = {};
  for (const [, room, told] of readme.matchAll(/^\| `(\w+)\/` \|[^|]*\| ([^|]*) \|$/gm)) {
    if (!hostRooms[room]) continue;
    const words = told.replace(/\([^)]*\)/g, '');
    const all = /all of the above/.test(words);
    const named = Object.keys(hostRooms).filter((name) => new RegExp(`\\b${name}\\b`).test(words));
    found[room] = { readme: all ? hostRooms.app.rooms : named, rule: hostRooms[room].rooms };
  }
  for (const room of Object.keys(hostRooms)) {
    if (!found[room]) throw new Error(`native-host/README.md does not list ${room}/`);
  }
  return found;
}

/** A page writes its templates with the vendored library, as ui/ does: passing it on through ui/ would only hide it. */
const pageRooms = ['ui', 'core', 'platform', 'protocol', 'vendor'];
/** Room -> rooms it may import. */
const extensionRooms = {
  background: ['core', 'platform', 'protocol'],
  content: [],
  core: ['protocol'],
  platform: [],
  protocol: [],
  ui: ['core', 'platform', 'vendor', 'protocol'],
  popup: pageRooms,
  panel: pageRooms,
  dashboard: pageRooms,
  welcome: pageRooms,
  vendor: [],
};

/**
 * @param {string} name a file below extension/
 * @param {string[]} targets relative ones already resolved to paths from the project's root
 * @returns {string[]}
 */
export function extensionArrows(name, targets) {
  const room = name.split('/')[0];
  const allowed = extensionRooms[room];
  if (!allowed) return [`${room}/ is no room of the table`];
  return targets.flatMap((target) => {
    const parts = target.split('/');
    if (parts[0] !== 'extension') return [`${target} is outside the extension`];
    const to = parts[1];
    return to === room || allowed.includes(to) ? [] : [`${room} may not import ${to} (${target})`];
  });
}
