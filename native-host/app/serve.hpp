// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The host's loop: message in, answer out, until the browser closes the port.

#include "app/context.hpp"

namespace volition::app {

/// Serves until the end of input or until nobody reads the answers. Sleeps without a time-out, so
/// that an idle host uses no processor, except while something forgotten waits to be erased.
void serve(Context& context, int input, int output);

}  // namespace volition::app
