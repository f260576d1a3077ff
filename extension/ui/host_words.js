// SPDX-License-Identifier: GPL-3.0-or-later
// Which words say how the native program stands. Pure.

/** @import { HostState } from '../protocol/messages.js' */

/** Why a universe does not open (native-host/base/error.cpp), where it has words of its own. */
const REASONS = new Map([
  ['key_missing', 'host_key_missing'],
  ['key_refused', 'host_key_refused'],
  ['storage_damaged', 'host_storage_damaged'],
  ['storage_failed', 'host_storage_failed'],
  ['storage_full', 'host_storage_full'],
  ['storage_newer', 'host_storage_newer'],
  ['storage_read_only', 'host_storage_read_only'],
]);

/**
 * The key of the words for a host that is not ready.
 * @param {HostState} host
 * @returns {string}
 */
export function hostKey(host) {
  const reason = host.state === 'needs_recovery' ? host.hello.reason : undefined;
  return REASONS.get(reason ?? '') ?? `host_${host.state}`;
}
