// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/prepared_address.hpp"

#include <random>
#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "filters/hashing.hpp"
#include "filters/text.hpp"
#include "url/url.hpp"

using namespace volition;
using namespace volition::filters;

namespace {

/// The tokens after the scheme, found byte by byte.
std::vector<std::string> tokens_slowly(const std::string& text) {
  std::vector<std::string> out;
  std::string run;
  for (const char c : text + " ") {
    if (is_alnum(c)) {
      run += to_lower(c);
    } else if (!run.empty()) {
      out.push_back(run);
      run.clear();
    }
  }
  if (!out.empty()) out.erase(out.begin());
  return out;
}

void check_like_the_strict_reader(PreparedAddress& address, const std::string& url) {
  INFO(url);
  const auto strict = url::Url::parse(url);
  REQUIRE(address.read(url) == strict.has_value());
  if (!strict) return;
  std::string_view host = strict->host();
  if (host.ends_with('.')) host.remove_suffix(1);
  CHECK(address.host() == host);
  const std::string text = url.substr(0, url.find('#', strict->path_offset()));
  CHECK(address.address().text == text);
  CHECK(address.address().lower == lowered(text));
  const std::vector<std::string> expected = tokens_slowly(text);
  std::vector<std::string> found;
  const std::string lower(address.address().lower);
  // The byte at a place; zero outside the address.
  const auto neighbour = [&](std::size_t place) {
    return place < lower.size() ? std::uint64_t{static_cast<unsigned char>(lower[place])} : 0;
  };
  for (std::size_t number = 0; number < address.token_hashes().size(); ++number) {
    const Token token = address.token(number);
    found.push_back(lower.substr(token.begin, token.end - token.begin));
    CHECK(token.hash == address.token_hashes()[number]);
    CHECK(token.hash == token_hash(found.back()));
    const std::uint64_t beside = address.beside(token);
    CHECK((beside & 0xFFFFU) == (token.hash & 0xFFFFU));
    for (std::size_t i = 0; i < 2; ++i)
      CHECK((beside >> (16 + 8 * i) & 0xFFU) == neighbour(token.begin - 2 + i));
    for (std::size_t i = 0; i < 4; ++i)
      CHECK((beside >> (32 + 8 * i) & 0xFFU) == neighbour(token.end + i));
  }
  CHECK(found == expected);
  // Of an IP address only the whole is a name.
  const std::size_t labels =
      1 + static_cast<std::size_t>(std::count(host.begin(), host.end(), '.'));
  REQUIRE(address.suffixes().size() == (strict->host_is_ip_literal() ? 1 : labels));
  for (const HostSuffix& suffix : address.suffixes())
    CHECK(suffix.hash == name_hash(host.substr(suffix.begin)));
}

}  // namespace

TEST_CASE("an address is read as the strict reader reads it") {
  PreparedAddress address;
  for (const std::string url : {
           "https://www.shop.example/a/b.js?x=1&y=%2F",
           "HTTPS://WWW.Shop.Example/Path",
           "http://shop.example",
           "http://shop.example:8080/a",
           "https://shop.example./a",
           "https://user:pass@shop.example/",
           "wss://localhost/x",
           "ws://192.0.2.1/x",
           "https://[2001:db8::1]:443/x",
           "https://127.0x1/",
           "https://a..b/",
           "https://.a/",
           "https://a.b.c.d.e.f.g.example/#fragment",
           "https://shop.example/a#b?c",
           "https://shop.example/\x01",
           "https://shop.example\\@evil.example/",
           "https://shop.example/?q=\\",
           "https:///x",
           "ftp://shop.example/",
           "data:text/plain,x",
           "",
           "https://caf\xC3\xA9.example/",
           "https://shop.example/caf\xC3\xA9",
       })
    check_like_the_strict_reader(address, url);
  check_like_the_strict_reader(address, "https://" + std::string(63, 'a') + ".example/");
  check_like_the_strict_reader(address, "https://" + std::string(64, 'a') + ".example/");
  check_like_the_strict_reader(address, "https://shop.example/" + std::string(65'000, 'x'));
  check_like_the_strict_reader(address, "https://shop.example/" + std::string(66'000, 'x'));
}

TEST_CASE("a bare scheme is an address without a host") {
  PreparedAddress address;
  REQUIRE(address.read("https://"));
  CHECK(address.host().empty());
  CHECK(address.suffixes().empty());
}

TEST_CASE("every length and every byte is read alike") {
  constexpr std::string_view kBytes = "abzAZ09./-_%?=&:#@\\ \x7F\xC3\xA9";
  std::mt19937 random(7);
  PreparedAddress address;
  for (std::size_t size = 0; size < 400; ++size) {
    std::string url = "https://shop.example/";
    for (std::size_t i = 0; i < size; ++i) url += kBytes[random() % kBytes.size()];
    check_like_the_strict_reader(address, url);
  }
}
