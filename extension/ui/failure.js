// SPDX-License-Identifier: GPL-3.0-or-later
// What went wrong, in plain words: what happened, that nothing was lost, what to do. Codes come from the host
// (native-host/base/error.cpp) and from the background; several that mean the same to a person share their words.

import { say } from './rich.js';

/** Codes that have words of their own; a Map, so that no code can name something of Object's. */
const KEYS = new Map(
  Object.entries({
    host_absent: 'error_host_absent',
    host_version: 'error_host_version',
    host_lost: 'error_host_lost',
    no_answer: 'error_brand_silent',
    busy: 'error_busy',
    locked: 'error_locked',
    needs_recovery: 'error_needs_recovery',
    key_missing: 'error_needs_recovery',
    key_refused: 'error_needs_recovery',
    storage_full: 'error_storage_full',
    storage_read_only: 'error_storage_read_only',
    storage_failed: 'error_storage_failed',
    storage_damaged: 'error_storage_damaged',
    storage_newer: 'error_storage_newer',
    not_found: 'error_not_found',
    forgotten: 'error_not_found',
    private_window: 'error_private_window',
    clock_jumped: 'error_clock_jumped',
    no_tab: 'error_no_tab',
    header_rule_failed: 'error_header_rule_failed',
    descriptor_status: 'error_descriptor_status',
    descriptor_redirected: 'error_descriptor_redirected',
    descriptor_type: 'error_descriptor_type',
    descriptor_too_large: 'error_descriptor_too_large',
    descriptor_malformed: 'error_descriptor_malformed',
    descriptor_expired: 'error_descriptor_expired',
    descriptor_foreign: 'error_descriptor_foreign',
    descriptor_suite: 'error_descriptor_suite',
    bad_key: 'error_descriptor_suite',
    address_not_https: 'error_address_not_https',
    address_ip_literal: 'error_address_ip_literal',
    address_private_host: 'error_address_private_host',
    address_user_info: 'error_address_malformed',
    address_port: 'error_address_port',
    address_foreign: 'error_address_foreign',
    address_malformed: 'error_address_malformed',
    kind_not_accepted: 'error_kind_not_accepted',
    unknown_draft: 'error_unknown_draft',
    not_approved: 'error_unknown_draft',
    request_closed: 'error_request_closed',
  }),
);

/**
 * @param {{ code: string }} error
 */
export function failureWords(error) {
  const key = KEYS.get(error.code);
  return key ? say(key) : say('error_other', { code: { kind: 'code', text: error.code } });
}
