// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "attempts": what push tried, explained and read aloud. Only company, kind and day are
// counted.

#include <boost/json/array.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/handlers.hpp"
#include "app/json_shapes.hpp"
#include "filters/request.hpp"
#include "pixels/read.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

/// The browser reported the block; without the image nobody can say which filter it was.
filters::Explanation unexplained() {
  filters::Explanation explanation;
  explanation.verdict = filters::Verdict::kBlock;
  explanation.certainty = filters::Certainty::kLikely;
  return explanation;
}

filters::Explanation explain(Context& context, const protocol::AttemptItem& item) {
  const auto explainer = context.explainer();
  if (!explainer) return unexplained();
  filters::Request request;
  request.url = item.url;
  request.type = filters::parse_request_type(item.type).value_or(filters::RequestType::kOther);
  request.frame = item.frame;
  request.method = item.method;
  const auto explanation = (*explainer)->explain(request);
  return explanation ? *explanation : unexplained();
}

pixels::Reading read_aloud(const protocol::AttemptItem& item) {
  pixels::Call call;
  call.url = item.url;
  call.method = item.method;
  call.type = item.type;
  if (item.body) call.body = *item.body;
  call.frame = item.frame;
  return pixels::read_aloud(call);
}

json::object shape_of_attempt(const std::string& key, const filters::Explanation& explanation,
                              const pixels::Reading& reading) {
  json::object out;
  out["key"] = key;
  out["verdict"] = filters::verdict_name(explanation.verdict);
  out["certainty"] = filters::certainty_name(explanation.certainty);
  out["filter"] = shape_of(explanation.filter);
  out["company"] = or_null(reading.company);
  out["provider"] = or_null(reading.provider);
  out["kind"] = pixels::name_of(reading.kind);
  out["loader"] = reading.is_loader;
  out["said"] = reading.said ? json::value(shape_of(*reading.said)) : json::value(nullptr);
  return out;
}

}  // namespace

Answered attempts_record(Context& context, const protocol::AttemptsRecord& params) {
  json::array items;
  // Calls to nobody known are not counted: their only name would be a host's, and a shop's own host
  // is a visit.
  std::map<std::pair<std::string, std::string>, std::int64_t> counted;
  for (const protocol::AttemptItem& item : params.items) {
    const pixels::Reading reading = read_aloud(item);
    items.push_back(shape_of_attempt(item.key, explain(context, item), reading));
    if (reading.company) {
      ++counted[{*reading.company, std::string(pixels::name_of(reading.kind))}];
    }
  }
  json::object result;
  result["items"] = std::move(items);
  result["stored"] = false;
  // Judged before anything is counted, so that the caller may ask again with fewer items.
  if (json_bytes(result) > kRoomForAnswer) return Error(ErrorCode::kAnswerTooLarge);
  if (params.is_private || (counted.empty() && !params.more)) return result;
  const auto universe = context.universe();
  // Explaining does not need the universe; what cannot be counted is only not counted.
  if (!universe) return result;
  std::vector<universe::AttemptCount> counts;
  counts.reserve(counted.size());
  if (const auto explainer = context.explainer()) (*explainer)->image().let_go_cold();
  for (const auto& [who, count] : counted) {
    counts.push_back({Day{}, who.first, who.second, count});
  }
  const auto stored = (*universe)->add_attempts(
      counts, params.more ? universe::Counted::kAtLeast : universe::Counted::kAll);
  result["stored"] = stored && *stored;
  return result;
}

Answered attempts_days(Context& context, const protocol::AttemptsDays& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto days = (*universe)->attempt_days(params.from, params.to);
  if (!days) return days.error();
  json::array rows;
  for (const universe::AttemptCount& count : *days) {
    json::object row;
    row["day"] = format_day(count.day);
    row["company"] = count.company;
    row["kind"] = count.kind;
    row["count"] = count.count;
    if (count.counted == universe::Counted::kAtLeast) row["at_least"] = true;
    rows.push_back(std::move(row));
  }
  json::object result;
  result["rows"] = std::move(rows);
  return result;
}

Answered attempts_forget(Context& context, const protocol::OpOnly&) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto erasure = (*universe)->forget_attempts();
  if (!erasure) return erasure.error();
  json::object result;
  result["state"] = universe::name_of(*erasure);
  return result;
}

}  // namespace volition::app
