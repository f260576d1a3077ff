// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/name_table.hpp"

#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "catch/catch.hpp"

using namespace volition;
using namespace volition::filters;

namespace {

struct Item {
  std::uint32_t hash = 0;
  std::string name;
};

/// A table in bytes of its own, laid out as the image lays it out.
struct Held {
  std::vector<std::uint64_t> bytes;
  NameTableSections sections;

  ByteView view() const {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size() * 8};
  }
};

template <typename Values>
ImageSection put(const Values& values, std::vector<std::uint64_t>& bytes) {
  using T = std::remove_cvref_t<decltype(*values.data())>;
  const ImageSection section = {static_cast<std::uint32_t>(bytes.size() * 8),
                                static_cast<std::uint32_t>(values.size())};
  bytes.resize(bytes.size() + (values.size() * sizeof(T) + 7) / 8);
  std::memcpy(reinterpret_cast<std::uint8_t*>(bytes.data()) + section.offset, values.data(),
              values.size() * sizeof(T));
  return section;
}

Held table_of(const std::vector<std::string>& names, const Tails& tails) {
  std::vector<Item> items;
  for (const std::string& name : names) items.push_back({name_hash(name), name});
  const std::vector<Item> ordered = in_bucket_order(items);
  std::vector<NameInput> input;
  for (const Item& item : ordered)
    input.push_back(
        {item.hash, 0, tails.of(item.name), 1, 0, Tails::head(item.name, tails.of(item.name))});
  std::size_t bytes = 0;
  for (const NameInput& each : input) bytes += each.head.size();
  NameTableWriter writer(input.size(), bytes, bucket_count(names.size()));
  for (const NameInput& each : input) writer.add(each);
  const NameTableParts parts = writer.finish();
  Held held;
  held.bytes.resize(64);
  held.sections.bits = put(parts.bits, held.bytes);
  held.sections.buckets = put(parts.buckets, held.bytes);
  held.sections.ranks = put(parts.ranks, held.bytes);
  held.sections.entries = put(parts.entries, held.bytes);
  return held;
}

std::vector<std::string> many_names() {
  std::vector<std::string> names = {"com",
                                    "localhost",
                                    "a.com",
                                    "b.a.com",
                                    "192.0.2.1",
                                    "[2001:db8::1]",
                                    std::string(kMaxTableName, 'x')};
  for (int i = 0; i < 5000; ++i) {
    const std::string number = std::to_string(i);
    names.push_back("t" + number + (i % 3 == 0 ? ".com" : i % 3 == 1 ? ".co.uk" : ".technology"));
  }
  return names;
}

}  // namespace

TEST_CASE("every name of a table is found under a number of its own, and no other name is") {
  const std::vector<std::string> names = many_names();
  for (const bool with_tails : {false, true}) {
    const Tails tails =
        with_tails ? Tails({Tails::label_word("com"), Tails::label_word("uk")}) : Tails();
    const Held held = table_of(names, tails);
    const auto table = NameTable::of(held.view(), held.sections);
    REQUIRE(table.has_value());
    std::set<std::uint32_t> numbers;
    for (const std::string& name : names) {
      INFO(name);
      const std::uint32_t hash = name_hash(name);
      REQUIRE(table->may_hold(hash));
      const auto found = table->find(hash, name, tails.of(name));
      REQUIRE(found.has_value());
      numbers.insert(table->rank(*found));
    }
    CHECK(numbers.size() == names.size());
    CHECK(*numbers.rbegin() == names.size() - 1);
    for (int i = 0; i < 5000; ++i) {
      const std::string other = "u" + std::to_string(i) + ".com";
      INFO(other);
      CHECK_FALSE(table->find(name_hash(other), other, tails.of(other)).has_value());
    }
    // A wrong name with the right hash: the bytes decide.
    CHECK_FALSE(table->find(name_hash("a.com"), "b.com", tails.of("b.com")).has_value());
  }
}

TEST_CASE("an empty table holds nothing") {
  const auto table = NameTable::of({}, {});
  REQUIRE(table.has_value());
  CHECK(table->empty());
  CHECK_FALSE(table->may_hold(1));
  CHECK_FALSE(table->find(1, "a.com", 0).has_value());
}

TEST_CASE("a table of one short name finds it, and nothing beside it") {
  // Its entry is shorter than what is read of one without a branch.
  for (const char* name : {"a", "ab", "a.b"}) {
    const Held held = table_of({name}, Tails());
    const auto table = NameTable::of(held.view(), held.sections);
    REQUIRE(table.has_value());
    CHECK(table->find(name_hash(name), name, 0).has_value());
    CHECK_FALSE(table->find(name_hash(name), "zzzz", 0).has_value());
    Held cut = held;
    for (cut.sections.entries.count = 0; cut.sections.entries.count < held.sections.entries.count;
         ++cut.sections.entries.count) {
      const auto short_of = NameTable::of(cut.view(), cut.sections);
      if (short_of) CHECK_FALSE(short_of->find(name_hash(name), name, 0).has_value());
    }
  }
}

TEST_CASE("a table of damaged bytes never leads outside") {
  const Tails tails;
  const Held good = table_of(many_names(), tails);
  for (std::size_t at = 64; at < good.bytes.size(); at += 11) {
    Held bad = good;
    bad.bytes[at] = ~std::uint64_t{0};
    const auto table = NameTable::of(bad.view(), bad.sections);
    if (!table) continue;
    for (const char* name : {"t1.co.uk", "t3.com", "t4999.technology", "a.com"})
      (void)table->find(name_hash(name), name, 0);
  }
  Held outside = good;
  outside.sections.entries.count = 0xFFFFFFFF;
  CHECK_FALSE(NameTable::of(outside.view(), outside.sections).has_value());
}

TEST_CASE("names hash as their padded and unpadded bytes alike") {
  const std::string text = "========abcdefghijklmnopqrstuvwxyz0123456789________";
  const char* const begin = text.data() + kHashMargin;
  for (std::size_t size = 1; size <= 36; ++size) {
    const std::string token(begin, size);
    CHECK(token_hash(token) == token_hash_padded(begin, size));
    NameHash plain;
    NameHash padded;
    CHECK(plain.add(token) == padded.add_padded(begin, size));
    CHECK(plain.add("example") == padded.add("example"));
  }
}

TEST_CASE("a name hashes alike whether its dots and margins are known or not") {
  for (const std::string name : {"a", "a.b", "example.com", "www.a-very-long-label-of-a-name.co.uk",
                                 "1.2.3.4", "x.y.z.example.technology"}) {
    const std::string text = "========" + name + "________";
    const auto inside = std::string_view(text).substr(kHashMargin, name.size());
    std::uint64_t dots = 0;
    for (std::size_t at = 0; at < name.size(); ++at)
      dots |= std::uint64_t{name[at] == '.' ? 1U : 0U} << at;
    INFO(name);
    CHECK(name_hash(name, dots) == name_hash(name));
    CHECK(name_hash_padded(inside, dots) == name_hash(name));
  }
}
