// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A request by mail, which the person sends with their own program (requests.md, "Other channels").
// The same wish makes the same bytes at any time: nothing has to be held between what was shown and
// the press that says "I sent it".

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "crypto/hkdf.hpp"
#include "requests/draft.hpp"
#include "requests/mail_encoding.hpp"
#include "requests/mail_words.hpp"

namespace volition::requests {

/// 60 random bits as 12 letters and digits (RFC 4648 base32, lower case): no two requests share
/// one, and nobody guesses one.
constexpr std::size_t kMailTagLetters = 12;
/// What stands before the tag in a subject.
constexpr std::string_view kMailTagMark = "vo-";

std::string new_mail_tag(const FillRandom& random = system_random());

struct MailWish {
  std::string to;
  /// The person's own address; nullopt: not said, and no part of the mail.
  std::optional<std::string> own_address;
  /// Whether answers are asked for at user+tag@.
  enum class AnswerTo { kSender, kTagged } answer_to = AnswerTo::kSender;
  std::string tag;
  Kind kind = Kind::kAsk;
  Fields fields;
  Language language = Language::kEnglish;
  int max_replies = 1;
  Day until;
  Terms terms = Terms::kServiceOnly;
};

struct MailDraft {
  std::string tag;
  Mail mail;
  /// What is sent, as a person reads it: header fields, an empty line, the text.
  std::string exact;
  /// The file.
  std::string eml;
  std::string mailto;
  std::vector<WebmailDraft> webmail;
  /// The same content as a sealed request would have (schema.org), for comparing with others.
  boost::json::object content;
  std::vector<Row> rows;
  /// SHA-256 over the file's bytes and `exact`.
  crypto::Sha256 approve{};
};

/// Errors: mail_address_malformed ("to" or "own_address"), mail_address_for_rights,
/// address_private_host, field_not_allowed with the field's name, invalid_params (tag, counts).
Result<MailDraft> make_mail(const MailWish& wish);

}  // namespace volition::requests
