// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/host_filing.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "filters/text.hpp"

namespace volition::filters {
namespace {

/// One filter that is filed under its host, with all that ordering and writing it needs: the
/// filters and hosts themselves lie too far apart to be asked again in the table's order.
/// Without values of their own, so that room for many is had without touching it.
struct HostItem {
  std::uint32_t hash;
  /// Where the host begins in its list's text, and which line that is.
  std::uint32_t at;
  std::uint32_t line;
  /// The filter's number, or the host's in its list.
  std::uint32_t number;
  std::uint16_t text_size;
  /// Of the host without its tail.
  std::uint8_t head_size;
  std::uint8_t tail;
  /// kMarkRecords where no signature says it all.
  std::uint8_t mark;
  std::uint8_t list;
  /// How many bytes of the line stand before the host; of a filter in full its line is asked.
  std::uint8_t lead;
  std::uint8_t flags;
};
constexpr std::uint8_t kItemInFull = 1U;
constexpr std::uint8_t kItemInEffect = 2U;
static_assert(sizeof(HostItem) == 24);

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

/// Members of a bucket that are compared with each other one by one.
constexpr std::ptrdiff_t kManyInBucket = 64;

/// Nothing but a host, types and party: a signature says it all.
bool is_plain(const NetworkFilter& filter) {
  return filter.domains.empty() && filter.to.empty() && filter.denyallow.empty() &&
         filter.methods == kEveryMethod && !filter.important;
}

/// How much of a name stands in its entry: without the last label and its dot where that is a tail.
std::uint8_t head_size(std::size_t name_size, std::size_t last_label, std::uint8_t tail) {
  return static_cast<std::uint8_t>(tail == 0 ? name_size : name_size - last_label - 1);
}

class HostFiler {
 public:
  HostFiler(const std::vector<FiledList>& lists, ShortHosts short_hosts,
            const std::vector<FiledFilter>& filters, const SharedTables& shared, HostTables& tables)
      : lists_(lists),
        short_hosts_(short_hosts),
        filters_(filters),
        shared_(shared),
        tables_(tables) {
    for (const FiledList& list : lists) texts_.push_back(list.list->text.data());
  }

  FiledHostParts file();

 private:
  /// Room for items that nothing has touched yet, and how many there are.
  struct Items {
    std::unique_ptr<HostItem[]> room;
    std::size_t count = 0;
  };
  Items host_items();
  HostItem* add_short(std::size_t list, HostItem* out);
  void close_host(std::span<const HostItem> members, NameTableWriter& names);
  void sort_by_host(HostItem* begin, HostItem* end) const;
  std::string_view head_of(const HostItem& item) const { return {begin_of(item), item.head_size}; }
  const char* begin_of(const HostItem& item) const { return texts_[item.list] + item.at; }
  /// The filter of an item in full.
  NetworkFilter filter_of(const HostItem& item) const;
  LineRecord line_of(const HostItem& item) const;

