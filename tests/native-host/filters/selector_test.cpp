// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/selector.hpp"

#include <random>
#include <string>
#include <variant>
#include <vector>

#include "catch/catch.hpp"

using namespace volition::filters;

namespace {

/// "a | b" of the written texts, or "refused: reason".
std::string written(std::string_view text) {
  const auto read = write_selectors(text);
  if (const auto* refusal = std::get_if<CosmeticRefusal>(&read))
    return "refused: " + std::string(cosmetic_refusal_name(*refusal));
  std::string out;
  for (const WrittenSelector& one : std::get<std::vector<WrittenSelector>>(read)) {
    if (!out.empty()) out += " | ";
    out += one.text;
  }
  return out;
}

std::string key_of(std::string_view text) {
  const auto read = write_selectors(text);
  const auto* all = std::get_if<std::vector<WrittenSelector>>(&read);
  return all == nullptr ? "refused" : all->front().key;
}

/// Whether a style sheet would read `text` as one selector and nothing else: no mark that ends or
/// opens anything, outside of strings none that the grammar does not have, strings closed.
bool cannot_break_out(std::string_view text) {
  bool quoted = false;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == 0x7F || std::string_view("{}<;@`").find(text[i]) != std::string_view::npos)
      return false;
    if (c == '\\') {
      // Only hexadecimal escapes with their blank.
      std::size_t end = i + 1;
      while (end < text.size() && std::isxdigit(static_cast<unsigned char>(text[end])) != 0) ++end;
      if (end == i + 1 || end >= text.size() || text[end] != ' ') return false;
      i = end;
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '/' || c == '\'' || c == ',') {
      if (c != ',' || depth == 0) return false;
    }
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    if (depth < 0) return false;
  }
  return !quoted && depth == 0;
}

}  // namespace

