// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The closed lists of words in the schema, once for all readers.

#include <array>
#include <string_view>

namespace volition::protocol {

constexpr std::array<std::string_view, 5> kStages{"noticed", "kept", "asked", "answered", "done"};
constexpr std::array<std::string_view, 6> kDoneHow{"bought",   "made",  "mended",
                                                   "borrowed", "given", "no_longer_wanted"};
constexpr std::array<std::string_view, 6> kIntentionKinds{"product", "service", "cause",
                                                          "objects", "time",    "skill"};
constexpr std::array<std::string_view, 2> kDirections{"want", "give"};
constexpr std::array<std::string_view, 2> kPolicyChoices{"only_keep", "seven_days"};
constexpr std::array<std::string_view, 19> kResourceTypes{
    "main_frame",     "sub_frame", "stylesheet",  "script", "image",     "font",       "object",
    "xmlhttprequest", "ping",      "beacon",      "media",  "websocket", "csp_report", "imageset",
    "webtransport",   "webbundle", "speculative", "json",   "other"};
constexpr std::array<std::string_view, 2> kObservationSources{"json_ld", "microdata"};
constexpr std::array<std::string_view, 2> kRequestKinds{"Demand", "AskAction"};
constexpr std::array<std::string_view, 2> kTerms{"SD-BASE", "PDC-INTENT"};
constexpr std::array<std::string_view, 3> kConditions{"new", "used", "refurbished"};
constexpr std::array<std::string_view, 2> kDeliveries{"mail", "pickup"};
constexpr std::array<std::string_view, 2> kAnswerTo{"sender", "tagged"};
constexpr std::array<std::string_view, 2> kListChoosers{"person", "language"};
constexpr std::array<std::string_view, 2> kListStates{"on", "off"};
constexpr std::array<std::string_view, 2> kBrowsers{"chromium", "firefox"};
constexpr std::array<std::string_view, 2> kLanguages{"en", "fr"};

}  // namespace volition::protocol