  const std::vector<FiledList>& lists_;
  /// Where each list's text begins.
  std::vector<const char*> texts_;
  ShortHosts short_hosts_;
  const std::vector<FiledFilter>& filters_;
  const SharedTables& shared_;
  HostTables& tables_;
};

NetworkFilter HostFiler::filter_of(const HostItem& item) const {
  if ((item.flags & kItemInFull) != 0) return *filters_[item.number].filter;
  const ParsedList& list = *lists_[item.list].list;
  return list.filter_of(list.hosts[item.number]);
}

LineRecord HostFiler::line_of(const HostItem& item) const {
  if ((item.flags & kItemInFull) != 0) return filters_[item.number].line;
  LineRecord line;
  line.text = lists_[item.list].text + item.at - item.lead;
  line.line = item.line;
  line.text_size = item.text_size;
  line.list = item.list;
  if ((item.flags & kItemInEffect) != 0) line.list |= kLineInEffect;
  return line;
}

/// `members` are the filters of one host. One plain filter becomes a mark; equal plain ones count
/// once; anything else is written as records.
void HostFiler::close_host(std::span<const HostItem> members, NameTableWriter& names) {
  const HostItem& leader = members.front();
  NameInput name;
  name.hash = leader.hash;
  name.mark = leader.mark;
  name.tail = leader.tail;
  name.head = head_of(leader);
  if (leader.mark != kMarkRecords &&
      std::all_of(members.begin(), members.end(),
                  [&](const HostItem& member) { return member.mark == leader.mark; })) {
    tables_.lines.push_back(line_of(leader));
    names.add(name);
    return;
  }
  // More filters on one host than can be numbered are no list's.
  members = members.first(std::min<std::size_t>(members.size(), 0xFFFF));
  std::vector<Record> records;
  for (const HostItem& member : members) {
    const NetworkFilter filter = filter_of(member);
    records.push_back(base_record(filter));
    keep_extras(records.back(), extras_of(filter, shared_.sets), tables_.extras);
    tables_.lines.push_back(line_of(member));
  }
  name.mark = kMarkRecords;
  name.records = static_cast<std::uint16_t>(members.size());
  name.first_record = tables_.records.add(records);
  names.add(name);
}

/// Writes the hosts that `list` holds in short form to `out`. Returns the end of what it wrote.
HostItem* HostFiler::add_short(std::size_t list, HostItem* out) {
  const FiledList& filed = lists_[list];
  const ParsedList& parsed = *filed.list;
  std::uint32_t number = 0;
  // Hosts with the same options stand together in most lists.
  TypeMask types = kDefaultTypes;
  Party party = Party::kAny;
  std::uint8_t mark = signature_of(types, party, tables_.signatures);
  for (const HostFilter& host : parsed.hosts) {
    if (host.types != types || host.party != party) {
      types = host.types;
      party = host.party;
      mark = signature_of(types, party, tables_.signatures);
    }
    HostItem& item = *out++;
    item.hash = host.hash;
    item.at = host.at;
    item.line = host.line;
    item.text_size = host.text_size;
    item.tail = shared_.tails.of_last(parsed.host_of(host), host.last_label);
    item.head_size = head_size(host.host_size, host.last_label, item.tail);
    item.mark = mark;
    item.list = static_cast<std::uint8_t>(list);
    item.lead = host.lead;
    item.flags = (*filed.in_effect)[number] ? kItemInEffect : std::uint8_t{0};
    item.number = number++;
  }
  return out;
}

/// All of the realm, in the lists' order.
HostFiler::Items HostFiler::host_items() {
  Items items;
  std::size_t most = filters_.size();
  if (short_hosts_ == ShortHosts::kFile) {
    for (const FiledList& each : lists_) most += each.list->hosts.size();
  }
  items.room = std::make_unique_for_overwrite<HostItem[]>(most);
  HostItem* out = items.room.get();
  if (short_hosts_ == ShortHosts::kFile) {
    for (std::size_t list = 0; list < lists_.size(); ++list) out = add_short(list, out);
  }
  for (std::uint32_t i = 0; i < filters_.size(); ++i) {
    const NetworkFilter& filter = *filters_[i].filter;
    if (!is_filed_under_host(filter)) continue;
    HostItem item{};
    item.hash = name_hash(filter.pattern);
    item.number = i;
    item.list = static_cast<std::uint8_t>(filters_[i].line.list & kLineListMask);
    item.at = static_cast<std::uint32_t>(filter.pattern.data() - texts_[item.list]);
    item.tail = shared_.tails.of(filter.pattern);
    item.head_size = head_size(filter.pattern.size(), last_label(filter.pattern).size(), item.tail);
    item.flags = kItemInFull;
    item.mark = is_plain(filter) ? signature_of(filter.types, filter.party, tables_.signatures)
                                 : kMarkRecords;
    *out++ = item;
  }
  items.count = static_cast<std::size_t>(out - items.room.get());
  return items;
}

/// Equal hosts beside each other, in the order of the lists.
void HostFiler::sort_by_host(HostItem* begin, HostItem* end) const {
  std::stable_sort(begin, end, [&](const HostItem& left, const HostItem& right) {
    if (left.hash != right.hash) return left.hash < right.hash;
    if (left.tail != right.tail) return left.tail < right.tail;
    return head_of(left) < head_of(right);
  });
}

FiledHostParts HostFiler::file() {
  FiledHostParts parts;
  const Items found = host_items();
  const std::span<const HostItem> items(found.room.get(), found.count);
  const std::uint32_t buckets = bucket_count(items.size());
  std::size_t bytes = 0;
  for (const HostItem& item : items) bytes += item.head_size;
  const auto ordered = std::make_unique_for_overwrite<HostItem[]>(items.size());
  put_in_bucket_order(items, ordered.get());
  NameTableWriter names(items.size(), bytes, buckets);
  parts.lines.offset = static_cast<std::uint32_t>(tables_.lines.size());
  // Once, for the realm that has most: to ask again would move all of them.
  if (tables_.lines.empty()) tables_.lines.reserve(items.size());
  HostItem* const last = ordered.get() + items.size();
  for (HostItem* leader = ordered.get(); leader != last;) {
    const std::uint32_t bucket = place_of(leader->hash, buckets);
    HostItem* bucket_end = leader + 1;
    while (bucket_end != last && place_of(bucket_end->hash, buckets) == bucket) ++bucket_end;
    // Names lie where the lists have them: those of the bucket after the next are fetched
    // meanwhile.
    for (const HostItem* each = bucket_end + 8; each < last && each < bucket_end + 16; ++each)
      __builtin_prefetch(begin_of(*each));
    // Equal hosts share a bucket, whose few members are brought together here. Many are a list's
    // that repeats itself, or that was made to fill one bucket.
    const bool sorted = bucket_end - leader > kManyInBucket;
    if (sorted) sort_by_host(leader, bucket_end);
    while (leader != bucket_end) {
      HostItem* end = leader + 1;
      for (HostItem* each = end; each != bucket_end; ++each) {
        if (each->hash != leader->hash || each->tail != leader->tail ||
            head_of(*each) != head_of(*leader)) {
          if (sorted) break;
          continue;
        }
        std::rotate(end, each, each + 1);
        ++end;
      }
      close_host({leader, end}, names);
      leader = end;
    }
  }
  parts.lines.count = static_cast<std::uint32_t>(tables_.lines.size()) - parts.lines.offset;
  parts.hosts = names.finish();
  return parts;
}

}  // namespace

static_assert(kMaxHostFilterBytes <= kMaxTableName);

bool is_filed_under_host(const NetworkFilter& filter) {
  return filter.shape == Shape::kHost && filter.pattern.size() <= kMaxTableName;
}

FiledHostParts file_hosts(const std::vector<FiledList>& lists, ShortHosts short_hosts,
                          const std::vector<FiledFilter>& filters, const SharedTables& shared,
                          HostTables& tables) {
  return HostFiler(lists, short_hosts, filters, shared, tables).file();
}

}  // namespace volition::filters
