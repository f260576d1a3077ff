// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One call of a known tracker, decoded by the provider table's rules.

#include "pixels/params.hpp"
#include "pixels/providers.hpp"
#include "pixels/said.hpp"

namespace volition::pixels {

/// Everything that `call` says by the rules of `provider`; empty where it says nothing.
Said decode(const Provider& provider, Params& call);

}  // namespace volition::pixels
