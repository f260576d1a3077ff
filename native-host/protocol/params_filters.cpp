// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/fields.hpp"
#include "protocol/limits.hpp"
#include "protocol/params.hpp"
#include "protocol/words.hpp"

namespace volition::protocol {
namespace {

namespace json = boost::json;

ExplainItem ask_explain_item(Fields& f) {
  ExplainItem item;
  item.url = f.required("url", Text{1, kUrlMax});
  item.type = f.required("type", Choice{kResourceTypes});
  item.frame = f.required("frame", Text{0, kFrameMax});
  return item;
}

}  // namespace

Result<FiltersCosmetics> read_filters_cosmetics(const json::object& params) {
  return read<FiltersCosmetics>(params, [](Fields& f) {
    return FiltersCosmetics{f.required("url", Text{1, kUrlMax}),
                            f.optional("names", List{1, 1000, Text{2, 200}})};
  });
}

Result<FiltersLists> read_filters_lists(const json::object& params) {
  return read<FiltersLists>(
      params, [](Fields& f) { return FiltersLists{f.optional("browser", Choice{kBrowsers})}; });
}

Result<FiltersDelta> read_filters_delta(const json::object& params) {
  return read<FiltersDelta>(params, [](Fields& f) {
    return FiltersDelta{f.required("browser", Choice{kBrowsers}),
                        f.required("baseline", kRuleDigest), f.optional("cursor", kCursor)};
  });
}

Result<FiltersExplain> read_filters_explain(const json::object& params) {
  return read<FiltersExplain>(params, [](Fields& f) {
    return FiltersExplain{
        f.required("items", List{1, 1000, Shape<ExplainItem, ask_explain_item>{}})};
  });
}

Result<FiltersPutList> read_filters_put_list(const json::object& params) {
  constexpr std::int64_t kPartMax = 63;
  constexpr std::int64_t kSizeMax = 16'777'216;
  constexpr std::size_t kTextMax = 1'048'576;
  return read<FiltersPutList>(params, [](Fields& f) {
    FiltersPutList out;
    out.op_id = f.required("op_id", kOpId);
    out.list = f.required("list", OrNull{kListId});
    out.address = f.required("address", OrNull{Text{1, 2000}});
    out.title = f.required("title", OrNull{Text{1, kLabelMax}});
    out.etag = f.required("etag", OrNull{Text{0, 200}});
    out.last_modified = f.required("last_modified", OrNull{Text{0, 100}});
    out.upload = f.required("upload", kId);
    out.part = f.required("part", Integer{0, kPartMax});
    out.last = f.required("last", Flag{});
    out.size = f.required("size", OrNull{Integer{0, kSizeMax}});
    out.text = f.required("text", Text{0, kTextMax});
    return out;
  });
}

Result<FiltersRefused> read_filters_refused(const json::object& params) {
  return read<FiltersRefused>(params, [](Fields& f) {
    return FiltersRefused{f.required("list", kListId), f.optional("reason", kListReason),
                          f.optional("cursor", kCursor),
                          f.required("limit", Integer{1, kPageLimitMax})};
  });
}

Result<FiltersRemoveList> read_filters_remove_list(const json::object& params) {
  return read<FiltersRemoveList>(params, [](Fields& f) {
    return FiltersRemoveList{f.required("op_id", kOpId), f.required("list", kListId)};
  });
}

Result<FiltersSetList> read_filters_set_list(const json::object& params) {
  return read<FiltersSetList>(params, [](Fields& f) {
    return FiltersSetList{f.required("op_id", kOpId), f.required("list", kListId),
                          f.required("state", Choice{kListStates}),
                          f.optional("by", Choice{kListChoosers})};
  });
}

Result<FiltersText> read_filters_text(const json::object& params) {
  return read<FiltersText>(params, [](Fields& f) {
    return FiltersText{f.required("list", kListId), f.optional("cursor", kCursor)};
  });
}

}  // namespace volition::protocol
