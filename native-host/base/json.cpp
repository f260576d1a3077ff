// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace volition {
namespace {

namespace json = boost::json;

/// Builds the document from the parser's events and judges each as it comes, so that nothing over a
/// bound is ever kept. The parser of Boost.JSON checks the grammar, UTF-8, surrogates in escapes,
/// and the depth.
class StrictHandler {
 public:
  // Names that Boost.JSON asks for. NOLINTBEGIN(readability-identifier-naming)
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  // NOLINTEND(readability-identifier-naming)

  explicit StrictHandler(const JsonLimits& limits) : limits_(limits) {}

  std::optional<ErrorCode> refusal() const { return refusal_; }
  json::value take() { return std::move(root_); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }

  bool on_array_begin(json::error_code&) {
    open_.push_back({json::value(json::array()), {}});
    return true;
  }
  bool on_array_end(std::size_t, json::error_code& ec) { return close(ec); }
  bool on_object_begin(json::error_code&) {
    open_.push_back({json::value(json::object()), {}});
    return true;
  }
  bool on_object_end(std::size_t, json::error_code& ec) { return close(ec); }

  bool on_string_part(json::string_view part, std::size_t total, json::error_code& ec) {
    return append(part, total, ec);
  }
  bool on_string(json::string_view part, std::size_t total, json::error_code& ec) {
    if (!append(part, total, ec)) return false;
    json::value value(json::string(text_.data(), text_.size()));
    text_.clear();
    return add(std::move(value), ec);
  }
  bool on_key_part(json::string_view part, std::size_t total, json::error_code& ec) {
    return append(part, total, ec);
  }
  bool on_key(json::string_view part, std::size_t total, json::error_code& ec) {
    if (!append(part, total, ec)) return false;
    // Judged here and not when its value is complete: a duplicate must not make us read its value
    // first.
    const json::object& object = open_.back().value.get_object();
    if (object.size() >= limits_.max_elements) return refuse(ErrorCode::kArrayTooLong, ec);
    if (object.contains(text_)) return refuse(ErrorCode::kDuplicateKey, ec);
    open_.back().key = std::exchange(text_, {});
    return true;
  }

  bool on_number_part(json::string_view part, json::error_code& ec) {
    return append(part, text_.size() + part.size(), ec);
  }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& ec) {
    text_.clear();
    return add(json::value(number), ec);
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code& ec) {
    text_.clear();
    return add(json::value(number), ec);
  }
  bool on_double(double approximate, json::string_view part, json::error_code& ec) {
    if (!append(part, text_.size() + part.size(), ec)) return false;
    const std::string digits = std::exchange(text_, {});
    // An integer that 64 bits do not hold arrives here too; as a double it would silently become
    // another number.
    if (digits.find_first_of(".eE") == std::string::npos || !std::isfinite(approximate)) {
      return refuse(ErrorCode::kNumberOutOfRange, ec);
    }
    // Boost.JSON 1.81 is off by one unit in the last place for some numbers; from_chars is not.
    double exact = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), exact);
    // Out of range but finite means too small for a double: zero is the nearest number then.
    if (read.ec == std::errc::result_out_of_range) exact = 0;
    return add(json::value(exact), ec);
  }
  bool on_bool(bool value, json::error_code& ec) { return add(json::value(value), ec); }
  bool on_null(json::error_code& ec) { return add(json::value(nullptr), ec); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  struct Open {
    json::value value;
    /// The key whose value is being read, while `value` is an object.
    std::string key;
  };

  bool refuse(ErrorCode code, json::error_code& ec) {
    refusal_ = code;
    ec = json::make_error_code(json::error::exception);
    return false;
  }

  bool append(json::string_view part, std::size_t total, json::error_code& ec) {
    if (total > limits_.max_string_bytes) return refuse(ErrorCode::kStringTooLong, ec);
    if (part.find('\0') != json::string_view::npos) return refuse(ErrorCode::kNulCharacter, ec);
    text_.append(part.data(), part.size());
    return true;
  }

  bool close(json::error_code& ec) {
    json::value finished = std::move(open_.back().value);
    open_.pop_back();
    return add(std::move(finished), ec);
  }

  bool add(json::value value, json::error_code& ec) {
    if (open_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Open& parent = open_.back();
    if (json::array* array = parent.value.if_array()) {
      if (array->size() >= limits_.max_elements) return refuse(ErrorCode::kArrayTooLong, ec);
      array->push_back(std::move(value));
    } else {
      parent.value.get_object().emplace(parent.key, std::move(value));
    }
    return true;
  }

  JsonLimits limits_;
  std::optional<ErrorCode> refusal_;
  json::value root_;
  std::vector<Open> open_;
  std::string text_;
};

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Whether `text` ends in an escaped leading surrogate, such as \ud83d, whose other half should
/// have followed.
bool ends_in_leading_surrogate(std::string_view text) {
  constexpr std::size_t kLength = 6;  // \uXXXX
  if (text.size() < kLength) return false;
  const std::string_view last = text.substr(text.size() - kLength);
  if (last[0] != '\\' || last[1] != 'u' || (last[2] != 'd' && last[2] != 'D')) return false;
  if (std::string_view("89abAB").find(last[3]) == std::string_view::npos) return false;
  if (!is_hex_digit(last[4]) || !is_hex_digit(last[5])) return false;
  // An even number of backslashes in front means that this one is only the text of a backslash.
  std::size_t backslashes = 0;
  for (std::size_t i = text.size() - kLength; i > 0 && text[i - 1] == '\\'; --i) ++backslashes;
  return backslashes % 2 == 0;
}

/// The name of the parser's fault; `before` is the text up to where it stopped.
ErrorCode code_of(const json::error_code& ec, std::string_view before) {
  if (ec == json::error::too_deep) return ErrorCode::kJsonTooDeep;
  if (ec == json::error::exponent_overflow) return ErrorCode::kNumberOutOfRange;
  if (ec == json::error::illegal_leading_surrogate ||
      ec == json::error::illegal_trailing_surrogate) {
    return ErrorCode::kLoneSurrogate;
  }
  // Boost.JSON calls a leading surrogate without a second escape plain "syntax", and stops behind
  // it or behind the backslash of another escape.
  if (ec == json::error::syntax) {
    if (ends_in_leading_surrogate(before)) return ErrorCode::kLoneSurrogate;
    if (!before.empty() && ends_in_leading_surrogate(before.substr(0, before.size() - 1))) {
      return ErrorCode::kLoneSurrogate;
    }
  }
  return ErrorCode::kInvalidJson;
}

std::string at_byte(std::size_t offset) { return "at byte " + std::to_string(offset); }

}  // namespace

Result<boost::json::value> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error(ErrorCode::kInvalidJson, "over " + std::to_string(limits.max_bytes) + " bytes");
  }
  // The grammar refuses a raw NUL anyway, but under the name of another fault.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
    return Error(ErrorCode::kNulCharacter, at_byte(nul));
  }
  json::parse_options options;
  options.max_depth = limits.max_depth;
  json::basic_parser<StrictHandler> parser(options, limits);
  json::error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  if (ec) {
    const auto refusal = parser.handler().refusal();
    return Error(refusal ? *refusal : code_of(ec, text.substr(0, used)), at_byte(used));
  }
  // write_some stops behind the document; anything that follows makes two readers disagree.
  if (used < text.size()) return Error(ErrorCode::kInvalidJson, at_byte(used));
  return parser.handler().take();
}

}  // namespace volition
