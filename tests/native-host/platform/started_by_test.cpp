// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/started_by.hpp"

#include <string_view>
#include <vector>

#include "catch/catch.hpp"

using namespace volition::platform;

TEST_CASE("started by: a browser is known by its arguments", "[started_by]") {
  struct Row {
    std::vector<std::string_view> arguments;
    StartedBy want;
  };
  const std::vector<Row> rows{
      {{"chrome-extension://abcdefghijklmnopabcdefghijklmnop/"}, StartedBy::kBrowser},
      {{"chrome-extension://abcdefghijklmnopabcdefghijklmnop/", "--parent-window=12"},
       StartedBy::kBrowser},
      {{"/home/a/.mozilla/native-messaging-hosts/org.volition.host.json",
        "volition@volition.example"},
       StartedBy::kBrowser},
      {{}, StartedBy::kPerson},
      {{"status"}, StartedBy::kPerson},
      {{"explain", "chrome-extension://abcdefghijklmnopabcdefghijklmnop/"}, StartedBy::kPerson},
      {{"/some/file.json"}, StartedBy::kPerson},
      {{"https://chrome-extension://"}, StartedBy::kPerson},
      {{"--help"}, StartedBy::kPerson},
  };
  for (const Row& row : rows) {
    INFO((row.arguments.empty() ? std::string_view("nothing") : row.arguments.front()));
    CHECK((started_by(row.arguments) == row.want));
  }
}
