// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/realm_index.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <limits>
#include <optional>

#include "filters/common_tokens.hpp"
#include "filters/host_filing.hpp"
#include "filters/image.hpp"
#include "filters/pattern.hpp"
#include "filters/regex_set.hpp"
#include "filters/text.hpp"
#include "filters/tokens.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kFiltersPerBucket = 2;
constexpr std::size_t kTokenBitsPerFilter = 16;
/// A filter for few pages is filed under them where its best token is in more than that many of a
/// thousand requests.
constexpr std::uint32_t kCommonPerThousand = 10;
constexpr std::size_t kMaxPagesToFileUnder = 1000;
/// An expression that RegexSet can take is cheaper there than under a token that more than so many
/// of a thousand requests hold.
constexpr std::uint32_t kCommonForRegexSet = 50;
/// So many filters under one token are each compared with every address that holds it: those for
/// few pages are filed under these.
constexpr std::uint32_t kCrowd = 4;
constexpr std::size_t kMaxPagesInsteadOfCrowd = 8;

/// A token that every match of a pattern holds, and where it stands in it.
struct SureToken {
  std::uint32_t hash = 0;
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
};

/// A filter's pattern as it stands in the image.
struct Prepared {
  std::uint32_t filter = 0;
  Record record;
  /// The set of its pages.
  std::uint32_t pages = kNone32;
  /// Its tokens among those of all patterns.
  std::uint32_t first_token = 0;
  std::uint32_t end_token = 0;
};

/// The key a filter is filed under.
struct TokenKey {
  SureToken token;
  std::uint32_t per_thousand = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t filters = std::numeric_limits<std::uint32_t>::max();

  bool better_than(const TokenKey& other) const {
    return per_thousand != other.per_thousand ? per_thousand < other.per_thousand
                                              : filters < other.filters;
  }
};

/// Pairs of the texts that every match holds as they stand (in a glob, "*" and "^" part them): the
/// rarest of each in turn, since an address that holds one text's pairs may well hold all of them.
AlwaysSlot slot_of(TypeMask types, std::string_view text, Shape shape) {
  using Pair = std::pair<std::size_t, PairNumber>;
  AlwaysSlot slot;
  slot.types = types;
  std::vector<std::vector<Pair>> runs;
  const auto take = [&](std::string_view run) {
    run = beyond_scheme(run);
    std::vector<Pair>& pairs = runs.emplace_back();
    for (std::size_t at = 1; at < run.size(); ++at)
      pairs.emplace_back(commonness(run[at - 1]) + commonness(run[at]),
                         pair_number(to_lower(run[at - 1]), to_lower(run[at])));
    // The rarest is taken from the end.
    std::sort(pairs.begin(), pairs.end(), std::greater<>());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  };
  if (shape == Shape::kRegex) {
    for (const std::string& run : required_runs(text)) take(run);
  } else {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find_first_of("*^"), text.size());
      take(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }
  std::size_t taken = 0;
  for (bool found = true; found && taken < slot.pairs.size();) {
    found = false;
    for (std::vector<Pair>& pairs : runs) {
      if (pairs.empty() || taken == slot.pairs.size()) continue;
      slot.pairs[taken++] = pairs.back().second;
      pairs.pop_back();
      found = true;
    }
  }
  return slot;
}

class RealmBuilder {
 public:
  RealmBuilder(const std::vector<FiledFilter>& filters, const SharedTables& shared,
               PatternTables& tables)
      : filters_(filters), shared_(shared), tables_(tables) {}

  PatternParts build() {
    prepare_patterns();
    file_patterns();
    return std::move(parts_);
  }

 private:
  void prepare_patterns();
  void file_patterns();
  void align(Record& record, Shape shape, const SureToken& token) const;
  std::optional<TokenKey> best_token(const Prepared& pattern) const;
  void keep(const Record& record, std::uint32_t filter) {
    tables_.records.push_back(record);
    tables_.lines.push_back(filters_[filter].line);
  }
  /// The pages that a set of values is for, as PageSlot has them; none where it is for others.
  std::vector<std::uint32_t> page_keys(std::uint32_t set) const;
  std::string_view text_of(const Record& record) const {
    return std::string_view(tables_.strings).substr(record.text, record.text_size);
  }

  const std::vector<FiledFilter>& filters_;
  const SharedTables& shared_;
  PatternTables& tables_;
  PatternParts parts_;
  std::vector<Prepared> patterns_;
  std::vector<SureToken> tokens_;
  /// How many patterns hold a token, by the upper half of its hash.
  std::vector<std::uint32_t> token_counts_;
};

