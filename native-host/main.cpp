// SPDX-License-Identifier: GPL-3.0-or-later
// The composition root. stdout belongs to frames alone, so it is guarded before anything else;
// exceptions mean exhaustion or a defect and end here, after which the extension starts a new host
// and repeats by op_id.

#include <cstdio>
#include <exception>
#include <string_view>
#include <vector>

#include "app/run.hpp"
#include "platform/stdio.hpp"

int main(int argc, char** argv) {
  const int output = volition::platform::guard_stdout();
  try {
    const std::vector<std::string_view> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    return static_cast<int>(volition::app::run(arguments, output));
  } catch (const std::exception&) {
    // Not what(): it may quote what was being read, and a browser shows stderr in its console.
    std::fputs("volition: internal\n", stderr);
  }
  return static_cast<int>(volition::app::Exit::kDefect);
}
