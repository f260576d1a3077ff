// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/request.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace volition::filters {
namespace {

// The browsers' names (webRequest and declarativeNetRequest), then the lists'. What filters do not
// tell apart is folded: a beacon is a ping, an image set an image, a report or a manifest is
// "other".
constexpr std::array<std::pair<std::string_view, RequestType>, 45> kTypeNames = {{
    {"main_frame", RequestType::kDocument},
    {"sub_frame", RequestType::kSubdocument},
    {"stylesheet", RequestType::kStylesheet},
    {"script", RequestType::kScript},
    {"image", RequestType::kImage},
    {"font", RequestType::kFont},
    {"object", RequestType::kObject},
    {"xmlhttprequest", RequestType::kXhr},
    {"ping", RequestType::kPing},
    {"beacon", RequestType::kPing},
    {"media", RequestType::kMedia},
    {"websocket", RequestType::kWebsocket},
    {"csp_report", RequestType::kOther},
    {"imageset", RequestType::kImage},
    {"webtransport", RequestType::kOther},
    {"webbundle", RequestType::kOther},
    {"speculative", RequestType::kOther},
    {"json", RequestType::kOther},
    {"other", RequestType::kOther},
    {"web_manifest", RequestType::kOther},
    {"xml_dtd", RequestType::kOther},
    {"xslt", RequestType::kOther},
    {"object_subrequest", RequestType::kObject},
    {"document", RequestType::kDocument},
    {"doc", RequestType::kDocument},
    {"subdocument", RequestType::kSubdocument},
    {"frame", RequestType::kSubdocument},
    {"css", RequestType::kStylesheet},
    {"xhr", RequestType::kXhr},
    {"fetch", RequestType::kXhr},
    {"mainframe", RequestType::kDocument},
    {"main-frame", RequestType::kDocument},
    {"sub-frame", RequestType::kSubdocument},
    {"object-subrequest", RequestType::kObject},
    {"background", RequestType::kImage},
    {"img", RequestType::kImage},
    {"sendbeacon", RequestType::kPing},
    {"web-socket", RequestType::kWebsocket},
    {"audio", RequestType::kMedia},
    {"video", RequestType::kMedia},
    {"eventsource", RequestType::kXhr},
    {"event_source", RequestType::kXhr},
    {"texttrack", RequestType::kMedia},
    {"manifest", RequestType::kOther},
    {"popup", RequestType::kPopup},
}};

}  // namespace

std::optional<RequestType> parse_request_type(std::string_view name) {
  const auto* found = std::find_if(kTypeNames.begin(), kTypeNames.end(),
                                   [&](const auto& entry) { return entry.first == name; });
  if (found == kTypeNames.end()) return std::nullopt;
  return found->second;
}

}  // namespace volition::filters
