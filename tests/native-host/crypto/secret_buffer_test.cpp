// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/secret_buffer.hpp"

#include <algorithm>

#include "catch/catch.hpp"

using namespace volition;
using namespace volition::crypto;

TEST_CASE("a secret buffer starts as zeros, copies, and moves without leaving a second owner") {
  SecretBuffer buffer(32);
  CHECK(buffer.size() == 32);
  CHECK(std::all_of(buffer.view().begin(), buffer.view().end(), [](auto b) { return b == 0; }));
  buffer.data()[0] = 7;
  SecretBuffer copy = buffer.clone();
  CHECK(equal_secret(copy.view(), buffer.view()));
  copy.data()[31] = 1;
  CHECK_FALSE(equal_secret(copy.view(), buffer.view()));
  const std::uint8_t* where = buffer.data();
  SecretBuffer moved = std::move(buffer);
  CHECK(moved.data() == where);
  CHECK(
      buffer.empty());  // NOLINT(bugprone-use-after-move): what a moved-from buffer is, is stated.
  moved = std::move(copy);
  CHECK(moved.data()[31] == 1);
}

TEST_CASE("an empty secret buffer is of no length and equals another") {
  CHECK(SecretBuffer().empty());
  CHECK(SecretBuffer(0).empty());
  CHECK(equal_secret(SecretBuffer().view(), {}));
}

TEST_CASE("secrets of different lengths are different") {
  CHECK_FALSE(equal_secret(SecretBuffer(1).view(), SecretBuffer(2).view()));
}

TEST_CASE("two random secrets differ, and wiping leaves zeros") {
  SecretBuffer one = SecretBuffer::random(32);
  CHECK_FALSE(equal_secret(one.view(), SecretBuffer::random(32).view()));
  wipe(one.bytes());
  CHECK(equal_secret(one.view(), SecretBuffer(32).view()));
}
