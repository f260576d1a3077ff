// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Strict reading of one message's fields by small rules that compose, each the counterpart of a
// JSON Schema keyword (draft 7): lengths are counted in code points, a number with a zero fraction
// is an integer, unknown fields are refused. A rule is a small value with a type `Value` and
//   bool read(const json::value&, Value& out, Fault&) const
// so that a shape of ours is a rule like any other.

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/day.hpp"
#include "base/encoding.hpp"
#include "base/money.hpp"
#include "base/result.hpp"

namespace volition::protocol {

/// The first thing found wrong: where (".items[3].url") and what. Never the value itself.
struct Fault {
  std::string path;
  std::string what;

  bool found() const { return !what.empty(); }
  /// Always false, so that a rule can `return fault.is("not a text");`.
  bool is(std::string_view description);
};

struct Text {
  using Value = std::string;
  std::size_t min;
  std::size_t max;
  bool read(const boost::json::value& value, std::string& out, Fault& fault) const;
};

/// A text of exactly or at most so many characters out of a small alphabet.
struct Letters {
  using Value = std::string;
  enum class Alphabet { kHex, kDigits, kUpper, kCursor, kBase32, kListId, kReason };
  Alphabet alphabet;
  std::size_t min;
  std::size_t max;
  bool read(const boost::json::value& value, std::string& out, Fault& fault) const;
};

/// $defs of common.json that are texts.
constexpr Letters kId{Letters::Alphabet::kHex, 32, 32};
constexpr Letters kOpId = kId;
constexpr Letters kHash{Letters::Alphabet::kHex, 64, 64};
constexpr Letters kCursor{Letters::Alphabet::kCursor, 1, 128};
constexpr Letters kGtin{Letters::Alphabet::kDigits, 8, 14};
constexpr Letters kMailTag{Letters::Alphabet::kBase32, 12, 12};
constexpr Letters kListId{Letters::Alphabet::kListId, 1, 40};
constexpr Letters kListReason{Letters::Alphabet::kReason, 1, 40};
constexpr Letters kRuleDigest{Letters::Alphabet::kHex, 16, 64};
constexpr Letters kCurrency{Letters::Alphabet::kUpper, 3, 3};

struct DomainName {
  using Value = std::string;
  bool read(const boost::json::value& value, std::string& out, Fault& fault) const;
};

/// A text that is one of these; they must outlive the rule.
struct Choice {
  using Value = std::string;
  std::span<const std::string_view> options;
  bool read(const boost::json::value& value, std::string& out, Fault& fault) const;
};

struct Integer {
  using Value = std::int64_t;
  std::int64_t min;
  std::int64_t max;
  bool read(const boost::json::value& value, std::int64_t& out, Fault& fault) const;
};

struct Flag {
  using Value = bool;
  bool read(const boost::json::value& value, bool& out, Fault& fault) const;
};

struct CalendarDay {
  using Value = Day;
  bool read(const boost::json::value& value, Day& out, Fault& fault) const;
};

struct MoneyAmount {
  using Value = Money;
  bool read(const boost::json::value& value, Money& out, Fault& fault) const;
};

/// Bytes written in base64 of at most so many characters.
struct Base64 {
  using Value = Bytes;
  std::size_t max_characters;
  bool read(const boost::json::value& value, Bytes& out, Fault& fault) const;
};

/// Any object, to be read by itself.
struct AnyObject {
  using Value = const boost::json::object*;
  bool read(const boost::json::value& value, const boost::json::object*& out, Fault& fault) const;
};

template <typename Rule>
struct OrNull {
  using Value = std::optional<typename Rule::Value>;
  Rule rule;
  bool read(const boost::json::value& value, Value& out, Fault& fault) const {
    out.reset();
    if (value.is_null()) return true;
    return rule.read(value, out.emplace(), fault);
  }
};
template <typename Rule>
OrNull(Rule) -> OrNull<Rule>;

template <typename Rule>
struct List {
  using Value = std::vector<typename Rule::Value>;
  std::size_t min;
  std::size_t max;
  Rule rule;
  bool read(const boost::json::value& value, Value& out, Fault& fault) const {
    const boost::json::array* items = value.if_array();
    if (items == nullptr) return fault.is("not a list");
    if (items->size() < min) return fault.is("too few items");
    if (items->size() > max) return fault.is("too many items");
    out.reserve(items->size());
    for (std::size_t i = 0; i < items->size(); ++i) {
      if (!rule.read((*items)[i], out.emplace_back(), fault)) {
        fault.path.insert(0, "[" + std::to_string(i) + "]");
        return false;
      }
    }
    return true;
  }
};
template <typename Rule>
List(std::size_t, std::size_t, Rule) -> List<Rule>;

/// The members of one object. Each is asked for once; the first fault is kept and every later
/// question answers with an empty value, so that a reader asks for all its fields and looks at
/// finish() once.
class Fields {
 public:
  /// `object` must outlive the reader.
  explicit Fields(const boost::json::object& object) : object_(object) {}

  template <typename Rule>
  typename Rule::Value required(std::string_view name, const Rule& rule) {
    const boost::json::value* value = take(name);
    if (value == nullptr && !fault_.found()) {
      fault_.is("missing");
      locate(name);
    }
    return read(name, value, rule);
  }

  template <typename Rule>
  std::optional<typename Rule::Value> optional(std::string_view name, const Rule& rule) {
    const boost::json::value* value = take(name);
    if (value == nullptr) return std::nullopt;
    return read(name, value, rule);
  }

  /// The first fault so far, or nullptr.
  const Fault* fault() const { return fault_.found() ? &fault_ : nullptr; }
  /// Records a fault of the object as a whole, unless one was found already.
  void refuse(std::string_view what);

  /// Whether all was well and nothing is left that nobody asked for. `where` begins the detail.
  Status finish(std::string_view where = "params", ErrorCode code = ErrorCode::kInvalidParams);
  /// The same for an object inside another.
  bool finish_into(Fault& fault);

 private:
  const boost::json::value* take(std::string_view name);
  void locate(std::string_view name);

  template <typename Rule>
  typename Rule::Value read(std::string_view name, const boost::json::value* value,
                            const Rule& rule) {
    typename Rule::Value out{};
    if (value == nullptr || fault_.found()) return out;
    if (!rule.read(*value, out, fault_)) {
      locate(name);
      return typename Rule::Value{};
    }
    return out;
  }

  const boost::json::object& object_;
  std::size_t taken_ = 0;
  Fault fault_;
};

/// A rule for a shape of ours, from a function that asks for its fields.
template <typename T, T (*ask)(Fields&)>
struct Shape {
  using Value = T;
  bool read(const boost::json::value& value, T& out, Fault& fault) const {
    const boost::json::object* object = value.if_object();
    if (object == nullptr) return fault.is("not an object");
    Fields fields(*object);
    out = ask(fields);
    return fields.finish_into(fault);
  }
};

/// One request's params: asks for the fields, then looks whether all was well.
template <typename T, typename Ask>
Result<T> read(const boost::json::object& params, Ask ask) {
  Fields fields(params);
  T out = ask(fields);
  if (const Status done = fields.finish(); !done) return done.error();
  return out;
}

}  // namespace volition::protocol
