// SPDX-License-Identifier: GPL-3.0-or-later
// How long the lists' rules take within one process, from texts to JSON, as peer_ubo_converter.mjs
// measures uBO's converter: the best of three passes, in one line of JSON.
//   compile_rules chromium|firefox LIST...

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <limits>
#include <span>
#include <vector>

#include "filters/compile.hpp"

int main(int count, char** arguments) {
  using namespace volition;
  using Clock = std::chrono::steady_clock;
  const std::span given(arguments, static_cast<std::size_t>(count));
  if (given.size() < 3) return 2;
  const auto browser = filters::parse_browser(given[1]);
  const auto lists = filters::read_lists({given.begin() + 2, given.end()});
  if (!browser || !lists) return 1;
  constexpr int kPasses = 3;
  double best_ms = std::numeric_limits<double>::infinity();
  std::size_t rules = 0;
  for (int pass = 0; pass < kPasses; ++pass) {
    const auto began = Clock::now();
    const auto compiled = filters::compile(*lists, *browser, 0, filters::Products::kRules);
    const std::chrono::duration<double, std::milli> took = Clock::now() - began;
    if (!compiled) return 1;
    rules = compiled->rules;
    best_ms = std::min(best_ms, took.count());
  }
  std::cout << "{\"rules\": " << rules << ", \"ms\": " << best_ms << "}\n";
  return 0;
}
