// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/mail_address.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "requests/address.hpp"
#include "url/host.hpp"

namespace volition::requests {
namespace {

constexpr std::size_t kMaxLabelBytes = 63;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Atoms of RFC 5322 with single dots between them.
bool is_dot_atom(std::string_view text) {
  constexpr std::string_view kAlsoInAtoms = "!#$%&'*+-/=?^_`{|}~";
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '.') {
      if (text[i + 1] == '.') return false;
    } else if (!is_letter_or_digit(text[i]) &&
               kAlsoInAtoms.find(text[i]) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= kMaxLabelBytes && label.front() != '-' &&
         label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
           return c == '-' || is_letter_or_digit(c);
         });
}

bool is_domain(std::string_view domain) {
  if (domain.find('.') == std::string_view::npos || url::is_ip_literal(domain)) return false;
  for (;;) {
    const std::size_t dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

/// Words that stand alone in the name of an address for data protection.
constexpr std::array<std::string_view, 12> kRightsWords{
    "dpo", "privacy", "gdpr",        "rgpd", "dsgvo",      "ccpa",
    "dsb", "cnil",    "datenschutz", "dpd",  "privacidad", "avg"};
/// Names that are written in several ways, without what stands between their words.
constexpr std::array<std::string_view, 9> kRightsNames{
    "dataprotection",      "dataprivacy",          "personaldata",
    "donneespersonnelles", "protectiondesdonnees", "protectiondonnees",
    "vieprivee",           "delegueprotection",    "privacyoffice"};

bool is_rights_word(std::string_view word) {
  return std::find(kRightsWords.begin(), kRightsWords.end(), word) != kRightsWords.end();
}

}  // namespace

Result<MailAddress> parse_mail_address(std::string_view text) {
  if (text.size() > kMaxMailAddressBytes) return ErrorCode::kMailAddressMalformed;
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at > kMaxLocalPartBytes) {
    return ErrorCode::kMailAddressMalformed;
  }
  MailAddress address;
  address.local = std::string(text.substr(0, at));
  address.domain = std::string(text.substr(at + 1));
  std::transform(address.domain.begin(), address.domain.end(), address.domain.begin(), lower);
  if (!is_dot_atom(address.local) || !is_domain(address.domain)) {
    return ErrorCode::kMailAddressMalformed;
  }
  if (is_private_host(address.domain)) return ErrorCode::kAddressPrivateHost;
  return address;
}

bool is_for_rights(const MailAddress& address) {
  std::string word;
  std::string joined;
  for (const char c : address.local.substr(0, address.local.find('+'))) {
    if (is_letter_or_digit(c)) {
      word += lower(c);
      joined += lower(c);
      continue;
    }
    if (is_rights_word(word)) return true;
    word.clear();
  }
  if (is_rights_word(word)) return true;
  return std::any_of(kRightsNames.begin(), kRightsNames.end(),
                     [&](std::string_view name) { return joined.find(name) != std::string::npos; });
}

std::optional<MailAddress> with_tag(const MailAddress& address, std::string_view tag) {
  if (address.local.find('+') != std::string::npos) return std::nullopt;
  MailAddress tagged{address.local + "+" + std::string(tag), address.domain};
  if (tagged.local.size() > kMaxLocalPartBytes || tagged.text().size() > kMaxMailAddressBytes) {
    return std::nullopt;
  }
  return tagged;
}

}  // namespace volition::requests
