// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The lists' own texts, taken out of an image again: they stand in its cold part whole, as the
// provenance of every filter (image_layout.hpp, "text").

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "filters/image.hpp"

namespace volition::filters {

/// One text for each list, in the image's order, without a byte order mark. The views live as long
/// as the image. Error: image_damaged.
Result<std::vector<std::string_view>> list_texts(const Image& image);

}  // namespace volition::filters
