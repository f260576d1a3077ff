// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one list of everything that can go wrong. A code crosses the wire by its name, so names are
// never changed and new ones are appended at the end of their block
// (tests/native-host/base/error_test.cpp pins them all).

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

namespace volition {

enum class ErrorCode {
  // The protocol itself.
  kInvalidFrame,
  kFrameTooLarge,
  kInvalidJson,
  kJsonTooDeep,
  kDuplicateKey,
  kNumberOutOfRange,
  kLoneSurrogate,
  kNulCharacter,
  kArrayTooLong,
  kStringTooLong,
  kUnsupportedVersion,
  kUnknownMethod,
  kInvalidParams,
  kAnswerTooLarge,
  kInternal,
  // The store.
  kBusy,
  kLocked,
  kNeedsRecovery,
  kStorageFailed,
  kStorageFull,
  kStorageReadOnly,
  kStorageDamaged,
  kStorageNewer,
  kKeyMissing,
  kKeyRefused,
  kOpIdReused,
  kNotFound,
  kForgotten,
  kClockJumped,
  kPrivateWindow,
  // Cryptography.
  kDecryptionFailed,
  kBadSignature,
  kBadKey,
  // A brand's descriptor.
  kDescriptorStatus,
  kDescriptorType,
  kDescriptorTooLarge,
  kDescriptorMalformed,
  kDescriptorExpired,
  kDescriptorForeign,
  kDescriptorSuite,
  kDescriptorRedirected,
  kAddressNotHttps,
  kAddressIpLiteral,
  kAddressPrivateHost,
  kAddressUserInfo,
  kAddressPort,
  kAddressForeign,
  kAddressMalformed,
  // A request.
  kKindNotAccepted,
  kUnknownDraft,
  kNotApproved,
  kRequestClosed,
  kFieldNotAllowed,
  kMailAddressMalformed,
  kMailAddressForRights,
  // A reply.
  kReplyDamaged,
  kReplyForeign,
  kReplyLate,
  kReplyExcess,
  kReplyRepeated,
  // Filter lists.
  kListUnreadable,
  kImageMissing,
  kImageDamaged,
  kListNotText,
  kListCutOff,
  kListTooLarge,
  kListGrew,
  kListShrank,
  kListEmpty,
  kListsFull,
  kListsDamaged,
  kUnknownUpload,
  // The command line.
  kUsage,
  kFileFailed,
};

/// The code's name on the wire and in reports, such as "frame_too_large".
std::string_view code_name(ErrorCode code);

/// A failure: the code, and a detail for the person who mends it. The detail never holds a person's
/// data.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string detail;

  /// What Result::error() answers when there is none; boost asks for it.
  Error() = default;
  Error(ErrorCode c)
      : code(c) {}  // NOLINT(google-explicit-constructor): `return ErrorCode::kBusy;`
  Error(ErrorCode c, std::string d) : code(c), detail(std::move(d)) {}
};

/// "frame_too_large: detail", for reports and failing tests.
std::ostream& operator<<(std::ostream& out, const Error& error);

}  // namespace volition
