// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/compile.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "filters/badfilter.hpp"
#include "filters/bucket.hpp"
#include "filters/convert.hpp"
#include "filters/image_build.hpp"
#include "filters/merge.hpp"
#include "filters/parse.hpp"
#include "filters/report.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kMaxLists = 250;
/// What both browsers take for sure. A Firefox rule set that goes over is disabled whole.
constexpr std::size_t kMaxRules = 30'000;
/// Both browsers allow 1,000 in all static sets together; some are left for lists of the person's
/// own.
constexpr std::size_t kMaxRegexRules = 900;

Target target_of(Browser browser) {
  return browser == Browser::kChromium ? Target::kChromium : Target::kFirefox;
}

Result<std::vector<ParsedList>> parse_all(const std::vector<ListSource>& sources, Target target) {
  if (sources.size() > kMaxLists) return Error(ErrorCode::kListUnreadable, "too many lists");
  std::vector<ParsedList> lists;
  for (const ListSource& source : sources) {
    if (source.text.size() > kMaxListBytes) return Error(ErrorCode::kListUnreadable, source.name);
    lists.push_back(parse_list(source.text, static_cast<std::uint16_t>(lists.size()), target));
    if (lists.back().title.empty()) lists.back().title = source.name;
  }
  apply_badfilters(lists);
  return lists;
}

/// One list's filters into merged rules.
class ListCompiler {
 public:
  ListCompiler(const ParsedList& list, Browser browser, HostStore& store)
      : list_(list), browser_(browser), store_(store) {
    report_.refused = list.refused;
    in_effect_.reserve(list.filters.size());
    for (const NetworkFilter& filter : list.filters) add(filter);
    Merged merged = merge_rules(std::move(rules_));
    rules_ = std::move(merged.rules);
    report_.covered = merged.covered;
  }

  std::vector<DnrRule>& rules() { return rules_; }
  ListReport& report() { return report_; }
  std::vector<bool>& in_effect() { return in_effect_; }
  const ParsedList& list() const { return list_; }

  /// Drops what the browser's bounds leave no room for, the least valuable first (README.md,
  /// "Budget").
  void fit(std::size_t& rules_left, std::size_t& regex_left) {
    split_arrays(rules_);
    std::stable_sort(rules_.begin(), rules_.end(), [](const DnrRule& a, const DnrRule& b) {
      return std::pair(a.priority, a.filters) > std::pair(b.priority, b.filters);
    });
    std::vector<DnrRule> kept;
    for (DnrRule& rule : rules_) {
      const bool is_regex = !rule.regex_filter.empty();
      if (rules_left == 0 || (is_regex && regex_left == 0)) {
        const Refusal reason = rules_left == 0 ? Refusal::kOverBudget : Refusal::kRegexOverBudget;
        report_.refused.by_reason[static_cast<std::size_t>(reason)] += rule.filters;
        report_.in_effect -= rule.filters;
        continue;
      }
      --rules_left;
      if (is_regex) --regex_left;
      kept.push_back(std::move(rule));
    }
    rules_ = std::move(kept);
  }

 private:
  void add(const NetworkFilter& filter) {
    if (const auto signature = plain_host_signature(filter)) {
      add_plain_host(filter, *signature);
    } else {
      auto converted = convert(filter, browser_, store_);
      if (const auto* refusal = std::get_if<Refusal>(&converted)) {
        report_.refused.add(*refusal);
        in_effect_.push_back(false);
        return;
      }
      auto& done = std::get<Converted>(converted);
      if (done.has_page_rule) rules_.push_back(std::move(done.page_rule));
      rules_.push_back(std::move(done.rule));
      if (done.partial) ++report_.partial;
    }
    in_effect_.push_back(true);
    ++report_.in_effect;
    if (filter.redirect) ++report_.redirect_as_block;
  }

  void add_plain_host(const NetworkFilter& filter, std::uint64_t signature) {
    const auto [at, fresh] = host_rules_.try_emplace(signature, rules_.size());
    if (fresh) {
      auto converted = convert(filter, browser_, store_);
      rules_.push_back(std::move(std::get<Converted>(converted).rule));
      return;
    }
    rules_[at->second].request_domains.push_back(filter.pattern);
    ++rules_[at->second].filters;
  }

