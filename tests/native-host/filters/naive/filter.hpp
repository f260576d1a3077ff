// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One line of a filter list, read by the naive matcher's own parser. What it cannot use (comments,
// cosmetic lines, unknown or unsupported options) gives no filter.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "filters/request.hpp"

namespace re2 {
class RE2;
}

namespace volition::naive {

/// The kind of a page that another page opened.
constexpr auto kPopup = static_cast<filters::RequestType>(1U << 12U);

/// "a.example", "~a.example", "google.*".
struct Domain {
  std::string name;  // without the marks, in lower case
  bool negated = false;
  bool entity = false;
};

enum class Form {
  kHost,   // the host and what is below it
  kText,   // text with `*` and `^`
  kRegex,  // between slashes
};

enum class Begin { kAnywhere, kAddress, kHostLabel };
enum class Party { kAny, kFirst, kThird };

struct Filter {
  std::string line;
  std::uint32_t number = 0;

  bool exception = false;
  bool important = false;
  bool badfilter = false;
  /// An exception for whole pages.
  bool page = false;

  Form form = Form::kText;
  Begin begin = Begin::kAnywhere;
  bool to_the_end = false;
  bool match_case = false;
  /// In lower case unless match_case; non-ASCII bytes percent-encoded; a regular expression as
  /// written.
  std::string pattern;
  std::shared_ptr<re2::RE2> regex;

  std::set<filters::RequestType> types;
  Party party = Party::kAny;
  /// In lower case; empty: any.
  std::set<std::string> methods;
  std::vector<Domain> domains;
  std::vector<Domain> to;
  std::vector<Domain> denyallow;

  /// What `badfilter` compares: the pattern as written, with its "@@", and the options but
  /// `badfilter`.
  std::string written_pattern;
  std::set<std::string> written_options;
};

/// The filters of one line: none, one, or one per host of a hosts-file line.
std::vector<Filter> read_line(const std::string& line, std::uint32_t number);

}  // namespace volition::naive
