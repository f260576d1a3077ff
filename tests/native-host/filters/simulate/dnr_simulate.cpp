// SPDX-License-Identifier: GPL-3.0-or-later

// dnr_simulate RULES.json… < requests > outcomes: what the simulator says of each request by these
// rules. A request is a line "type<TAB>url<TAB>initiator"; the answer is one word a line. Pages
// that are excepted as a whole play no part: a browser that is asked about one request knows no
// page.

#include <boost/json/parse.hpp>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "dnr_simulator.hpp"

int main(int argc, char** argv) {
  try {
    volition::test::DnrSimulator rules;
    for (int i = 1; i < argc; ++i) {
      std::ifstream file(argv[i]);
      const std::string text((std::istreambuf_iterator<char>(file)),
                             std::istreambuf_iterator<char>());
      rules.add(boost::json::parse(text));
    }
    std::string line;
    while (std::getline(std::cin, line)) {
      const std::size_t first = line.find('\t');
      const std::size_t second = line.find('\t', first + 1);
      if (first == std::string::npos || second == std::string::npos) return 2;
      std::cout << rules.own_outcome({line.substr(first + 1, second - first - 1),
                                      line.substr(0, first), line.substr(second + 1)})
                << '\n';
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
