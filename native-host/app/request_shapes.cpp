// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/request_shapes.hpp"

#include <utility>

#include "app/json_shapes.hpp"
#include "base/encoding.hpp"
#include "crypto/secret_buffer.hpp"
#include "requests/seal.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

const json::string* text_in(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_string();
}

}  // namespace

json::object content_of(const std::string& payload, const std::string& endpoint) {
  json::object content;
  content["exact"] = payload;
  content["endpoint"] = endpoint;
  return content;
}

Result<std::string> exact_of(const universe::StoredRequest& request) {
  const json::string* exact = text_in(request.content, "exact");
  if (exact == nullptr) return Error(ErrorCode::kStorageDamaged, "request content");
  return std::string(*exact);
}

json::object keys_of(const requests::Kept& kept) {
  const crypto::SecretBuffer bytes = requests::write_kept(kept);
  json::object keys;
  keys["kept"] = to_base64(bytes.view());
  return keys;
}

Result<requests::Kept> kept_of(const universe::StoredRequest& request) {
  const json::string* text = text_in(request.keys, "kept");
  if (text == nullptr) return ErrorCode::kRequestClosed;
  auto bytes = from_base64(std::string_view(text->data(), text->size()));
  if (!bytes) return Error(ErrorCode::kStorageDamaged, "request keys");
  auto kept = requests::read_kept(*bytes);
  crypto::wipe(*bytes);
  return kept;
}

json::object post_of(const requests::Kept& kept) {
  json::object post;
  post["url"] = kept.endpoint;
  post["content_type"] = requests::kRequestMediaType;
  post["body"] = kept.wire;
  return post;
}

universe::StoredReply stored_reply(const requests::Reply& reply, Day received_on) {
  universe::StoredReply out;
  out.kind = requests::reply_kind_name(reply.kind);
  out.text = reply.text;
  out.name = reply.name;
  out.price = reply.price;
  out.address = reply.address;
  out.valid_until = reply.valid_until;
  out.received_on = received_on;
  return out;
}

json::object shape_of_reply(const universe::StoredReply& reply) {
  json::object out;
  out["kind"] = reply.kind;
  out["text"] = reply.text;
  out["name"] = or_null(reply.name);
  out["price"] = or_null(reply.price);
  out["address"] = or_null(reply.address);
  out["valid_until"] =
      reply.valid_until ? json::value(format_day(*reply.valid_until)) : json::value(nullptr);
  out["received_on"] = format_day(reply.received_on);
  return out;
}

requests::DescriptorAnswer descriptor_answer(const protocol::Answer& answer) {
  requests::DescriptorAnswer out;
  out.url = answer.url;
  out.status = static_cast<int>(answer.status);
  out.content_type = answer.content_type;
  out.body = answer.body;
  return out;
}

json::object holding_request(const universe::StoredRequest& request) {
  json::object result;
  result["request"] = universe::to_json(request);
  return result;
}

}  // namespace volition::app
