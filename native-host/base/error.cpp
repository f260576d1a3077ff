// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.hpp"

#include <ostream>

namespace volition {

std::string_view code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidFrame:
      return "invalid_frame";
    case ErrorCode::kFrameTooLarge:
      return "frame_too_large";
    case ErrorCode::kInvalidJson:
      return "invalid_json";
    case ErrorCode::kJsonTooDeep:
      return "json_too_deep";
    case ErrorCode::kDuplicateKey:
      return "duplicate_key";
    case ErrorCode::kNumberOutOfRange:
      return "number_out_of_range";
    case ErrorCode::kLoneSurrogate:
      return "lone_surrogate";
    case ErrorCode::kNulCharacter:
      return "nul_character";
    case ErrorCode::kArrayTooLong:
      return "array_too_long";
    case ErrorCode::kStringTooLong:
      return "string_too_long";
    case ErrorCode::kUnsupportedVersion:
      return "unsupported_version";
    case ErrorCode::kUnknownMethod:
      return "unknown_method";
    case ErrorCode::kInvalidParams:
      return "invalid_params";
    case ErrorCode::kAnswerTooLarge:
      return "answer_too_large";
    case ErrorCode::kInternal:
      return "internal";
    case ErrorCode::kBusy:
      return "busy";
    case ErrorCode::kLocked:
      return "locked";
    case ErrorCode::kNeedsRecovery:
      return "needs_recovery";
    case ErrorCode::kStorageFailed:
      return "storage_failed";
    case ErrorCode::kStorageFull:
      return "storage_full";
    case ErrorCode::kStorageReadOnly:
      return "storage_read_only";
    case ErrorCode::kStorageDamaged:
      return "storage_damaged";
    case ErrorCode::kStorageNewer:
      return "storage_newer";
    case ErrorCode::kKeyMissing:
      return "key_missing";
    case ErrorCode::kKeyRefused:
      return "key_refused";
    case ErrorCode::kOpIdReused:
      return "op_id_reused";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kForgotten:
      return "forgotten";
    case ErrorCode::kClockJumped:
      return "clock_jumped";
    case ErrorCode::kPrivateWindow:
      return "private_window";
    case ErrorCode::kDecryptionFailed:
      return "decryption_failed";
    case ErrorCode::kBadSignature:
      return "bad_signature";
    case ErrorCode::kBadKey:
      return "bad_key";
    case ErrorCode::kDescriptorStatus:
      return "descriptor_status";
    case ErrorCode::kDescriptorType:
      return "descriptor_type";
    case ErrorCode::kDescriptorTooLarge:
      return "descriptor_too_large";
    case ErrorCode::kDescriptorMalformed:
      return "descriptor_malformed";
    case ErrorCode::kDescriptorExpired:
      return "descriptor_expired";
    case ErrorCode::kDescriptorForeign:
      return "descriptor_foreign";
    case ErrorCode::kDescriptorSuite:
      return "descriptor_suite";
    case ErrorCode::kDescriptorRedirected:
      return "descriptor_redirected";
    case ErrorCode::kAddressNotHttps:
      return "address_not_https";
    case ErrorCode::kAddressIpLiteral:
      return "address_ip_literal";
    case ErrorCode::kAddressPrivateHost:
      return "address_private_host";
    case ErrorCode::kAddressUserInfo:
      return "address_user_info";
    case ErrorCode::kAddressPort:
      return "address_port";
    case ErrorCode::kAddressForeign:
      return "address_foreign";
    case ErrorCode::kAddressMalformed:
      return "address_malformed";
    case ErrorCode::kKindNotAccepted:
      return "kind_not_accepted";
    case ErrorCode::kUnknownDraft:
      return "unknown_draft";
    case ErrorCode::kNotApproved:
      return "not_approved";
    case ErrorCode::kRequestClosed:
      return "request_closed";
    case ErrorCode::kFieldNotAllowed:
      return "field_not_allowed";
    case ErrorCode::kMailAddressMalformed:
      return "mail_address_malformed";
    case ErrorCode::kMailAddressForRights:
      return "mail_address_for_rights";
    case ErrorCode::kReplyDamaged:
      return "reply_damaged";
    case ErrorCode::kReplyForeign:
      return "reply_foreign";
    case ErrorCode::kReplyLate:
      return "reply_late";
    case ErrorCode::kReplyExcess:
      return "reply_excess";
    case ErrorCode::kReplyRepeated:
      return "reply_repeated";
    case ErrorCode::kListUnreadable:
      return "list_unreadable";
    case ErrorCode::kImageMissing:
      return "image_missing";
    case ErrorCode::kImageDamaged:
      return "image_damaged";
    case ErrorCode::kListNotText:
      return "list_not_text";
    case ErrorCode::kListCutOff:
      return "list_cut_off";
    case ErrorCode::kListTooLarge:
      return "list_too_large";
    case ErrorCode::kListGrew:
      return "list_grew";
    case ErrorCode::kListShrank:
      return "list_shrank";
    case ErrorCode::kListEmpty:
      return "list_empty";
    case ErrorCode::kListsFull:
      return "lists_full";
    case ErrorCode::kListsDamaged:
      return "lists_damaged";
    case ErrorCode::kUnknownUpload:
      return "unknown_upload";
    case ErrorCode::kUsage:
      return "usage";
    case ErrorCode::kFileFailed:
      return "file_failed";
  }
  return "internal";
}

std::ostream& operator<<(std::ostream& out, const Error& error) {
  out << code_name(error.code);
  if (!error.detail.empty()) out << ": " << error.detail;
  return out;
}

}  // namespace volition
