// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/options.hpp"

#include <algorithm>
#include <array>

#include "filters/domains.hpp"
#include "filters/text.hpp"

namespace volition::filters {
namespace {

enum class Option : std::uint8_t {
  kType,
  kThirdParty,
  kFirstParty,
  kDomain,
  kTo,
  kDenyallow,
  kMethod,
  kMatchCase,
  kImportant,
  kBadfilter,
  kAll,
  kDocument,
  kPopup,
  kRemoveParam,
  kRedirect,
  kRedirectRule,
  kRedirectShort,
  kCsp,
  kPermissions,
  kHeader,
  kUrlblock,
  kGenericBlock,
  kCosmeticSwitch,
  kStealth,
  kCookie,
  kReplace,
  kInline,
  kUnsupported,
  kNoop,
};

struct OptionName {
  std::string_view name;
  Option option;
  RequestType type = RequestType::kOther;
};

constexpr std::array kOptions = {
    OptionName{"script", Option::kType, RequestType::kScript},
    OptionName{"image", Option::kType, RequestType::kImage},
    OptionName{"img", Option::kType, RequestType::kImage},
    OptionName{"background", Option::kType, RequestType::kImage},
    OptionName{"stylesheet", Option::kType, RequestType::kStylesheet},
    OptionName{"css", Option::kType, RequestType::kStylesheet},
    OptionName{"xmlhttprequest", Option::kType, RequestType::kXhr},
    OptionName{"xhr", Option::kType, RequestType::kXhr},
    OptionName{"fetch", Option::kType, RequestType::kXhr},
    OptionName{"subdocument", Option::kType, RequestType::kSubdocument},
    OptionName{"frame", Option::kType, RequestType::kSubdocument},
    OptionName{"font", Option::kType, RequestType::kFont},
    OptionName{"media", Option::kType, RequestType::kMedia},
    OptionName{"websocket", Option::kType, RequestType::kWebsocket},
    OptionName{"ping", Option::kType, RequestType::kPing},
    OptionName{"beacon", Option::kType, RequestType::kPing},
    OptionName{"object", Option::kType, RequestType::kObject},
    OptionName{"object-subrequest", Option::kType, RequestType::kObject},
    OptionName{"other", Option::kType, RequestType::kOther},
    OptionName{"document", Option::kDocument},
    OptionName{"doc", Option::kDocument},
    OptionName{"main_frame", Option::kDocument},
    OptionName{"all", Option::kAll},
    OptionName{"third-party", Option::kThirdParty},
    OptionName{"3p", Option::kThirdParty},
    OptionName{"first-party", Option::kFirstParty},
    OptionName{"1p", Option::kFirstParty},
    OptionName{"domain", Option::kDomain},
    OptionName{"from", Option::kDomain},
    OptionName{"to", Option::kTo},
    OptionName{"denyallow", Option::kDenyallow},
    OptionName{"method", Option::kMethod},
    OptionName{"match-case", Option::kMatchCase},
    OptionName{"important", Option::kImportant},
    OptionName{"badfilter", Option::kBadfilter},
    OptionName{"popup", Option::kPopup},
    OptionName{"popunder", Option::kPopup},
    OptionName{"removeparam", Option::kRemoveParam},
    OptionName{"queryprune", Option::kRemoveParam},
    OptionName{"redirect", Option::kRedirect},
    OptionName{"rewrite", Option::kRedirect},
    OptionName{"empty", Option::kRedirectShort},
    OptionName{"mp4", Option::kRedirectShort},
    OptionName{"redirect-rule", Option::kRedirectRule},
    OptionName{"csp", Option::kCsp},
    OptionName{"permissions", Option::kPermissions},
    OptionName{"header", Option::kHeader},
    OptionName{"urlblock", Option::kUrlblock},
    OptionName{"genericblock", Option::kGenericBlock},
    OptionName{"elemhide", Option::kCosmeticSwitch},
    OptionName{"ehide", Option::kCosmeticSwitch},
    OptionName{"generichide", Option::kCosmeticSwitch},
    OptionName{"ghide", Option::kCosmeticSwitch},
    OptionName{"specifichide", Option::kCosmeticSwitch},
    OptionName{"shide", Option::kCosmeticSwitch},
    OptionName{"content", Option::kCosmeticSwitch},
    OptionName{"jsinject", Option::kCosmeticSwitch},
    OptionName{"extension", Option::kCosmeticSwitch},
    OptionName{"stealth", Option::kStealth},
    OptionName{"cookie", Option::kCookie},
    OptionName{"replace", Option::kReplace},
    OptionName{"jsonprune", Option::kReplace},
    OptionName{"xmlprune", Option::kReplace},
    OptionName{"hls", Option::kReplace},
    OptionName{"inline-script", Option::kInline},
    OptionName{"inline-font", Option::kInline},
    OptionName{"removeheader", Option::kUnsupported},
    OptionName{"urltransform", Option::kUnsupported},
    OptionName{"uritransform", Option::kUnsupported},
    OptionName{"urlskip", Option::kUnsupported},
    OptionName{"referrerpolicy", Option::kUnsupported},
    OptionName{"requestheader", Option::kUnsupported},
    OptionName{"responseheader", Option::kUnsupported},
    OptionName{"app", Option::kUnsupported},
    OptionName{"network", Option::kUnsupported},
    OptionName{"cname", Option::kUnsupported},
    OptionName{"ipaddress", Option::kUnsupported},
    OptionName{"strict1p", Option::kUnsupported},
    OptionName{"strict3p", Option::kUnsupported},
    OptionName{"strict-first-party", Option::kUnsupported},
    OptionName{"strict-third-party", Option::kUnsupported},
    OptionName{"sitekey", Option::kUnsupported},
    OptionName{"webrtc", Option::kUnsupported},
    OptionName{"ctag", Option::kUnsupported},
    OptionName{"client", Option::kUnsupported},
    OptionName{"dnstype", Option::kUnsupported},
    OptionName{"dnsrewrite", Option::kUnsupported},
    OptionName{"reason", Option::kUnsupported},
    OptionName{"addheader", Option::kUnsupported},
};

/// The names by their size, first and last letter: asked several times per filter.
class OptionTable {
 public:
  constexpr OptionTable() {
    for (std::size_t i = 0; i < kOptions.size(); ++i) {
      std::size_t slot = slot_of(kOptions[i].name);
      while (slots_[slot] != 0) slot = (slot + 1) % kSlots;
      slots_[slot] = static_cast<std::uint8_t>(i + 1);
    }
  }

