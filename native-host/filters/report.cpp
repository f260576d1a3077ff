// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/report.hpp"

#include <cstdio>

#include "filters/dnr.hpp"

namespace volition::filters {
namespace {

void append_member(std::string_view name, std::uint64_t value, std::string& out) {
  append_json_string(name, out);
  out += ": " + std::to_string(value) + ", ";
}

void append_counts(const RefusalCounts& counts, std::string& out) {
  out += "\"refused\": {";
  bool first = true;
  for (std::size_t i = 0; i < kRefusalCount; ++i) {
    const auto reason = static_cast<Refusal>(i);
    if (counts.of(reason) == 0) continue;
    if (!first) out += ", ";
    first = false;
    append_json_string(refusal_name(reason), out);
    out += ": " + std::to_string(counts.of(reason));
  }
  out += '}';
}

void append_list(const ListReport& report, std::string& out) {
  out += "    {\"title\": ";
  append_json_string(report.list->title, out);
  out += ", \"version\": ";
  append_json_string(report.list->version, out);
  out += ", \"ruleset\": ";
  append_json_string(report.ruleset, out);
  out += ",\n     ";
  append_member("lines", report.list->lines, out);
  append_member("cosmetic", report.list->cosmetic, out);
  append_member("left_out", report.list->left_out, out);
  append_member("network", report.list->network(), out);
  append_member("in_effect", report.in_effect, out);
  append_member("partial", report.partial, out);
  append_member("redirect_as_block", report.redirect_as_block, out);
  append_member("covered", report.covered, out);
  append_member("rules", report.rules, out);
  append_member("regex_rules", report.regex_rules, out);
  out += "\n     ";
  append_counts(report.refused, out);
  out += '}';
}

}  // namespace

std::string write_report(const std::vector<ListReport>& reports, Browser browser) {
  std::uint64_t network = 0;
  std::uint64_t in_effect = 0;
  std::uint64_t rules = 0;
  std::uint64_t regex_rules = 0;
  RefusalCounts refused;
  std::string lists;
  for (const ListReport& report : reports) {
    network += report.list->network();
    in_effect += report.in_effect;
    rules += report.rules;
    regex_rules += report.regex_rules;
    for (std::size_t i = 0; i < kRefusalCount; ++i)
      refused.by_reason[i] += report.refused.by_reason[i];
    if (!lists.empty()) lists += ",\n";
    append_list(report, lists);
  }
  std::string out = "{\n  \"browser\": \"" + std::string(browser_name(browser)) + "\",\n  ";
  append_member("network", network, out);
  append_member("in_effect", in_effect, out);
  append_member("rules", rules, out);
  append_member("regex_rules", regex_rules, out);
  append_counts(refused, out);
  out += ",\n  \"lists\": [\n" + lists + "\n  ]\n}\n";
  return out;
}

}  // namespace volition::filters
