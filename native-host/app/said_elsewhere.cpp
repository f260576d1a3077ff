// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/said_elsewhere.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <string_view>

#include "app/request_shapes.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxWarnings = 60;
/// A composer draws its draft anew at every change; older requests than these are not looked at.
constexpr std::size_t kMaxRequests = 200;
constexpr std::size_t kPageOfRequests = 50;

/// The last names of the paths under which a person's own words stand. All else is the vocabulary
/// that every request shares, or made afresh for each.
constexpr std::array<std::string_view, 10> kFreeTexts{"name",       "sku",        "gtin",   "gtin8",
                                                      "gtin12",     "gtin13",     "gtin14", "url",
                                                      "areaServed", "description"};
constexpr std::array<std::string_view, 2> kMoreFreeTexts{"text", "postalCode"};

bool is_free_text(std::string_view name) {
  return std::find(kFreeTexts.begin(), kFreeTexts.end(), name) != kFreeTexts.end() ||
         std::find(kMoreFreeTexts.begin(), kMoreFreeTexts.end(), name) != kMoreFreeTexts.end();
}

std::string_view last_name(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

// Depth is bounded by the reader (32).
void collect(const json::value& value, std::string_view name,
             std::set<std::string, std::less<>>& out) {
  if (const json::object* object = value.if_object()) {
    for (const auto& member : *object) {
      collect(member.value(), std::string_view(member.key().data(), member.key().size()), out);
    }
  } else if (const json::array* array = value.if_array()) {
    for (const json::value& item : *array) collect(item, name, out);
  } else if (const json::string* text = value.if_string(); text != nullptr && is_free_text(name)) {
    out.emplace(text->data(), text->size());
  }
}

}  // namespace

Result<std::vector<SaidElsewhere>> said_elsewhere(universe::Universe& universe,
                                                  std::string_view brand,
                                                  const std::vector<requests::Row>& rows) {
  std::vector<SaidElsewhere> found;
  std::set<std::pair<std::string, std::string>> told;
  std::optional<std::string> cursor;
  for (std::size_t seen = 0; seen < kMaxRequests;) {
    const auto page = universe.list_requests(std::nullopt, cursor, kPageOfRequests);
    if (!page) return page.error();
    for (const universe::StoredRequest& listed : page->items) {
      ++seen;
      if (listed.brand == brand) continue;
      const auto request = universe.get_request(listed.id);
      if (!request) return request.error();
      const auto said = said_in(*request);
      if (!said) return said.error();
      std::set<std::string, std::less<>> texts;
      collect(*said, {}, texts);
      for (const requests::Row& row : rows) {
        if (!is_free_text(last_name(row.path)) || texts.count(row.value) == 0) continue;
        if (!told.emplace(row.path, listed.brand).second) continue;
        found.push_back({row.path, listed.brand});
        if (found.size() == kMaxWarnings) return found;
      }
    }
    if (!page->next) break;
    cursor = page->next;
  }
  return found;
}

}  // namespace volition::app
