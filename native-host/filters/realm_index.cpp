// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/realm_index.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>

#include "filters/common_tokens.hpp"
#include "filters/host_scan.hpp"
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

/// A filter's pattern as it stands in the image.
struct Prepared {
  std::uint32_t filter = 0;
  Record record;
  /// The set of its pages.
  std::uint32_t pages = kNone32;
};

/// One filter that is filed under its host, with all that ordering and writing it needs: the
/// filters themselves lie too far apart to be asked again and again.
struct HostItem {
  std::uint32_t hash = 0;
  /// The filter's number, or the host's in its list.
  std::uint32_t number = 0;
  const char* name = nullptr;
  std::uint8_t name_size = 0;
  std::uint8_t tail = 0;
  /// kMarkRecords where no signature says it all.
  std::uint8_t mark = 0;
  /// Which of the hosts' lists it is in; kNoList for a filter in full.
  std::uint8_t list = 0;

  std::string_view text() const { return {name, name_size}; }
};
constexpr std::uint8_t kNoList = 0xFF;

/// The key a filter is filed under.
struct TokenKey {
  std::uint32_t hash = 0;
  std::uint32_t per_thousand = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t filters = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t begin = 0;
  std::uint32_t size = 0;

  bool better_than(const TokenKey& other) const {
    return per_thousand != other.per_thousand ? per_thousand < other.per_thousand
                                              : filters < other.filters;
  }
};

std::uint8_t signature_of(TypeMask types, Party for_party, std::vector<Signature>& signatures) {
  if (types == kDefaultTypes && for_party == Party::kAny) return 0;
  const auto party = static_cast<std::uint8_t>(for_party);
  const auto found = std::find_if(signatures.begin(), signatures.end(), [&](const Signature& each) {
    return each.types == types && each.party == party;
  });
  if (found != signatures.end()) return static_cast<std::uint8_t>(found - signatures.begin());
  // Mark 0 is the common case and kMarkRecords says "see the records".
  if (signatures.size() >= kMarkRecords) return kMarkRecords;
  signatures.push_back({types, party, 0});
  return static_cast<std::uint8_t>(signatures.size() - 1);
}

/// Nothing but a host, types and party: a signature says it all.
bool is_plain(const NetworkFilter& filter) {
  return filter.domains.empty() && filter.to.empty() && filter.denyallow.empty() &&
         filter.methods == kEveryMethod && !filter.important;
}

/// The rarest pairs of a text that every match holds as it stands; in a glob, "*" and "^" part it.
AlwaysSlot slot_of(TypeMask types, std::string_view text, Shape shape) {
  AlwaysSlot slot;
  slot.types = types;
  const auto parts = [&](char c) { return shape != Shape::kRegex && (c == '*' || c == '^'); };
  std::vector<std::pair<std::size_t, PairNumber>> pairs;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (parts(text[at - 1]) || parts(text[at])) continue;
    pairs.emplace_back(commonness(text[at - 1]) + commonness(text[at]),
                       pair_number(to_lower(text[at - 1]), to_lower(text[at])));
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  for (std::size_t i = 0; i < slot.pairs.size() && i < pairs.size(); ++i)
    slot.pairs[i] = pairs[i].second;
  return slot;
}

class RealmBuilder {
 public:
  RealmBuilder(const std::vector<FiledHosts>& hosts, const std::vector<FiledFilter>& filters,
               ImageTables& tables)
      : hosts_(hosts), filters_(filters), tables_(tables) {}

  RealmParts build() {
    file_hosts();
    prepare_patterns();
    file_patterns();
    return std::move(parts_);
  }

