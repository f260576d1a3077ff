// SPDX-License-Identifier: GPL-3.0-or-later
#include "url/host.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"

using namespace volition::url;

TEST_CASE("a host belongs to its registrable domain") {
  struct Row {
    std::string host, domain;
  };
  const std::vector<Row> rows = {
      {"shop.example", "shop.example"},
      {"www.shop.example", "shop.example"},
      {"a.b.www.shop.example", "shop.example"},
      {"www.shop.co.uk", "shop.co.uk"},
      {"shop.co.uk", "shop.co.uk"},
      {"co.uk", "co.uk"},
      {"me.github.io", "me.github.io"},
      {"github.io", "github.io"},
      {"1.2.3.4.", "1.2.3.4"},
      {"shop.example.", "shop.example"},
      {"localhost", "localhost"},
      {"192.0.2.1", "192.0.2.1"},
      {"[2001:db8::1]", "[2001:db8::1]"},
      {"127.1", "127.1"},
      {"www.xn--fiqs8s", "www.xn--fiqs8s"},
      {"a.www.ck", "www.ck"},
  };
  for (const Row& row : rows) {
    INFO(row.host);
    CHECK(registrable_domain(row.host) == row.domain);
  }
}

TEST_CASE("a browser takes these hosts for addresses") {
  for (const char* host :
       {"127.0.0.1", "2130706433", "127.1", "0x7f.1", "a.0x", "1.2.3.4.", "[::1]", "shop.123"}) {
    INFO(host);
    CHECK(is_ip_literal(host));
  }
  for (const char* host : {"shop.example", "1.shop.example", "0x7f.example", "shop.0xg", "a.1b"}) {
    INFO(host);
    CHECK_FALSE(is_ip_literal(host));
  }
}

TEST_CASE("host names are strict") {
  for (const std::string& host : {std::string("a"), std::string("a-b_c.example"),
                                  std::string("a.example."), std::string(63, 'a') + ".example"}) {
    INFO(host);
    CHECK(is_host_name(host));
  }
  for (const std::string& host :
       {std::string(), std::string("."), std::string("a..b"), std::string(".a"), std::string("a b"),
        std::string("A.example"), std::string("a.b/"), std::string("a*b"),
        std::string(64, 'a') + ".example", std::string("a.example..")}) {
    INFO(host);
    CHECK_FALSE(is_host_name(host));
  }
}

TEST_CASE("within and same site") {
  CHECK(is_within("shop.example", "shop.example"));
  CHECK(is_within("a.shop.example", "shop.example"));
  CHECK(is_within("a.shop.example.", "shop.example"));
  CHECK_FALSE(is_within("ashop.example", "shop.example"));
  CHECK_FALSE(is_within("example", "shop.example"));
  CHECK_FALSE(is_within("shop.example", ""));
  CHECK(same_site("a.shop.example", "b.shop.example"));
  CHECK_FALSE(same_site("shop.example", "tracker.example"));
  CHECK_FALSE(same_site("a.co.uk", "b.co.uk"));
}

TEST_CASE("known suffixes tell hosts from file names") {
  CHECK(has_known_suffix("mail.example.com"));
  CHECK(has_known_suffix("a.b.fr"));
  CHECK_FALSE(has_known_suffix("banner.min.js"));
  CHECK_FALSE(has_known_suffix("a.b.gif"));
}
