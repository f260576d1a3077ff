// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From a method's name to its handler: one table for all subjects.

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "base/result.hpp"
#include "protocol/envelope.hpp"

namespace volition::app {

/// Answers one call, exactly as the method's schema says. Errors: unknown_method, and those of the
/// handler.
Result<boost::json::object> dispatch(Context& context, const protocol::Call& call);

/// Every method that this host answers, by name: what `hello` tells as capabilities.
std::vector<std::string_view> capabilities();

/// The answer to one message, whatever it holds: a frame's content, ready to be written.
std::string answer(Context& context, std::string_view message);

}  // namespace volition::app