 private:
  void file_hosts();
  HostItem item_of(std::string_view name, const char* readable) const;
  std::vector<HostItem> host_items();
  void close_host(std::span<const HostItem> members, NameTableWriter& names);
  /// The filter of an item in full.
  NetworkFilter filter_of(const HostItem& item) const;
  LineRecord line_of(const HostItem& item) const;
  Record base_record(const NetworkFilter& filter) const;
  /// What the filter says beyond its record; nothing for most.
  Extras extras_of(const NetworkFilter& filter);
  void keep_extras(Record& record, const Extras& extras) {
    static constexpr Extras kNothing;
    if (std::memcmp(&extras, &kNothing, sizeof(extras)) != 0)
      record.extras = tables_.extras.add({&extras, 1});
  }
  void prepare_patterns();
  void file_patterns();
  void align(Record& record, Shape shape, const TokenKey& token) const;
  std::optional<TokenKey> best_token(const NetworkFilter& filter, std::string_view text) const;
  void keep(const Record& record, std::uint32_t filter) {
    tables_.records.push_back(record);
    tables_.record_lines.push_back(filters_[filter].line);
  }
  /// The pages that a set of values is for, as PageSlot has them; none where it is for others.
  std::vector<std::uint32_t> page_keys(std::uint32_t set) const;
  std::string_view text_of(const Record& record) const {
    return std::string_view(tables_.strings).substr(record.text, record.text_size);
  }

  const std::vector<FiledHosts>& hosts_;
  const std::vector<FiledFilter>& filters_;
  ImageTables& tables_;
  RealmParts parts_;
  std::vector<Prepared> patterns_;
  std::vector<std::uint32_t> token_counts_;
};

Record RealmBuilder::base_record(const NetworkFilter& filter) const {
  Record record;
  record.types = filter.types;
  unsigned flags = static_cast<unsigned>(filter.shape) << kFlagShapeShift |
                   static_cast<unsigned>(filter.anchor) << kFlagAnchorShift |
                   static_cast<unsigned>(filter.party) << kFlagPartyShift;
  if (filter.ends_at_end) flags |= kFlagEndsAtEnd;
  if (filter.match_case) flags |= kFlagMatchCase;
  if (filter.important) flags |= kFlagImportant;
  record.flags = static_cast<std::uint16_t>(flags);
  return record;
}

Extras RealmBuilder::extras_of(const NetworkFilter& filter) {
  Extras extras;
  extras.domains = tables_.sets.add(filter.domains);
  extras.to = tables_.sets.add(filter.to);
  extras.denyallow = tables_.sets.add(filter.denyallow);
  extras.methods = filter.methods;
  return extras;
}

NetworkFilter RealmBuilder::filter_of(const HostItem& item) const {
  if (item.list == kNoList) return *filters_[item.number].filter;
  const ParsedList& list = *hosts_[item.list].list;
  return list.filter_of(list.hosts[item.number]);
}

LineRecord RealmBuilder::line_of(const HostItem& item) const {
  return item.list == kNoList ? filters_[item.number].line : hosts_[item.list].line_of(item.number);
}

/// `members` are the filters of one host. One plain filter becomes a mark; equal plain ones count
/// once; anything else is written as records.
void RealmBuilder::close_host(std::span<const HostItem> members, NameTableWriter& names) {
  const HostItem& leader = members.front();
  NameInput name;
  name.hash = leader.hash;
  name.mark = leader.mark;
  name.tail = leader.tail;
  name.name = leader.text();
  if (leader.mark != kMarkRecords &&
      std::all_of(members.begin(), members.end(),
                  [&](const HostItem& member) { return member.mark == leader.mark; })) {
    tables_.host_lines.push_back(line_of(leader));
    names.add(name);
    return;
  }
  // More filters on one host than can be numbered are no list's.
  members = members.first(std::min<std::size_t>(members.size(), 0xFFFF));
  std::vector<Record> records;
  for (const HostItem& member : members) {
    const NetworkFilter filter = filter_of(member);
    records.push_back(base_record(filter));
    keep_extras(records.back(), extras_of(filter));
    tables_.host_lines.push_back(line_of(member));
  }
  name.mark = kMarkRecords;
  name.records = static_cast<std::uint16_t>(members.size());
  name.first_record = tables_.host_records.add(records);
  names.add(name);
}

