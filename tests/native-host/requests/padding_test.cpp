// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/padding.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"

using namespace volition;
using namespace volition::requests;

TEST_CASE("a length tells only its bucket") {
  const std::vector<std::pair<std::size_t, std::size_t>> rows = {
      {0, 2048},    {1, 2048},    {2043, 2048}, {2044, 2048},
      {2045, 3072}, {3068, 3072}, {3069, 4096}, {67'580, 67'584},
  };
  for (const auto& [jws, expected] : rows) {
    INFO(jws << " bytes");
    CHECK(padded_length(jws) == expected);
    const std::string text(jws, 'x');
    const Bytes padded = pad(text);
    CHECK(padded.size() == expected);
    const auto unpadded = unpad(padded, kMaxRequestPlaintextBytes);
    REQUIRE(unpadded.has_value());
    CHECK(*unpadded == text);
  }
}

TEST_CASE("only the one padding is accepted") {
  const Bytes good = pad("jws");
  const auto refused = [](Bytes bytes) { return !unpad(bytes, kMaxReplyPlaintextBytes); };
  CHECK_FALSE(refused(good));
  for (std::size_t at = 7; at < good.size(); ++at) {
    Bytes changed = good;
    changed[at] = 1;
    INFO("byte " << at);
    CHECK(refused(changed));
  }
  Bytes larger = good;
  larger.resize(3072);
  CHECK(refused(larger));  // A bucket more than needed would be a channel.
  Bytes cut = good;
  cut.resize(1024);
  CHECK(refused(cut));
  cut.resize(2047);
  CHECK(refused(cut));
  CHECK(refused({}));
  Bytes length_over = good;
  length_over[0] = 0xff;
  CHECK(refused(length_over));
  Bytes length_at_edge = good;
  length_at_edge[2] = 0x07;
  length_at_edge[3] = 0xfd;  // 2045 = one more than there is.
  CHECK(refused(length_at_edge));
  CHECK(refused(pad(std::string(17'405, 'x'))));
  CHECK_FALSE(refused(pad(std::string(17'404, 'x'))));
}
