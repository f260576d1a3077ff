// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/kept.hpp"

#include <string>

#include "catch/catch.hpp"
#include "exchange.hpp"

using namespace volition;
using namespace volition::requests;
using namespace volition::requests::test;

namespace {

Kept kept_with_a_reply() {
  const Brand brand;
  Kept kept = sealed_request(brand);
  const Bytes sealed = seal_for(kept, brand.reply_jws(reply_payload(kept)));
  if (!open_reply(kept, sealed, kNow + 2 * kDay)) throw std::runtime_error("reply");
  return kept;
}

}  // namespace

TEST_CASE("a kept request is read back as it was written") {
  const Kept kept = kept_with_a_reply();
  const auto record = write_kept(kept);
  const auto back = read_kept(record.view());
  REQUIRE(back.has_value());
  CHECK(crypto::equal_secret(back->seed.view(), kept.seed.view()));
  CHECK(crypto::equal_secret(back->reply_secret.view(), kept.reply_secret.view()));
  CHECK(back->jws == kept.jws);
  CHECK(back->wire == kept.wire);
  CHECK(back->enc == kept.enc);
  CHECK(back->origin == kept.origin);
  CHECK(back->endpoint == kept.endpoint);
  CHECK(back->mailbox == kept.mailbox);
  CHECK((back->keys == kept.keys));
  CHECK(back->max_replies == kept.max_replies);
  CHECK(back->made_at == kept.made_at);
  CHECK(back->until == kept.until);
  REQUIRE(back->seen.size() == 1);
  CHECK(back->seen[0].sealed == kept.seen[0].sealed);
  CHECK(back->seen[0].jws == kept.seen[0].jws);
  CHECK(back->remaining() == 2);
  CHECK(crypto::equal_secret(write_kept(*back).view(), record.view()));
}

TEST_CASE("a cut, lengthened or later record is refused") {
  const Kept kept = kept_with_a_reply();
  const auto record = write_kept(kept);
  const Bytes bytes(record.view().begin(), record.view().end());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    INFO("cut to " << length);
    const auto read = read_kept(ByteView(bytes).first(length));
    REQUIRE(!read);
    CHECK(read.error().code == ErrorCode::kStorageDamaged);
  }
  Bytes longer = bytes;
  longer.push_back(0);
  CHECK(!read_kept(longer));
  Bytes later = bytes;
  later[0] = 2;
  CHECK(read_kept(later).error().code == ErrorCode::kStorageNewer);
  Bytes zero = bytes;
  zero[0] = 0;
  CHECK(read_kept(zero).error().code == ErrorCode::kStorageDamaged);
  // A length that claims far more than there is costs no memory.
  Bytes huge = bytes;
  huge[1] = huge[2] = huge[3] = huge[4] = 0xff;
  CHECK(!read_kept(huge));
}

TEST_CASE("the key that opens replies goes when the time to answer is over") {
  Kept kept = sealed_request(Brand());
  CHECK_FALSE(close_when_over(kept, kept.until));
  CHECK_FALSE(kept.reply_secret.empty());
  CHECK(close_when_over(kept, kept.until + 1));
  CHECK(kept.reply_secret.empty());
  CHECK_FALSE(close_when_over(kept, kept.until + 1));
  const auto back = read_kept(write_kept(kept).view());
  REQUIRE(back.has_value());
  CHECK(back->reply_secret.empty());
}
