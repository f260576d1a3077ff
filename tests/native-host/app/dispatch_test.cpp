// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dispatch.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "catch/catch.hpp"
#include "protocol/params.hpp"
#include "sqlite/database.hpp"
#include "temp_folder.hpp"

using namespace volition;
using namespace volition::app;
namespace fs = std::filesystem;

namespace {

/// A context whose data folder cannot be used, so that the universe cannot be opened.
class Homeless {
 public:
  Homeless() : context(clock_, {"/dev/null/nowhere", "/dev/null/nowhere"}, {}) {}

 private:
  SystemClock clock_;

 public:
  Context context;
};

}  // namespace

TEST_CASE("dispatch: every method of the protocol has its handler", "[dispatch]") {
  CHECK(capabilities() == protocol::method_names());
  const auto names = capabilities();
  CHECK(std::is_sorted(names.begin(), names.end()));
}

TEST_CASE("dispatch: a universe that cannot be opened is told by every method that needs it",
          "[dispatch]") {
  Homeless homeless;
  const std::string hello = answer(
      homeless.context, R"({"v":1,"id":1,"method":"hello","params":{"client":"t","version":"1"}})");
  CHECK(hello.find(R"("state":"needs_recovery","reason":"storage_failed")") != std::string::npos);
  const std::string status =
      answer(homeless.context, R"({"v":1,"id":4,"method":"status","params":{}})");
  CHECK(status.find(R"("state":"needs_recovery","reason":"storage_failed")") != std::string::npos);
  const std::string list =
      answer(homeless.context, R"({"v":1,"id":2,"method":"intentions.list","params":{"limit":1}})");
  CHECK(list.find(R"({"id":2,"error":{"code":"storage_)") == 0);
  // What needs no universe works without one.
  const std::string read = answer(
      homeless.context,
      R"({"v":1,"id":3,"method":"attempts.record","params":{"private":false,"items":[{"key":"k",)"
      R"("url":"https://www.facebook.com/tr/?ev=PageView","type":"image","method":"GET",)"
      R"("frame":"","body":null}]}})");
  CHECK(read.find(R"("company":"Meta")") != std::string::npos);
}

TEST_CASE("dispatch: a universe that is damaged while it is open is told by hello and status",
          "[dispatch]") {
  const test::TempFolder folder;
  const SystemClock clock;
  Context context(clock, {folder.path(), "/dev/null/nowhere"}, {});
  constexpr std::string_view kHello =
      R"({"v":1,"id":1,"method":"hello","params":{"client":"t","version":"1"}})";
  constexpr std::string_view kStatus = R"({"v":1,"id":2,"method":"status","params":{}})";
  CHECK(answer(context, kHello).find(R"("state":"ready")") != std::string::npos);
  CHECK(answer(context, kStatus).find(R"("reason")") == std::string::npos);
  {
    auto other = sqlite::Database::open(folder.path() / "universe.db");
    REQUIRE(other.has_value());
    REQUIRE(other->execute("UPDATE head SET count = count + 1").has_value());
  }
  const std::string_view told = R"("state":"needs_recovery","reason":"storage_damaged")";
  CHECK(answer(context, kHello).find(told) != std::string::npos);
  CHECK(answer(context, kStatus).find(told) != std::string::npos);
}
