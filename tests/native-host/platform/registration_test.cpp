// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/registration.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "machine.hpp"
#include "platform/native_manifest.hpp"
#include "platform/receipt.hpp"

using namespace volition;
using namespace volition::platform;
using volition::test::Machine;
namespace fs = std::filesystem;

namespace {

const fs::path kHost = "/usr/bin/volition";

std::vector<const Browser*> named(const std::vector<std::string_view>& names) {
  std::vector<const Browser*> found;
  for (const auto name : names) found.push_back(find_browser(name));
  return found;
}

std::vector<const Browser*> everyone() {
  std::vector<const Browser*> found;
  for (const Browser& browser : browsers()) found.push_back(&browser);
  return found;
}

const std::string kChromiumManifest =
    "home/.config/chromium/NativeMessagingHosts/org.volition.host.json";

}  // namespace

TEST_CASE("registration: every browser, and nothing is left of it", "[registration]") {
  const Machine machine;
  const auto before = machine.tree();
  const auto registered = register_host(machine.surroundings, everyone(), kHost);
  REQUIRE(registered.has_value());
  CHECK(registered->size() == browsers().size() + 1);  // Opera looks in two places.
  for (const Registered& one : *registered) {
    INFO(one.manifest);
    CHECK(test::read_file(one.manifest) == native_manifest(one.browser->family, kHost));
  }
  const auto done = unregister_host(machine.surroundings, everyone());
  REQUIRE(done.has_value());
  CHECK(done->removed.size() == browsers().size());
  CHECK(machine.tree() == before);
}

TEST_CASE("registration: folders that were there stay, with their neighbours", "[registration]") {
  const Machine machine;
  machine.write("home/.config/chromium/NativeMessagingHosts/org.kde.json", "{}");
  machine.write("home/.config/chromium/Local State", "{}");
  fs::create_directories(machine.surroundings.home / ".mozilla/native-messaging-hosts");
  const auto before = machine.tree();
  REQUIRE(register_host(machine.surroundings, everyone(), kHost).has_value());
  REQUIRE(unregister_host(machine.surroundings, everyone()).has_value());
  CHECK(machine.tree() == before);
}

TEST_CASE("registration: a manifest or link that stood there comes back", "[registration]") {
  const Machine machine;
  const std::string odd("{\"path\": \"/old\"}\xff\0", 18);
  machine.write(kChromiumManifest, odd, 0640);
  const fs::path link =
      machine.surroundings.home / ".mozilla/native-messaging-hosts/org.volition.host.json";
  fs::create_directories(link.parent_path());
  fs::create_symlink("/somewhere/else.json", link);
  const auto before = machine.tree();
  REQUIRE(register_host(machine.surroundings, everyone(), kHost).has_value());
  CHECK_FALSE(fs::is_symlink(link));
  const auto done = unregister_host(machine.surroundings, everyone());
  REQUIRE(done.has_value());
  CHECK(done->restored.size() == 2);
  CHECK(machine.tree() == before);
}

TEST_CASE("registration: repeated, and with another path, it is still undone at once",
          "[registration]") {
  const Machine machine;
  machine.write(kChromiumManifest, "before");
  const auto before = machine.tree();
  REQUIRE(register_host(machine.surroundings, everyone(), kHost).has_value());
  const auto after = machine.tree();
  REQUIRE(register_host(machine.surroundings, everyone(), kHost).has_value());
  CHECK(machine.tree() == after);
  REQUIRE(register_host(machine.surroundings, everyone(), "/opt/volition").has_value());
  REQUIRE(unregister_host(machine.surroundings, everyone()).has_value());
  CHECK(machine.tree() == before);
}

TEST_CASE("registration: what another browser needs stays until that one goes", "[registration]") {
  const Machine machine;
  const auto before = machine.tree();
  REQUIRE(register_host(machine.surroundings, named({"opera", "chrome"}), kHost).has_value());
  const auto first = unregister_host(machine.surroundings, named({"chrome"}));
  REQUIRE(first.has_value());
  CHECK(first->removed.empty());
  CHECK(first->needed.size() == 1);
  REQUIRE(unregister_host(machine.surroundings, named({"opera"})).has_value());
  CHECK(machine.tree() == before);
}

TEST_CASE("registration: what somebody changed since is left alone", "[registration]") {
  const Machine machine;
  REQUIRE(register_host(machine.surroundings, named({"chromium"}), kHost).has_value());
  const auto manifest = machine.write(kChromiumManifest, "mine now");
  const auto done = unregister_host(machine.surroundings, everyone());
  REQUIRE(done.has_value());
  CHECK(done->left == std::vector<fs::path>{manifest});
  CHECK(test::read_file(manifest) == "mine now");
  CHECK_FALSE(fs::exists(receipt_path(machine.surroundings)));
}

TEST_CASE("registration: an installation that was cut short is undone", "[registration]") {
  const Machine machine;
  // Where a manifest belongs stands a folder: the receipt is refused before anything is written.
  fs::create_directories(machine.surroundings.home /
                         ".mozilla/native-messaging-hosts/org.volition.host.json");
  const auto before = machine.tree();
  const auto refused = register_host(machine.surroundings, everyone(), kHost);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ErrorCode::kFileFailed);
  CHECK(machine.tree() == before);
  // A file in the way of a folder is met only in the middle.
  const Machine other;
  other.write("home/.librewolf", "a file");
  const auto begun = other.tree();
  CHECK_FALSE(register_host(other.surroundings, everyone(), kHost).has_value());
  CHECK(other.tree() != begun);
  REQUIRE(unregister_host(other.surroundings, everyone()).has_value());
  CHECK(other.tree() == begun);
}

TEST_CASE("registration: a receipt that is not ours removes nothing", "[registration]") {
  for (
      const std::string text :
      {"", "{", "[]", R"({"version":2,"folders":[],"files":[]})",
       R"({"version":1,"folders":[],"files":[{"path":"/etc/passwd","browsers":[],"wrote":"","before":null}]})",
       R"({"version":1,"folders":[],"files":[{"path":"org.volition.host.json","browsers":[],"wrote":"","before":null}]})",
       R"({"version":1,"folders":[7],"files":[]})"}) {
    INFO(text);
    const Machine machine;
    machine.write("home/.local/state/volition/installed.json", text);
    const auto before = machine.tree();
    CHECK_FALSE(unregister_host(machine.surroundings, everyone()).has_value());
    CHECK_FALSE(register_host(machine.surroundings, everyone(), kHost).has_value());
    CHECK(machine.tree() == before);
  }
}

TEST_CASE("registration: without a receipt nothing is undone", "[registration]") {
  const Machine machine;
  machine.write(kChromiumManifest, native_manifest(Family::kChromium, kHost));
  const auto before = machine.tree();
  const auto done = unregister_host(machine.surroundings, everyone());
  REQUIRE(done.has_value());
  CHECK(done->removed.empty());
  CHECK(machine.tree() == before);
}

TEST_CASE("registration: a path that is none is refused", "[registration]") {
  const Machine machine;
  for (const char* path : {"volition", "", "/home/\xff/volition"}) {
    CHECK_FALSE(register_host(machine.surroundings, everyone(), path).has_value());
  }
  CHECK(machine.tree().empty());
}
