// SPDX-License-Identifier: GPL-3.0-or-later

// Holds the engine against a file of known matches: each filter, taken alone, must match the
// request beside it. Development only; the file is not part of the project.
//   matching_cases FILE   FILE: [{"filters": [text…], "sourceUrl", "type", "url"}…]
// Prints one line per filter that does not match, then the counts. Exit 1 where more than 0.2 % of
// the cases differ.

#include <boost/json/parse.hpp>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "naive/engine_under_test.hpp"

using namespace volition;

namespace {

std::string text_of(const boost::json::value& row, const char* key) {
  return std::string(row.at(key).as_string());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: matching_cases FILE\n";
    return 2;
  }
  std::ifstream file(argv[1]);
  std::ostringstream text;
  text << file.rdbuf();
  boost::system::error_code failed;
  const boost::json::value cases = boost::json::parse(text.str(), failed);
  if (failed || !cases.is_array()) {
    std::cerr << "matching_cases: cannot read " << argv[1] << '\n';
    return 2;
  }
  std::size_t filters = 0;
  std::size_t filters_differ = 0;
  std::size_t cases_differ = 0;
  for (const auto& row : cases.as_array()) {
    const std::string url = text_of(row, "url");
    const std::string frame = text_of(row, "sourceUrl");
    const std::string type_name = text_of(row, "type");
    const auto type = filters::parse_request_type(type_name);
    bool differs = false;
    for (const auto& entry : row.at("filters").as_array()) {
      const std::string filter(entry.as_string());
      ++filters;
      if (type && test::engine_matches_alone(filter, {url, *type, frame, {}})) continue;
      ++filters_differ;
      differs = true;
      std::cout << filter.substr(0, 200) << '\t' << type_name << '\t' << url << '\t' << frame
                << '\n';
    }
    if (differs) ++cases_differ;
  }
  const std::size_t all = cases.as_array().size();
  std::cout << all << " cases, " << filters << " filters; differ: " << cases_differ << " cases, "
            << filters_differ << " filters\n";
  return cases_differ * 1000 > all * 2 ? 1 : 0;
}
