// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reading a blocked call aloud: who was to receive it, and what it would have said. Known trackers
// are decoded by the provider table (providers.hpp, data/providers/); of an unknown one only what
// is plainly visible is told, and nothing is guessed.

#include <optional>
#include <string>
#include <string_view>

#include "base/encoding.hpp"
#include "pixels/said.hpp"

namespace volition::pixels {

/// One call as the browser saw it. The views must live until read_aloud returns.
struct Call {
  std::string_view url;
  /// "GET", "POST", …
  std::string_view method;
  /// A resource type of the protocol, such as "image", "script" or "xmlhttprequest".
  std::string_view type;
  /// The body's bytes; empty where there is none.
  ByteView body;
  /// The document that asked, or its origin; empty where unknown. Only used to tell a page's own
  /// address from other addresses.
  std::string_view frame = {};
};

struct Reading {
  /// The provider's id in the table, such as "meta"; nullopt for a tracker it does not know.
  std::optional<std::string> provider;
  /// Who was addressed, such as "Meta"; nullopt where nobody is known for the host.
  std::optional<std::string> company;
  Kind kind = Kind::kOther;
  /// A script that would have spoken later: it was stopped and said nothing.
  bool is_loader = false;
  /// nullopt where the call says nothing that can be read.
  std::optional<Said> said;
};

/// The longest body that is read; the rest is left out.
constexpr std::size_t kMaxBodyBytes = std::size_t{64} * 1024;

/// Reads one call. Never fails: an address that cannot be read gives an empty Reading. Time and
/// memory are bounded for any input. The first call parses the embedded provider table (about a
/// millisecond), so that the host's start does not pay for it.
Reading read_aloud(const Call& call);

}  // namespace volition::pixels
