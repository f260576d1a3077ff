// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The bytes of a mail that the person sends: mailto: addresses (RFC 6068), header fields with words
// beyond ASCII (RFC 2047), quoted-printable text (RFC 2045 §6.7), and the draft file that mail
// programs open for sending. Texts come in with line feeds; what leaves has CRLF.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "requests/mail_address.hpp"

namespace volition::requests {

struct Mail {
  MailAddress to;
  std::string subject;
  std::string body;
  /// Where the answer is asked to go; nullopt: where mail programs send it by themselves.
  std::optional<MailAddress> answer_to;
  /// Without angle brackets; nullopt: the mail program makes its own.
  std::optional<std::string> message_id;
};

/// All but RFC 3986's unreserved characters as %XX; line ends as %0D%0A.
std::string percent_encode(std::string_view text);

/// `mailto:to?subject=…&body=…`, no other header field: mail programs drop or mistrust more.
std::string mailto_address(const Mail& mail);

/// "Subject: …" with encoded words where it is not plain ASCII, folded so that no line is over 78
/// characters where a blank allows it. `text` has no line break. Ends with CRLF.
std::string header_field(std::string_view name, std::string_view text);

/// Lines of at most 76 characters.
std::string quoted_printable(std::string_view text);

/// The draft as a file (RFC 5322) with `X-Unsent: 1`, which says that it is to be edited and sent.
/// It names no sender and no date: the mail program sets both.
std::string eml_draft(const Mail& mail);

/// The compose page of a webmail, filled in. The words travel in its address: the provider sees
/// them as soon as it is opened, and the browser's history may keep them.
struct WebmailDraft {
  /// "gmail", "outlook", "outlook_work", "yahoo".
  std::string provider;
  std::string url;
};

/// One for each provider known; none where the address would be over 8,000 bytes, which their
/// servers refuse.
std::vector<WebmailDraft> webmail_drafts(const Mail& mail);

}  // namespace volition::requests
