// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The joint between `requests` (which seals and knows no store) and `universe` (which stores and
// knows no seal): what of a request goes into the stored record's two opaque objects, and how it
// comes back.

#include <boost/json/object.hpp>
#include <string>

#include "base/result.hpp"
#include "protocol/params.hpp"
#include "requests/descriptor.hpp"
#include "requests/kept.hpp"
#include "requests/reply.hpp"
#include "universe/stored_request.hpp"

namespace volition::app {

/// The record's `content`: {"exact": payload, "endpoint": address}. Readable in the export.
boost::json::object content_of(const std::string& payload, const std::string& endpoint);
/// The exact payload that was approved. Errors: storage_damaged.
Result<std::string> exact_of(const universe::StoredRequest& request);

/// The record's `keys`: {"kept": base64}.
boost::json::object keys_of(const requests::Kept& kept);
/// Errors: request_closed (the keys are gone: over, or withdrawn), storage_damaged.
Result<requests::Kept> kept_of(const universe::StoredRequest& request);

/// common.json, Post: the bytes that may be sent.
boost::json::object post_of(const requests::Kept& kept);

universe::StoredReply stored_reply(const requests::Reply& reply, Day received_on);
/// common.json, Reply.
boost::json::object shape_of_reply(const universe::StoredReply& reply);

/// The descriptor answer as `requests` reads it; views into `answer`.
requests::DescriptorAnswer descriptor_answer(const protocol::Answer& answer);

/// {"request": …}
boost::json::object holding_request(const universe::StoredRequest& request);

}  // namespace volition::app
