// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/params.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "base/json.hpp"
#include "catch/catch.hpp"

using namespace volition;
using namespace volition::protocol;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

const fs::path kRoot = VOLITION_SOURCE_DIR;

json::value read_file(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream all;
  all << file.rdbuf();
  auto read = parse_json(all.str());
  REQUIRE(read);
  return *read;
}

/// A vector may write a long text as {"$repeat": x, "times": n}, a long list as {"$items": x,
/// "times": n}.
json::value expanded(const json::value& value) {
  if (const json::object* object = value.if_object()) {
    if (object->contains("$repeat")) {
      json::string text;
      for (std::int64_t i = 0; i < object->at("times").as_int64(); ++i) {
        text += object->at("$repeat").as_string();
      }
      return text;
    }
    if (object->contains("$items")) {
      json::array list;
      for (std::int64_t i = 0; i < object->at("times").as_int64(); ++i) {
        list.push_back(expanded(object->at("$items")));
      }
      return list;
    }
    json::object out;
    for (const json::key_value_pair& member : *object) {
      out[member.key()] = expanded(member.value());
    }
    return out;
  }
  if (const json::array* array = value.if_array()) {
    json::array out;
    for (const json::value& item : *array) out.push_back(expanded(item));
    return out;
  }
  return value;
}

/// The field at a path of names and numbers; its parent where the last name is left out.
json::value& inside(json::value& root, const json::array& path, std::size_t steps) {
  json::value* at = &root;
  for (std::size_t i = 0; i < steps; ++i) {
    at = path[i].is_string() ? &at->as_object()[path[i].get_string()]
                             : &at->as_array()[static_cast<std::size_t>(path[i].as_int64())];
  }
  return *at;
}

json::object params_of(const json::value& base, const json::object& row) {
  json::value params = base;
  if (row.contains("params")) {
    params = row.at("params");
  } else {
    const json::array& path = row.at("at").as_array();
    json::object* parent = inside(params, path, path.size() - 1).if_object();
    if (row.contains("remove")) {
      parent->erase(path.back().as_string());
    } else {
      inside(params, path, path.size()) = row.at("value");
    }
  }
  return expanded(params).as_object();
}

}  // namespace

TEST_CASE("params: every schema has a reader, and every reader a schema", "[params]") {
  std::set<std::string> schemas;
  const std::string ending = ".request.json";
  for (const auto& entry : fs::directory_iterator(kRoot / "native-host/protocol/schema")) {
    const std::string name = entry.path().filename();
    if (name.size() > ending.size() && name.ends_with(ending)) {
      schemas.insert(name.substr(0, name.size() - ending.size()));
    }
  }
  std::set<std::string> readers;
  for (const std::string_view name : method_names()) readers.emplace(name);
  CHECK(readers == schemas);
}

TEST_CASE("params: the shared cases", "[params]") {
  const json::value vectors = read_file(kRoot / "tests/vectors/protocol/params.json");
  std::set<std::string> covered;
  for (const json::value& group : vectors.at("methods").as_array()) {
    const std::string method(group.at("method").as_string());
    covered.insert(method);
    for (const json::value& row : group.at("cases").as_array()) {
      const std::string name(row.at("name").as_string());
      const json::object params = params_of(group.at("base"), row.as_object());
      const bool want = row.at("valid").as_bool();
      const Status got = judge_params(method, params);
      INFO(method << ": " << name);
      if (!got) UNSCOPED_INFO(got.error().detail);
      CHECK(static_cast<bool>(got) == want);
      if (!got) CHECK(got.error().code == ErrorCode::kInvalidParams);
    }
  }
  CHECK(covered.size() == method_names().size());
}

TEST_CASE("params: the fault names the field and never its value", "[params]") {
  const auto judged = judge_params(
      "attempts.record",
      json::parse(R"({"private":false,"items":[{"key":"a","url":"https://secret.example/",
                      "type":"nonsense","method":"GET","frame":"","body":null}]})")
          .as_object());
  REQUIRE(!judged);
  CHECK(judged.error().detail == "params.items[0].type: not one of the known words");
  const auto unknown = judge_params("status", {{"my secret", 1}});
  REQUIRE(!unknown);
  CHECK(unknown.error().detail == "params: unknown field");
  const auto missing = judge_params("intentions.get", {});
  REQUIRE(!missing);
  CHECK(missing.error().detail == "params.id: missing");
  CHECK(judge_params("no.such", {}).error().code == ErrorCode::kUnknownMethod);
}

TEST_CASE("params: what was read is what was written", "[params]") {
  const auto edit = read_intentions_edit(json::parse(R"({"op_id":"00112233445566778899aabbccddeeff",
                      "id":"ffeeddccbbaa99887766554433221100",
                      "changes":{"words":"é","budget":null}})")
                                             .as_object());
  REQUIRE(edit.has_value());
  CHECK(edit->op_id == "00112233445566778899aabbccddeeff");
  CHECK(edit->id == "ffeeddccbbaa99887766554433221100");
  CHECK(edit->changes.words == "é");
  CHECK_FALSE(edit->changes.name);
  REQUIRE(edit->changes.budget);
  CHECK_FALSE(edit->changes.budget->has_value());
  const auto untouched =
      read_intentions_edit(json::parse(R"({"op_id":"00112233445566778899aabbccddeeff",
                      "id":"ffeeddccbbaa99887766554433221100","changes":{}})")
                               .as_object());
  REQUIRE(untouched.has_value());
  CHECK_FALSE(untouched->changes.budget);
  const auto record = read_attempts_record(
      json::parse(R"({"private":true,"items":[{"key":"k","url":"https://t.example/",
                      "type":"ping","method":"POST","frame":"","body":"aGk="}]})")
          .as_object());
  REQUIRE(record.has_value());
  CHECK(record->is_private);
  REQUIRE(record->items.size() == 1);
  CHECK(as_text(*record->items[0].body) == "hi");
}
