// SPDX-License-Identifier: GPL-3.0-or-later
// Which addresses a message may go to: look-alikes, the person's own network, and spellings that
// two readers would take differently.

#include "requests/address.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"

using namespace volition;
using namespace volition::requests;

namespace {

struct Row {
  std::string address;
  std::string expected;  // "" where it passes.
};

std::string name_of(const Result<url::Url>& judged) {
  return judged ? "" : std::string(code_name(judged.error().code));
}

}  // namespace

TEST_CASE("an endpoint is judged against its brand") {
  const std::vector<Row> rows = {
      {"https://shop.example/requests", ""},
      {"https://shop.example/a/b.c/d_e~f-g/1", ""},
      {"https://requests.shop.example/in", ""},
      // Another owner.
      {"https://shop.example.evil.example/requests", "address_foreign"},
      {"https://evilshop.example/requests", "address_foreign"},
      {"https://shop-example.com/requests", "address_foreign"},
      {"https://sh0p.example/requests", "address_foreign"},
      {"https://xn--shp-mna.example/requests", "address_foreign"},
      {"https://example/requests", "address_private_host"},
      {"https://shop.test/requests", "address_private_host"},
      // Not https on 443.
      {"http://shop.example/requests", "address_not_https"},
      {"ws://shop.example/requests", "address_not_https"},
      {"wss://shop.example/requests", "address_not_https"},
      {"https://shop.example:444/requests", "address_port"},
      {"https://shop.example:443/requests", "address_port"},
      {"https://shop.example:80/requests", "address_port"},
      {"ftp://shop.example/requests", "address_malformed"},
      {"file:///etc/passwd", "address_malformed"},
      {"javascript:alert(1)", "address_malformed"},
      {"data:text/html,x", "address_malformed"},
      {"//shop.example/requests", "address_malformed"},
      {"/requests", "address_malformed"},
      {"shop.example/requests", "address_malformed"},
      {"", "address_malformed"},
      // User info, also where it dresses up as the host.
      {"https://shop.example@evil.example/requests", "address_user_info"},
      {"https://user:pw@shop.example/requests", "address_user_info"},
      {"https://@shop.example/requests", "address_user_info"},
      {"https://shop.example%2f@evil.example/x", "address_user_info"},
      // Characters that readers disagree about.
      {"https://shop.example\\@evil.example/x", "address_malformed"},
      {"https://shop.example\\.evil.example/x", "address_malformed"},
      {"https://shop.example /x", "address_malformed"},
      {" https://shop.example/x", "address_malformed"},
      {"https://shop.example/x\n", "address_malformed"},
      {"https://shop.ex\tample/x", "address_malformed"},
      {std::string("https://shop.example/x\0y", 24), "address_malformed"},
      {"https://shop%2eexample/x", "address_malformed"},
      {"https://shop。example/x", "address_malformed"},
      {"https://ѕhop.example/x", "address_malformed"},  // Cyrillic first letter.
      {"https://shop.example./x", "address_malformed"},
      {"https://shop..example/x", "address_malformed"},
      {"https://.shop.example/x", "address_malformed"},
      {"https:///x", "address_malformed"},
      {"HTTPS://shop.example/x", "address_malformed"},
      {"https://Shop.Example/x", "address_malformed"},
      // Paths.
      {"https://shop.example", "address_malformed"},
      {"https://shop.example/", "address_malformed"},
      {"https://shop.example/requests/", "address_malformed"},
      {"https://shop.example//requests", "address_malformed"},
      {"https://shop.example/a/../b", "address_malformed"},
      {"https://shop.example/./b", "address_malformed"},
      {"https://shop.example/..", "address_malformed"},
      {"https://shop.example/%2e%2e/b", "address_malformed"},
      {"https://shop.example/a;b", "address_malformed"},
      {"https://shop.example/a?b", "address_malformed"},
      {"https://shop.example/a?", "address_malformed"},
      {"https://shop.example/a#b", "address_malformed"},
      {"https://shop.example/é", "address_malformed"},
      {"https://shop.example/" + std::string(1024 - 21, 'a'), ""},
      {"https://shop.example/" + std::string(1025 - 21, 'a'), "address_malformed"},
  };
  for (const Row& row : rows) {
    INFO(row.address);
    CHECK(name_of(judge_endpoint(row.address, "shop.example")) == row.expected);
  }
}

