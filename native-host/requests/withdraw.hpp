// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Taking a request back: a DELETE of its mailbox, signed by the request's own key (WIRE.md §7).

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "requests/kept.hpp"

namespace volition::requests {

constexpr std::string_view kWithdrawalTyp = "customer-withdrawal+jwt";
constexpr std::int64_t kWithdrawalSeconds = 300;

struct Withdrawal {
  /// The mailbox: method DELETE, no body.
  std::string url;
  /// "Customer-Request eyJ…"
  std::string authorization;
};

/// Good for five minutes from `now`. Errors: bad_key.
Result<Withdrawal> withdraw(const Kept& kept, std::int64_t now);

/// Whether a status means that the request is withdrawn: 204, 404 and 410 do.
bool is_withdrawn(int status);

}  // namespace volition::requests
