// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/host_table.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"

using namespace volition::filters;

TEST_CASE("a table answers for hosts and for what is below them") {
  HostTable table;
  std::vector<std::string> hosts;
  for (int i = 0; i < 1000; ++i) hosts.push_back("h" + std::to_string(i) + ".example");
  for (const std::string& host : hosts) CHECK(table.insert(host));
  CHECK_FALSE(table.insert(hosts.front()));
  CHECK(table.size() == 1000);
  struct Row {
    const char* host;
    bool covered;
    bool by_parent;
  };
  const std::vector<Row> rows = {
      {"h7.example", true, false},      {"a.h7.example", true, true},
      {"b.a.h999.example", true, true}, {"ah7.example", false, false},
      {"h1000.example", false, false},  {"example", false, false},
      {"h7.example.org", false, false}, {"", false, false},
  };
  for (const Row& row : rows) {
    INFO(row.host);
    CHECK(table.covers(row.host) == row.covered);
    CHECK(table.covers_parent(row.host) == row.by_parent);
  }
  CHECK_FALSE(HostTable().covers("a.example"));
}

TEST_CASE("hosts below others of an array go, and the order stays") {
  std::vector<std::string_view> hosts = {"b.a.example", "z.example", "a.example",
                                         "a.example",   "c.example", "x.y.z.example"};
  drop_covered_hosts(hosts);
  CHECK(hosts == std::vector<std::string_view>{"z.example", "a.example", "c.example"});
}

TEST_CASE("a host's bucket depends on the host alone") {
  CHECK(bucket_of("a.example", 1) == 0);
  for (const std::size_t buckets : {2, 8, 64}) {
    CHECK(bucket_of("a.example", buckets) < buckets);
    // Fewer buckets join whole ones.
    CHECK(bucket_of("a.example", buckets) % 2 == bucket_of("a.example", 2));
  }
}
