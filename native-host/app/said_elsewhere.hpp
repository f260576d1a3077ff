// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The composer's warning (requests.md, "What may honestly be claimed"): which words of a draft also
// went to another brand, so that the two could recognise the person by them.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "requests/draft.hpp"
#include "universe/universe.hpp"

namespace volition::app {

struct SaidElsewhere {
  /// The draft's own path, such as "content.agent.name".
  std::string field;
  std::string brand;
};

/// Compares a draft's free texts with those of the newest stored requests to other brands than
/// `brand`, whichever way they went. At most 60.
Result<std::vector<SaidElsewhere>> said_elsewhere(universe::Universe& universe,
                                                  std::string_view brand,
                                                  const std::vector<requests::Row>& rows);

}  // namespace volition::app
