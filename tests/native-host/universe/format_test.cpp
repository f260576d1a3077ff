// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/format.hpp"

#include <functional>

#include "catch/catch.hpp"
#include "universe/head.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;

namespace {

Keys some_keys(std::int64_t epoch = 1) {
  return derive_keys(Id{{1, 2, 3}}, epoch,
                     crypto::SecretBuffer::copy_of(Bytes(crypto::kKdfKeyBytes, 5)));
}

RecordRow some_row(const Keys& keys) {
  RecordRow row;
  row.id = Id{{9, 8, 7}};
  row.brand_tag = brand_tag(keys, "shop.example", row.id);
  row.version = 3;
  boost::json::object content;
  content["name"] = "Trail shoes";
  seal_record(keys, row, content);
  return row;
}

}  // namespace

TEST_CASE("bodies come in buckets of 256 bytes") {
  const std::pair<std::size_t, std::size_t> rows[] = {{0, 256},   {1, 256},   {252, 256},
                                                      {253, 512}, {508, 512}, {509, 768}};
  for (const auto& [length, padded] : rows) {
    INFO(length);
    const std::string text(length, 'x');
    const Bytes bytes = pad(text);
    CHECK(bytes.size() == padded);
    const auto back = unpad(bytes);
    REQUIRE(back);
    CHECK(*back == text);
  }
}

TEST_CASE("a padding that is not ours is refused") {
  const std::pair<const char*, std::function<void(Bytes&)>> rows[] = {
      {"empty", [](Bytes& b) { b.clear(); }},
      {"cut", [](Bytes& b) { b.pop_back(); }},
      {"a bucket too many", [](Bytes& b) { b.resize(b.size() + 256); }},
      {"length beyond the end", [](Bytes& b) { b[1] = 1; }},
      {"huge length", [](Bytes& b) { b[3] = 0xff; }},
      {"something in the zeros", [](Bytes& b) { b.back() = 1; }},
  };
  for (const auto& [what, harm] : rows) {
    INFO(what);
    Bytes bytes = pad("content");
    harm(bytes);
    CHECK(unpad(bytes).error().code == ErrorCode::kStorageDamaged);
  }
}

TEST_CASE("a record's lengths are those of the layout, and it opens as it was") {
  const Keys keys = some_keys();
  const RecordRow row = some_row(keys);
  CHECK(row.wrapped_dek.size() == 72);
  CHECK(row.body.size() == 256 + 40);
  const auto content = open_record(keys, view_of(row));
  REQUIRE(content);
  CHECK(content->at("name") == "Trail shoes");
}

TEST_CASE("every column is bound to the body") {
  const Keys keys = some_keys();
  const std::pair<const char*, std::function<void(RecordRow&)>> rows[] = {
      {"id", [](RecordRow& r) { r.id.bytes[0] ^= 1; }},
      {"kind", [](RecordRow& r) { r.kind = RecordKind::kRequest; }},
      {"brand_tag", [](RecordRow& r) { r.brand_tag[0] ^= 1; }},
      {"version", [](RecordRow& r) { ++r.version; }},
      {"epoch", [](RecordRow& r) { ++r.epoch; }},
      {"wrapped_dek", [](RecordRow& r) { r.wrapped_dek[30] ^= 1; }},
      {"short wrapped_dek", [](RecordRow& r) { r.wrapped_dek.pop_back(); }},
      {"body", [](RecordRow& r) { r.body[100] ^= 1; }},
      {"no body", [](RecordRow& r) { r.body.clear(); }},
  };
  for (const auto& [what, harm] : rows) {
    INFO(what);
    RecordRow row = some_row(keys);
    harm(row);
    CHECK(open_record(keys, view_of(row)).error().code == ErrorCode::kStorageDamaged);
  }
  Keys foreign = some_keys();
  foreign.store_id.bytes[0] ^= 1;
  CHECK_FALSE(open_record(foreign, view_of(some_row(keys))));
}

TEST_CASE("sealing the same record twice shares no bytes") {
  const Keys keys = some_keys();
  const RecordRow one = some_row(keys);
  const RecordRow two = some_row(keys);
  CHECK(one.body != two.body);
  CHECK(one.wrapped_dek != two.wrapped_dek);
}

TEST_CASE("a brand has one tag under a key; records without one share none") {
  const Keys keys = some_keys();
  const Id a{{1}};
  const Id b{{2}};
  CHECK(brand_tag(keys, "shop.example", a) == brand_tag(keys, "shop.example", b));
  CHECK(brand_tag(keys, "shop.example", a) != brand_tag(keys, "other.example", a));
  CHECK(brand_tag(keys, "", a) != brand_tag(keys, "", b));
  const Keys other = derive_keys(keys.store_id, 2, crypto::SecretBuffer::random(32));
  CHECK(brand_tag(keys, "shop.example", a) != brand_tag(other, "shop.example", a));
}

TEST_CASE("the multiset hash follows additions and removals in any order") {
  const Keys keys = some_keys();
  std::vector<crypto::Hash> hashes;
  for (int i = 0; i < 50; ++i) hashes.push_back(hash_row(keys, view_of(some_row(keys))));
  Multiset forwards;
  Multiset backwards;
  for (const auto& hash : hashes) forwards.add(hash);
  for (auto hash = hashes.rbegin(); hash != hashes.rend(); ++hash) backwards.add(*hash);
  CHECK(forwards == backwards);
  backwards.remove(hashes[7]);
  CHECK_FALSE(forwards == backwards);
  forwards.remove(hashes[7]);
  CHECK(forwards == backwards);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (i != 7) forwards.remove(hashes[i]);
  }
  CHECK(forwards == Multiset());
  // Below zero and back: it is a number modulo 2^256.
  forwards.remove(hashes[0]);
  forwards.add(hashes[0]);
  CHECK(forwards == Multiset());
}

TEST_CASE("a row's hash depends on every column") {
  const Keys keys = some_keys();
  const RecordRow row = some_row(keys);
  const crypto::Hash hash = hash_row(keys, view_of(row));
  const std::pair<const char*, std::function<void(RecordRow&)>> rows[] = {
      {"id", [](RecordRow& r) { r.id.bytes[0] ^= 1; }},
      {"kind", [](RecordRow& r) { r.kind = RecordKind::kRequest; }},
      {"brand_tag", [](RecordRow& r) { r.brand_tag[0] ^= 1; }},
      {"version", [](RecordRow& r) { ++r.version; }},
      {"epoch", [](RecordRow& r) { ++r.epoch; }},
      {"wrapped_dek", [](RecordRow& r) { r.wrapped_dek[0] ^= 1; }},
      {"tag of the body", [](RecordRow& r) { r.body.back() ^= 1; }},
      {"length of the body", [](RecordRow& r) { r.body.insert(r.body.begin(), 0); }},
  };
  for (const auto& [what, harm] : rows) {
    INFO(what);
    RecordRow other = row;
    harm(other);
    CHECK(hash_row(keys, view_of(other)) != hash);
  }
}
