// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/stored_request.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <utility>

#include "universe/intention.hpp"
#include "universe/json_fields.hpp"

namespace volition::universe {

namespace {

constexpr std::array<std::pair<RequestState, std::string_view>, 7> kStates{
    {{RequestState::kSealed, "sealed"},
     {RequestState::kSent, "sent"},
     {RequestState::kUnknown, "unknown"},
     {RequestState::kRefused, "refused"},
     {RequestState::kAnswered, "answered"},
     {RequestState::kWithdrawn, "withdrawn"},
     {RequestState::kExpired, "expired"}}};

boost::json::object to_json(const StoredReply& reply) {
  boost::json::object object;
  object.emplace("kind", reply.kind);
  object.emplace("text", reply.text);
  object.emplace("name", or_null(reply.name));
  object.emplace("price", or_null(reply.price));
  object.emplace("address", or_null(reply.address));
  object.emplace("valid_until", or_null(reply.valid_until));
  object.emplace("received_on", format_day(reply.received_on));
  if (reply.from) object.emplace("from", *reply.from);
  return object;
}

Result<StoredReply> reply_from_json(const boost::json::object& object) {
  JsonFields fields(object);
  StoredReply reply;
  fields.require("kind", fields.text("kind"), reply.kind);
  fields.require("text", fields.text("text"), reply.text);
  reply.name = fields.text("name");
  reply.price = fields.money("price");
  reply.address = fields.text("address");
  reply.valid_until = fields.day("valid_until");
  fields.require("received_on", fields.day("received_on"), reply.received_on);
  reply.from = fields.text("from");
  const Status read = fields.status();
  if (!read) return read.error();
  return reply;
}

}  // namespace

std::string_view name_of(RequestState value) {
  const auto* found = std::find_if(kStates.begin(), kStates.end(),
                                   [&](const auto& named) { return named.first == value; });
  return found == kStates.end() ? std::string_view{} : found->second;
}

std::optional<RequestState> parse_request_state(std::string_view name) {
  const auto* found = std::find_if(kStates.begin(), kStates.end(),
                                   [&](const auto& named) { return named.second == name; });
  return found == kStates.end() ? std::nullopt : std::optional(found->first);
}

boost::json::object to_json(const StoredRequest& request) {
  boost::json::object object;
  object.emplace("id", format_id(request.id));
  object.emplace("brand", request.brand);
  object.emplace("organization", request.organization);
  object.emplace("intention_id", request.intention_id
                                     ? boost::json::value(format_id(*request.intention_id))
                                     : boost::json::value(nullptr));
  object.emplace("kind", request.kind);
  object.emplace("state", name_of(request.state));
  object.emplace("made_on", format_day(request.made_on));
  object.emplace("until", format_day(request.until));
  object.emplace("max_replies", request.max_replies);
  object.emplace("remaining", request.remaining);
  object.emplace("mailbox", request.mailbox);
  object.emplace("terms", request.terms);
  object.emplace("receipt", request.receipt);
  object.emplace(
      "status", request.status ? boost::json::value(*request.status) : boost::json::value(nullptr));
  boost::json::array replies;
  for (const StoredReply& reply : request.replies) replies.push_back(to_json(reply));
  object.emplace("replies", std::move(replies));
  if (request.mail) {
    boost::json::object mail;
    mail.emplace("to", request.mail->to);
    mail.emplace("tag", request.mail->tag);
    object.emplace("mail", std::move(mail));
  }
  return object;
}

boost::json::object record_of(const StoredRequest& request) {
  boost::json::object object = to_json(request);
  object.erase("id");
  object.emplace("content", request.content);
  if (!request.keys.empty()) object.emplace("keys", request.keys);
  return object;
}

Result<StoredRequest> request_from_json(const Id& id, const boost::json::object& object) {
  JsonFields fields(object);
  StoredRequest request;
  request.id = id;
  fields.require("brand", fields.text("brand"), request.brand);
  fields.require("organization", fields.text("organization"), request.organization);
  request.intention_id = fields.id("intention_id");
  fields.require("kind", fields.text("kind"), request.kind);
  fields.require_name("state", parse_request_state, request.state);
  fields.require("made_on", fields.day("made_on"), request.made_on);
  fields.require("until", fields.day("until"), request.until);
  request.max_replies = static_cast<int>(fields.integer("max_replies").value_or(0));
  request.remaining = static_cast<int>(fields.integer("remaining").value_or(0));
  fields.require("mailbox", fields.text("mailbox"), request.mailbox);
  fields.require("terms", fields.text("terms"), request.terms);
  fields.require("receipt", fields.text("receipt"), request.receipt);
  if (const std::optional<std::int64_t> status = fields.integer("status")) {
    request.status = static_cast<int>(*status);
  }
  if (const boost::json::array* replies = fields.array("replies")) {
    for (const boost::json::value& value : *replies) {
      const boost::json::object* reply = value.if_object();
      const Result<StoredReply> read =
          reply_from_json(reply != nullptr ? *reply : boost::json::object());
      if (!read) return read.error();
      request.replies.push_back(*read);
    }
  }
  if (const boost::json::object* object_of_mail = fields.object("mail")) {
    JsonFields mail(*object_of_mail);
    MailContact contact;
    mail.require("to", mail.text("to"), contact.to);
    mail.require("tag", mail.text("tag"), contact.tag);
    if (const Status read = mail.status(); !read) return read.error();
    request.mail = std::move(contact);
  }
  if (const boost::json::object* content = fields.object("content")) request.content = *content;
  if (const boost::json::object* keys = fields.object("keys")) request.keys = *keys;
  const Status read = fields.status();
  if (!read) return read.error();
  return request;
}

}  // namespace volition::universe
