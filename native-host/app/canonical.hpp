// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One spelling for one JSON value, so that a repeated call is known again whatever the order of its
// members.

#include <boost/json/value.hpp>
#include <string>

namespace volition::app {

/// The value with the members of every object in the order of their bytes (after RFC 8785, but
/// numbers as Boost.JSON writes them: both sides of a comparison are ours).
std::string canonical(const boost::json::value& value);

}  // namespace volition::app