  const OptionName* find(std::string_view name) const {
    if (name.empty()) return nullptr;
    for (std::size_t slot = slot_of(name); slots_[slot] != 0; slot = (slot + 1) % kSlots) {
      const OptionName& known = kOptions[slots_[slot] - 1U];
      if (known.name.size() == name.size() && equals_ignoring_case(known.name, name)) return &known;
    }
    return nullptr;
  }

 private:
  static constexpr std::size_t kSlots = 512;
  static_assert(kOptions.size() < 0xFF);
  static constexpr std::size_t slot_of(std::string_view name) {
    const auto letter = [](char c) {
      return static_cast<std::size_t>(static_cast<unsigned char>(to_lower(c)));
    };
    return (name.size() * 29 + letter(name.front()) * 3 + letter(name.back()) * 71) % kSlots;
  }
  std::array<std::uint8_t, kSlots> slots_{};
};

const OptionName* find_option(std::string_view name) {
  static constexpr OptionName kNoop{"_", Option::kNoop};
  if (!name.empty() && name.find_first_not_of('_') == std::string_view::npos) return &kNoop;
  static constexpr OptionTable kTable;
  return kTable.find(name);
}

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
  const std::size_t equals = rest_.find_first_of("=,");
  if (equals != std::string_view::npos && rest_[equals] == '=' && equals + 1 < rest_.size() &&
      rest_[equals + 1] == '/') {
    std::size_t close = equals + 2;
    while (close < rest_.size() && rest_[close] != '/') close += rest_[close] == '\\' ? 2U : 1U;
    if (close < rest_.size()) begin = close;
  }
  std::size_t end = begin;
  while (end < rest_.size() && rest_[end] != ',') end += rest_[end] == '\\' ? 2U : 1U;
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