TEST_CASE("a suffix that many owners share separates them") {
  CHECK(name_of(judge_endpoint("https://a.github.io/x", "b.github.io")) == "address_foreign");
  CHECK(name_of(judge_endpoint("https://a.github.io/x", "a.github.io")) == "");
  CHECK(name_of(judge_endpoint("https://shop.co.uk/x", "other.co.uk")) == "address_foreign");
  CHECK(name_of(judge_endpoint("https://in.shop.co.uk/x", "www.shop.co.uk")) == "");
}

TEST_CASE("no address leads into the person's own network") {
  const std::vector<Row> rows = {
      {"https://127.0.0.1/x", "address_ip_literal"},
      {"https://127.1/x", "address_ip_literal"},
      {"https://2130706433/x", "address_ip_literal"},
      {"https://0x7f000001/x", "address_ip_literal"},
      {"https://0x7f.1/x", "address_ip_literal"},
      {"https://0177.0.0.1/x", "address_ip_literal"},
      {"https://10.0.0.1/x", "address_ip_literal"},
      {"https://169.254.169.254/latest/meta-data", "address_ip_literal"},
      {"https://192.168.1.1/x", "address_ip_literal"},
      {"https://0/x", "address_ip_literal"},
      {"https://8.8.8.8/x", "address_ip_literal"},
      {"https://127.0.0.1./x", "address_ip_literal"},
      {"https://[::1]/x", "address_ip_literal"},
      {"https://[fe80::1]/x", "address_ip_literal"},
      {"https://[::ffff:127.0.0.1]/x", "address_ip_literal"},
      {"https://[2001:db8::1]/x", "address_ip_literal"},
      {"https://localhost/x", "address_private_host"},
      {"https://localhost./x", "address_private_host"},
      {"https://a.localhost/x", "address_private_host"},
      {"https://intranet/x", "address_private_host"},
      {"https://com/x", "address_private_host"},
      {"https://printer.local/x", "address_private_host"},
      {"https://printer.local./x", "address_private_host"},
      {"https://PRINTER.LOCAL/x", "address_private_host"},
      {"https://nas.lan/x", "address_private_host"},
      {"https://box.home/x", "address_private_host"},
      {"https://box.home.arpa/x", "address_private_host"},
      {"https://wiki.corp/x", "address_private_host"},
      {"https://wiki.internal/x", "address_private_host"},
      {"https://metadata.google.internal/x", "address_private_host"},
      {"https://1.0.0.127.in-addr.arpa/x", "address_private_host"},
      {"https://abc.onion/x", "address_private_host"},
      {"https://127.0.0.1.nip.io/x", "address_private_host"},
      {"https://10-0-0-1.sslip.io/x", "address_private_host"},
      {"https://a.localtest.me/x", "address_private_host"},
      {"https://lvh.me/x", "address_private_host"},
      {"https://fritz.box/x", "address_private_host"},
      {"https://mafreebox.freebox.fr/x", "address_private_host"},
      // Near misses that are somebody's public name.
      {"https://mylocal.com/x", ""},
      {"https://localhost.com/x", ""},
      {"https://internal.shop.com/x", ""},
      {"https://notnip.io/x", ""},
      {"https://freebox.fr/x", ""},
      {"https://shop.example/x", ""},
  };
  for (const Row& row : rows) {
    INFO(row.address);
    CHECK(name_of(judge_address(row.address, kMaxShownAddressBytes)) == row.expected);
  }
}

TEST_CASE("an address that is only shown may have query and fragment") {
  CHECK(name_of(judge_address("https://shop.example/a?b=c#d", kMaxShownAddressBytes)) == "");
  CHECK(name_of(judge_address("https://shop.example", kMaxShownAddressBytes)) == "");
  const auto judged = judge_address("https://SHOP.example/A", kMaxShownAddressBytes);
  REQUIRE(judged.has_value());
  CHECK(judged->text() == "https://shop.example/A");
  CHECK(name_of(judge_address("https://shop.example/" + std::string(1980, 'a'),
                              kMaxShownAddressBytes)) == "address_malformed");
}
