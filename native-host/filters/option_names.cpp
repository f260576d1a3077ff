// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/option_names.hpp"

#include <array>
#include <cstddef>

#include "filters/text.hpp"

namespace volition::filters {
namespace {

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

}  // namespace

const OptionName* find_option(std::string_view name) {
  static constexpr OptionName kNoop{"_", Option::kNoop};
  if (!name.empty() && name.find_first_not_of('_') == std::string_view::npos) return &kNoop;
  static constexpr OptionTable kTable;
  return kTable.find(name);
}

}  // namespace volition::filters