  const ParsedList& list_;
  Browser browser_;
  HostStore& store_;
  ListReport report_;
  std::vector<bool> in_effect_;
  std::vector<DnrRule> rules_;
  /// Which rule takes the hosts of a signature.
  std::unordered_map<std::uint64_t, std::size_t> host_rules_;
};

Ruleset write_ruleset(const ListCompiler& compiled_const, std::size_t number, Browser browser,
                      const std::vector<DnrRule>& rules) {
  Ruleset set;
  set.id = "ruleset_" + std::to_string(number);
  set.title = std::string(compiled_const.list().title);
  set.rules = rules.size();
  set.json = "[";
  std::uint32_t id = 0;
  for (const DnrRule& rule : rules) {
    if (!rule.regex_filter.empty()) ++set.regex_rules;
    set.json += id == 0 ? "\n" : ",\n";
    append_json(rule, ++id, browser, set.json);
  }
  set.json += "\n]\n";
  return set;
}

std::string manifest_of(const std::vector<Ruleset>& rulesets) {
  std::string out = "[";
  for (const Ruleset& set : rulesets) {
    out += out.size() == 1 ? "\n" : ",\n";
    out += "  {\"id\": \"" + set.id + "\", \"enabled\": true, \"path\": \"" + set.id + ".json\"}";
  }
  return out + "\n]\n";
}

}  // namespace

std::optional<Browser> parse_browser(std::string_view name) {
  if (name == "chromium") return Browser::kChromium;
  if (name == "firefox") return Browser::kFirefox;
  return std::nullopt;
}

std::string_view browser_name(Browser browser) {
  return browser == Browser::kChromium ? "chromium" : "firefox";
}

Result<Compilation> compile(const std::vector<ListSource>& sources, Browser browser,
                            std::int64_t built_utc_seconds) {
  const auto lists = parse_all(sources, target_of(browser));
  if (!lists) return lists.error();
  Compilation out;
  std::vector<ImageInput> image_input;
  std::vector<ListReport> reports;
  HostStore store;
  std::vector<ListCompiler> compilers;
  compilers.reserve(lists->size());
  std::vector<std::vector<DnrRule>*> rules;
  for (const ParsedList& list : *lists)
    rules.push_back(&compilers.emplace_back(list, browser, store).rules());
  bucket_rules(rules, browser, kMaxRegexRules, store);
  std::size_t rules_left = kMaxRules;
  std::size_t regex_left = kMaxRegexRules;
  for (ListCompiler& compiler : compilers) {
    compiler.fit(rules_left, regex_left);
    out.rulesets.push_back(
        write_ruleset(compiler, out.rulesets.size() + 1, browser, compiler.rules()));
    ListReport report = compiler.report();
    report.list = &compiler.list();
    report.ruleset = out.rulesets.back().id;
    report.rules = out.rulesets.back().rules;
    report.regex_rules = out.rulesets.back().regex_rules;
    reports.push_back(report);
    out.rules += report.rules;
    out.network_filters += compiler.list().network();
    out.filters_in_effect += report.in_effect;
    image_input.push_back(
        {&compiler.list(), std::move(compiler.in_effect()), report.refused.total()});
  }
  out.manifest_json = manifest_of(out.rulesets);
  out.report_json = write_report(reports, browser);
  auto image = write_image(image_input, built_utc_seconds);
  if (!image) return image.error();
  out.image = std::move(*image);
  return out;
}

Result<Bytes> build_image(const std::vector<ListSource>& sources, std::int64_t built_utc_seconds) {
  const auto lists = parse_all(sources, Target::kChromium);
  if (!lists) return lists.error();
  std::vector<ImageInput> input;
  for (const ParsedList& list : *lists) {
    input.push_back({&list, std::vector<bool>(list.filters.size(), true), list.refused.total()});
  }
  return write_image(input, built_utc_seconds);
}

}  // namespace volition::filters
