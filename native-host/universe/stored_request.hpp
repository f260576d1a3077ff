// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A request to a brand as the universe keeps it: what a person is shown (common.json, Request), and
// two opaque objects that only `requests` and `app` understand. The universe does not know how a
// request is sealed.

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "universe/id.hpp"

namespace volition::universe {

enum class RequestState { kSealed, kSent, kUnknown, kRefused, kAnswered, kWithdrawn, kExpired };

std::string_view name_of(RequestState value);
std::optional<RequestState> parse_request_state(std::string_view name);

/// One reply, inert text (common.json, Reply).
struct StoredReply {
  /// "Offer", "AcceptAction" or "text".
  std::string kind;
  std::string text;
  std::optional<std::string> name;
  std::optional<Money> price;
  std::optional<std::string> address;
  std::optional<Day> valid_until;
  Day received_on;
  /// Who wrote it, as a mail says of itself; only answers by mail have it.
  std::optional<std::string> from;

  friend bool operator==(const StoredReply&, const StoredReply&) = default;
};

/// What a request that the person sent by mail adds.
struct MailContact {
  std::string to;
  /// What ties answers to it.
  std::string tag;

  friend bool operator==(const MailContact&, const MailContact&) = default;
};

struct StoredRequest {
  Id id;
  std::string brand;
  std::string organization;
  std::optional<Id> intention_id;
  /// "Demand" or "AskAction".
  std::string kind;
  RequestState state = RequestState::kSealed;
  Day made_on;
  /// The last day on which the brand may reply.
  Day until;
  int max_replies = 1;
  int remaining = 1;
  std::string mailbox;
  std::string terms;
  /// SHA-256 of the signed request, 64 hexadecimal digits.
  std::string receipt;
  std::optional<int> status;
  std::vector<StoredReply> replies;
  /// Set where it went by mail; it then has no keys, and a mailbox that nobody looks into.
  std::optional<MailContact> mail;

  /// What was and may again be sent: the exact payload, the post. Readable in the export.
  boost::json::object content;
  /// What opens replies and signs a withdrawal. Never exported. The universe empties it on the day
  /// after `until` and sets the state kExpired (from kSealed, kSent or kUnknown), before anything
  /// is shown; the caller empties it when no more replies may come.
  boost::json::object keys;
};

struct RequestPage {
  /// Newest first; without `content` and `keys`: ask for one request to have them.
  std::vector<StoredRequest> items;
  std::optional<std::string> next;
};

/// Exactly the members of common.json's Request.
boost::json::object to_json(const StoredRequest& request);
/// As a record holds it: the same without `id`, with `content` and `keys`.
boost::json::object record_of(const StoredRequest& request);
/// Errors: storage_damaged, naming the member and nothing of its content.
Result<StoredRequest> request_from_json(const Id& id, const boost::json::object& object);

}  // namespace volition::universe
