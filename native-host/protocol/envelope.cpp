// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/envelope.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "protocol/fields.hpp"
#include "protocol/frames.hpp"

namespace volition::protocol {
namespace {

namespace json = boost::json;

/// The largest whole number that JavaScript holds exactly.
constexpr std::int64_t kMaxId = (std::int64_t{1} << 53) - 1;
constexpr std::size_t kMaxMethodCharacters = 60;
/// The longest text of any schema, 524,288 code points, at four bytes each.
constexpr std::size_t kMaxTextBytes = std::size_t{524'288} * 4;

std::optional<std::int64_t> readable_id(const json::object& message) {
  const json::value* id = message.if_contains("id");
  if (id == nullptr) return std::nullopt;
  Fault ignored;
  std::int64_t number = 0;
  if (!Integer{0, kMaxId}.read(*id, number, ignored)) return std::nullopt;
  return number;
}

}  // namespace

std::variant<Call, Refused> read_call(std::string_view message) {
  if (message.empty()) return Refused{std::nullopt, Error(ErrorCode::kInvalidFrame, "empty")};
  JsonLimits limits;
  limits.max_bytes = kMaxMessageBytes;
  limits.max_string_bytes = kMaxTextBytes;
  auto parsed = parse_json(message, limits);
  if (!parsed) return Refused{std::nullopt, parsed.error()};
  json::object* object = parsed->if_object();
  if (object == nullptr) {
    return Refused{std::nullopt, Error(ErrorCode::kInvalidFrame, "not an object")};
  }
  const std::optional<std::int64_t> id = readable_id(*object);
  Fields fields(*object);
  const std::int64_t version = fields.required("v", Integer{0, kMaxId});
  // Judged before the rest: another version may well have another envelope.
  if (!fields.fault() && version != kVersion) {
    return Refused{id, Error(ErrorCode::kUnsupportedVersion,
                             "asked for protocol " + std::to_string(version) +
                                 ", this host speaks " + std::to_string(kVersion))};
  }
  Call call;
  call.id = fields.required("id", Integer{0, kMaxId});
  call.method = fields.required("method", Text{1, kMaxMethodCharacters});
  fields.required("params", AnyObject{});
  if (const Status done = fields.finish("message", ErrorCode::kInvalidFrame); !done) {
    return Refused{id, done.error()};
  }
  call.params = std::move(object->at("params").as_object());
  return call;
}

std::string write_result(std::int64_t id, const json::object& result) {
  std::string text =
      R"({"id":)" + std::to_string(id) + R"(,"result":)" + json::serialize(result) + "}";
  if (text.size() > kMaxAnswerBytes) return write_error(id, ErrorCode::kAnswerTooLarge);
  if (!count_code_points(text)) return write_error(id, Error(ErrorCode::kInternal, "not UTF-8"));
  return text;
}

std::string write_error(std::optional<std::int64_t> id, const Error& error) {
  constexpr std::size_t kMaxMessageCharacters = 1000;
  json::object body;
  body["code"] = code_name(error.code);
  // A detail is made of our own words, in ASCII; anything else, or anything longer, is not one.
  const bool usable =
      error.detail.size() <= kMaxMessageCharacters && count_code_points(error.detail).has_value();
  body["message"] = usable ? std::string_view(error.detail) : std::string_view();
  json::object answer;
  answer["id"] = id ? json::value(*id) : json::value(nullptr);
  answer["error"] = std::move(body);
  return json::serialize(answer);
}

}  // namespace volition::protocol
