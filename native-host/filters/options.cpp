// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/options.hpp"

#include <algorithm>
#include <array>

#include "filters/domains.hpp"
#include "filters/option_names.hpp"
#include "filters/text.hpp"
#include "filters/text_scan.hpp"

namespace volition::filters {
namespace {

std::string_view name_of(std::string_view option) {
  if (option.starts_with('~')) option.remove_prefix(1);
  return trim(option.substr(0, option.find('=')));
}

/// "word", "~word=…": what an option of an unknown dialect would look like.
bool looks_like_option(std::string_view text) {
  const std::string_view name = name_of(text.substr(0, text.find(',')));
  if (name.size() < 2) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_';
  });
}

constexpr std::array<std::string_view, 9> kMethods = {"connect", "delete", "get", "head", "options",
                                                      "patch",   "post",   "put", "other"};

std::optional<MethodMask> parse_methods(std::string_view raw) {
  MethodMask positive = 0;
  MethodMask negative = 0;
  DomainWalk walk(raw);  // the same grammar: "get|~post"
  while (const auto value = walk.next()) {
    const auto* found = std::find_if(kMethods.begin(), kMethods.end(), [&](std::string_view name) {
      return equals_ignoring_case(name, value->name);
    });
    if (found == kMethods.end()) return std::nullopt;
    const auto bit = static_cast<MethodMask>(1U << static_cast<unsigned>(found - kMethods.begin()));
    (value->negated ? negative : positive) |= bit;
  }
  if (positive == 0 && negative == 0) return std::nullopt;
  return static_cast<MethodMask>((positive != 0 ? positive : kEveryMethod) &
                                 static_cast<unsigned>(~negative));
}

/// Reads the options one by one; the rest of the work is done when all are seen.
class Reader {
 public:
  explicit Reader(NetworkFilter& filter) : filter_(filter) {}

  std::optional<Refusal> take(std::string_view option);
  OptionsOutcome finish();

 private:
  std::optional<Refusal> take_value(Option option, std::string_view value);
  std::optional<Refusal> take_switch(const OptionName& option, bool negated);

  NetworkFilter& filter_;
  TypeMask positive_ = 0;
  TypeMask negative_ = 0;
  bool document_ = false;
  bool cosmetic_ = false;
};

std::optional<Refusal> Reader::take(std::string_view option) {
  const bool negated = option.starts_with('~');
  const OptionName* known = find_option(name_of(option));
  if (known == nullptr) return Refusal::kUnknownOption;
  const std::size_t equals = option.find('=');
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view() : trim(option.substr(equals + 1));
  switch (known->option) {
    case Option::kDomain:
    case Option::kTo:
    case Option::kDenyallow:
    case Option::kMethod:
    case Option::kRemoveParam:
    case Option::kRedirect:
    case Option::kCsp:
    case Option::kPermissions:
      if (negated) return Refusal::kMalformedOption;
      return take_value(known->option, value);
    case Option::kHeader:
      return Refusal::kHeader;
    case Option::kRedirectRule:
      return Refusal::kRedirectRule;
    case Option::kGenericBlock:
      return Refusal::kGenericBlock;
    case Option::kStealth:
      return Refusal::kStealth;
    case Option::kCookie:
      return Refusal::kCookie;
    case Option::kReplace:
      return Refusal::kReplace;
    case Option::kInline:
      return Refusal::kInlineScript;
    case Option::kUnsupported:
      return Refusal::kUnsupportedOption;
    default:
      if (equals != std::string_view::npos) return Refusal::kMalformedOption;
      return take_switch(*known, negated);
  }
}

std::optional<Refusal> Reader::take_value(Option option, std::string_view value) {
  switch (option) {
    case Option::kDomain:
      filter_.domains = value;
      return check_domains(value);
    case Option::kTo:
      filter_.to = value;
      return check_domains(value);
    case Option::kDenyallow:
      filter_.denyallow = value;
      return check_domains(value);
    case Option::kMethod: {
      const auto methods = parse_methods(value);
      if (!methods) return Refusal::kMalformedOption;
      filter_.methods = *methods;
      return std::nullopt;
    }
    case Option::kRedirect:
      if (filter_.exception) return Refusal::kRedirectException;
      filter_.redirect = true;
      return std::nullopt;
    case Option::kRemoveParam:
      filter_.effect = Effect::kRemoveParam;
      filter_.value = value;
      return std::nullopt;
    case Option::kCsp:
      filter_.effect = Effect::kCsp;
      filter_.value = value;
      return std::nullopt;
    default:
      filter_.effect = Effect::kPermissions;
      filter_.value = value;
      return std::nullopt;
  }
}

