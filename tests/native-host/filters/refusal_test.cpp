// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/refusal.hpp"

#include <set>
#include <string>

#include "catch/catch.hpp"
#include "filters/priority.hpp"

using namespace volition::filters;

TEST_CASE("refusals keep their names") {
  std::string all;
  std::set<std::string_view> distinct;
  for (std::size_t i = 0; i < kRefusalCount; ++i) {
    const std::string_view name = refusal_name(static_cast<Refusal>(i));
    distinct.insert(name);
    all += std::string(name) + ' ';
  }
  CHECK(distinct.size() == kRefusalCount);
  CHECK(all ==
        "line_too_long control_character malformed_option unknown_option unsupported_option "
        "matches_everything too_many_domains malformed_domain include regex_lookaround "
        "regex_invalid regex_too_large regex_over_budget popup header genericblock replace "
        "redirect_rule redirect_exception domain_regex domain_entity to_entity non_ascii_host "
        "removeparam_regex removeparam_negated removeparam_name policy_reports policy_value "
        "stealth cookie inline_script badfilter over_budget regex_slow ");
}

TEST_CASE("priorities keep their values and their order") {
  CHECK(kPriorityPolicy == 10);
  CHECK(kPriorityPolicyException == 11);
  CHECK(kPriorityRemoveParam == 20);
  CHECK(kPriorityRemoveParamException == 21);
  CHECK(kPriorityHosts == 90);
  CHECK(kPriorityHostsGone == 95);
  CHECK(kPriorityBlock == 100);
  CHECK(kPriorityException == 200);
  CHECK(kPriorityImportant == 300);
  CHECK(kPriorityImportantException == 400);
  CHECK(kPriorityOwnBlock == 500);
  CHECK(kPriorityOwnException == 600);
  CHECK(own_priority(kPriorityRemoveParamException) < kPriorityBlock);
  CHECK(own_priority(kPriorityPolicyException) < kPriorityRemoveParam);
  CHECK(kPriorityPersonFirst == 1'000'000);
}
