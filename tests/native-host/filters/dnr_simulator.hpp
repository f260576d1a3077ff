// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a browser does with declarativeNetRequest rules, from their JSON alone. Written from the
// browsers' pages and not from our engine: `urlFilter` becomes a regular expression here, so that a
// fault in one of the two shows.

#include <boost/json/value.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace volition::test {

struct DnrRequest {
  std::string url;
  /// The browser's name: "main_frame", "script" …
  std::string type;
  /// The initiator's address; empty for none.
  std::string initiator;
  std::string method = "get";
};

class DnrSimulator {
 public:
  DnrSimulator();
  ~DnrSimulator();
  DnrSimulator(const DnrSimulator&) = delete;
  DnrSimulator& operator=(const DnrSimulator&) = delete;

  /// Adds the rules of one set. Throws where a member is not one that both browsers document.
  void add(const boost::json::value& rules);
  /// "allow", "block", "redirect" or "none": the action of the rule that wins. An initiator that an
  /// allowAllRequests rule matches as a page of its own allows what it asks for.
  std::string outcome(const DnrRequest& request) const;
  /// The same of the request alone, as a browser answers that is told no page (testMatchOutcome).
  std::string own_outcome(const DnrRequest& request) const;

 private:
  struct Rule;
  const Rule* best(const DnrRequest& request, std::string_view only_action) const;
  std::vector<std::unique_ptr<Rule>> rules_;
};

}  // namespace volition::test
