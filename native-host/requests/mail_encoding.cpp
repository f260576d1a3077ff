// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/mail_encoding.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/encoding.hpp"

namespace volition::requests {
namespace {

constexpr std::size_t kMaxWebmailBytes = 8'000;
/// RFC 5322 §2.1.1: lines should not be longer.
constexpr std::size_t kFoldAt = 78;
constexpr std::size_t kQuotedLine = 76;

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

void add_hex(std::string& out, char mark, char c) {
  const auto byte = static_cast<std::uint8_t>(c);
  out += mark;
  out += kHexDigits[byte >> 4U];
  out += kHexDigits[byte & 0x0fU];
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool is_plain(std::string_view text) {
  const bool ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  // Blanks side by side could make a folded line of blanks alone.
  return ascii && text.find("=?") == std::string_view::npos &&
         text.find("  ") == std::string_view::npos && !text.ends_with(' ');
}

/// RFC 2047 words of whole code points, each at most 75 characters with its marks.
std::string encoded_words(std::string_view text) {
  constexpr std::size_t kBytesInWord = 45;
  std::string out;
  while (!text.empty()) {
    std::size_t end = std::min(kBytesInWord, text.size());
    // Never inside a code point: each word is decoded by itself.
    while (end < text.size() && (static_cast<std::uint8_t>(text[end]) & 0xc0U) == 0x80) --end;
    if (!out.empty()) out += "\r\n ";
    out += "=?UTF-8?B?" + to_base64(as_bytes(text.substr(0, end))) + "?=";
    text.remove_prefix(end);
  }
  return out;
}

/// Folds before blanks; a blank stays the first character of the line that it begins.
std::string folded(std::string_view name, std::string_view text) {
  std::string out(name);
  out += ": ";
  std::size_t line = out.size();
  while (!text.empty()) {
    const std::size_t next = std::min(text.find(' ', 1), text.size());
    if (line + next > kFoldAt && text.front() == ' ') {
      out += "\r\n";
      line = 0;
    }
    out += text.substr(0, next);
    line += next;
    text.remove_prefix(next);
  }
  return out + "\r\n";
}

std::string quoted_line(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool last = i + 1 == text.size();
    const bool plain = c != '=' && ((c > ' ' && c <= '~') || ((c == ' ' || c == '\t') && !last));
    const std::size_t width = plain ? 1 : 3;
    // One column stays for the mark of a soft break.
    if (column + width > kQuotedLine - (last ? 0 : 1)) {
      out += "=\r\n";
      column = 0;
    }
    if (plain) {
      out += c;
    } else {
      add_hex(out, '=', c);
    }
    column += width;
  }
  return out;
}

struct Provider {
  std::string_view name;
  std::string_view page;
  std::string_view subject;
};

/// Their own compose pages. Proton's is left out: no page of theirs describes one.
constexpr std::array<Provider, 4> kProviders{
    {{"gmail", "https://mail.google.com/mail/?view=cm&fs=1&to=", "su"},
     {"outlook", "https://outlook.live.com/mail/0/deeplink/compose?to=", "subject"},
     {"outlook_work", "https://outlook.office.com/mail/deeplink/compose?to=", "subject"},
     {"yahoo", "https://compose.mail.yahoo.com/?to=", "subject"}}};

std::string compose_page(const Provider& provider, const Mail& mail) {
  std::string url = std::string(provider.page) + percent_encode(mail.to.text());
  url += "&" + std::string(provider.subject) + "=" + percent_encode(mail.subject);
  return url + "&body=" + percent_encode(mail.body);
}

}  // namespace

std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 2);
  for (const char c : text) {
    if (c == '\n') {
      out += "%0D%0A";
    } else if (is_unreserved(c)) {
      out += c;
    } else {
      add_hex(out, '%', c);
    }
  }
  return out;
}

std::string mailto_address(const Mail& mail) {
  return "mailto:" + percent_encode(mail.to.local) + "@" + mail.to.domain +
         "?subject=" + percent_encode(mail.subject) + "&body=" + percent_encode(mail.body);
}

std::string header_field(std::string_view name, std::string_view text) {
  if (is_plain(text)) return folded(name, text);
  return std::string(name) + ": " + encoded_words(text) + "\r\n";
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  for (;;) {
    const std::size_t end = text.find('\n');
    out += quoted_line(text.substr(0, end));
    out += "\r\n";
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::string eml_draft(const Mail& mail) {
  std::string out = "X-Unsent: 1\r\n";
  out += header_field("To", mail.to.text());
  out += header_field("Subject", mail.subject);
  if (mail.answer_to) out += header_field("Reply-To", mail.answer_to->text());
  if (mail.message_id) out += "Message-ID: <" + *mail.message_id + ">\r\n";
  out += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n";
  out += "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
  return out + quoted_printable(mail.body);
}

std::vector<WebmailDraft> webmail_drafts(const Mail& mail) {
  std::vector<WebmailDraft> drafts;
  for (const Provider& provider : kProviders) {
    std::string url = compose_page(provider, mail);
    if (url.size() <= kMaxWebmailBytes)
      drafts.push_back({std::string(provider.name), std::move(url)});
  }
  return drafts;
}

}  // namespace volition::requests
