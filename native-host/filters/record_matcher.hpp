// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One filter against one request: its pattern, then its options. Which filters are worth asking is
// the index's business (engine.cpp).

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "filters/domain_sets.hpp"
#include "filters/image_view.hpp"
#include "filters/page_context.hpp"
#include "filters/prepared_address.hpp"
#include "filters/regex_set.hpp"

namespace re2 {
class RE2;
}  // namespace re2

namespace volition::filters {

/// What an exception must be to count.
enum class Strength : std::uint8_t { kAny, kImportant };

/// One question to one realm: the address, and what the page and the options are compared with.
struct Subject {
  const PreparedAddress* address = nullptr;
  const PageContext* page = nullptr;
  /// 0: types do not count (an exception for a whole page).
  TypeMask type = 0;
  MethodMask methods = kEveryMethod;
  Strength strength = Strength::kAny;
  /// Whether the address is the page's own: then nothing leaves the site.
  bool is_page_itself = false;

  /// Tells this address from others.
  std::uint64_t question = 0;

  // Looked up at most once per request, and only where a filter asks.
  std::optional<bool> third_party;
};

class RecordMatcher {
 public:
  /// `view` must outlive this.
  explicit RecordMatcher(const ImageView& view);
  ~RecordMatcher();
  RecordMatcher(const RecordMatcher&) = delete;
  RecordMatcher& operator=(const RecordMatcher&) = delete;

  static bool types_fit(TypeMask types, const Subject& subject) {
    return subject.type == 0 || (types & subject.type) != 0;
  }
  static bool party_fits(Party party, Subject& subject) {
    if (party == Party::kAny) return true;
    if (!subject.third_party)
      subject.third_party =
          !subject.is_page_itself && subject.page->is_third_party(subject.address->host());
    return *subject.third_party == (party == Party::kThird);
  }
  /// Everything but the pattern.
  bool options_fit(const Record& record, Subject& subject);
  /// Everything but the token. `token_begin` is where the address has the record's token, kNone32
  /// where the record was not found by one.
  bool matches(std::uint32_t number, std::size_t token_begin, Subject& subject);

 private:
  bool extras_fit(const Extras& extras, Subject& subject);
  bool regex_matches(std::uint32_t number, const Record& record, const Subject& subject);
  bool regex_matches_alone(std::uint32_t number, const Record& record, std::string_view text);
  void make_room(std::size_t bytes);
  bool pattern_matches(const Record& record, std::size_t token_begin, const Subject& subject) const;

  const ImageView& view_;
  std::unordered_map<std::uint32_t, std::unique_ptr<re2::RE2>> regexes_;
  /// The numbers of those, and what they take.
  std::vector<std::uint32_t> kept_;
  std::size_t kept_bytes_ = 0;
  /// Those that RE2 does not take. To find that out may take a millisecond, so none is
  /// forgotten.
  std::unordered_set<std::uint32_t> refused_;
  std::minstd_rand random_;
  std::array<RegexSet, kRealmCount> regex_sets_;
  /// The names of the address that question `numbered_` was about, for to= and denyallow=.
  HostNumbers host_numbers_;
  std::uint64_t numbered_ = 0;
};

}  // namespace volition::filters
