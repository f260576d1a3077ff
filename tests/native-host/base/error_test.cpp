// SPDX-License-Identifier: GPL-3.0-or-later
// Error names cross the wire and stand in people's reports: once given, a name stays.

#include "base/error.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"

using volition::code_name;
using volition::ErrorCode;

TEST_CASE("every error code keeps the name it was given") {
  const std::vector<std::string> expected = {
      "invalid_frame",
      "frame_too_large",
      "invalid_json",
      "json_too_deep",
      "duplicate_key",
      "number_out_of_range",
      "lone_surrogate",
      "nul_character",
      "array_too_long",
      "string_too_long",
      "unsupported_version",
      "unknown_method",
      "invalid_params",
      "answer_too_large",
      "internal",
      "busy",
      "locked",
      "needs_recovery",
      "storage_failed",
      "storage_full",
      "storage_read_only",
      "storage_damaged",
      "storage_newer",
      "key_missing",
      "key_refused",
      "op_id_reused",
      "not_found",
      "forgotten",
      "clock_jumped",
      "private_window",
      "decryption_failed",
      "bad_signature",
      "bad_key",
      "descriptor_status",
      "descriptor_type",
      "descriptor_too_large",
      "descriptor_malformed",
      "descriptor_expired",
      "descriptor_foreign",
      "descriptor_suite",
      "descriptor_redirected",
      "address_not_https",
      "address_ip_literal",
      "address_private_host",
      "address_user_info",
      "address_port",
      "address_foreign",
      "address_malformed",
      "kind_not_accepted",
      "unknown_draft",
      "not_approved",
      "request_closed",
      "field_not_allowed",
      "mail_address_malformed",
      "mail_address_for_rights",
      "reply_damaged",
      "reply_foreign",
      "reply_late",
      "reply_excess",
      "reply_repeated",
      "list_unreadable",
      "image_missing",
      "image_damaged",
      "list_not_text",
      "list_cut_off",
      "list_too_large",
      "list_grew",
      "list_shrank",
      "list_empty",
      "lists_full",
      "lists_damaged",
      "unknown_upload",
      "usage",
      "file_failed",
  };
  std::vector<std::string> actual;
  for (int code = 0; code <= static_cast<int>(ErrorCode::kFileFailed); ++code)
    actual.emplace_back(code_name(static_cast<ErrorCode>(code)));
  // Appending is allowed: add the new name to the end of its block here too.
  CHECK(actual == expected);
}