/// Writes each pattern as it will be compared, and counts its tokens.
void RealmBuilder::prepare_patterns() {
  token_counts_.assign(1U << 16U, 0);
  for (std::uint32_t i = 0; i < filters_.size(); ++i) {
    const NetworkFilter& filter = *filters_[i].filter;
    if (is_filed_under_host(filter)) continue;
    // No image holds that much: it is refused as a whole (image_build.cpp).
    if (tables_.strings.size() > kMaxImageBytes) return;
    // RE2 would read other bytes as Latin-1. Whether it takes an expression at all shows when it is
    // first asked: one that it does not matches nothing (RecordMatcher), and to try each here took
    // a tenth of the time to build an image.
    if (filter.shape == Shape::kRegex && !is_ascii(filter.pattern)) continue;
    Prepared prepared{i, base_record(filter)};
    Record& record = prepared.record;
    Extras extras = extras_of(filter, shared_.sets);
    prepared.pages = extras.domains;
    record.text = static_cast<std::uint32_t>(tables_.strings.size());
    if (filter.shape == Shape::kRegex) {
      tables_.strings += filter.pattern;
      const std::string literal = lowered(required_literal(filter.pattern));
      if (!literal.empty()) {
        extras.literal = static_cast<std::uint32_t>(tables_.strings.size());
        extras.literal_size = static_cast<std::uint16_t>(literal.size());
      }
      record.text_size = static_cast<std::uint16_t>(filter.pattern.size());
      tables_.strings += literal;
    } else if (filter.shape != Shape::kEverything) {
      const std::size_t begin = tables_.strings.size();
      if (is_ascii(filter.pattern)) {
        tables_.strings += filter.pattern;
      } else {
        tables_.strings += percent_encoded(filter.pattern);
      }
      // A host that is too long for the table is the whole host all the same.
      if (filter.shape == Shape::kHost) tables_.strings += '^';
      const std::size_t size = tables_.strings.size() - begin;
      if (size > 0xFFFF) {
        // Longer than any address that is judged.
        tables_.strings.resize(begin);
        continue;
      }
      record.text_size = static_cast<std::uint16_t>(size);
      if (!filter.match_case) {
        const auto first = tables_.strings.begin() + static_cast<std::ptrdiff_t>(begin);
        std::transform(first, tables_.strings.end(), first, to_lower);
      }
    }
    keep_extras(record, extras, tables_.extras);
    prepared.first_token = static_cast<std::uint32_t>(tokens_.size());
    for_each_sure_token(filter.shape, filter.anchor, filter.ends_at_end, text_of(record),
                        [&](std::string_view token, std::size_t begin) {
                          const std::uint32_t hash = token_hash(token);
                          ++token_counts_[hash >> 16U];
                          tokens_.push_back({hash, static_cast<std::uint32_t>(begin),
                                             static_cast<std::uint32_t>(token.size())});
                        });
    prepared.end_token = static_cast<std::uint32_t>(tokens_.size());
    patterns_.push_back(prepared);
  }
}

std::optional<TokenKey> RealmBuilder::best_token(const Prepared& pattern) const {
  std::optional<TokenKey> best;
  for (std::uint32_t i = pattern.first_token; i < pattern.end_token; ++i) {
    const SureToken& token = tokens_[i];
    const TokenKey key{token, requests_per_thousand(token.hash), token_counts_[token.hash >> 16U]};
    if (!best || key.better_than(*best)) best = key;
  }
  return best;
}

std::vector<std::uint32_t> RealmBuilder::page_keys(std::uint32_t set) const {
  const auto domains = shared_.sets.positive(set);
  std::vector<std::uint32_t> keys(domains.begin(), domains.end());
  for (const std::uint32_t entity : shared_.sets.positive_entities(set))
    keys.push_back(entity | kEntityPage);
  return keys;
}

/// Where the token stands in the pattern, and what stands beside it.
void RealmBuilder::align(Record& record, Shape shape, const SureToken& token) const {
  record.beside = beside_token(token.hash, 0, 0);
  if (shape != Shape::kGlob) return;
  const std::string_view text = text_of(record);
  const auto is_open = [&](std::size_t at) {
    return at >= text.size() || text[at] == '^' || text[at] == '*';
  };
  const auto byte = [&](std::size_t at) {
    return static_cast<unsigned>(static_cast<unsigned char>(to_lower(text[at])));
  };
  unsigned before = 0;
  if (token.begin > 0 && !is_open(token.begin - 1)) {
    before = byte(token.begin - 1) << 8U;
    if (token.begin > 1 && !is_open(token.begin - 2)) before |= byte(token.begin - 2);
  }
  const std::size_t end = token.begin + token.size;
  std::uint32_t after = 0;
  for (std::size_t i = 0; i < sizeof(after) && !is_open(end + i); ++i)
    after |= byte(end + i) << 8U * i;
  record.beside = beside_token(token.hash, static_cast<std::uint16_t>(before), after);
  if (text.find('*') != std::string_view::npos) {
    record.token_at = static_cast<std::uint16_t>(rarest_character(text));
    return;
  }
  record.flags |= kFlagAligned;
  record.token_at = static_cast<std::uint16_t>(token.begin);
}

