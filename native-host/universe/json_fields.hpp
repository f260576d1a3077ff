// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reading the JSON of our own records. A record is authenticated, so a member that does not read is
// a defect or another version's, never an attack: the error names the member and nothing of its
// content.

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "universe/id.hpp"

namespace volition::universe {

/// Reads members one by one and remembers the first fault; ask status() at the end. A member that
/// is absent or null reads as nullopt.
class JsonFields {
 public:
  explicit JsonFields(const boost::json::object& object) : object_(object) {}

  std::optional<std::string> text(std::string_view name);
  std::optional<std::int64_t> integer(std::string_view name);
  std::optional<Day> day(std::string_view name);
  std::optional<Money> money(std::string_view name);
  std::optional<Id> id(std::string_view name);
  const boost::json::object* object(std::string_view name);
  const boost::json::array* array(std::string_view name);

  /// A member that must be there.
  template <typename T>
  void require(std::string_view name, std::optional<T> value, T& into) {
    if (value) {
      into = std::move(*value);
    } else {
      fail(name);
    }
  }
  /// A name that `parse` must know.
  template <typename T>
  void require_name(std::string_view name, std::optional<T> (*parse)(std::string_view), T& into) {
    const std::optional<std::string> value = text(name);
    const std::optional<T> parsed = value ? parse(*value) : std::nullopt;
    require(name, parsed, into);
  }
  void fail(std::string_view name);
  Status status() const;

 private:
  const boost::json::value* find(std::string_view name) const;

  const boost::json::object& object_;
  std::string fault_;
};

/// Appends a member unless the value is absent or empty.
void set(boost::json::object& object, std::string_view name,
         const std::optional<std::string>& text);
void set(boost::json::object& object, std::string_view name, const std::optional<Day>& day);
void set(boost::json::object& object, std::string_view name, const std::optional<Money>& money);

/// JSON null where there is no value.
boost::json::value or_null(const std::optional<std::string>& text);
boost::json::value or_null(const std::optional<Day>& day);
boost::json::value or_null(const std::optional<Money>& money);

}  // namespace volition::universe