std::optional<Refusal> Reader::take_switch(const OptionName& option, bool negated) {
  switch (option.option) {
    case Option::kType:
      (negated ? negative_ : positive_) |= mask(option.type);
      return std::nullopt;
    case Option::kDocument:
      if (!negated) document_ = true;
      return std::nullopt;
    case Option::kAll:
      if (negated) return Refusal::kMalformedOption;
      positive_ |= kEveryType;
      return std::nullopt;
    case Option::kThirdParty:
      filter_.party = negated ? Party::kFirst : Party::kThird;
      return std::nullopt;
    case Option::kFirstParty:
      filter_.party = negated ? Party::kThird : Party::kFirst;
      return std::nullopt;
    case Option::kMatchCase:
      filter_.match_case = !negated;
      return std::nullopt;
    case Option::kImportant:
      filter_.important = !negated;
      return std::nullopt;
    case Option::kBadfilter:
      filter_.badfilter = !negated;
      return std::nullopt;
    case Option::kRedirectShort:
      if (filter_.exception) return Refusal::kRedirectException;
      filter_.redirect = true;
      return std::nullopt;
    case Option::kPopup:
      (negated ? negative_ : positive_) |= mask(RequestType::kPopup);
      return std::nullopt;
    case Option::kUrlblock:
      if (!filter_.exception || negated) return Refusal::kMalformedOption;
      document_ = true;
      return std::nullopt;
    case Option::kCosmeticSwitch:
      cosmetic_ = true;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

OptionsOutcome Reader::finish() {
  OptionsOutcome outcome;
  const bool some_type = positive_ != 0 || negative_ != 0;
  if (cosmetic_ && !document_ && !some_type) {
    outcome.flow = OptionsFlow::kCosmetic;
    return outcome;
  }
  if (document_ && filter_.exception && filter_.effect == Effect::kBlock) {
    filter_.page = true;
  } else if (document_) {
    positive_ |= mask(RequestType::kDocument);
  }
  if (positive_ != 0) {
    filter_.types = static_cast<TypeMask>(positive_ & ~negative_);
  } else if (filter_.page && negative_ == 0) {
    filter_.types = 0;
  } else if (filter_.effect != Effect::kBlock && negative_ == 0) {
    // Parameters and policies belong to documents unless the filter says otherwise (as in AdGuard's
    // own compiler).
    filter_.types = mask(RequestType::kDocument) | mask(RequestType::kSubdocument);
  } else {
    filter_.types = static_cast<TypeMask>(kDefaultTypes & ~negative_);
  }
  if (filter_.types == 0 && !filter_.page) outcome.refusal = Refusal::kMalformedOption;
  return outcome;
}

}  // namespace

bool is_option_name(std::string_view name) { return find_option(name) != nullptr; }

bool reads_as_options(std::string_view text) {
  OptionWalk walk(text);
  const auto first = walk.next();
  return first && !first->empty() && is_option_name(name_of(*first));
}

std::size_t find_options(std::string_view body) {
  std::size_t from = 0;
  if (body.starts_with('/')) {
    // A regular expression ends at its last slash, or at the last "/$" that options follow.
    for (std::size_t at = body.rfind("/$"); at != std::string_view::npos && at > 0;
         at = body.rfind("/$", at - 1)) {
      if (reads_as_options(body.substr(at + 2))) return at + 1;
    }
    if (body.size() > 1 && body.ends_with('/')) return std::string_view::npos;
  }
  for (std::size_t at = body.find('$', from); at != std::string_view::npos;
       at = body.find('$', at + 1)) {
    if (reads_as_options(body.substr(at + 1))) return at;
  }
  // No known option: a last "$word" is an option that nobody here knows, unless it belongs to a
  // path.
  const std::size_t last = body.rfind('$');
  if (last != std::string_view::npos && looks_like_option(body.substr(last + 1))) return last;
  return std::string_view::npos;
}

std::optional<std::string_view> OptionWalk::next() {
  if (rest_.empty()) return std::nullopt;
  // A comma inside a value that begins with "/" belongs to its regular expression, up to the
  // closing "/".
  std::size_t begin = 0;
  const std::size_t equals = find_any_of<'=', ','>(rest_);
  if (equals != std::string_view::npos && rest_[equals] == '=' && equals + 1 < rest_.size() &&
      rest_[equals + 1] == '/') {
    std::size_t close = equals + 2;
    while (close < rest_.size() && rest_[close] != '/') close += rest_[close] == '\\' ? 2U : 1U;
    if (close < rest_.size()) begin = close;
  }
  std::size_t end = begin;
  while (end < rest_.size()) {
    const std::size_t mark = find_any_of<',', '\\'>(rest_.substr(end));
    if (mark == std::string_view::npos) end = rest_.size();
    if (mark == std::string_view::npos || rest_[end += mark] == ',') break;
    end += 2;
  }
  end = std::min(end, rest_.size());
  const std::string_view option = trim(rest_.substr(0, end));
  rest_ = end < rest_.size() ? rest_.substr(end + 1) : std::string_view();
  return option;
}

OptionsOutcome parse_options(std::string_view options, NetworkFilter& filter) {
  Reader reader(filter);
  OptionWalk walk(options);
  while (const auto option = walk.next()) {
    if (option->empty()) return {OptionsFlow::kNetwork, Refusal::kMalformedOption};
    if (const auto refusal = reader.take(*option)) return {OptionsFlow::kNetwork, refusal};
  }
  return reader.finish();
}

}  // namespace volition::filters
