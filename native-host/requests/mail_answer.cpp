// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/mail_answer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/encoding.hpp"
#include "requests/mail_draft.hpp"
#include "requests/text.hpp"

namespace volition::requests {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

enum class Tags { kNone, kOurs, kOthers };

/// Which references stand in a text: ours wins, since a brand may quote more than one.
Tags tags_in(std::string_view text, std::string_view tag) {
  const std::string low = lower_case(text);
  Tags found = Tags::kNone;
  const std::size_t whole = kMailTagMark.size() + kMailTagLetters;
  for (std::size_t at = low.find(kMailTagMark); at != std::string::npos;
       at = low.find(kMailTagMark, at + 1)) {
    if (at + whole > low.size()) break;
    if (at > 0 && is_word(low[at - 1])) continue;
    if (at + whole < low.size() && is_word(low[at + whole])) continue;
    const std::string_view letters =
        std::string_view(low).substr(at + kMailTagMark.size(), kMailTagLetters);
    if (letters == tag) return Tags::kOurs;
    if (std::all_of(letters.begin(), letters.end(), is_word)) found = Tags::kOthers;
  }
  return found;
}

/// Whether a list of ids in angle brackets names this one.
bool names_id(std::string_view ids, std::string_view id) {
  const std::string bracketed = "<" + lower_case(id) + ">";
  return lower_case(ids).find(bracketed) != std::string::npos;
}

/// Whether a list of addresses names this one, and not only one that ends like it.
bool names_address(std::string_view addresses, std::string_view address) {
  const std::string low = lower_case(addresses);
  const std::string wanted = lower_case(address);
  const auto borders = [](char c) {
    return c == '<' || c == '>' || c == ',' || c == ' ' || c == ';';
  };
  for (std::size_t at = low.find(wanted); at != std::string::npos; at = low.find(wanted, at + 1)) {
    const std::size_t end = at + wanted.size();
    if ((at == 0 || borders(low[at - 1])) && (end == low.size() || borders(low[end]))) return true;
  }
  return false;
}

/// At most so many code points.
std::string_view cut(std::string_view text, std::size_t max_code_points) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<std::uint8_t>(text[i]) & 0xc0U) == 0x80) continue;
    if (count == max_code_points) return text.substr(0, i);
    ++count;
  }
  return text;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

TiedBy tied_by(const MailTie& tie, const MailMessage& message) {
  const Tags subject = tags_in(message.subject, tie.tag);
  if (subject == Tags::kOurs) return TiedBy::kTag;
  if (subject == Tags::kOthers) return TiedBy::kForeign;
  if (tie.message_id && (names_id(message.in_reply_to, *tie.message_id) ||
                         names_id(message.references, *tie.message_id))) {
    return TiedBy::kInReplyTo;
  }
  if (tie.answer_to && names_address(message.to, *tie.answer_to)) return TiedBy::kAddress;
  switch (tags_in(message.text, tie.tag)) {
    case Tags::kOurs:
      return TiedBy::kTag;
    case Tags::kOthers:
      return TiedBy::kForeign;
    case Tags::kNone:
      break;
  }
  return TiedBy::kNothing;
}

Result<MailAnswer> read_mail_answer(const MailMessage& message) {
  const std::string text = inert(message.text);
  const std::string_view body = trimmed(text);
  if (body.empty()) return Error(ErrorCode::kReplyDamaged, "no text");
  MailAnswer answer;
  answer.text = std::string(trimmed(cut(body, kMaxMailText)));
  if (cut(body, kMaxMailText).size() < body.size()) answer.length = MailAnswer::Length::kShortened;
  std::string from = inert(message.from);
  std::replace_if(
      from.begin(), from.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  from = std::string(trimmed(cut(trimmed(from), kMaxMailSender)));
  if (!from.empty()) answer.from = std::move(from);
  return answer;
}

}  // namespace volition::requests
