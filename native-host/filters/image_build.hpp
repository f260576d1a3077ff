// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writes the image (layout: image_layout.hpp) from parsed lists.

#include <cstdint>
#include <vector>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "filters/parse.hpp"

namespace volition::filters {

/// Whether the browser has a rule for each of a list's hosts and filters.
struct InEffect {
  std::vector<bool> hosts;
  std::vector<bool> filters;

  static InEffect all(const ParsedList& list) {
    return {std::vector<bool>(list.hosts.size(), true),
            std::vector<bool>(list.filters.size(), true)};
  }
};

struct ImageInput {
  const ParsedList* list = nullptr;
  InEffect in_effect;
  std::uint32_t refused = 0;
};

/// Only filters that decide over requests are written; parameters and policies are not. Error:
/// list_unreadable, where the image would pass 256 MiB.
Result<Bytes> write_image(const std::vector<ImageInput>& lists, std::int64_t built_utc_seconds);

}  // namespace volition::filters
