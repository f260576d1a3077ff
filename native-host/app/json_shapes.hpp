// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Domain values as the schema's shapes, where the domain room does not write them itself.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/money.hpp"
#include "base/result.hpp"
#include "filters/explain.hpp"
#include "pixels/product.hpp"
#include "pixels/said.hpp"
#include "platform/cage.hpp"
#include "universe/id.hpp"
#include "universe/intention.hpp"

namespace volition::app {

/// The value, or null.
boost::json::value or_null(const std::optional<std::string>& text);
boost::json::value or_null(const std::optional<Money>& money);

boost::json::object shape_of(const platform::Cage& cage);
/// common.json, Product.
boost::json::object shape_of(const pixels::Product& product);
/// common.json, Said.
boost::json::object shape_of(const pixels::Said& said);
/// common.json, Filter, or null.
boost::json::value shape_of(const std::optional<filters::FilterPlace>& place);

/// The id of a checked text. Errors: invalid_params.
Result<universe::Id> id_of(std::string_view text);

/// How large an answer may grow here, in bytes of JSON, so that it stays within
/// protocol::kMaxAnswerBytes.
constexpr std::size_t kRoomForAnswer = 850U << 10U;
std::size_t json_bytes(const boost::json::value& value);

/// A page of at most `limit` items whose JSON fits an answer: asks `fetch(limit)` for an answer,
/// and again for half as many items while it is too long. One item always fits.
template <typename Fetch>
auto fitting_page(std::size_t limit, Fetch fetch) -> decltype(fetch(limit)) {
  for (;;) {
    auto page = fetch(limit);
    if (!page || limit <= 1 || json_bytes(*page) <= kRoomForAnswer) return page;
    limit /= 2;
  }
}

}  // namespace volition::app
