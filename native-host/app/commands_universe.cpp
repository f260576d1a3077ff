// SPDX-License-Identifier: GPL-3.0-or-later
// The commands status, universe export, universe verify and forget --all. They run inside the cage,
// as the host does, and in the words of the protocol, by the same handlers.

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <string>

#include "app/commands.hpp"
#include "app/context.hpp"
#include "app/handlers.hpp"
#include "app/settle.hpp"
#include "base/clock.hpp"
#include "platform/stdio.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

Exit fail(const Error& error) {
  std::cerr << "volition: " << error << '\n';
  return Exit::kFailed;
}

/// Settles in and lets `act` work with a context.
template <typename Act>
Exit inside(Act act) {
  const Result<Settled> settled = settle();
  if (!settled) return fail(settled.error());
  const SystemClock clock;
  Context context(clock, settled->reach, settled->cage);
  return act(context);
}

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

}  // namespace

void Output::line(std::string_view text) {
  std::string with_end(text);
  with_end += '\n';
  good_ = good_ && platform::write_all(descriptor_, with_end);
}

Exit command_status(Format format, Output& output) {
  return inside([&](Context& context) {
    const Answered told = status(context, {});
    if (!told) return fail(told.error());
    if (format == Format::kJson) {
      output.line(json::serialize(*told));
    } else {
      for (const json::key_value_pair& member : *told) {
        output.line(std::string(member.key()) + ": " + text_of(member.value()));
      }
    }
    // Why the universe is not ready stands beside the answer, by its name.
    const auto universe = context.universe();
    return universe ? Exit::kDone : fail(universe.error());
  });
}

Exit command_export(Output& output) {
  return inside([&](Context& context) {
    protocol::UniverseExport params;
    for (;;) {
      const Answered page = universe_export(context, params);
      if (!page) return fail(page.error());
      for (const json::value& item : page->at("items").as_array())
        output.line(json::serialize(item));
      const json::value& next = page->at("next");
      if (next.is_null() || !output.good()) return Exit::kDone;
      params.cursor = std::string(next.as_string());
    }
  });
}

Exit command_verify(Output& output) {
  return inside([&](Context& context) {
    const auto universe = context.universe();
    if (!universe) return fail(universe.error());
    if (const Status whole = (*universe)->verify(); !whole) {
      fail(whole.error());
      return Exit::kUnwell;
    }
    output.line("every record is whole");
    return Exit::kDone;
  });
}

Exit command_forget_all(Output& output) {
  return inside([&](Context& context) {
    const Answered told = universe_forget_all(context, {});
    if (!told) return fail(told.error());
    output.line(text_of(told->at("state")));
    return Exit::kDone;
  });
}

}  // namespace volition::app
