// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The words of a request as schema.org JSON-LD (WIRE.md §2). A field that is switched off leaves no
// trace: no member, no empty object around it.

#include <boost/json/object.hpp>
#include <vector>

#include "base/result.hpp"
#include "requests/draft.hpp"

namespace volition::requests {

/// The `content` of a payload. Errors: field_not_allowed with the field's name.
Result<boost::json::object> make_content(Kind kind, const Fields& fields);

/// All leaves of a payload, in its order, each with its path.
std::vector<Row> rows_of(const boost::json::object& payload);

}  // namespace volition::requests
