// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dispatch.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "catch/catch.hpp"
#include "protocol/params.hpp"

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
  CHECK(hello.find(R"("state":"needs_recovery")") != std::string::npos);
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
