// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "filters": which filter decides, what is hidden on a page, and what the image holds.

#include <boost/json/array.hpp>
#include <string>
#include <utility>

#include "app/handlers.hpp"
#include "app/json_shapes.hpp"
#include "base/encoding.hpp"
#include "filters/request.hpp"
#include "pixels/read.hpp"
#include "url/url.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

/// The first code points of a list's own words, as many as the schema has room for.
std::string_view cut(std::string_view text, std::size_t max) {
  std::size_t end = 0;
  for (std::size_t points = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
    if (begins && points++ == max) break;
  }
  return text.substr(0, end);
}

json::object empty_status() {
  json::object result;
  result["lists"] = json::array();
  result["built"] = nullptr;
  return result;
}

}  // namespace

Answered filters_status(Context& context, const protocol::Nothing&) {
  constexpr std::size_t kTitleMax = 120;
  constexpr std::size_t kVersionMax = 60;
  constexpr std::int64_t kSecondsPerDay = 86'400;
  const auto explainer = context.explainer();
  if (!explainer) {
    if (explainer.error().code == ErrorCode::kImageMissing) return empty_status();
    return explainer.error();
  }
  const filters::Image& image = (*explainer)->image();
  const auto known = image.lists();
  if (!known) return known.error();
  json::array lists;
  for (const filters::ImageList& list : *known) {
    json::object out;
    out["title"] = cut(list.title, kTitleMax);
    out["version"] = cut(list.version, kVersionMax);
    out["lines"] = list.lines;
    out["network"] = list.network;
    out["refused"] = list.refused;
    lists.push_back(std::move(out));
  }
  json::object result;
  result["lists"] = std::move(lists);
  result["built"] =
      format_day(Day{static_cast<std::int32_t>(image.built_utc_seconds() / kSecondsPerDay)});
  return result;
}

Answered filters_cosmetics(Context& context, const protocol::FiltersCosmetics& params) {
  const auto page = url::Url::parse(params.url);
  if (!page) return Error(ErrorCode::kInvalidParams, "params.url");
  json::object result;
  json::array selectors;
  bool generic = false;
  bool cut = false;
  const auto image = context.cosmetics();
  if (image) {
    const filters::CosmeticAnswer answer =
        params.names ? (*image)->for_names(*page, *params.names) : (*image)->for_page(*page);
    for (const std::string_view one : answer.selectors) selectors.emplace_back(one);
    generic = answer.generic;
    cut = answer.cut;
  } else if (image.error().code != ErrorCode::kImageMissing) {
    return image.error();
  }
  result["selectors"] = std::move(selectors);
  result["generic"] = generic;
  result["lists_revision"] = context.lists().revision();
  result["cut"] = cut;
  return result;
}

Answered filters_explain(Context& context, const protocol::FiltersExplain& params) {
  const auto explainer = context.explainer();
  if (!explainer) return explainer.error();
  json::array items;
  for (const protocol::ExplainItem& item : params.items) {
    filters::Request request;
    request.url = item.url;
    request.type = filters::parse_request_type(item.type).value_or(filters::RequestType::kOther);
    request.frame = item.frame;
    const auto explanation = (*explainer)->explain(request);
    if (!explanation) return explanation.error();
    pixels::Call call;
    call.url = item.url;
    call.type = item.type;
    call.frame = item.frame;
    json::object out;
    out["verdict"] = filters::verdict_name(explanation->verdict);
    out["filter"] = shape_of(explanation->filter);
    out["exception"] = shape_of(explanation->exception);
    out["company"] = or_null(pixels::read_aloud(call).company);
    items.push_back(std::move(out));
  }
  (*explainer)->image().let_go_cold();
  json::object result;
  result["items"] = std::move(items);
  return result;
}

}  // namespace volition::app
