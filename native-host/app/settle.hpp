// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The order in which the program settles in before it touches anything of the person's
// (universe.md, "The host's cage").

#include "base/result.hpp"
#include "platform/cage.hpp"

namespace volition::app {

struct Settled {
  platform::Reach reach;
  platform::Cage cage;
};

/// Time zone, folders, randomness, then the cage: afterwards nothing outside the two folders can be
/// reached. The data folder is made if it is absent. Errors: file_failed (no data folder), internal
/// (a wall could not be raised).
Result<Settled> settle();

/// The same without the cage, for commands that read and write files the person names.
Result<platform::Reach> reach_of_person();

}  // namespace volition::app
