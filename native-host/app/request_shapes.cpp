// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/request_shapes.hpp"

#include <utility>

#include "app/json_shapes.hpp"
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "crypto/secret_buffer.hpp"
#include "requests/seal.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

const json::string* text_in(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_string();
}

std::optional<requests::Condition> condition_named(const std::optional<std::string>& name) {
  if (!name) return std::nullopt;
  if (*name == "new") return requests::Condition::kNew;
  return *name == "used" ? requests::Condition::kUsed : requests::Condition::kRefurbished;
}

std::optional<requests::Delivery> delivery_named(const std::optional<std::string>& name) {
  if (!name) return std::nullopt;
  return *name == "mail" ? requests::Delivery::kMail : requests::Delivery::kPickup;
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

json::object content_of(const requests::MailDraft& draft) {
  json::object content = content_of(draft.exact, "mailto:" + draft.mail.to.text());
  content["said"] = draft.content;
  if (draft.mail.message_id) content["message_id"] = *draft.mail.message_id;
  if (draft.mail.answer_to) content["answer_to"] = draft.mail.answer_to->text();
  return content;
}

requests::MailTie tie_of(const universe::StoredRequest& request) {
  requests::MailTie tie;
  if (request.mail) tie.tag = request.mail->tag;
  if (const json::string* id = text_in(request.content, "message_id")) tie.message_id = *id;
  if (const json::string* to = text_in(request.content, "answer_to")) tie.answer_to = *to;
  return tie;
}

Result<json::value> said_in(const universe::StoredRequest& request) {
  if (const json::value* said = request.content.if_contains("said")) return *said;
  const auto exact = exact_of(request);
  if (!exact) return exact.error();
  auto payload = parse_json(*exact);
  if (!payload) return Error(ErrorCode::kStorageDamaged, "request content");
  return payload;
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
  if (reply.from) out["from"] = *reply.from;
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

requests::Fields fields_of(const protocol::DraftFields& fields) {
  requests::Fields out;
  out.name = fields.name;
  out.maker = fields.maker;
  out.sku = fields.sku;
  out.gtin = fields.gtin;
  out.url = fields.url;
  out.max_price = fields.max_price;
  if (fields.quantity) out.quantity = static_cast<int>(*fields.quantity);
  out.condition = condition_named(fields.condition);
  out.area = fields.area;
  out.delivery = delivery_named(fields.delivery);
  out.question = fields.question;
  out.person_name = fields.person_name;
  out.postcode = fields.postcode;
  return out;
}

json::array shapes_of_rows(const std::vector<requests::Row>& rows) {
  json::array out;
  for (const requests::Row& row : rows) {
    json::object item;
    item["path"] = row.path;
    item["value"] = row.value;
    out.push_back(std::move(item));
  }
  return out;
}

json::array shapes_of_warnings(const std::vector<SaidElsewhere>& warnings) {
  json::array out;
  for (const SaidElsewhere& warning : warnings) {
    json::object item;
    item["code"] = "said_to_another_brand";
    item["field"] = warning.field;
    item["brand"] = warning.brand;
    out.push_back(std::move(item));
  }
  return out;
}

json::object holding_request(const universe::StoredRequest& request) {
  json::object result;
  result["request"] = universe::to_json(request);
  return result;
}

}  // namespace volition::app