void RealmBuilder::file_patterns() {
  struct UnderToken {
    std::uint32_t hash = 0;
    std::uint32_t pattern = 0;
  };
  std::vector<UnderToken> under_token;
  std::vector<std::uint32_t> always;
  std::vector<std::uint32_t> under_pages;
  for (std::uint32_t i = 0; i < patterns_.size(); ++i) {
    Record& record = patterns_[i].record;
    const NetworkFilter& filter = *filters_[patterns_[i].filter].filter;
    const auto key = best_token(patterns_[i]);
    const std::size_t pages = shared_.sets.positive(patterns_[i].pages).size() +
                              shared_.sets.positive_entities(patterns_[i].pages).size();
    const bool few_pages = pages > 0 && pages <= kMaxPagesToFileUnder;
    const bool crowded =
        key && key->filters > kCrowd && pages > 0 && pages <= kMaxPagesInsteadOfCrowd;
    if (crowded || (few_pages && (!key || key->per_thousand > kCommonPerThousand))) {
      under_pages.push_back(i);
      record.token_at = static_cast<std::uint16_t>(rarest_character(text_of(record)));
    } else if (!key || (filter.shape == Shape::kRegex && begins_at_start(text_of(record)) &&
                        key->per_thousand > kCommonForRegexSet)) {
      always.push_back(i);
      record.token_at = static_cast<std::uint16_t>(rarest_character(text_of(record)));
    } else {
      align(record, filter.shape, key->token);
      under_token.push_back({key->token.hash, i});
    }
  }

  if (!under_token.empty()) {
    const auto buckets = static_cast<std::uint32_t>(under_token.size() / kFiltersPerBucket + 1);
    const std::size_t bits =
        std::bit_ceil(std::max<std::size_t>(under_token.size() * kTokenBitsPerFilter, 64));
    parts_.token_bits.assign(bits / 64, 0);
    const auto shift = static_cast<std::uint32_t>(32 - std::countr_zero(bits));
    std::stable_sort(under_token.begin(), under_token.end(),
                     [](const UnderToken& a, const UnderToken& b) { return a.hash < b.hash; });
    parts_.token_buckets.reserve(buckets + 1);
    for (const UnderToken& each : under_token) {
      const std::uint32_t bit = each.hash >> shift;
      parts_.token_bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
      while (parts_.token_buckets.size() <= place_of(each.hash, buckets))
        parts_.token_buckets.push_back(static_cast<std::uint32_t>(tables_.records.size()));
      keep(patterns_[each.pattern].record, patterns_[each.pattern].filter);
    }
    while (parts_.token_buckets.size() <= buckets)
      parts_.token_buckets.push_back(static_cast<std::uint32_t>(tables_.records.size()));
  }

  std::stable_sort(always.begin(), always.end(), [&](std::uint32_t a, std::uint32_t b) {
    return patterns_[a].record.types < patterns_[b].record.types;
  });
  parts_.always = {static_cast<std::uint32_t>(tables_.records.size()),
                   static_cast<std::uint32_t>(always.size())};
  for (const std::uint32_t i : always) {
    const Record& record = patterns_[i].record;
    const Shape shape = filters_[patterns_[i].filter].filter->shape;
    parts_.always_slots.push_back(slot_of(record.types, text_of(record), shape));
    keep(record, patterns_[i].filter);
  }

  std::vector<std::pair<std::uint32_t, std::uint32_t>> postings;  // page, record
  for (const std::uint32_t i : under_pages) {
    const auto number = static_cast<std::uint32_t>(tables_.records.size());
    keep(patterns_[i].record, patterns_[i].filter);
    for (const std::uint32_t page : page_keys(patterns_[i].pages))
      postings.emplace_back(page, number);
  }
  std::sort(postings.begin(), postings.end());
  for (const auto& [page, record] : postings) {
    if (parts_.pages.empty() || parts_.pages.back().page != page)
      parts_.pages.push_back({page, static_cast<std::uint32_t>(parts_.postings.size()), 0});
    ++parts_.pages.back().count;
    parts_.postings.push_back(record);
  }
}

}  // namespace

PatternParts file_patterns(const std::vector<FiledFilter>& filters, const SharedTables& shared,
                           PatternTables& tables) {
  return RealmBuilder(filters, shared, tables).build();
}

}  // namespace volition::filters
