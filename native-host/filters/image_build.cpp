// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/image_build.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>

#include "filters/host_filing.hpp"
#include "filters/image.hpp"
#include "filters/image_files.hpp"
#include "filters/realm_index.hpp"
#include "filters/side_by_side.hpp"
#include "filters/text.hpp"

namespace volition::filters {
namespace {

/// Counts last labels of up to eight bytes: a table of our own, because it is asked once per host.
class TailCounts {
 public:
  void count(std::string_view name) {
    const std::string_view label = last_label(name);
    if (label.empty() || label.size() > 8) return;
    const std::uint64_t word = Tails::label_word(label);
    for (std::size_t step = 0; step < kProbes; ++step) {
      Slot& slot =
          slots_[(static_cast<std::size_t>(word * 0x9E3779B97F4A7C15U >> 52U) + step) % kSlots];
      if (slot.count != 0 && slot.word != word) continue;
      slot.word = word;
      slot.saved += static_cast<std::uint32_t>(label.size());
      ++slot.count;
      return;
    }
  }

  /// Those that save the most bytes.
  Tails best() const {
    std::vector<Slot> found;
    std::copy_if(slots_.begin(), slots_.end(), std::back_inserter(found),
                 [](const Slot& slot) { return slot.count > 0; });
    std::sort(found.begin(), found.end(), [](const Slot& a, const Slot& b) {
      return a.saved != b.saved ? a.saved > b.saved : a.word < b.word;
    });
    if (found.size() > kMaxTails) found.resize(kMaxTails);
    std::vector<std::uint64_t> labels;
    labels.reserve(found.size());
    for (const Slot& slot : found) labels.push_back(slot.word);
    return Tails(std::move(labels));
  }

 private:
  static constexpr std::size_t kSlots = 4096;
  static constexpr std::size_t kProbes = 16;
  struct Slot {
    std::uint64_t word = 0;
    std::uint32_t saved = 0;
    std::uint32_t count = 0;
  };
  std::vector<Slot> slots_ = std::vector<Slot>(kSlots);
};

/// Puts sections one after the other, each at a multiple of eight bytes.
class SectionWriter {
 public:
  explicit SectionWriter(Bytes& out) : out_(out) {}

  template <typename T>
  ImageSection write(const T* data, std::size_t count) {
    const ImageSection section = {static_cast<std::uint32_t>(out_.size()),
                                  static_cast<std::uint32_t>(count)};
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(data);
    out_.insert(out_.end(), bytes, bytes + count * sizeof(T));
    out_.resize((out_.size() + 7) / 8 * 8);
    return section;
  }
  template <typename Container>
  ImageSection write(const Container& container) {
    return write(container.data(), container.size());
  }
  ImageSection write_joined(const std::vector<std::string_view>& texts) {
    ImageSection section = {static_cast<std::uint32_t>(out_.size()), 0};
    for (const std::string_view text : texts) {
      out_.insert(out_.end(), text.begin(), text.end());
      section.count += static_cast<std::uint32_t>(text.size());
    }
    out_.resize((out_.size() + 7) / 8 * 8);
    return section;
  }
  /// A table without its ranks.
  NameTableSections write_hot(const NameTableParts& parts) {
    NameTableSections sections;
    sections.bits = write(parts.bits);
    sections.buckets = write(parts.buckets);
    sections.entries = write(parts.entries);
    return sections;
  }

 private:
  Bytes& out_;
};

class Builder {
 public:
  explicit Builder(const std::vector<ImageInput>& lists) : inputs_(lists) {}
  Result<Bytes> build(std::int64_t built_utc_seconds);

 private:
  std::vector<FiledFilter>& realm(Realm which) { return realms_[static_cast<std::size_t>(which)]; }
  void sort_list(const ImageInput& input);
  void sort_filter(const NetworkFilter& filter, const LineRecord& line);
  void file();

