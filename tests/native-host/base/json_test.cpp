// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.hpp"

#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "catch/catch.hpp"

using namespace volition;
namespace json = boost::json;

namespace {

std::string repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string judged(const std::string& text, const JsonLimits& limits = {}) {
  const auto read = parse_json(text, limits);
  return read ? "ok " + json::serialize(*read) : std::string(code_name(read.error().code));
}

}  // namespace

TEST_CASE("strict JSON: the shared cases", "[json]") {
  std::ifstream file(VOLITION_SOURCE_DIR "/tests/vectors/protocol/strict-json.json");
  std::stringstream all;
  all << file.rdbuf();
  const auto vectors = parse_json(all.str());
  REQUIRE(vectors);
  int rows = 0;
  for (const json::value& row : vectors->at("cases").as_array()) {
    const std::string name(row.at("name").as_string());
    const std::string text(row.at("text").as_string());
    const std::string want(row.at("expect").as_string());
    const std::string got = judged(text);
    INFO(name << ": " << text);
    if (want == "ok") {
      CHECK(got.substr(0, 3) == "ok ");
    } else {
      CHECK(got == want);
    }
    ++rows;
  }
  CHECK(rows >= 40);
}

TEST_CASE("strict JSON: what no JSON text can carry in a vector", "[json]") {
  using namespace std::string_literals;
  CHECK(judged("{\"a\":\0}"s) == "nul_character");
  CHECK(judged("\"a\0b\""s) == "nul_character");
  CHECK(judged("{}\0"s) == "nul_character");
  CHECK(judged("\"\x80\"") == "invalid_json");
  CHECK(judged("\"\xc0\xaf\"") == "invalid_json");          // an overlong slash
  CHECK(judged("\"\xed\xa0\x80\"") == "invalid_json");      // a surrogate as UTF-8
  CHECK(judged("\"\xf4\x90\x80\x80\"") == "invalid_json");  // beyond U+10FFFF
  CHECK(judged("\xef\xbb\xbf{}") == "invalid_json");        // a byte order mark
  CHECK(judged("") == "invalid_json");
}

TEST_CASE("strict JSON: depth 32 is read, 33 is not", "[json]") {
  CHECK(judged(repeat("[", 32) + repeat("]", 32)).substr(0, 2) == "ok");
  CHECK(judged(repeat("[", 33) + repeat("]", 33)) == "json_too_deep");
  CHECK(judged(repeat("{\"a\":", 33) + "1" + repeat("}", 33)) == "json_too_deep");
  CHECK(judged(repeat("[", 4'000'000)) == "json_too_deep");
}

TEST_CASE("strict JSON: bounds are the caller's", "[json]") {
  JsonLimits limits;
  limits.max_elements = 3;
  limits.max_string_bytes = 4;
  limits.max_bytes = 60;
  CHECK(judged("[1,2,3]", limits) == "ok [1,2,3]");
  CHECK(judged("[1,2,3,4]", limits) == "array_too_long");
  CHECK(judged("[[1,2,3],[],{}]", limits) == "ok [[1,2,3],[],{}]");
  CHECK(judged(R"({"a":1,"b":2,"c":3,"d":4})", limits) == "array_too_long");
  CHECK(judged(R"(["abcd"])", limits) == R"(ok ["abcd"])");
  CHECK(judged(R"(["abcde"])", limits) == "string_too_long");
  CHECK(judged(R"(["ab\ncd"])", limits) == "string_too_long");
  CHECK(judged(R"({"abcde":1})", limits) == "string_too_long");
  CHECK(judged("[" + repeat(" ", 59) + "]", limits) == "invalid_json");
}

TEST_CASE("strict JSON: two million elements are refused early", "[json]") {
  CHECK(judged("[" + repeat("0,", 1'999'999) + "0]") == "array_too_long");
}

TEST_CASE("strict JSON: numbers stay what was written", "[json]") {
  CHECK(parse_json("9223372036854775807")->as_int64() == INT64_MAX);
  CHECK(parse_json("-9223372036854775808")->as_int64() == INT64_MIN);
  CHECK(parse_json("18446744073709551615")->as_uint64() == UINT64_MAX);
  CHECK(parse_json("0.1")->as_double() == 0.1);
  CHECK(parse_json("1.7976931348623157e308")->as_double() == 1.7976931348623157e308);
  CHECK(parse_json("2.2250738585072011e-308")->as_double() == 2.2250738585072011e-308);
  CHECK(parse_json("1e-999")->as_double() == 0.0);
  CHECK(parse_json("123456789.123456789")->as_double() == 123456789.123456789);
}

TEST_CASE("strict JSON: the error says where, and nothing of the content", "[json]") {
  const auto read = parse_json(R"({"secret":"trail shoes","secret":1})");
  REQUIRE(!read);
  CHECK(read.error().code == ErrorCode::kDuplicateKey);
  CHECK(read.error().detail.substr(0, 8) == "at byte ");
  CHECK(read.error().detail.find("shoes") == std::string::npos);
}