TEST_CASE("selectors are written anew") {
  struct Row {
    std::string text;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {".ad", ".ad"},
      {"#banner", "#banner"},
      {"div.ad#top", "div.ad#top"},
      {"  div   >  .ad + p ~ span  ", "div>.ad+p~span"},
      {".a .b", ".a .b"},
      {".a,.b , #c", ".a | .b | #c"},
      {"*", "refused: hides_page"},
      {".a *", ".a *"},
      {"AD-SLOT", "AD-SLOT"},
      // Attributes, their values always in quotes.
      {"[data-ad]", "[data-ad]"},
      {"a[href^='https://t.example/']", "a[href^=\"https://t.example/\"]"},
      {"a[ href *= \"x\" i ]", "a[href*=\"x\" i]"},
      {"img[width=wide]", "img[width=\"wide\"]"},
      {"a[b=\"x\"s]", "a[b=\"x\" s]"},
      {"img[width=468]", "refused: selector_malformed"},
      {"a[b~=c][d|=e][f$=g]", "a[b~=\"c\"][d|=\"e\"][f$=\"g\"]"},
      {"[style=\"z-index: 1 !important; x\"]", "[style=\"z-index: 1 !important\\3b  x\"]"},
      {"[a=\"{}\"]", "[a=\"\\7b \\7d \"]"},
      {"[a=\"\\\"]{}\\\\\"]", "[a=\"\\22 ]\\7b \\7d \\5c \"]"},
      {"[a=\"</style>\"]", "[a=\"\\3c /style\\3e \"]"},
      {"[a=\"/*\"]", "[a=\"/\\2a \"]"},
      {"[-ext-has=\"x\"]", "refused: procedural"},
      {"[svg|href]", "refused: selector_malformed"},
      {"[a=b", "refused: selector_malformed"},
      {"[a=\"b]", "refused: selector_malformed"},
      {"[a=\"b\"", "refused: selector_malformed"},
      {"[]", "refused: selector_malformed"},
      {"[a==b]", "refused: selector_malformed"},
      // Escapes.
      {".min-h-\\[100px\\]", ".min-h-\\5b 100px\\5d "},
      {"#\\31-x", "#\\31 -x"},
      {"#\\31 -x .y", "#\\31 -x .y"},
      {".a\\{b", ".a\\7b b"},
      {".a\\7b b", ".a\\7b b"},
      {".\\", "refused: selector_malformed"},
      {".\\0", "refused: selector_malformed"},
      {".\\d800 x", "refused: selector_malformed"},
      {".\\110000 x", "refused: selector_malformed"},
      {".\\a x", "refused: selector_malformed"},
      {".été", ".été"},
      {".\\e9 t", ".ét"},
      {".\xE9", "refused: selector_malformed"},
      {".\xC0\xAF", "refused: selector_malformed"},
      {".\xED\xA0\x80", "refused: selector_malformed"},
      {"[a=\"\xFF\"]", "refused: selector_malformed"},
      {".1a", "refused: selector_malformed"},
      {".-1", "refused: selector_malformed"},
      {".-", "refused: selector_malformed"},
      {".--a", ".--a"},
      // Pseudo-classes.
      {"p:empty:first-child", "p:empty:first-child"},
      {"li:NTH-CHILD( 2N + 1 )", "li:nth-child(2n+1)"},
      {"li:nth-child(-n+3)", "li:nth-child(-n+3)"},
      {"li:nth-last-of-type(odd)", "li:nth-last-of-type(odd)"},
      {"li:nth-child(2 of .x)", "refused: selector_malformed"},
      {"li:nth-child(n+)", "refused: selector_malformed"},
      {"li:nth-child(123456)", "refused: selector_malformed"},
      {"div:has(> .ad)", "div:has(>.ad)"},
      {"div:has(.a, + .b)", "div:has(.a,+.b)"},
      {"div:-abp-has(.a)", "div:has(.a)"},
      {"div:not(:has(.a))", "div:not(:has(.a))"},
      {"div:has(:has(.a))", "refused: nested_has"},
      {"div:has(:is(:has(.a)))", "refused: nested_has"},
      {"div:not(.a, .b > .c)", "div:not(.a,.b>.c)"},
      {":is(.a)", ":is(.a)"},
      {"div:not()", "refused: selector_malformed"},
      {"div:not(> .a)", "refused: selector_malformed"},
      {"div:hover", "refused: pseudo_class"},
      {"a:visited", "refused: pseudo_class"},
      {"div:unknown(x)", "refused: pseudo_class"},
      {"div::before", "refused: pseudo_element"},
      {"div:after", "refused: pseudo_element"},
      {"div:contains(Ad)", "refused: procedural"},
      {"div:has-text(/ad{2}/)", "refused: procedural"},
      {"div:matches-css(position: fixed)", "refused: procedural"},
      {"div:-abp-properties(width: 1px)", "refused: procedural"},
      {"div:upward(2)", "refused: procedural"},
      {"div:has(.a):upward(1)", "refused: procedural"},
      {"div:remove()", "refused: action"},
      {"div:style(color: red)", "refused: action"},
      // What would hide the whole page.
      {"html", "refused: hides_page"},
      {"BODY", "refused: hides_page"},
      {":root", "refused: hides_page"},
      {":not(.a)", "refused: hides_page"},
      {".a, body", "refused: hides_page"},
      {"body.ad", "body.ad"},
      {"body > .ad", "body>.ad"},
      // Attempts to break out.
      {"", "refused: selector_malformed"},
      {",", "refused: selector_malformed"},
      {".a,", "refused: selector_malformed"},
      {"> .a", "refused: selector_malformed"},
      {".a >", "refused: selector_malformed"},
      {".a > > .b", "refused: selector_malformed"},
      {".a { color: red }", "refused: selector_malformed"},
      {".a{} .b", "refused: selector_malformed"},
      {".a } .b", "refused: selector_malformed"},
      {".a/**/.b", "refused: selector_malformed"},
      {".a /* .b", "refused: selector_malformed"},
      {".a</style><script>", "refused: selector_malformed"},
      {".a;@import 'x'", "refused: selector_malformed"},
      {"@import url(x)", "refused: selector_malformed"},
      {".a) .b", "refused: selector_malformed"},
      {".a:not(.b", "refused: selector_malformed"},
      {".a:not(.b]", "refused: selector_malformed"},
      {"ns|div", "refused: selector_malformed"},
      {"*|*", "refused: selector_malformed"},
      {".a||.b", "refused: selector_malformed"},
      {".a\n.b", "refused: selector_malformed"},
      {std::string(".a\0b", 4), "refused: selector_malformed"},
      {".a!important", "refused: selector_malformed"},
      {"&.a", "refused: selector_malformed"},
      {"%a", "refused: selector_malformed"},
      {"50%", "refused: selector_malformed"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(written(row.text) == row.expected);
    if (!row.expected.starts_with("refused") && row.expected.find('|') == std::string::npos) {
      CHECK(cannot_break_out(row.expected));
      // What was written is its own canonical form.
      CHECK(written(row.expected) == row.expected);
    }
  }
}

TEST_CASE("bounds of a selector") {
  CHECK(written("." + std::string(kMaxSelectorBytes - 1, 'a')).size() == kMaxSelectorBytes);
  CHECK(written("." + std::string(kMaxSelectorBytes, 'a')) == "refused: selector_too_long");
  std::string deep = ".a";
  for (int i = 0; i < kMaxSelectorDepth; ++i) deep = "p:not(" + deep + ")";
  CHECK(written(deep).starts_with("p:not("));
  CHECK(written("p:not(" + deep + ")") == "refused: selector_too_complex");
  std::string many;
  for (int i = 0; i < kMaxSelectorParts; ++i) many += ".a";
  CHECK(written(many) == "refused: selector_too_complex");
}

TEST_CASE("the key is a class or id that the page must hold") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {".ad", ".ad"},
      {"div#x.ad", "#x"},
      {".outer > .inner", ".inner"},
      {".outer > div[x]", ".outer"},
      {"a[href]", ""},
      {"div:not(.x)", ""},
      {"div:has(.x)", ""},
      {".a\\:b", ".a:b"},
      {"p .a:not(.b) q", ".a"},
  };
  for (const auto& [text, key] : rows) {
    INFO(text);
    CHECK(key_of(text) == key);
  }
}

