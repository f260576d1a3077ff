// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/text_fold.hpp"

#include "catch/catch.hpp"

using namespace volition::universe;

TEST_CASE("folding takes case and accents away") {
  const std::pair<const char*, const char*> rows[] = {
      {"Trail Shoes", "trail shoes"},
      {"Vélo d'Été", "velo d'ete"},
      {"ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŸ", "aaaceeeeiioouuuy"},
      {"àâäçèéêëîïôöùûüÿ", "aaaceeeeiioouuuy"},
      {"Œuvre, Æon, Straße", "oeuvre, aeon, strasse"},
      {"Łódź Čapek Őrség İstanbul ŉ", "lodz capek orseg istanbul n"},
      {"e\xcc\x81t\xc3\xa9", "ete"},
      {"ΑΒΓ Ω", "αβγ ω"},
      {"МОСКВА Ёлка", "москва ёлка"},
      {"3 × 4 ÷ 2", "3 × 4 ÷ 2"},
      {"靴 🥾", "靴 🥾"},
      {"\xff\xc3", "\xff\xc3"},
      {"", ""},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(fold(text) == expected);
  }
}

TEST_CASE("a search is its words") {
  CHECK(fold_words("  Vélo \t ROUGE\n") == std::vector<std::string>{"velo", "rouge"});
  CHECK(fold_words("a\xc2\xa0z") == std::vector<std::string>{"a", "z"});
  CHECK(fold_words("   ").empty());
}
