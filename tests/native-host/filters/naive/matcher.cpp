// SPDX-License-Identifier: GPL-3.0-or-later
#include "naive/matcher.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <sstream>

#include "naive/address.hpp"

namespace volition::naive {
namespace {

using filters::RequestType;

/// What a filter's address, domains and party are compared with.
struct Situation {
  Address address;
  /// The same in lower case.
  std::string lowered;
  std::string method;
  /// Empty: no frame.
  std::string frame_host;
  bool third_party = true;
};

bool is_separator(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  const bool digit = c >= '0' && c <= '9';
  return !letter && !digit && c != '_' && c != '-' && c != '.' && c != '%';
}

/// Where the pattern may begin.
std::vector<std::size_t> begins(const Filter& filter, const Address& address) {
  std::vector<std::size_t> out;
  for (std::size_t at = 0; at <= address.text.size(); ++at) {
    const bool in_host = at >= address.host_begin && at < address.host_end;
    const bool at_label = at == address.host_begin || (at > 0 && address.text[at - 1] == '.');
    if (filter.begin == Begin::kAnywhere || (filter.begin == Begin::kAddress && at == 0) ||
        (filter.begin == Begin::kHostLabel && in_host && at_label))
      out.push_back(at);
  }
  return out;
}

/// Takes the pattern character by character, keeping every place at which the text could stand.
bool text_matches(const Filter& filter, const Situation& situation) {
  const std::string& text = filter.match_case ? situation.address.text : situation.lowered;
  std::vector<std::size_t> places = begins(filter, situation.address);
  for (const char c : filter.pattern) {
    std::vector<std::size_t> next;
    if (c == '*') {
      if (!places.empty()) {
        for (std::size_t at = places.front(); at <= text.size(); ++at) next.push_back(at);
      }
    } else {
      for (const std::size_t at : places) {
        if (at == text.size()) {
          if (c == '^') next.push_back(at);
        } else if (c == '^' ? is_separator(text[at]) : text[at] == c) {
          next.push_back(at + 1);
        }
      }
      // "^" can bring two places together at the end.
      next.erase(std::unique(next.begin(), next.end()), next.end());
    }
    places = next;
    if (places.empty()) return false;
  }
  return !filter.to_the_end || places.back() == text.size();
}

bool domain_matches(const Domain& domain, const std::string& host) {
  if (!domain.entity) return is_or_is_below(host, domain.name);
  const std::string left = without_public_suffix(host);
  return !left.empty() && is_or_is_below(left, domain.name);
}

bool domains_match(const std::vector<Domain>& domains, const std::string& host) {
  bool some_positive = false;
  bool positive_found = false;
  for (const Domain& domain : domains) {
    const bool found = !host.empty() && domain_matches(domain, host);
    if (domain.negated && found) return false;
    if (domain.negated) continue;
    some_positive = true;
    positive_found = positive_found || found;
  }
  return positive_found || !some_positive;
}

bool method_matches(const Filter& filter, const std::string& method) {
  if (filter.methods.empty() || method.empty()) return true;
  static const std::set<std::string> named = {"connect", "delete", "get",  "head",
                                              "options", "patch",  "post", "put"};
  return filter.methods.count(named.count(method) > 0 ? method : "other") > 0;
}

/// All but the type.
bool matches(const Filter& filter, const Situation& situation) {
  const std::string host = situation.address.host();
  if (filter.party == Party::kThird && !situation.third_party) return false;
  if (filter.party == Party::kFirst && situation.third_party) return false;
  if (!method_matches(filter, situation.method)) return false;
  if (!domains_match(filter.domains, situation.frame_host)) return false;
  if (!domains_match(filter.to, host)) return false;
  if (!filter.denyallow.empty() && domains_match(filter.denyallow, host)) return false;
  switch (filter.form) {
    case Form::kHost:
      return is_or_is_below(host, filter.pattern);
    case Form::kRegex:
      return re2::RE2::PartialMatch(situation.address.text, *filter.regex);
    case Form::kText:
      break;
  }
  return text_matches(filter, situation);
}

/// The request itself, and the page whose exceptions count.
struct Question {
  Situation request;
  std::optional<Situation> page;
};

std::optional<Question> question_of(const filters::Request& request) {
  const auto address = read_address(std::string(request.url));
  if (!address) return std::nullopt;
  auto frame = read_address(std::string(request.frame));
  if (frame && frame->host().empty()) frame.reset();
  Question out;
  out.request.address = *address;
  out.request.lowered = lower(address->text);
  out.request.method = lower(std::string(request.method));
  if (frame) {
    out.request.frame_host = frame->host();
    out.request.third_party = site_of(address->host()) != site_of(frame->host());
  }
  if (request.type == RequestType::kDocument) {
    out.page = out.request;
  } else if (frame) {
    Situation page;
    page.address = *frame;
    page.lowered = lower(frame->text);
    page.frame_host = frame->host();
    page.third_party = false;
    out.page = page;
  }
  if (out.page) out.page->method.clear();
  return out;
}

bool is_meant(const Filter& filter, const filters::Request& request, const Question& question) {
  if (filter.types.count(request.type) > 0 && matches(filter, question.request)) return true;
  return filter.page && question.page && matches(filter, *question.page);
}

}  // namespace

Matcher::Matcher(const std::string& list) {
  std::istringstream in(list);
  std::string line;
  for (std::uint32_t number = 1; std::getline(in, line); ++number) {
    for (const Filter& filter : read_line(line, number)) filters_.push_back(filter);
  }
  std::vector<Filter> bad;
  for (const Filter& filter : filters_) {
    if (filter.badfilter) bad.push_back(filter);
  }
  const auto is_taken_out = [&](const Filter& filter) {
    return filter.badfilter || std::any_of(bad.begin(), bad.end(), [&](const Filter& other) {
             return other.written_pattern == filter.written_pattern &&
                    other.written_options == filter.written_options;
           });
  };
  filters_.erase(std::remove_if(filters_.begin(), filters_.end(), is_taken_out), filters_.end());
}

Ruling Matcher::judge(const filters::Request& request) const {
  Ruling out;
  const auto question = question_of(request);
  if (!question) return out;
  // Lines of what matched: blocks and exceptions, each plain and important.
  std::vector<std::uint32_t> blocks;
  std::vector<std::uint32_t> important_blocks;
  std::vector<std::uint32_t> exceptions;
  std::vector<std::uint32_t> important_exceptions;
  for (const Filter& filter : filters_) {
    if (!is_meant(filter, request, *question)) continue;
    auto& lines = filter.exception ? (filter.important ? important_exceptions : exceptions)
                                   : (filter.important ? important_blocks : blocks);
    lines.push_back(filter.number);
  }
  const auto together = [](std::vector<std::uint32_t> left,
                           const std::vector<std::uint32_t>& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
  };
  if (blocks.empty() && important_blocks.empty()) return out;
  const bool important = !important_blocks.empty();
  const bool lifted = !important_exceptions.empty() || (!important && !exceptions.empty());
  out.verdict = lifted ? 2 : 1;
  out.blocks = important ? important_blocks : blocks;
  // Where an exception stands, an ordinary block alone would have been lifted.
  out.sufficient_blocks =
      !lifted && !exceptions.empty() ? important_blocks : together(blocks, important_blocks);
  if (!lifted) return out;
  out.exceptions = important_exceptions.empty() ? exceptions : important_exceptions;
  out.sufficient_exceptions =
      important ? important_exceptions : together(exceptions, important_exceptions);
  return out;
}

bool Matcher::any_matches(const filters::Request& request) const {
  const auto question = question_of(request);
  return question && std::any_of(filters_.begin(), filters_.end(), [&](const Filter& filter) {
           return is_meant(filter, request, *question);
         });
}

}  // namespace volition::naive
