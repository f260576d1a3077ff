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

/// A universe that cannot be opened for any reason needs the person; which reason, every method
/// that wants it says.
constexpr std::string_view state_name(bool open) { return open ? "ready" : "needs_recovery"; }

}  // namespace

Answered hello(Context& context, const protocol::Hello&) {
  const auto universe = context.universe();
  universe::Policy policy = universe::Policy::kUnset;
  if (universe) {
    const auto stored = (*universe)->policy();
    if (!stored) return stored.error();
    policy = *stored;
  }
  json::array known;
  for (const std::string_view method : capabilities()) known.push_back(json::value(method));
  json::object result;
  result["protocol"] = protocol::kVersion;
  result["host"] = kHostVersion;
  result["capabilities"] = std::move(known);
  result["state"] = state_name(universe.has_value());
  result["cage"] = shape_of(context.cage());
  result["policy"] = universe::name_of(policy);
  return result;
}

Answered status(Context& context, const protocol::Nothing&) {
  const auto universe = context.universe();
  universe::Summary summary;
  if (universe) {
    const auto counted = (*universe)->summary();
    if (!counted) return counted.error();
    summary = *counted;
  }
  json::object result;
  result["state"] = state_name(universe.has_value());
  result["records"] = summary.records;
  result["pending_erasure"] = summary.pending_erasure;
  result["clock_jumped"] = summary.clock_jumped;
  result["today"] = format_day(context.clock().today());
  result["revision"] = summary.revision;
  result["cage"] = shape_of(context.cage());
  result["filters"] = context.has_image();
  return result;
}

}  // namespace volition::app
