// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The joint between `requests` (which seals and knows no store) and `universe` (which stores and
// knows no seal): what of a request goes into the stored record's two opaque objects, and how it
// comes back.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "app/said_elsewhere.hpp"
#include "base/result.hpp"
#include "protocol/params.hpp"
#include "requests/descriptor.hpp"
#include "requests/kept.hpp"
#include "requests/mail_answer.hpp"
#include "requests/mail_draft.hpp"
#include "requests/reply.hpp"
#include "universe/stored_request.hpp"

namespace volition::app {

/// The record's `content`: {"exact": payload, "endpoint": address}. Readable in the export.
boost::json::object content_of(const std::string& payload, const std::string& endpoint);
/// The exact payload that was approved. Errors: storage_damaged.
Result<std::string> exact_of(const universe::StoredRequest& request);

/// The same for a mail: {"exact": words, "endpoint": "mailto:…", "said": schema.org content} and
/// what else ties answers to it.
boost::json::object content_of(const requests::MailDraft& draft);
/// What ties answers to a request that went by mail.
requests::MailTie tie_of(const universe::StoredRequest& request);
/// What a request said, as JSON, whichever way it went. Errors: storage_damaged.
Result<boost::json::value> said_in(const universe::StoredRequest& request);

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

requests::Fields fields_of(const protocol::DraftFields& fields);
/// The `rows` and `warnings` of a draft's answer.
boost::json::array shapes_of_rows(const std::vector<requests::Row>& rows);
boost::json::array shapes_of_warnings(const std::vector<SaidElsewhere>& warnings);

/// {"request": …}
boost::json::object holding_request(const universe::StoredRequest& request);

}  // namespace volition::app
