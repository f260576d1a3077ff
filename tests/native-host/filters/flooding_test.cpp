// SPDX-License-Identifier: GPL-3.0-or-later

// Lists whose names all have one hash: made in seconds by anybody who knows how it is taken. They
// may not cost more than others.

#include <array>
#include <bit>
#include <cstring>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "catch/catch.hpp"
#include "filters/compile.hpp"
#include "filters/cosmetic_image.hpp"
#include "filters/hashing.hpp"
#include "filters/host_table.hpp"

using namespace volition;
using namespace volition::filters;

namespace {

constexpr std::string_view kLetters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

bool is_letters(std::string_view text) {
  return text.find_first_not_of(kLetters) == std::string_view::npos;
}

std::string word_of(std::mt19937_64& random) {
  std::string out(8, 'a');
  for (char& c : out) c = kLetters[random() % kLetters.size()];
  return out;
}

std::string text_of(std::uint64_t word) {
  std::string out(8, '\0');
  std::memcpy(out.data(), &word, 8);
  return out;
}

/// How a hash takes the next eight bytes into its state, and which eight bytes lead from one state
/// to another.
struct Step {
  std::function<std::uint64_t(std::uint64_t state, std::uint64_t word)> take;
  std::function<std::uint64_t(std::uint64_t from, std::uint64_t to)> word;
};

/// libstdc++'s hash of a text (MurmurHash64A).
Step standard_hash() {
  constexpr std::uint64_t kOdd = 0xC6A4A7935BD1E995U;
  std::uint64_t inverse = 1;
  for (int i = 0; i < 6; ++i) inverse *= 2 - kOdd * inverse;
  const auto mix = [](std::uint64_t v) { return v ^ (v >> 47U); };
  return {[=](std::uint64_t state, std::uint64_t word) {
            return (state ^ mix(word * kOdd) * kOdd) * kOdd;
          },
          [=](std::uint64_t from, std::uint64_t to) {
            return mix(((to * inverse) ^ from) * inverse) * inverse;
          }};
}

/// The step of our hash of names, within a label.
Step name_step() {
  std::uint64_t inverse = 1;
  for (int i = 0; i < 6; ++i) inverse *= 2 - kHashOdd * inverse;
  return {
      [](std::uint64_t state, std::uint64_t word) {
        return std::rotl((state ^ word) * kHashOdd, 29);
      },
      [=](std::uint64_t from, std::uint64_t to) { return from ^ (std::rotr(to, 29) * inverse); }};
}

/// Two texts of sixteen letters that lead from `state` to the same one, which it becomes.
std::array<std::string, 2> alike(const Step& step, std::uint64_t& state, std::mt19937_64& random) {
  while (true) {
    const std::string a = word_of(random);
    const std::string b = word_of(random);
    const std::uint64_t after_a = step.take(state, load_word(a.data(), 8));
    const std::uint64_t after_b = step.take(state, load_word(b.data(), 8));
    const std::string end = word_of(random);
    const std::uint64_t after = step.take(after_a, load_word(end.data(), 8));
    const std::string other = text_of(step.word(after_b, after));
    if (a == b || !is_letters(other)) continue;
    state = after;
    return {a + end, b + other};
  }
}

/// One of each pair, in every way.
std::vector<std::string> every_way(const std::vector<std::array<std::string, 2>>& pairs) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::size_t{1} << pairs.size(); ++i) {
    std::string& text = out.emplace_back();
    for (std::size_t bit = 0; bit < pairs.size(); ++bit) text += pairs[bit][i >> bit & 1U];
  }
  return out;
}

/// As many, of the same size, at random.
std::vector<std::string> at_random(const std::vector<std::string>& like, std::mt19937_64& random) {
  std::vector<std::string> out;
  for (const std::string& text : like) {
    std::string& other = out.emplace_back(text);
    for (char& c : other) {
      if (c != '.') c = kLetters[random() % kLetters.size()];
    }
  }
  return out;
}

/// Of this process alone: another one may hold the processor.
template <typename Work>
std::clock_t time_of(Work work) {
  const std::clock_t began = std::clock();
  work();
  return std::clock() - began;
}

}  // namespace

TEST_CASE("selectors that have one hash in every program are compiled as fast as others") {
  constexpr std::size_t kPairs = 14;
  constexpr std::size_t kBytes = 8 + 16 * kPairs;
  const std::string begin = ".aaaaaaa";
  std::mt19937_64 random(7);
  const Step step = standard_hash();
  std::uint64_t state = 0xC70F6907U ^ kBytes * 0xC6A4A7935BD1E995U;
  state = step.take(state, load_word(begin.data(), 8));
  std::vector<std::array<std::string, 2>> pairs;
  while (pairs.size() < kPairs) pairs.push_back(alike(step, state, random));
  const auto same = every_way(pairs);
  for (const std::string& text : same)
    REQUIRE(std::hash<std::string>()(begin + text) == std::hash<std::string>()(begin + same[0]));

  const auto time_to_compile = [&](const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += "shop.example##" + begin + name + "\n";
    return time_of([&] { REQUIRE(compile_cosmetics({{{"list", text}}}).has_value()); });
  };
  const std::clock_t plain = time_to_compile(at_random(same, random));
  CHECK(time_to_compile(same) < 4 * plain);
}

TEST_CASE("hosts that have one hash in the image are compared as fast as others") {
  // Names of four labels of 56 letters: of each label the last eight are free of choice.
  std::mt19937_64 random(7);
  std::vector<std::string> same = {"example"};
  std::uint64_t state = hash_step(std::rotl(kNameSeed, 31), "example");
  for (int label = 0; label < 4; ++label) {
    state = std::rotl(state, 31) + 56;
    std::vector<std::array<std::string, 2>> pairs;
    while (pairs.size() < 3) pairs.push_back(alike(name_step(), state, random));
    state = (state ^ load_word("together", 8)) * kHashOdd;
    std::vector<std::string> longer;
    for (const std::string& way : every_way(pairs)) {
      for (const std::string& name : same) longer.push_back(way + "together." + name);
    }
    same = std::move(longer);
  }
  for (const std::string& name : same) REQUIRE(name_hash(name) == name_hash(same[0]));

  const auto time_to_insert = [](const std::vector<std::string>& names) {
    return time_of([&] {
      HostTable table;
      for (const std::string& name : names) REQUIRE(table.insert(name));
      for (const std::string& name : names) REQUIRE(table.covers(name));
    });
  };
  const std::clock_t plain = time_to_insert(at_random(same, random));
  CHECK(time_to_insert(same) < 10 * plain);
}