/// A name's hash and tail, in one pass over its labels. Bytes may be read up to `readable`.
HostItem RealmBuilder::item_of(std::string_view name, const char* readable) const {
  HostItem item;
  item.name = name.data();
  item.name_size = static_cast<std::uint8_t>(name.size());
  const HostScan scan = scan_host(name.data(), readable);
  // What stands after the name ends it; where that is not so, another host follows without a mark.
  if (scan.size != name.size()) {
    item.hash = name_hash(name);
    item.tail = tables_.tails.of(name);
    return item;
  }
  NameHash hash;
  std::size_t end = name.size();
  for (std::uint64_t dots = scan.dots; dots != 0;) {
    const auto dot = static_cast<std::size_t>(std::bit_width(dots)) - 1;
    const std::string_view label(name.data() + dot + 1, end - dot - 1);
    hash.add(label);
    if (end == name.size() && label.size() <= sizeof(std::uint64_t))
      item.tail = tables_.tails.of_word(Tails::label_word(label));
    end = dot;
    dots ^= std::uint64_t{1} << dot;
  }
  item.hash = hash.add({name.data(), end});
  return item;
}

/// In the order in which the table holds them.
std::vector<HostItem> RealmBuilder::host_items() {
  std::size_t count = filters_.size();
  for (const FiledHosts& each : hosts_) count += each.list->hosts.size();
  std::vector<HostItem> items;
  items.reserve(count);
  for (std::size_t list = 0; list < hosts_.size(); ++list) {
    const ParsedList& parsed = *hosts_[list].list;
    const char* const readable = parsed.text.data() + parsed.text.size();
    std::uint32_t number = 0;
    for (const HostFilter& host : parsed.hosts) {
      HostItem& item = items.emplace_back(item_of(parsed.host_of(host), readable));
      item.number = number++;
      item.list = static_cast<std::uint8_t>(list);
      item.mark = signature_of(host.types, host.party, tables_.signatures);
    }
  }
  for (std::uint32_t i = 0; i < filters_.size(); ++i) {
    const NetworkFilter& filter = *filters_[i].filter;
    if (!is_filed_under_host(filter)) continue;
    HostItem& item =
        items.emplace_back(item_of(filter.pattern, filter.pattern.data() + filter.pattern.size()));
    item.number = i;
    item.list = kNoList;
    item.mark = is_plain(filter) ? signature_of(filter.types, filter.party, tables_.signatures)
                                 : kMarkRecords;
  }
  return in_bucket_order(items);
}

void RealmBuilder::file_hosts() {
  std::vector<HostItem> ordered = host_items();
  const std::uint32_t buckets = bucket_count(ordered.size());
  std::size_t bytes = 0;
  for (const HostItem& item : ordered) bytes += item.name_size;
  NameTableWriter names(ordered.size(), bytes, buckets);
  parts_.host_lines.offset = static_cast<std::uint32_t>(tables_.host_lines.size());
  tables_.host_lines.reserve(tables_.host_lines.size() + ordered.size());
  // Equal hosts share a bucket, whose few members are brought together here.
  HostItem* const last = ordered.data() + ordered.size();
  for (HostItem* leader = ordered.data(); leader != last;) {
    const std::uint32_t bucket = place_of(leader->hash, buckets);
    HostItem* end = leader + 1;
    for (HostItem* each = end; each != last && place_of(each->hash, buckets) == bucket; ++each) {
      if (each->hash != leader->hash || each->text() != leader->text()) continue;
      std::rotate(end, each, each + 1);
      ++end;
    }
    close_host({leader, end}, names);
    leader = end;
  }
  parts_.host_lines.count =
      static_cast<std::uint32_t>(tables_.host_lines.size()) - parts_.host_lines.offset;
  parts_.hosts = names.finish();
}

/// Writes each pattern as it will be compared, and counts its tokens.
void RealmBuilder::prepare_patterns() {
  token_counts_.assign(1U << 16U, 0);
  for (std::uint32_t i = 0; i < filters_.size(); ++i) {
    const NetworkFilter& filter = *filters_[i].filter;
    if (is_filed_under_host(filter)) continue;
    Prepared prepared{i, base_record(filter)};
    Record& record = prepared.record;
    Extras extras = extras_of(filter);
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
    keep_extras(record, extras);
    for_each_sure_token(
        filter.shape, filter.anchor, filter.ends_at_end, text_of(record),
        [&](std::string_view token, std::size_t) { ++token_counts_[token_hash(token) >> 16U]; });
    patterns_.push_back(prepared);
  }
}

