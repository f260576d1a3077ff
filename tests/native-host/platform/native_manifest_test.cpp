// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/native_manifest.hpp"

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "catch/catch.hpp"
#include "machine.hpp"

using namespace volition;
using namespace volition::platform;

namespace {

std::string project_file(const std::string& name) {
  return test::read_file(std::string(VOLITION_SOURCE_DIR) + "/manifests/" + name);
}

}  // namespace

TEST_CASE("native manifest: byte for byte the template", "[native_manifest]") {
  for (const Family family : {Family::kChromium, Family::kFirefox}) {
    std::string wanted = project_file(family == Family::kChromium ? "native-chromium.json.in"
                                                                  : "native-firefox.json.in");
    const std::string mark = "@HOST_PATH@";
    REQUIRE(wanted.find(mark) != std::string::npos);
    wanted.replace(wanted.find(mark), mark.size(), "/usr/bin/volition");
    CHECK(native_manifest(family, "/usr/bin/volition") == wanted);
  }
}

TEST_CASE("native manifest: the ids are those of manifests/ids.json", "[native_manifest]") {
  const auto ids = parse_json(project_file("ids.json"));
  REQUIRE(ids.has_value());
  CHECK(ids->at("host").as_string() == kHostName);
  CHECK(ids->at("chromium").as_string() == kChromiumId);
  CHECK(ids->at("firefox").as_string() == kFirefoxId);
}

TEST_CASE("native manifest: what was written is read back, whatever the path",
          "[native_manifest]") {
  for (const char* path : {"/usr/bin/volition", "/home/Zoë O'Hara/\"build\"/volition", "/a\\b"}) {
    for (const Family family : {Family::kChromium, Family::kFirefox}) {
      INFO(path);
      const auto manifest = read_native_manifest(family, native_manifest(family, path));
      REQUIRE(manifest.has_value());
      CHECK(manifest->host == path);
      CHECK(manifest->names_our_extension);
    }
  }
}

TEST_CASE("native manifest: what no browser takes", "[native_manifest]") {
  struct Row {
    const char* text;
    ErrorCode want;
  };
  const std::vector<Row> rows{
      {"", ErrorCode::kInvalidJson},
      {"{", ErrorCode::kInvalidJson},
      {"[]", ErrorCode::kInvalidParams},
      {R"({"name":"org.other.host","type":"stdio","path":"/a","allowed_origins":[]})",
       ErrorCode::kInvalidParams},
      {R"({"name":"org.volition.host","type":"pkcs11","path":"/a","allowed_origins":[]})",
       ErrorCode::kInvalidParams},
      {R"({"name":"org.volition.host","type":"stdio","path":7,"allowed_origins":[]})",
       ErrorCode::kInvalidParams},
      {R"({"name":"org.volition.host","type":"stdio","allowed_origins":[]})",
       ErrorCode::kInvalidParams},
      {R"({"name":"org.volition.host","type":"stdio","path":"/a"})", ErrorCode::kInvalidParams},
      {R"({"name":"org.volition.host","type":"stdio","path":"/a","allowed_extensions":[]})",
       ErrorCode::kInvalidParams},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto manifest = read_native_manifest(Family::kChromium, row.text);
    REQUIRE_FALSE(manifest.has_value());
    CHECK(manifest.error().code == row.want);
  }
  const auto other = read_native_manifest(
      Family::kChromium,
      R"({"name":"org.volition.host","type":"stdio","path":"/a","allowed_origins":["*",7]})");
  REQUIRE(other.has_value());
  CHECK_FALSE(other->names_our_extension);
}

TEST_CASE("native manifest: only small, real files are read", "[native_manifest]") {
  const test::Machine machine;
  const auto& home = machine.surroundings.home;
  CHECK(read_small_file(home / "none").error().code == ErrorCode::kNotFound);
  CHECK(read_small_file(home).error().code == ErrorCode::kFileFailed);
  CHECK(read_small_file("/dev/zero").error().code == ErrorCode::kFileFailed);
  const auto large = machine.write("home/large", std::string(kManifestMaxBytes + 1, ' '));
  CHECK(read_small_file(large).error().code == ErrorCode::kFileFailed);
  const auto full = machine.write("home/full", std::string(kManifestMaxBytes, ' '));
  CHECK(read_small_file(full)->size() == kManifestMaxBytes);
}
