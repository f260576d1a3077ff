// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// MD5 (RFC 1321), because filter lists name their own text by it ("! Checksum:"). It tells a cut or
// damaged text from a whole one; against an attacker it says nothing, and nothing here asks it to.

#include <array>
#include <cstdint>
#include <string_view>

namespace volition::lists {

std::array<std::uint8_t, 16> md5(std::string_view text);

}  // namespace volition::lists
