// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The priorities of all declarativeNetRequest rules, static ones and those the background adds at
// run time. The browser applies the highest; refusal_test.cpp pins every value.
//
//   person's own allow > person's own block > important > exception > block > block of a whole host
//   > removeparam > policies
//
// Each of the lower three has its exception one step above it and below the next, so that an
// exception for a parameter never frees a request that a block stops.

namespace volition::filters {

constexpr int kPriorityPolicy = 10;
constexpr int kPriorityPolicyException = 11;
constexpr int kPriorityRemoveParam = 20;
constexpr int kPriorityRemoveParamException = 21;
/// Static rules that block hosts and ask for nothing else; below every other block, and with a step
/// above them for what lifts them. A host that a newer list no longer names is freed of this rule
/// and of no other (delta.hpp), and the thousands of hosts beside it stay where they are.
constexpr int kPriorityHosts = 90;
constexpr int kPriorityHostsGone = 95;
constexpr int kPriorityBlock = 100;
constexpr int kPriorityException = 200;
constexpr int kPriorityImportant = 300;
constexpr int kPriorityImportantException = 400;
/// The person's own rules stand above every list, each kind where nothing but its like is touched.
constexpr int kPriorityOwnBlock = 500;
constexpr int kPriorityOwnException = 600;

/// Where the person's own rule stands that would have `priority` in a list. Own filters are all
/// important.
constexpr int own_priority(int priority) {
  if (priority == kPriorityImportant) return kPriorityOwnBlock;
  if (priority == kPriorityImportantException) return kPriorityOwnException;
  return priority + 2;  // parameters and policies, within their step
}

/// Above it stand only the background's own rules (extension/background/rules.js), which begin
/// here.
constexpr int kPriorityPersonFirst = 1'000'000;

}  // namespace volition::filters
