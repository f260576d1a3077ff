// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A browser of the tests: the rule sets that an extension shipped with, and what a delta makes of
// them. Rules are judged by dnr_simulator.

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "dnr_simulator.hpp"
#include "filters/compile.hpp"
#include "filters/delta.hpp"

namespace volition::test {

/// The extension as it was compiled from the shipped texts.
inline filters::Compilation compile_shipped(const filters::DeltaInput& input) {
  std::vector<filters::ListSource> sources;
  for (const auto& list : input.shipped)
    sources.push_back({std::string(list.id), std::string(list.shipped), list.enabled});
  auto compiled = filters::compile(sources, input.browser, 0);
  if (!compiled) throw std::runtime_error("the shipped lists do not compile");
  return std::move(*compiled);
}

/// The lists as they are now, compiled as if they shipped so. Own rules are in it.
inline filters::Compilation compile_today(const filters::DeltaInput& input) {
  std::vector<filters::ListSource> sources;
  for (const auto& list : input.shipped) {
    if (list.state == filters::ListState::kOff) continue;
    sources.push_back({std::string(list.id), std::string(list.fresh.value_or(list.shipped))});
  }
  for (const auto& list : input.added) {
    sources.push_back(
        {std::string(list.id), std::string(list.text), filters::Shipped::kEnabled, list.standing});
  }
  auto compiled = filters::compile(sources, input.browser, 0);
  if (!compiled) throw std::runtime_error("today's lists do not compile");
  return std::move(*compiled);
}

inline void add_rules(const filters::Compilation& compiled, DnrSimulator& rules) {
  for (const auto& set : compiled.rulesets) rules.add(boost::json::parse(set.json));
}

/// Static rules without the disabled ones, and the dynamic ones. Throws where the delta names a set
/// or a rule that there is not, or switches a set to what it is.
inline void add_rules(const filters::Compilation& shipped, const filters::Delta& delta,
                      DnrSimulator& rules) {
  const auto names = [](const std::vector<std::string>& sets, const std::string& id) {
    return std::find(sets.begin(), sets.end(), id) != sets.end();
  };
  std::size_t switched = 0;
  std::size_t thinned = 0;
  for (const auto& set : shipped.rulesets) {
    bool on = set.shipped == filters::Shipped::kEnabled;
    if (names(on ? delta.disable_sets : delta.enable, set.id)) {
      on = !on;
      ++switched;
    }
    if (!on) continue;
    std::set<std::int64_t> disabled;
    for (const auto& each : delta.disable) {
      if (each.ruleset != set.id) continue;
      disabled.insert(each.ids.begin(), each.ids.end());
      ++thinned;
    }
    boost::json::array kept;
    const boost::json::value all = boost::json::parse(set.json);
    for (const auto& rule : all.as_array()) {
      if (disabled.erase(rule.at("id").as_int64()) == 0) kept.push_back(rule);
    }
    if (!disabled.empty()) throw std::runtime_error("a rule is disabled that there is not");
    rules.add(kept);
  }
  if (switched != delta.enable.size() + delta.disable_sets.size() ||
      thinned != delta.disable.size())
    throw std::runtime_error("the delta names a rule set that does not serve");
  boost::json::array dynamic;
  for (const std::string& rule : delta.rules) dynamic.push_back(boost::json::parse(rule));
  for (std::size_t i = 0; i < dynamic.size(); ++i) {
    if (dynamic[i].at("id").as_int64() != static_cast<std::int64_t>(filters::kFirstDeltaRule + i))
      throw std::runtime_error("dynamic ids have gaps");
  }
  rules.add(dynamic);
}

/// What a person meets: a request that nothing stops goes through, allowed or untouched.
inline std::string met(const DnrSimulator& rules, const DnrRequest& request) {
  const std::string outcome = rules.outcome(request);
  return outcome == "none" || outcome == "allow" ? "pass" : outcome;
}

}  // namespace volition::test
