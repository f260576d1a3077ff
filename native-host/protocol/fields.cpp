// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/fields.hpp"

#include <boost/json/string.hpp>
#include <cmath>

namespace volition::protocol {
namespace {

namespace json = boost::json;

bool is_between(char c, char first, char last) { return c >= first && c <= last; }

bool belongs(Letters::Alphabet alphabet, char c) {
  switch (alphabet) {
    case Letters::Alphabet::kHex:
      return is_between(c, '0', '9') || is_between(c, 'a', 'f');
    case Letters::Alphabet::kDigits:
      return is_between(c, '0', '9');
    case Letters::Alphabet::kUpper:
      return is_between(c, 'A', 'Z');
    case Letters::Alphabet::kCursor:
      return is_between(c, '0', '9') || is_between(c, 'a', 'z') || is_between(c, 'A', 'Z') ||
             c == '-' || c == '_';
    case Letters::Alphabet::kBase32:
      return is_between(c, 'a', 'z') || is_between(c, '2', '7');
    case Letters::Alphabet::kListId:
      return is_between(c, 'a', 'z') || is_between(c, '0', '9') || c == '-';
    case Letters::Alphabet::kReason:
      return is_between(c, 'a', 'z') || is_between(c, '0', '9') || c == '_';
  }
  return false;
}

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

Money ask_money(Fields& fields) {
  Money money;
  money.minor = fields.required("minor", Integer{0, kMaxMinor});
  money.currency = fields.required("currency", kCurrency);
  return money;
}

}  // namespace

bool Fault::is(std::string_view description) {
  what = description;
  return false;
}

bool Text::read(const json::value& value, std::string& out, Fault& fault) const {
  const json::string* text = value.if_string();
  if (text == nullptr) return fault.is("not a text");
  // The parser has checked UTF-8; a code point takes one byte to four, so counting is seldom
  // needed.
  const std::size_t bytes = text->size();
  if (bytes > 4 * max) return fault.is("too long");
  if (bytes > max || bytes < 4 * min) {
    const auto count = count_code_points(view(*text));
    if (!count) return fault.is("not UTF-8");
    if (*count > max) return fault.is("too long");
    if (*count < min) return fault.is("too short");
  }
  out.assign(text->data(), text->size());
  return true;
}

bool Letters::read(const json::value& value, std::string& out, Fault& fault) const {
  if (!Text{min, max}.read(value, out, fault)) return false;
  for (const char c : out) {
    if (!belongs(alphabet, c)) return fault.is("not of the expected form");
  }
  return true;
}

bool DomainName::read(const json::value& value, std::string& out, Fault& fault) const {
  constexpr std::size_t kMaxCharacters = 253;
  if (!Text{1, kMaxCharacters}.read(value, out, fault)) return false;
  const auto letter = [](char c) { return is_between(c, 'a', 'z') || is_between(c, '0', '9'); };
  bool well_formed = letter(out.front()) && letter(out.back());
  for (const char c : out) well_formed = well_formed && (letter(c) || c == '.' || c == '-');
  return well_formed || fault.is("not of the expected form");
}

bool Choice::read(const json::value& value, std::string& out, Fault& fault) const {
  const json::string* text = value.if_string();
  if (text == nullptr) return fault.is("not a text");
  const auto found = std::find(options.begin(), options.end(), view(*text));
  if (found == options.end()) return fault.is("not one of the known words");
  out = *found;
  return true;
}

bool Integer::read(const json::value& value, std::int64_t& out, Fault& fault) const {
  // 5.0 is an integer to JSON Schema, and JavaScript cannot even tell it from 5.
  constexpr double kExact = 9007199254740992.0;
  if (const std::int64_t* number = value.if_int64()) {
    out = *number;
  } else if (const double* real = value.if_double();
             real != nullptr && std::trunc(*real) == *real && std::fabs(*real) <= kExact) {
    out = static_cast<std::int64_t>(*real);
  } else if (value.is_number()) {
    return fault.is("not a whole number in range");
  } else {
    return fault.is("not a number");
  }
  if (out < min || out > max) return fault.is("out of range");
  return true;
}

bool Flag::read(const json::value& value, bool& out, Fault& fault) const {
  const bool* flag = value.if_bool();
  if (flag == nullptr) return fault.is("not true or false");
  out = *flag;
  return true;
}

bool CalendarDay::read(const json::value& value, Day& out, Fault& fault) const {
  const json::string* text = value.if_string();
  if (text == nullptr) return fault.is("not a text");
  const std::optional<Day> day = parse_day(view(*text));
  if (!day) return fault.is("not a day");
  out = *day;
  return true;
}

bool MoneyAmount::read(const json::value& value, Money& out, Fault& fault) const {
  return Shape<Money, ask_money>{}.read(value, out, fault);
}

bool Base64::read(const json::value& value, Bytes& out, Fault& fault) const {
  const json::string* text = value.if_string();
  if (text == nullptr) return fault.is("not a text");
  if (text->size() > max_characters) return fault.is("too long");
  auto bytes = from_base64(view(*text));
  if (!bytes) return fault.is("not base64");
  out = std::move(*bytes);
  return true;
}

bool AnyObject::read(const json::value& value, const json::object*& out, Fault& fault) const {
  out = value.if_object();
  return out != nullptr || fault.is("not an object");
}

void Fields::refuse(std::string_view what) {
  if (!fault_.found()) fault_.is(what);
}

const json::value* Fields::take(std::string_view name) {
  const json::value* value = object_.if_contains(name);
  if (value != nullptr) ++taken_;
  return value;
}

void Fields::locate(std::string_view name) {
  fault_.path.insert(0, name);
  fault_.path.insert(0, ".");
}

bool Fields::finish_into(Fault& fault) {
  // Every name is asked for once and no name stands twice, so a count is enough. The stranger's
  // name is not told: it may be anything.
  if (!fault_.found() && taken_ < object_.size()) fault_.is("unknown field");
  if (!fault_.found()) return true;
  fault = std::move(fault_);
  return false;
}

Status Fields::finish(std::string_view where, ErrorCode code) {
  Fault fault;
  if (finish_into(fault)) return ok();
  return Error(code, std::string(where) + fault.path + ": " + fault.what);
}

}  // namespace volition::protocol
