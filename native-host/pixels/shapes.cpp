// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/shapes.hpp"

#include <algorithm>
#include <array>

#include "pixels/text.hpp"
#include "url/query.hpp"
#include "url/url.hpp"

namespace volition::pixels {
namespace {

constexpr std::array<std::string_view, 17> kClickIds{
    "gclid", "gbraid", "wbraid",  "dclid", "fbclid",    "msclkid", "ttclid", "twclid", "li_fat_id",
    "epik",  "ScCid",  "rdt_cid", "yclid", "irclickid", "awc",     "tduid",  "cjevent"};

constexpr std::array<std::string_view, 12> kConsents{
    "gdpr", "gdpr_consent", "us_privacy", "gpp", "gpp_sid", "addtl_consent",
    "gcs",  "gcd",          "npa",        "dma", "dma_cps", "gdpr_applies"};

constexpr std::array<std::string_view, 16> kPageNames{"dl",        "url",
                                                      "page",      "page_url",
                                                      "pageurl",   "loc",
                                                      "location",  "href",
                                                      "pu",        "u",
                                                      "page_href", "pageUrl",
                                                      "siteurl",   "document_location",
                                                      "durl",      "tw_document_href"};

/// Names that say of themselves that the value is kept for one browser or one person.
constexpr std::array<std::string_view, 17> kCookieNames{
    "cid",        "uid",       "uuid",        "vid",       "visitor", "visitorid",
    "visitor_id", "visitorId", "userid",      "user_id",   "userId",  "client_id",
    "clientid",   "clientId",  "anonymousId", "device_id", "deviceid"};

template <std::size_t N>
bool lists(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_hexadecimal(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool looks_like_phone(std::string_view value) {
  const auto digits = std::count_if(value.begin(), value.end(), is_digit);
  return digits >= 6 && digits <= 15 && value.size() <= 24 &&
         std::all_of(value.begin(), value.end(), [](char c) {
           return is_digit(c) || c == '+' || c == ' ' || c == '-' || c == '.' || c == '(' ||
                  c == ')' || c == '/';
         });
}

/// A value long and varied enough to tell browsers apart.
bool looks_singular(std::string_view value) {
  return value.size() >= 10 && value.size() <= 200 &&
         std::count_if(value.begin(), value.end(), is_digit) >= 4 &&
         std::none_of(value.begin(), value.end(), [](char c) { return c == '/' || c == ' '; });
}

enum class Field { kEmail, kPhone, kName, kAddress, kAccount };

Field field_of(std::string_view name) {
  std::string lower = to_lower_ascii(name);
  lower.erase(std::remove_if(lower.begin(), lower.end(), [](char c) { return !is_letter(c); }),
              lower.end());
  const auto any = [&lower](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), lower) != names.end();
  };
  const auto holds = [&lower](std::string_view part) {
    return lower.find(part) != std::string::npos;
  };
  if (any({"em", "e", "hem", "he", "eid", "eml"}) || holds("email") || holds("mail"))
    return Field::kEmail;
  if (any({"ph", "pn", "tel", "hpn", "phn"}) || holds("phone")) return Field::kPhone;
  if (any({"fn", "ln", "db", "ge", "firstname", "lastname", "name"})) return Field::kName;
  if (any({"ct", "st", "zp", "zip", "country", "city", "state", "sa", "rg", "pc", "co"}))
    return Field::kAddress;
  return Field::kAccount;
}

/// A page address among the parameters: one of the asking host, or one whose name says so.
const std::string* visible_page(const Node& parameters, std::string_view frame_host) {
  const std::string* named = nullptr;
  for (std::size_t i = 0; i < parameters.items.size(); ++i) {
    const Node& value = parameters.items[i];
    if (!value.is_string() || value.text.substr(0, 4) != "http") continue;
    const auto address = url::Url::parse(value.text);
    if (!address) continue;
    if (!frame_host.empty()) {
      if (address->host() == frame_host && lists(kPageNames, parameters.names[i]))
        return &value.text;
      if (address->host() == frame_host && named == nullptr) named = &value.text;
    } else if (named == nullptr && lists(kPageNames, parameters.names[i])) {
      named = &value.text;
    }
  }
  return named;
}

}  // namespace

bool looks_like_hash(std::string_view value) {
  const std::size_t size = value.size();
  if (size == 32 || size == 40 || size == 64 || size == 128)
    if (std::all_of(value.begin(), value.end(), is_hexadecimal)) return true;
  if (size != 43 && !(size == 44 && value.back() == '=')) return false;
  return std::all_of(value.begin(), value.begin() + 43, [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '/' || c == '-' || c == '_';
  });
}

bool looks_like_email(std::string_view value) {
  const std::size_t at = value.find('@');
  if (at == 0 || at == std::string_view::npos || value.size() > 254) return false;
  const std::string_view domain = value.substr(at + 1);
  const std::size_t dot = domain.rfind('.');
  return dot != std::string_view::npos && dot > 0 && dot + 2 < domain.size() &&
         value.find_first_of(" \t\r\n,;:/?&=*<>\"") == std::string_view::npos &&
         domain.find('@') == std::string_view::npos && is_letter(domain.back());
}

IdentifierKind person_kind(std::string_view field, std::string_view value) {
  switch (field_of(field)) {
    case Field::kEmail:
      // A masked form ("***@***.***") is not the address itself.
      return looks_like_email(value) ? IdentifierKind::kEmailClear : IdentifierKind::kEmailHash;
    case Field::kPhone:
      return looks_like_phone(value) ? IdentifierKind::kPhoneClear : IdentifierKind::kPhoneHash;
    case Field::kName:
      return IdentifierKind::kName;
    case Field::kAddress:
      return IdentifierKind::kAddress;
    case Field::kAccount:
      break;
  }
  return looks_like_email(value) ? IdentifierKind::kEmailClear : IdentifierKind::kAccount;
}

void add_identifier(Said& said, IdentifierKind kind, std::string_view label, std::string_view value,
                    Origin origin) {
  if (said.identifiers.size() >= kMaxIdentifiers) return;
  Identifier made{kind, clean(label, kMaxLabel), clean(value, kMaxIdentifierValue), origin};
  if (made.label.empty() || made.value.empty()) return;
  const auto same = [&made](const Identifier& each) {
    return each.label == made.label && each.value == made.value;
  };
  if (std::any_of(said.identifiers.begin(), said.identifiers.end(), same)) return;
  said.identifiers.push_back(std::move(made));
}

void add_consent(Said& said, std::string_view name, std::string_view value) {
  if (said.consent.size() >= kMaxConsents) return;
  Consent made{clean(name, kMaxLabel), clean(value, kMaxConsentValue)};
  if (made.name.empty() || made.value.empty()) return;
  const auto same = [&made](const Consent& each) { return each.name == made.name; };
  if (std::any_of(said.consent.begin(), said.consent.end(), same)) return;
  said.consent.push_back(std::move(made));
}

void add_standard_parameters(Said& said, const Node& parameters) {
  for (std::size_t i = 0; i < parameters.items.size(); ++i) {
    const Node& value = parameters.items[i];
    if (!value.is_scalar()) continue;
    const std::string& name = parameters.names[i];
    if (lists(kConsents, name)) add_consent(said, name, value.text);
    if (lists(kClickIds, name) && value.text.size() >= 8)
      add_identifier(said, IdentifierKind::kClick, name, value.text, Origin::kBrowser);
  }
}

void add_click_ids_of(Said& said, std::string_view page) {
  const auto address = url::Url::parse(page);
  if (!address || !address->has_query()) return;
  url::QueryWalk walk(address->query());
  for (int pairs = 0; pairs < 200; ++pairs) {
    const auto pair = walk.next();
    if (!pair) return;
    if (lists(kClickIds, pair->name) && pair->value.size() >= 8)
      add_identifier(said, IdentifierKind::kClick, pair->name, url::percent_decode(pair->value),
                     Origin::kBrowser);
  }
}

void add_visible(Said& said, const Node& parameters, std::string_view frame_host) {
  if (const std::string* page = visible_page(parameters, frame_host)) {
    said.page = clean_or_none(*page, kMaxPage);
    add_click_ids_of(said, *page);
  }
  add_standard_parameters(said, parameters);
  for (std::size_t i = 0; i < parameters.items.size(); ++i) {
    const Node& value = parameters.items[i];
    if (!value.is_scalar()) continue;
    const std::string& name = parameters.names[i];
    if (looks_like_email(value.text)) {
      add_identifier(said, IdentifierKind::kEmailClear, name, value.text, Origin::kShop);
    } else if (looks_like_hash(value.text) && field_of(name) == Field::kEmail) {
      add_identifier(said, IdentifierKind::kEmailHash, name, value.text, Origin::kShop);
    } else if (lists(kCookieNames, name) && looks_singular(value.text)) {
      add_identifier(said, IdentifierKind::kCookie, name, value.text, Origin::kBrowser);
    }
  }
}

}  // namespace volition::pixels
