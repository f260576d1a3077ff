// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What every message has around it: {"v":1,"id":7,"method":"…","params":{…}} in,
// {"id":7,"result":{…}} or
// {"id":7,"error":{"code":"…","message":"…"}} out. See PROTOCOL.md.

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.hpp"

namespace volition::protocol {

/// The protocol's major number, `v` of every message.
constexpr std::int64_t kVersion = 1;

/// One call whose envelope is well formed; its method may still be unknown.
struct Call {
  std::int64_t id = 0;
  std::string method;
  boost::json::object params;
};

/// A message whose envelope is not well formed.
struct Refused {
  /// The message's own id where it could be read, else null goes back.
  std::optional<std::int64_t> id;
  Error error;
};

/// Reads one message strictly. Errors: those of parse_json, invalid_frame (not an envelope),
/// unsupported_version.
std::variant<Call, Refused> read_call(std::string_view message);

/// The answer to a call, as UTF-8 JSON. A result that would be longer than kMaxAnswerBytes becomes
/// answer_too_large, one that is not valid UTF-8 becomes internal: either would make the browser
/// close the port.
std::string write_result(std::int64_t id, const boost::json::object& result);
std::string write_error(std::optional<std::int64_t> id, const Error& error);

}  // namespace volition::protocol