  const std::vector<ImageInput>& inputs_;
  SharedTables shared_;
  HostTables host_tables_;
  PatternTables pattern_tables_;
  TailCounts tail_counts_;
  std::array<std::vector<FiledFilter>, kRealmCount> realms_;
  std::vector<FiledList> filed_lists_;
  std::array<FiledHostParts, kRealmCount> host_parts_;
  std::array<PatternParts, kRealmCount> pattern_parts_;
  std::vector<ListRecord> lists_;
  /// Where the next list's text will stand, and how many bytes all of them have; their titles and
  /// versions follow them.
  std::size_t next_text_ = 0;
  std::size_t text_bytes_ = 0;
  std::string heads_;
};

/// Which realms ask for the filter.
void Builder::sort_filter(const NetworkFilter& filter, const LineRecord& line) {
  const FiledFilter filed{&filter, line};
  if (filter.shape == Shape::kHost) tail_counts_.count(filter.pattern);
  if (filter.effect != Effect::kBlock) {
    realm(Realm::kModifier).push_back(filed);
  } else if (!filter.exception) {
    realm(Realm::kBlock).push_back(filed);
    if (filter.important) realm(Realm::kImportant).push_back(filed);
  } else {
    if (filter.page) realm(Realm::kPage).push_back(filed);
    if (filter.types != 0) realm(Realm::kException).push_back(filed);
  }
  for (const std::string_view values : {filter.domains, filter.to, filter.denyallow}) {
    if (!values.empty()) shared_.sets.add(values);
  }
}

void Builder::sort_list(const ImageInput& input) {
  const ParsedList& list = *input.list;
  const auto keep_head = [&](std::string_view text) {
    const auto at = static_cast<std::uint32_t>(text_bytes_ + heads_.size());
    heads_ += text;
    return at;
  };
  const std::string_view title = list.title.substr(0, 0xFFFF);
  const std::string_view version = list.version.substr(0, 0xFFFF);
  ListRecord record;
  record.title = keep_head(title);
  record.title_size = static_cast<std::uint16_t>(title.size());
  record.version = keep_head(version);
  record.version_size = static_cast<std::uint16_t>(version.size());
  record.lines = list.lines;
  record.network = list.network();
  record.refused = input.refused;
  // The whole text at once: cheaper than line by line, and it holds what is told of every filter.
  const auto text_begin = static_cast<std::uint32_t>(next_text_);
  next_text_ += list.text.size();
  record.text = text_begin;
  record.text_size = static_cast<std::uint32_t>(list.text.size());
  filed_lists_.push_back({input.list, &input.in_effect.hosts, text_begin});
  // Every eighth name tells enough.
  for (std::size_t i = 0; i < list.hosts.size(); i += 8)
    tail_counts_.count(list.host_of(list.hosts[i]));
  for (std::size_t i = 0; i < list.filters.size(); ++i) {
    const NetworkFilter& filter = list.filters[i];
    LineRecord line;
    line.text = text_begin + static_cast<std::uint32_t>(filter.text.data() - list.text.data());
    line.text_size = static_cast<std::uint16_t>(filter.text.size());
    line.line = filter.line;
    line.list = static_cast<std::uint16_t>(lists_.size());
    if (input.in_effect.filters[i]) line.list |= kLineInEffect;
    sort_filter(filter, line);
  }
  lists_.push_back(record);
}

/// Hosts on one processor, patterns on the other: each takes about half of the time.
void Builder::file() {
  // Signature 0 is the plain block and never written into an entry.
  host_tables_.signatures.emplace_back();
  side_by_side(2, threads_for(text_bytes_), [&](std::size_t part) {
    for (std::size_t i = 0; i < kRealmCount; ++i) {
      if (part == 0) {
        const auto short_hosts =
            static_cast<Realm>(i) == Realm::kBlock ? ShortHosts::kFile : ShortHosts::kLeave;
        host_parts_[i] = file_hosts(filed_lists_, short_hosts, realms_[i], shared_, host_tables_);
      } else {
        pattern_parts_[i] = file_patterns(realms_[i], shared_, pattern_tables_);
      }
    }
  });
  // What both say stands once.
  std::vector<std::uint32_t> places;
  for (const Extras& extras : pattern_tables_.extras.all())
    places.push_back(host_tables_.extras.add({&extras, 1}));
  for (Record& record : pattern_tables_.records) {
    if (record.extras != kNone32) record.extras = places[record.extras];
  }
}

Result<Bytes> Builder::build(std::int64_t built_utc_seconds) {
  std::size_t hosts = 0;
  std::size_t filters = 0;
  std::size_t bytes = 0;
  for (const ImageInput& input : inputs_) {
    hosts += input.list->hosts.size();
    filters += input.list->filters.size();
    text_bytes_ += input.list->text.size();
    bytes += input.list->text.size() + input.list->title.size() + input.list->version.size();
  }
  // Twice the text and a record for each filter bound what most lists come to; what they did come
  // to is known in the end.
  if (inputs_.size() >= kMaxImageLists || bytes * 2 + (hosts + filters) * 100 > kMaxImageBytes)
    return Error(ErrorCode::kListUnreadable, "too many filters");
  realm(Realm::kBlock).reserve(filters);
  for (const ImageInput& input : inputs_) sort_list(input);
  shared_.tails = tail_counts_.best();
  shared_.sets.finish(shared_.tails);
  file();
  if (pattern_tables_.strings.size() > kMaxImageBytes)
    return Error(ErrorCode::kListUnreadable, "too many filters");

  Bytes out(sizeof(ImageHeader));
  out.reserve(sizeof(ImageHeader) + bytes * 2 + (hosts + filters) * 48);
  SectionWriter writer(out);
  ImageHeader header;
  header.version = kImageVersion;
  header.built_utc_seconds = built_utc_seconds;
  header.tails = writer.write(shared_.tails.labels());
  header.signatures = writer.write(host_tables_.signatures);
  for (std::size_t i = 0; i < kRealmCount; ++i) {
    RealmSections& sections = header.realms[i];
    sections.hosts = writer.write_hot(host_parts_[i].hosts);
    sections.host_lines = host_parts_[i].lines;
    const PatternParts& parts = pattern_parts_[i];
    sections.token_bits = writer.write(parts.token_bits);
    sections.token_buckets = writer.write(parts.token_buckets);
    sections.always = parts.always;
    sections.always_slots = writer.write(parts.always_slots);
    sections.pages = writer.write(parts.pages);
    sections.postings = writer.write(parts.postings);
  }
  header.host_records = writer.write(host_tables_.records.all());
  header.records = writer.write(pattern_tables_.records);
  header.extras = writer.write(host_tables_.extras.all());
  header.sets = writer.write(shared_.sets.sets());
  header.domains = writer.write_hot(shared_.sets.domains());
  header.domains.ranks = writer.write(shared_.sets.domains().ranks);
  header.entities = writer.write_hot(shared_.sets.entities());
  header.entities.ranks = writer.write(shared_.sets.entities().ranks);
  header.strings = writer.write(pattern_tables_.strings);
  header.hot_bytes = out.size();
  // A host's number is only asked for when its filter is named.
  for (std::size_t i = 0; i < kRealmCount; ++i)
    header.realms[i].hosts.ranks = writer.write(host_parts_[i].hosts.ranks);
  header.lists = writer.write(lists_);
  header.host_lines = writer.write(host_tables_.lines);
  header.record_lines = writer.write(pattern_tables_.lines);
  std::vector<std::string_view> lines;
  for (const ImageInput& input : inputs_) lines.push_back(input.list->text);
  lines.push_back(heads_);
  // The file is cut here: what follows lies in one of its own (image_files.hpp).
  out.resize((out.size() + kTextsAlignment - 1) / kTextsAlignment * kTextsAlignment);
  header.lines = writer.write_joined(lines);
  if (out.size() > kMaxImageBytes) return Error(ErrorCode::kListUnreadable, "too many filters");
  header.total_bytes = out.size();
  header.body_checksum = checksum(ByteView(out).subspan(sizeof(ImageHeader)));
  header.header_checksum = header_checksum(header);
  std::memcpy(out.data(), &header, sizeof(header));
  return out;
}

}  // namespace

Result<Bytes> write_image(const std::vector<ImageInput>& lists, std::int64_t built_utc_seconds) {
  return Builder(lists).build(built_utc_seconds);
}

}  // namespace volition::filters
