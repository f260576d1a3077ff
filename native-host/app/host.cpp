// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "host": hello and status.

#include <boost/json/array.hpp>

#include "app/dispatch.hpp"
#include "app/handlers.hpp"
#include "app/json_shapes.hpp"
#include "protocol/envelope.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

/// How the universe stands: one that cannot be opened or read, for whatever reason, needs the
/// person, and the reason is told with it.
void tell_state(json::object& result, const Status& opened) {
  result["state"] = opened ? "ready" : "needs_recovery";
  if (!opened) result["reason"] = code_name(opened.error().code);
}

Result<universe::Policy> policy_of(Context& context) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  return (*universe)->policy();
}

Result<universe::Summary> summary_of(Context& context) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  return (*universe)->summary();
}

template <typename T>
Status status_of(const Result<T>& result) {
  return result ? ok() : Status(result.error());
}

}  // namespace

Answered hello(Context& context, const protocol::Hello&) {
  const Result<universe::Policy> policy = policy_of(context);
  json::array known;
  for (const std::string_view method : capabilities()) known.push_back(json::value(method));
  json::object result;
  result["protocol"] = protocol::kVersion;
  result["host"] = kHostVersion;
  result["capabilities"] = std::move(known);
  tell_state(result, status_of(policy));
  result["cage"] = shape_of(context.cage());
  result["policy"] = universe::name_of(policy ? *policy : universe::Policy::kUnset);
  if (const auto summary = summary_of(context)) result["revision"] = summary->revision;
  return result;
}

Answered status(Context& context, const protocol::Nothing&) {
  const Result<universe::Summary> counted = summary_of(context);
  const universe::Summary summary = counted ? *counted : universe::Summary{};
  json::object result;
  tell_state(result, status_of(counted));
  result["records"] = summary.records;
  result["pending_erasure"] = summary.pending_erasure;
  result["clock_jumped"] = summary.clock_jumped;
  result["today"] = format_day(context.clock().today());
  result["revision"] = summary.revision;
  // The image's folder is looked up, and the revision is of that look.
  result["filters"] = context.has_image();
  result["lists_revision"] = context.lists().revision();
  result["cage"] = shape_of(context.cage());
  return result;
}

}  // namespace volition::app
