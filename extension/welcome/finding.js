// SPDX-License-Identifier: GPL-3.0-or-later
// How the native program stands, in the words of a person: the browsers' own messages (platform/native.js) in, a message of ours
// and what to run out. Pure.

import { hostKey } from '../ui/host_words.js';

/** @import { HostState } from '../protocol/messages.js' */

/** A command and the words before it.
 * @typedef {{ key: 'run_package' | 'run_source' | 'run_install' | 'run_doctor', command: string }} Run */
/** @typedef {{ key: string, values: Record<string, string>, well: boolean, runs: Run[] }} Finding */

/** @type {Run} */
const PACKAGE = { key: 'run_package', command: 'sudo apt install ./volition_*.deb' };
/** @type {Run} */
const SOURCE = { key: 'run_source', command: 'scripts/install' };
/** @type {Run} */
const INSTALL = { key: 'run_install', command: 'volition install' };
/** @type {Run} */
const DOCTOR = { key: 'run_doctor', command: 'volition doctor' };

/** What browsers say of a program that is registered for another extension. */
const FORBIDDEN = /forbidden|permission/i;
/** That is registered, and cannot be started. */
const BROKEN = /failed to start|does not exist|executable|invalid/i;
/** That is not registered, or where nobody says more. */
const MISSING = /not found|no such native application/i;

/**
 * @param {HostState} host
 * @param {string} own the extension's version
 * @returns {Finding}
 */
export function findingOf(host, own) {
  if (host.state === 'ready') {
    const other = host.hello.host;
    return other === own
      ? { key: 'finding_ready', values: {}, well: true, runs: [] }
      : { key: 'finding_other', values: { host: other, own }, well: true, runs: [] };
  }
  /** @param {string} key @param {Run[]} runs */
  const wrong = (key, ...runs) => ({ key, values: {}, well: false, runs });
  if (host.state === 'starting') return wrong('finding_starting');
  if (host.state === 'version') return wrong('finding_version', PACKAGE, SOURCE);
  if (host.state !== 'absent') return wrong(hostKey(host), DOCTOR);
  if (FORBIDDEN.test(host.detail)) return wrong('finding_forbidden', INSTALL, DOCTOR);
  if (BROKEN.test(host.detail)) return wrong('finding_broken', INSTALL, DOCTOR);
  if (MISSING.test(host.detail)) return wrong('finding_missing', PACKAGE, SOURCE);
  return wrong('finding_stops', DOCTOR);
}
