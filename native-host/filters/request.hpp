// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is judged: one request of a page, with the kinds of request that filters know and their
// browsers' names.

#include <cstdint>
#include <optional>
#include <string_view>

namespace volition::filters {

/// One kind of request, as filter lists tell them apart. The values are bits of a TypeMask and
/// stand in the image: append only.
enum class RequestType : std::uint16_t {
  kDocument = 1U << 0U,
  kSubdocument = 1U << 1U,
  kStylesheet = 1U << 2U,
  kScript = 1U << 3U,
  kImage = 1U << 4U,
  kFont = 1U << 5U,
  kObject = 1U << 6U,
  kXhr = 1U << 7U,
  kPing = 1U << 8U,
  kMedia = 1U << 9U,
  kWebsocket = 1U << 10U,
  kOther = 1U << 11U,
  /// A page that another page opened by itself.
  kPopup = 1U << 12U,
};

using TypeMask = std::uint16_t;
constexpr TypeMask kEveryType = (1U << 13U) - 1U;
constexpr TypeMask mask(RequestType type) { return static_cast<TypeMask>(type); }
/// What a filter without a type option means: everything but whole pages.
constexpr TypeMask kDefaultTypes =
    kEveryType & ~(mask(RequestType::kDocument) | mask(RequestType::kPopup));

/// The kind for a browser's name ("main_frame", "xmlhttprequest", "beacon", "imageset",
/// "csp_report" …) or a filter list's ("document", "xhr", "subdocument", "fetch"); nullopt for
/// another word.
std::optional<RequestType> parse_request_type(std::string_view name);

/// One request to judge. The views live as long as the caller's texts.
struct Request {
  std::string_view url;
  RequestType type = RequestType::kOther;
  /// The address or origin of the document that asked; empty where it is unknown.
  std::string_view frame;
  /// "GET"; empty where it is unknown: filters with a method then match.
  std::string_view method;
};

}  // namespace volition::filters
