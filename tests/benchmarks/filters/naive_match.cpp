// SPDX-License-Identifier: GPL-3.0-or-later

// The naive matcher over real lists and requests, in the line protocol of `volition match`, so that
// the two can be held against each other where generated filters do not reach. Slow: every filter
// is asked about every request.
//   naive_match LIST… < requests.tsv   in: type<TAB>address<TAB>frame; out: verdict<TAB>the lines
//   of
//                                      the list files, joined, that decide (block, then exception)

#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "naive/matcher.hpp"

using namespace volition;

namespace {

std::string first_of(const std::vector<std::uint32_t>& lines) {
  return lines.empty() ? "" : std::to_string(lines.front());
}

}  // namespace

int main(int argc, char** argv) {
  std::ostringstream list;
  for (int at = 1; at < argc; ++at) list << std::ifstream(argv[at]).rdbuf() << '\n';
  const naive::Matcher matcher(list.str());
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream in(line);
    std::string type_name;
    std::string url;
    std::string frame;
    std::getline(in, type_name, '\t');
    std::getline(in, url, '\t');
    std::getline(in, frame, '\t');
    const auto type = filters::parse_request_type(type_name);
    if (!type) {
      std::cerr << "naive_match: no such type: " << type_name << '\n';
      return 2;
    }
    const naive::Ruling ruling = matcher.judge({url, *type, frame, {}});
    std::cout << ruling.verdict << '\t' << first_of(ruling.blocks) << '\t'
              << first_of(ruling.exceptions) << '\n';
  }
  return 0;
}
