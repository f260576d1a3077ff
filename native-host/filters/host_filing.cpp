// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/host_filing.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace volition::filters {
namespace {

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

class HostFiler {
 public:
  HostFiler(const std::vector<FiledHosts>& hosts, const std::vector<FiledFilter>& filters,
            const SharedTables& shared, HostTables& tables)
      : hosts_(hosts), filters_(filters), shared_(shared), tables_(tables) {}

  FiledHostParts file();

 private:
  std::vector<HostItem> host_items();
  void close_host(std::span<const HostItem> members, NameTableWriter& names);
  /// The filter of an item in full.
  NetworkFilter filter_of(const HostItem& item) const;
  LineRecord line_of(const HostItem& item) const;

  const std::vector<FiledHosts>& hosts_;
  const std::vector<FiledFilter>& filters_;
  const SharedTables& shared_;
  HostTables& tables_;
};

NetworkFilter HostFiler::filter_of(const HostItem& item) const {
  if (item.list == kNoList) return *filters_[item.number].filter;
  const ParsedList& list = *hosts_[item.list].list;
  return list.filter_of(list.hosts[item.number]);
}

LineRecord HostFiler::line_of(const HostItem& item) const {
  return item.list == kNoList ? filters_[item.number].line : hosts_[item.list].line_of(item.number);
}

/// `members` are the filters of one host. One plain filter becomes a mark; equal plain ones count
/// once; anything else is written as records.
void HostFiler::close_host(std::span<const HostItem> members, NameTableWriter& names) {
  const HostItem& leader = members.front();
  NameInput name;
  name.hash = leader.hash;
  name.mark = leader.mark;
  name.tail = leader.tail;
  name.name = leader.text();
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

/// In the order in which the table holds them.
std::vector<HostItem> HostFiler::host_items() {
  std::size_t count = filters_.size();
  for (const FiledHosts& each : hosts_) count += each.list->hosts.size();
  std::vector<HostItem> items;
  items.reserve(count);
  for (std::size_t list = 0; list < hosts_.size(); ++list) {
    const ParsedList& parsed = *hosts_[list].list;
    std::uint32_t number = 0;
    for (const HostFilter& host : parsed.hosts) {
      const std::string_view name = parsed.host_of(host);
      HostItem& item = items.emplace_back();
      item.hash = host.hash;
      item.number = number++;
      item.name = name.data();
      item.name_size = host.host_size;
      item.tail = shared_.tails.of_last(name, host.last_label);
      item.list = static_cast<std::uint8_t>(list);
      item.mark = signature_of(host.types, host.party, tables_.signatures);
    }
  }
  for (std::uint32_t i = 0; i < filters_.size(); ++i) {
    const NetworkFilter& filter = *filters_[i].filter;
    if (!is_filed_under_host(filter)) continue;
    HostItem& item = items.emplace_back();
    item.hash = name_hash(filter.pattern);
    item.number = i;
    item.name = filter.pattern.data();
    item.name_size = static_cast<std::uint8_t>(filter.pattern.size());
    item.tail = shared_.tails.of(filter.pattern);
    item.list = kNoList;
    item.mark = is_plain(filter) ? signature_of(filter.types, filter.party, tables_.signatures)
                                 : kMarkRecords;
  }
  return in_bucket_order(items);
}

FiledHostParts HostFiler::file() {
  FiledHostParts parts;
  std::vector<HostItem> ordered = host_items();
  const std::uint32_t buckets = bucket_count(ordered.size());
  std::size_t bytes = 0;
  for (const HostItem& item : ordered) bytes += item.name_size;
  NameTableWriter names(ordered.size(), bytes, buckets);
  parts.lines.offset = static_cast<std::uint32_t>(tables_.lines.size());
  tables_.lines.reserve(tables_.lines.size() + ordered.size());
  HostItem* const last = ordered.data() + ordered.size();
  for (HostItem* leader = ordered.data(); leader != last;) {
    const std::uint32_t bucket = place_of(leader->hash, buckets);
    HostItem* bucket_end = leader;
    while (bucket_end != last && place_of(bucket_end->hash, buckets) == bucket) ++bucket_end;
    // Names lie where the lists have them: those of the bucket after the next are fetched
    // meanwhile.
    for (const HostItem* each = bucket_end + 8; each < last && each < bucket_end + 16; ++each)
      __builtin_prefetch(each->name);
    // Equal hosts share a bucket, whose few members are brought together here.
    while (leader != bucket_end) {
      HostItem* end = leader + 1;
      for (HostItem* each = end; each != bucket_end; ++each) {
        if (each->hash != leader->hash || each->text() != leader->text()) continue;
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

FiledHostParts file_hosts(const std::vector<FiledHosts>& hosts,
                          const std::vector<FiledFilter>& filters, const SharedTables& shared,
                          HostTables& tables) {
  return HostFiler(hosts, filters, shared, tables).file();
}

}  // namespace volition::filters
