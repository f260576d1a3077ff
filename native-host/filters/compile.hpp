// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Filter lists into what a browser takes (declarativeNetRequest rule sets) and what the host
// explains from (the image). One compilation per browser: what they accept differs (README.md,
// "Browsers").

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.hpp"
#include "base/result.hpp"

namespace volition::filters {

enum class Browser { kChromium, kFirefox };

/// "chromium" or "firefox".
std::optional<Browser> parse_browser(std::string_view name);
std::string_view browser_name(Browser browser);

/// Whether a list's rule set is enabled as it ships. A disabled one has a smaller share of what is
/// bounded, and no place in the image.
enum class Shipped : std::uint8_t { kEnabled, kDisabled };

/// A list's word, or the person's own: own filters stand above every list (priority.hpp), in the
/// engine as `important` ones do.
enum class Standing : std::uint8_t { kList, kOwn };

/// A list's text as it was fetched. Title and version are read from its own head ("! Title:", "!
/// Version:"); `name`, usually the file's name, stands in for an absent title and makes the rule
/// set's id.
struct ListSource {
  std::string name;
  std::string text;
  Shipped shipped = Shipped::kEnabled;
  Standing standing = Standing::kList;
};

/// The largest list text that is read, in bytes.
constexpr std::size_t kMaxListBytes = 64U << 20U;

struct Ruleset {
  /// Such as "ruleset_1", also the file's stem.
  std::string id;
  /// The list it was made of.
  std::string title;
  Shipped shipped = Shipped::kEnabled;
  /// The rules, as the browser reads them, and their digest (digest_of_bytes).
  std::string json;
  std::string digest;
  std::size_t rules = 0;
  std::size_t regex_rules = 0;
};

struct Compilation {
  std::vector<Ruleset> rulesets;
  /// For the manifest's `declarative_net_request.rule_resources`: [{"id","enabled","path"}], each
  /// path the bare name of the file.
  std::string manifest_json;
  /// 16 hex digits over all rule sets' digests: what the static rules of an extension are, in a
  /// word.
  std::string digest;
  /// {"digest", "rulesets": {list name: rule set id}}
  std::string baseline_json;
  /// Counts per list: lines, network filters, those that take effect, refused by named reason,
  /// cosmetic.
  std::string report_json;
  /// filters.image and, behind it, filters.texts
  Bytes image;
  std::size_t rules = 0;
  std::size_t network_filters = 0;
  std::size_t filters_in_effect = 0;
};

/// What is made of lists: the browser's rules alone, or the image for the host's engine too.
enum class Products : std::uint8_t { kRules, kRulesAndImage };

/// Compiles. `built_utc_seconds` is written into the image. Errors: list_unreadable (over
/// kMaxListBytes, or more than 250 lists). A line that cannot be used is never an error: it is
/// refused with a named reason and counted.
Result<Compilation> compile(const std::vector<ListSource>& lists, Browser browser,
                            std::int64_t built_utc_seconds,
                            Products products = Products::kRulesAndImage);

/// An image, and what each list comes to before any browser's bounds (as Compilation::report_json).
struct ImageCompilation {
  Bytes image;
  std::string report_json;
};

/// What `compile` answers of the image, without the rules that it costs most for: in the image only
/// filters that Chromium takes count as having taken effect. Errors as compile().
Result<ImageCompilation> compile_image(const std::vector<ListSource>& lists,
                                       std::int64_t built_utc_seconds);

/// Only the image, for explaining with lists of one's own: every filter counts as having taken
/// effect.
Result<Bytes> build_image(const std::vector<ListSource>& lists, std::int64_t built_utc_seconds);

/// Reads list files. Errors: list_unreadable, with the file's name.
Result<std::vector<ListSource>> read_lists(const std::vector<std::filesystem::path>& files);

/// Writes `dir`/ruleset_<n>.json, `dir`/rulesets.json (manifest_json), `dir`/baseline.json,
/// `dir`/filters.image, `dir`/filters.texts and, unless empty, `report`. Rule sets left by an
/// earlier run are removed. Error: file_failed.
Status write_compilation(const Compilation& compilation, const std::filesystem::path& dir,
                         const std::filesystem::path& report);

}  // namespace volition::filters
