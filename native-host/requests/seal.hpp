// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Signing and sealing of a draft that the person approved (WIRE.md §2 and §3), and of nothing else.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "requests/draft.hpp"
#include "requests/kept.hpp"

namespace volition::requests {

constexpr std::string_view kRequestMediaType = "application/customer-request+json";
constexpr std::string_view kRequestTyp = "customer-request+jwt";
constexpr std::size_t kMaxWireBytes = 92'160;

/// Signs the draft's payload and seals it: the record to keep, whose `wire` is the body to post to
/// its `endpoint`. `approve` is the hash the person's preview carried. Errors: not_approved
/// (another hash, or a draft that was changed since); request_closed (its time to answer is over);
/// descriptor_expired; bad_key.
Result<Kept> seal_draft(const Draft& draft, ByteView approve, std::int64_t now,
                        const FillRandom& random = system_random());

/// "volition request" ‖ 0 ‖ origin: what the sealing is bound to.
Bytes request_info(std::string_view origin);

/// {"kid":…,"enc":…,"ct":…}
std::string write_wire(std::string_view kid, ByteView enc, ByteView ct);

}  // namespace volition::requests
