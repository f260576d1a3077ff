// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/json_fields.hpp"

#include "universe/intention.hpp"

namespace volition::universe {

const boost::json::value* JsonFields::find(std::string_view name) const {
  const boost::json::value* value = object_.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

void JsonFields::fail(std::string_view name) {
  if (fault_.empty()) fault_ = name;
}

Status JsonFields::status() const {
  if (fault_.empty()) return ok();
  return Error{ErrorCode::kStorageDamaged, "a record's " + fault_ + " does not read"};
}

std::optional<std::string> JsonFields::text(std::string_view name) {
  const boost::json::value* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    fail(name);
    return std::nullopt;
  }
  return std::string(value->get_string());
}

std::optional<std::int64_t> JsonFields::integer(std::string_view name) {
  const boost::json::value* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_int64()) {
    fail(name);
    return std::nullopt;
  }
  return value->get_int64();
}

std::optional<Day> JsonFields::day(std::string_view name) {
  const std::optional<std::string> value = text(name);
  if (!value) return std::nullopt;
  const std::optional<Day> parsed = parse_day(*value);
  if (!parsed) fail(name);
  return parsed;
}

std::optional<Money> JsonFields::money(std::string_view name) {
  const boost::json::object* value = object(name);
  if (value == nullptr) return std::nullopt;
  JsonFields fields(*value);
  Money money;
  fields.require("minor", fields.integer("minor"), money.minor);
  fields.require("currency", fields.text("currency"), money.currency);
  if (!fields.status()) {
    fail(name);
    return std::nullopt;
  }
  return money;
}

std::optional<Id> JsonFields::id(std::string_view name) {
  const std::optional<std::string> value = text(name);
  if (!value) return std::nullopt;
  const std::optional<Id> parsed = parse_id(*value);
  if (!parsed) fail(name);
  return parsed;
}

const boost::json::object* JsonFields::object(std::string_view name) {
  const boost::json::value* value = find(name);
  if (value == nullptr) return nullptr;
  if (!value->is_object()) fail(name);
  return value->if_object();
}

const boost::json::array* JsonFields::array(std::string_view name) {
  const boost::json::value* value = find(name);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) fail(name);
  return value->if_array();
}

void set(boost::json::object& object, std::string_view name,
         const std::optional<std::string>& text) {
  if (text && !text->empty()) object.emplace(name, *text);
}

void set(boost::json::object& object, std::string_view name, const std::optional<Day>& day) {
  if (day) object.emplace(name, format_day(*day));
}

void set(boost::json::object& object, std::string_view name, const std::optional<Money>& money) {
  if (money) object.emplace(name, to_json(*money));
}

boost::json::value or_null(const std::optional<std::string>& text) {
  return text ? boost::json::value(*text) : boost::json::value(nullptr);
}

boost::json::value or_null(const std::optional<Day>& day) {
  return day ? boost::json::value(format_day(*day)) : boost::json::value(nullptr);
}

boost::json::value or_null(const std::optional<Money>& money) {
  return money ? boost::json::value(to_json(*money)) : boost::json::value(nullptr);
}

}  // namespace volition::universe
