// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a brand may say, read out of schema.org JSON-LD into inert text (WIRE.md §6).

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "requests/reply.hpp"

namespace volition::requests {

/// Errors: reply_damaged with the member's name.
Result<Reply> read_reply_content(const boost::json::object& content);

}  // namespace volition::requests