std::optional<TokenKey> RealmBuilder::best_token(const NetworkFilter& filter,
                                                 std::string_view text) const {
  std::optional<TokenKey> best;
  for_each_sure_token(filter.shape, filter.anchor, filter.ends_at_end, text,
                      [&](std::string_view token, std::size_t begin) {
                        TokenKey key;
                        key.hash = token_hash(token);
                        key.per_thousand = requests_per_thousand(key.hash);
                        key.filters = token_counts_[key.hash >> 16U];
                        key.begin = static_cast<std::uint32_t>(begin);
                        key.size = static_cast<std::uint32_t>(token.size());
                        if (!best || key.better_than(*best)) best = key;
                      });
  return best;
}

std::vector<std::uint32_t> RealmBuilder::page_keys(std::uint32_t set) const {
  const auto domains = tables_.sets.positive(set);
  std::vector<std::uint32_t> keys(domains.begin(), domains.end());
  for (const std::uint32_t entity : tables_.sets.positive_entities(set))
    keys.push_back(entity | kEntityPage);
  return keys;
}

/// Where the token stands in the pattern, and what stands beside it.
void RealmBuilder::align(Record& record, Shape shape, const TokenKey& token) const {
  if (shape != Shape::kGlob) return;
  const std::string_view text = text_of(record);
  const auto is_open = [&](std::size_t at) {
    return at >= text.size() || text[at] == '^' || text[at] == '*';
  };
  const auto byte = [&](std::size_t at) {
    return static_cast<unsigned>(static_cast<unsigned char>(to_lower(text[at])));
  };
  if (token.begin > 0 && !is_open(token.begin - 1)) {
    unsigned before = byte(token.begin - 1) << 8U;
    if (token.begin > 1 && !is_open(token.begin - 2)) before |= byte(token.begin - 2);
    record.before = static_cast<std::uint16_t>(before);
  }
  const std::size_t end = token.begin + token.size;
  for (std::size_t i = 0; i < sizeof(record.after) && !is_open(end + i); ++i)
    record.after |= byte(end + i) << 8U * i;
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
    const auto token = best_token(filter, text_of(record));
    const std::size_t pages = page_keys(patterns_[i].pages).size();
    const bool few_pages = pages > 0 && pages <= kMaxPagesToFileUnder;
    const bool crowded =
        token && token->filters > kCrowd && pages > 0 && pages <= kMaxPagesInsteadOfCrowd;
    if (crowded || (few_pages && (!token || token->per_thousand > kCommonPerThousand))) {
      under_pages.push_back(i);
      record.token_at = static_cast<std::uint16_t>(rarest_character(text_of(record)));
    } else if (!token || (filter.shape == Shape::kRegex && begins_at_start(text_of(record)) &&
                          token->per_thousand > kCommonForRegexSet)) {
      always.push_back(i);
      record.token_at = static_cast<std::uint16_t>(rarest_character(text_of(record)));
    } else {
      record.tag = static_cast<std::uint16_t>(token->hash);
      align(record, filter.shape, *token);
      under_token.push_back({token->hash, i});
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
    const std::string literal =
        shape == Shape::kRegex ? required_literal(text_of(record)) : std::string(text_of(record));
    parts_.always_slots.push_back(slot_of(record.types, literal, shape));
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

static_assert(kMaxHostFilterBytes <= kMaxTableName);

bool is_filed_under_host(const NetworkFilter& filter) {
  return filter.shape == Shape::kHost && filter.pattern.size() <= kMaxTableName;
}

LineRecord FiledHosts::line_of(std::uint32_t host) const {
  const HostFilter& filter = list->hosts[host];
  LineRecord line;
  line.text = text + filter.at - filter.lead;
  line.text_size = filter.text_size;
  line.line = filter.line;
  line.list = number;
  if ((*in_effect)[host]) line.list |= kLineInEffect;
  return line;
}

RealmParts build_realm(const std::vector<FiledHosts>& hosts,
                       const std::vector<FiledFilter>& filters, ImageTables& tables) {
  return RealmBuilder(hosts, filters, tables).build();
}

}  // namespace volition::filters
