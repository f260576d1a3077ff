// SPDX-License-Identifier: GPL-3.0-or-later
// HKDF against the cases of RFC 5869, appendix A (SHA-256).

#include "crypto/hkdf.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include "catch/catch.hpp"

using volition::Bytes;
using volition::from_hex;
using volition::to_hex;

namespace {

struct Case {
  const char* name;
  std::string ikm;
  std::string salt;
  std::string info;
  std::string prk;
  std::string okm;
};

std::string range(int first, int last) {
  Bytes bytes;
  for (int value = first; value <= last; ++value) bytes.push_back(static_cast<std::uint8_t>(value));
  return to_hex(bytes);
}

}  // namespace

TEST_CASE("HKDF derives what RFC 5869 says") {
  const std::vector<Case> cases = {
      {"A.1", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", range(0x00, 0x0c), range(0xf0, 0xf9),
       "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
       "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
      {"A.2", range(0x00, 0x4f), range(0x60, 0xaf), range(0xb0, 0xff),
       "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
       "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e5"
       "9"
       "0e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"},
      {"A.3", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
       "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
       "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
  };
  for (const Case& c : cases) {
    INFO(c.name);
    volition::crypto::Sha256 prk{};
    volition::crypto::hkdf_extract(*from_hex(c.salt), *from_hex(c.ikm), prk);
    CHECK(to_hex(prk) == c.prk);
    Bytes okm(c.okm.size() / 2);
    volition::crypto::hkdf_expand(prk, *from_hex(c.info), okm);
    CHECK(to_hex(okm) == c.okm);
  }
}

TEST_CASE("HKDF gives no more than 255 blocks") {
  const volition::crypto::Sha256 prk{};
  Bytes most(volition::crypto::kHkdfMaxBytes);
  CHECK_NOTHROW(volition::crypto::hkdf_expand(prk, {}, most));
  Bytes more(volition::crypto::kHkdfMaxBytes + 1);
  CHECK_THROWS_AS(volition::crypto::hkdf_expand(prk, {}, more), std::length_error);
}
