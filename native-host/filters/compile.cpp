// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/compile.hpp"

#include <optional>
#include <utility>

#include "filters/compile_list.hpp"
#include "filters/digest.hpp"
#include "filters/image_build.hpp"
#include "filters/image_files.hpp"
#include "filters/report.hpp"
#include "filters/side_by_side.hpp"

namespace volition::filters {
namespace {

std::vector<ListText> texts_of(const std::vector<ListSource>& sources) {
  std::vector<ListText> out;
  out.reserve(sources.size());
  for (const ListSource& source : sources)
    out.push_back({source.name, source.text, source.shipped, source.standing});
  return out;
}

Ruleset write_ruleset(ListCompiler& compiler, std::size_t place, Browser browser, Shipped shipped) {
  Ruleset set;
  set.id = ruleset_id(place);
  set.title = std::string(compiler.list().title);
  set.shipped = shipped;
  set.rules = compiler.report().rules;
  set.regex_rules = compiler.report().regex_rules;
  set.json = ruleset_json(compiler.rules(), browser);
  set.digest = digest_of_bytes(as_bytes(set.json));
  return set;
}

std::string manifest_of(const std::vector<Ruleset>& rulesets) {
  std::string out = "[";
  for (const Ruleset& set : rulesets) {
    out += out.size() == 1 ? "\n" : ",\n";
    out += "  {\"id\": \"" + set.id + "\", \"enabled\": ";
    out += set.shipped == Shipped::kEnabled ? "true" : "false";
    out += ", \"path\": \"" + set.id + ".json\"}";
  }
  return out + "\n]\n";
}

std::string baseline_of(const Compilation& compilation, const std::vector<ListSource>& sources) {
  std::string out = "{\"digest\": \"" + compilation.digest + "\", \"rulesets\": {";
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (i > 0) out += ", ";
    append_json_string(sources[i].name, out);
    out += ": \"" + compilation.rulesets[i].id + '"';
  }
  return out + "}}\n";
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
                            std::int64_t built_utc_seconds, Products products) {
  const std::vector<ListText> texts = texts_of(sources);
  const Threads threads = threads_for(texts);
  const auto lists = parse_lists(texts, browser);
  if (!lists) return lists.error();
  // Until the last steps, which look at all lists together, each is compiled by itself.
  std::vector<HostStore> stores(lists->size());
  std::vector<std::optional<ListCompiler>> compiled(lists->size());
  side_by_side(lists->size(), threads, [&](std::size_t i) {
    compiled[i].emplace((*lists)[i], browser, sources[i].standing, stores[i]).merge();
  });
  std::vector<ListCompiler> compilers;
  compilers.reserve(lists->size());
  std::vector<Shipped> shipped;
  for (std::size_t i = 0; i < lists->size(); ++i) {
    compilers.push_back(std::move(*compiled[i]));
    shipped.push_back(sources[i].shipped);
  }
  HostStore store;
  finish_shipped(compilers, shipped, browser, store);

  Compilation out;
  std::vector<ImageInput> image_input;
  std::vector<ListReport> reports;
  for (std::size_t i = 0; i < compilers.size(); ++i) {
    ListCompiler& compiler = compilers[i];
    ListReport& report = compiler.report();
    report.ruleset = ruleset_id(i);
    reports.push_back(report);
    out.rules += report.rules;
    out.network_filters += compiler.list().network();
    out.filters_in_effect += report.in_effect;
    if (shipped[i] == Shipped::kEnabled) {
      image_input.push_back(
          {&compiler.list(), std::move(compiler.in_effect()), report.refused.total()});
    }
  }
  out.report_json = write_report(reports, browser);
  // The image is as much work as all rule sets.
  out.rulesets.resize(compilers.size());
  Result<Bytes> image = Bytes();
  side_by_side(compilers.size() + 1, threads, [&](std::size_t i) {
    if (i == 0) {
      if (products == Products::kRulesAndImage) image = write_image(image_input, built_utc_seconds);
    } else {
      out.rulesets[i - 1] = write_ruleset(compilers[i - 1], i - 1, browser, shipped[i - 1]);
    }
  });
  if (!image) return image.error();
  out.image = std::move(*image);
  Digest digest;
  for (const Ruleset& set : out.rulesets) digest.add(set.digest);
  out.digest = digest.hex();
  out.manifest_json = manifest_of(out.rulesets);
  out.baseline_json = baseline_of(out, sources);
  return out;
}

Result<ImageCompilation> compile_image(const std::vector<ListSource>& sources,
                                       std::int64_t built_utc_seconds) {
  const auto lists = parse_lists(texts_of(sources), Browser::kChromium);
  if (!lists) return lists.error();
  std::vector<ImageInput> input;
  std::vector<ListReport> reports;
  for (std::size_t i = 0; i < lists->size(); ++i) {
    HostStore store;
    ListCompiler compiler((*lists)[i], Browser::kChromium, sources[i].standing, store);
    reports.push_back(compiler.report());
    input.push_back(
        {&(*lists)[i], std::move(compiler.in_effect()), compiler.report().refused.total()});
  }
  ImageCompilation out;
  out.report_json = write_report(reports, Browser::kChromium);
  auto image = write_image(input, built_utc_seconds);
  if (!image) return image.error();
  out.image = std::move(*image);
  return out;
}

Result<Bytes> build_image(const std::vector<ListSource>& sources, std::int64_t built_utc_seconds) {
  const auto lists = parse_lists(texts_of(sources), Browser::kChromium);
  if (!lists) return lists.error();
  std::vector<ImageInput> input;
  for (const ParsedList& list : *lists) {
    input.push_back({&list, InEffect::all(list), list.refused.total()});
  }
  return write_image(input, built_utc_seconds);
}

}  // namespace volition::filters
