// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/cosmetic.hpp"

#include <string>
#include <variant>
#include <vector>

#include "catch/catch.hpp"

using namespace volition::filters;

namespace {

/// "hide: .a | .b on x,~y", "page 3 /rest on x", "nothing", "refused: reason".
std::string told(std::string_view line) {
  const CosmeticLine read = read_cosmetic_line(line);
  if (const auto* refusal = std::get_if<CosmeticRefusal>(&read))
    return "refused: " + std::string(cosmetic_refusal_name(*refusal));
  const auto* filter = std::get_if<CosmeticFilter>(&read);
  if (filter == nullptr) return "nothing";
  std::string out;
  if (filter->kind == CosmeticKind::kPage) {
    out = "page " + std::to_string(filter->mask) + " " + filter->rest;
  } else {
    out = filter->kind == CosmeticKind::kHide ? "hide " : "exception ";
    for (const WrittenSelector& one : filter->selectors) out += one.text + " ";
  }
  out += filter->hosts.empty() ? "everywhere" : "on ";
  for (const CosmeticHost& host : filter->hosts) {
    if (!out.ends_with("on ")) out += ",";
    out += (host.negated ? "~" : "") + host.name;
  }
  return out;
}

}  // namespace

TEST_CASE("each line has its meaning or a named refusal") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"", "nothing"},
      {"! ##.ad", "nothing"},
      {"[Adblock Plus 2.0]", "nothing"},
      {"# a comment", "nothing"},
      {"||t.example^", "nothing"},
      {"||t.example/#frame", "nothing"},
      {"/a#b##c", "nothing"},
      {"@@||t.example^", "nothing"},
      {"@@||t.example^$script", "nothing"},
      {"##.ad", "hide .ad everywhere"},
      {"*##.ad", "hide .ad everywhere"},
      {"##.a, .b", "hide .a .b everywhere"},
      {"Shop.Example##.ad", "hide .ad on shop.example"},
      {"a.example,~b.a.example##.ad", "hide .ad on a.example,~b.a.example"},
      {"~a.example##.ad", "hide .ad on ~a.example"},
      {"google.*##.ad", "hide .ad on google.*"},
      {"a.example, b.example##.ad", "hide .ad on a.example,b.example"},
      {"a.example#@#.ad", "exception .ad on a.example"},
      {"#@#.ad", "exception .ad everywhere"},
      {"a.example#?#div:has(.ad)", "hide div:has(.ad) on a.example"},
      {"a.example#@?#div:has(.ad)", "exception div:has(.ad) on a.example"},
      {"a.example###banner", "hide #banner on a.example"},
      {"###banner", "hide #banner everywhere"},
      {"~a.example#@#.ad", "refused: malformed_domain"},
      {"a.example#?#div:contains(Ad)", "refused: procedural"},
      {"a.example#$#body { overflow: auto }", "refused: style"},
      {"a.example#@$#body { overflow: auto }", "refused: style"},
      {"a.example#$?#p:has(a) { remove: true }", "refused: style"},
      {"a.example#%#//scriptlet('x')", "refused: scriptlet"},
      {"a.example##+js(x)", "refused: scriptlet"},
      {"a.example##^script", "refused: html_filter"},
      {"a.example$$script[data=\"x\"]", "refused: html_filter"},
      {"a.example##p:style(color: red)", "refused: action"},
      {"a.example##p { display: block }", "refused: selector_malformed"},
      {"[$path=/x]a.example##.ad", "refused: modifier"},
      {"/a\\d/##.ad", "refused: domain_regex"},
      {"exämple.com##.ad", "refused: non_ascii_host"},
      {"a..example##.ad", "refused: malformed_domain"},
      {"a.*.example##.ad", "refused: malformed_domain"},
      {"a.example,~##.ad", "refused: malformed_domain"},
      {"##body", "refused: hides_page"},
      {"@@||a.example^$elemhide", "page 3 on a.example"},
      {"@@||a.example^$ehide", "page 3 on a.example"},
      {"@@||a.example^$document", "page 3 on a.example"},
      {"@@||a.example^$generichide", "page 1 on a.example"},
      {"@@||a.example^$ghide,1p", "page 1 on a.example"},
      {"@@||a.example^$specifichide", "page 2 on a.example"},
      {"@@||a.example/x/*.php$generichide", "page 1 /x/*.phpon a.example"},
      {"@@||a.$generichide", "page 1 on a.*"},
      {"@@||a.*^$generichide", "page 1 on a.*"},
      {"@@$generichide,domain=a.example|b.example", "page 1 on a.example,b.example"},
      {"@@://10.0.0.$generichide", "refused: page_pattern"},
      {"@@||a*b.example^$generichide", "refused: page_pattern"},
      {"@@$elemhide", "refused: page_pattern"},
      {"@@||a.example^$elemhide,domain=b.example", "refused: page_pattern"},
  };
  for (const auto& [line, expected] : rows) {
    INFO(line);
    CHECK(told(line) == expected);
  }
  CHECK(told("##." + std::string(70'000, 'a')) == "refused: line_too_long");
  std::string many = "a.example";
  for (int i = 0; i < 5'000; ++i) many += ",b.example";
  CHECK(told(many + "##.ad") == "refused: too_many_domains");
}

TEST_CASE("how an address begins") {
  struct Row {
    std::string text;
    std::string pattern;
    bool matches;
  };
  const std::vector<Row> rows = {
      {"/a/b", "", true},
      {"/a/b", "/a", true},
      {"/A/b", "/a", true},
      {"/b", "/a", false},
      {"/a", "/ab", false},
      {"/x/y.php", "/x/*.php", true},
      {"/x/y.html", "/x/*.php", false},
      {"/a", "/a^", true},
      {"/ab", "/a^", false},
      {"/a?b", "/a^", true},
      {"/a", "/a|", true},
      {"/ab", "/a|", false},
      {"/aXaYb", "/a*b|", true},
      {"/abc", "/a*b|", false},
      {"", "^", true},
      {"/a", "*", true},
      {"/a", "*/a|", true},
      {"/aa", "*a|", true},
  };
  for (const Row& row : rows) {
    INFO(row.text << " as " << row.pattern);
    CHECK(begins_as(row.text, row.pattern) == row.matches);
  }
}

TEST_CASE("names of refusals stay") {
  CHECK(cosmetic_refusal_name(CosmeticRefusal::kSelectorTooLong) == "selector_too_long");
  CHECK(cosmetic_refusal_name(CosmeticRefusal::kPagePattern) == "page_pattern");
  CHECK(cosmetic_refusal_name(CosmeticRefusal::kLineTooLong) == "line_too_long");
  CHECK(cosmetic_refusal_name(CosmeticRefusal::kCount) == "unknown");
}
