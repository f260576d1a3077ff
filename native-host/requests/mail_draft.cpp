// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/mail_draft.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "requests/content.hpp"

namespace volition::requests {
namespace {

constexpr std::string_view kTagAlphabet = "abcdefghijklmnopqrstuvwxyz234567";

bool is_tag(std::string_view tag) {
  return tag.size() == kMailTagLetters &&
         tag.find_first_not_of(kTagAlphabet) == std::string_view::npos;
}

/// The same error, naming which of the two addresses it is.
Error in_field(Error error, const char* field) {
  error.detail = field;
  return error;
}

Status read_addresses(const MailWish& wish, Mail& mail) {
  auto to = parse_mail_address(wish.to);
  if (!to) return in_field(to.error(), "to");
  if (is_for_rights(*to)) return ErrorCode::kMailAddressForRights;
  mail.to = std::move(*to);
  const bool tagged = wish.answer_to == MailWish::AnswerTo::kTagged;
  if (!wish.own_address)
    return tagged ? Status(Error(ErrorCode::kInvalidParams, "own_address")) : ok();
  const auto own = parse_mail_address(*wish.own_address);
  if (!own) return in_field(own.error(), "own_address");
  if (tagged) {
    mail.answer_to = with_tag(*own, wish.tag);
    if (!mail.answer_to) return Error(ErrorCode::kMailAddressMalformed, "own_address");
  }
  // RFC 5322 §3.6.4: unique, and in the sender's own domain.
  mail.message_id = std::string(kMailTagMark) + wish.tag + "@" + own->domain;
  return ok();
}

std::string exact_words(const Mail& mail) {
  std::string out = "To: " + mail.to.text() + "\nSubject: " + mail.subject + "\n";
  if (mail.answer_to) out += "Reply-To: " + mail.answer_to->text() + "\n";
  return out + "\n" + mail.body;
}

crypto::Sha256 approve_hash(const MailDraft& draft) {
  std::string joined = "volition approve mail 1\n" + std::to_string(draft.eml.size()) + "\n";
  joined += draft.eml;
  joined += draft.exact;
  return crypto::sha256(as_bytes(joined));
}

}  // namespace

std::string new_mail_tag(const FillRandom& random) {
  std::array<std::uint8_t, kMailTagLetters> bytes{};
  random(bytes);
  std::string tag;
  // 256 is a multiple of 32: every letter is as likely as any other.
  for (const std::uint8_t byte : bytes) tag += kTagAlphabet[byte % kTagAlphabet.size()];
  return tag;
}

Result<MailDraft> make_mail(const MailWish& wish) {
  if (!is_tag(wish.tag)) return Error(ErrorCode::kInvalidParams, "tag");
  if (wish.max_replies < 1 || wish.max_replies > kMaxReplies) {
    return Error(ErrorCode::kInvalidParams, "max_replies");
  }
  MailDraft draft;
  draft.tag = wish.tag;
  if (const Status read = read_addresses(wish, draft.mail); !read) return read.error();
  // Judges every field: no line break or control character gets into a header.
  auto content = make_content(wish.kind, wish.fields);
  if (!content) return content.error();
  draft.content = std::move(*content);
  // Under the paths that a sealed request's payload has.
  draft.rows = rows_of(boost::json::object{{"content", draft.content}});

  MailFrame frame;
  frame.kind = wish.kind;
  frame.terms = wish.terms;
  frame.max_replies = wish.max_replies;
  frame.until = wish.until;
  frame.reference = std::string(kMailTagMark) + wish.tag;
  if (draft.mail.answer_to) frame.answer_to = draft.mail.answer_to->text();
  draft.mail.subject = mail_subject(wish.language, frame, wish.fields);
  draft.mail.body = mail_body(wish.language, frame, wish.fields);

  draft.exact = exact_words(draft.mail);
  draft.eml = eml_draft(draft.mail);
  draft.mailto = mailto_address(draft.mail);
  draft.webmail = webmail_drafts(draft.mail);
  draft.approve = approve_hash(draft);
  return draft;
}

}  // namespace volition::requests
