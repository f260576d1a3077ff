// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/envelope.hpp"

#include <boost/json/serialize.hpp>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "catch/catch.hpp"
#include "protocol/frames.hpp"

using namespace volition;
using namespace volition::protocol;
namespace json = boost::json;

namespace {

/// "call 7 hello" or "refused 7 invalid_frame" or "refused null …".
std::string judged(const std::string& message) {
  const auto read = read_call(message);
  if (const Call* call = std::get_if<Call>(&read)) {
    return "call " + std::to_string(call->id) + " " + call->method;
  }
  const Refused& refused = std::get<Refused>(read);
  return "refused " + (refused.id ? std::to_string(*refused.id) : std::string("null")) + " " +
         std::string(code_name(refused.error.code));
}

struct Row {
  const char* message;
  const char* want;
};

}  // namespace

TEST_CASE("envelope: what is a call and what is refused by name", "[envelope]") {
  const std::vector<Row> rows{
      {R"({"v":1,"id":7,"method":"hello","params":{}})", "call 7 hello"},
      {R"({"params":{"a":1},"method":"x.y","id":0,"v":1})", "call 0 x.y"},
      {R"({"v":1.0,"id":7.0,"method":"hello","params":{}})", "call 7 hello"},
      {R"({"v":1,"id":9007199254740991,"method":"hello","params":{}})",
       "call 9007199254740991 hello"},
      {R"({"v":2,"id":7,"method":"hello","params":{}})", "refused 7 unsupported_version"},
      {R"({"v":2,"id":7,"other":[]})", "refused 7 unsupported_version"},
      {R"({"v":0,"id":7,"method":"hello","params":{}})", "refused 7 unsupported_version"},
      {R"({"id":7,"method":"hello","params":{}})", "refused 7 invalid_frame"},
      {R"({"v":"1","id":7,"method":"hello","params":{}})", "refused 7 invalid_frame"},
      {R"({"v":1,"method":"hello","params":{}})", "refused null invalid_frame"},
      {R"({"v":1,"id":"7","method":"hello","params":{}})", "refused null invalid_frame"},
      {R"({"v":1,"id":-1,"method":"hello","params":{}})", "refused null invalid_frame"},
      {R"({"v":1,"id":1.5,"method":"hello","params":{}})", "refused null invalid_frame"},
      {R"({"v":1,"id":9007199254740992,"method":"hello","params":{}})",
       "refused null invalid_frame"},
      {R"({"v":1,"id":null,"method":"hello","params":{}})", "refused null invalid_frame"},
      {R"({"v":1,"id":7,"params":{}})", "refused 7 invalid_frame"},
      {R"({"v":1,"id":7,"method":"","params":{}})", "refused 7 invalid_frame"},
      {R"({"v":1,"id":7,"method":7,"params":{}})", "refused 7 invalid_frame"},
      {R"({"v":1,"id":7,"method":"hello"})", "refused 7 invalid_frame"},
      {R"({"v":1,"id":7,"method":"hello","params":[]})", "refused 7 invalid_frame"},
      {R"({"v":1,"id":7,"method":"hello","params":null})", "refused 7 invalid_frame"},
      {R"({"v":1,"id":7,"method":"hello","params":{},"extra":1})", "refused 7 invalid_frame"},
      {"[]", "refused null invalid_frame"},
      {"7", "refused null invalid_frame"},
      {"", "refused null invalid_frame"},
      {"{", "refused null invalid_json"},
      {R"({"v":1,"v":1,"id":7,"method":"hello","params":{}})", "refused null duplicate_key"},
      {R"({"v":1,"id":1e999,"method":"hello","params":{}})", "refused null number_out_of_range"},
  };
  for (const Row& row : rows) {
    INFO(row.message);
    CHECK(judged(row.message) == row.want);
  }
}

TEST_CASE("envelope: another version is named beside ours", "[envelope]") {
  const auto read = read_call(R"({"v":3,"id":7,"method":"hello","params":{}})");
  CHECK(std::get<Refused>(read).error.detail == "asked for protocol 3, this host speaks 1");
}

TEST_CASE("envelope: the longest text of the schema fits, four bytes to a character",
          "[envelope]") {
  std::string raw;
  for (int i = 0; i < 524'288; ++i) raw += "\xf0\x9f\x98\x80";
  CHECK(judged(R"({"v":1,"id":7,"method":"x","params":{"raw":")" + raw + "\"}}") == "call 7 x");
}

TEST_CASE("envelope: answers", "[envelope]") {
  CHECK(write_result(7, {{"a", 1}}) == R"({"id":7,"result":{"a":1}})");
  CHECK(write_error(7, Error(ErrorCode::kNotFound, "gone")) ==
        R"({"id":7,"error":{"code":"not_found","message":"gone"}})");
  CHECK(write_error(std::nullopt, ErrorCode::kInvalidJson) ==
        R"({"id":null,"error":{"code":"invalid_json","message":""}})");
  CHECK(write_error(7, Error(ErrorCode::kInternal, std::string(1001, 'x'))) ==
        R"({"id":7,"error":{"code":"internal","message":""}})");
}

TEST_CASE("envelope: an answer over the limit, or not UTF-8, becomes an error", "[envelope]") {
  const std::string frame = R"({"id":7,"result":{"a":""}})";
  const std::string fits(kMaxAnswerBytes - frame.size(), 'x');
  CHECK(write_result(7, {{"a", fits}}).size() == kMaxAnswerBytes);
  CHECK(write_result(7, {{"a", fits + "x"}}) ==
        R"({"id":7,"error":{"code":"answer_too_large","message":""}})");
  CHECK(write_result(7, {{"a", "\xff"}}) ==
        R"({"id":7,"error":{"code":"internal","message":"not UTF-8"}})");
}