TEST_CASE("no text makes a selector that breaks out") {
  // Pieces that mean something to one of the two grammars, in random order.
  const std::vector<std::string> pieces = {
      ".a",    "#b",   "div",    "[x",     "]",         "=",    "\"",   "'",           "\\",
      "\\22 ", "{",    "}",      "/*",     "*/",        ":not", "(",    ")",           ",",
      " ",     ">",    "+",      "~",      ":has(",     "@",    ";",    "<",           "</s",
      "é",     "\xFF", "\\7d",   "\t",     "1",         "-",    ":",    "*",           "|",
      "^=",    "$=",   "a",      "\\}",    "\n",        "i]",   "\"]",  "[a=\"",       "url(",
      ":is(",  "\\a ", "!",      "\\0 ",   "n+1",       "::x",  "\x7F", ":nth-child(", "'x'",
      "[y]",   ".z",   ":empty", "\\d800", "\\10ffff ", "&"};
  std::mt19937 random(20261122);  // NOLINT(cert-msc51-cpp): the same texts at every run
  int accepted = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string text;
    const auto count = random() % 9 + 1;
    for (unsigned i = 0; i < count; ++i) text += pieces[random() % pieces.size()];
    const auto read = write_selectors(text);
    const auto* all = std::get_if<std::vector<WrittenSelector>>(&read);
    if (all == nullptr) continue;
    ++accepted;
    for (const WrittenSelector& one : *all) {
      if (cannot_break_out(one.text) && written(one.text) == one.text) continue;
      INFO(text);
      CHECK(one.text.empty());
    }
  }
  CHECK(accepted > 2'000);
}
