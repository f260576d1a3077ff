// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A lists.json that does not read, put together again: from the lists that it still names whole,
// and from the texts that lie there. The damaged file is kept aside.

#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "lists/build.hpp"
#include "lists/catalogue.hpp"
#include "lists/state.hpp"

namespace volition::lists {

/// The damaged file's name from then on; an older one of that name is overwritten.
constexpr std::string_view kAsideFile = "lists.json.damaged";

/// Does nothing where the file reads by now. A switch that cannot be read is as it shipped; a list
/// that the person added and of which only the text is left has no address any more. Errors:
/// lists_damaged (a newer program's file, which stays), busy, storage errors.
Status restore_state(const Folders& folders, const std::vector<CatalogueEntry>& catalogue,
                     Day today);

}  // namespace volition::lists
