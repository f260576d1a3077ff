// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/image_build.hpp"

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>
#include <utility>

#include "filters/convert.hpp"
#include "filters/image.hpp"
#include "filters/index_keys.hpp"

namespace volition::filters {
namespace {

template <typename T>
void append_records(const std::vector<T>& records, Bytes& out) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(records.data());
  out.insert(out.end(), bytes, bytes + records.size() * sizeof(T));
  out.resize((out.size() + 7) / 8 * 8);
}

Slice slice_of(std::string_view part, std::string_view line) {
  if (part.empty()) return {};
  return {static_cast<std::uint16_t>(part.data() - line.data()),
          static_cast<std::uint16_t>(part.size())};
}

std::uint16_t flags_of(const NetworkFilter& filter, bool in_effect) {
  unsigned flags = static_cast<unsigned>(filter.shape) << kFlagShapeShift |
                   static_cast<unsigned>(filter.anchor) << kFlagAnchorShift |
                   static_cast<unsigned>(filter.party) << kFlagPartyShift;
  if (filter.ends_at_end) flags |= kFlagEndsAtEnd;
  if (filter.match_case) flags |= kFlagMatchCase;
  if (filter.exception) flags |= kFlagException;
  if (filter.important) flags |= kFlagImportant;
  if (filter.page) flags |= kFlagPage;
  if (in_effect) flags |= kFlagInEffect;
  return static_cast<std::uint16_t>(flags);
}

class Builder {
 public:
  void add(const ImageInput& input);
  Result<Bytes> finish(std::int64_t built_utc_seconds);

 private:
  std::uint32_t keep_text(std::string_view text) {
    const auto at = static_cast<std::uint32_t>(text_.size());
    text_ += text;
    return at;
  }
  void build_index();

  std::vector<ListRecord> lists_;
  std::vector<FilterRecord> filters_;
  std::vector<const NetworkFilter*> sources_;
  std::vector<IndexSlot> slots_;
  std::vector<std::uint32_t> buckets_;
  std::string text_;
};

void Builder::add(const ImageInput& input) {
  const ParsedList& list = *input.list;
  const std::string_view title = list.title.substr(0, 0xFFFF);
  const std::string_view version = list.version.substr(0, 0xFFFF);
  ListRecord record;
  record.title = keep_text(title);
  record.title_size = static_cast<std::uint16_t>(title.size());
  record.version = keep_text(version);
  record.version_size = static_cast<std::uint16_t>(version.size());
  record.lines = list.lines;
  record.network = list.network();
  record.refused = input.refused;
  for (std::size_t i = 0; i < list.filters.size(); ++i) {
    const NetworkFilter& filter = list.filters[i];
    if (filter.effect != Effect::kBlock) continue;
    // What RE2 does not run cannot be explained either.
    if (filter.shape == Shape::kRegex &&
        check_regex(filter.pattern, filter.match_case, Browser::kFirefox))
      continue;
    FilterRecord out;
    out.text = keep_text(filter.text);
    out.text_size = static_cast<std::uint16_t>(filter.text.size());
    out.line = filter.line;
    out.list = static_cast<std::uint16_t>(lists_.size());
    out.flags = flags_of(filter, input.in_effect[i]);
    out.types = filter.types;
    out.methods = filter.methods;
    out.pattern = slice_of(filter.pattern, filter.text);
    out.domains = slice_of(filter.domains, filter.text);
    out.to = slice_of(filter.to, filter.text);
    out.denyallow = slice_of(filter.denyallow, filter.text);
    filters_.push_back(out);
    sources_.push_back(&filter);
  }
  lists_.push_back(record);
}

void Builder::build_index() {
  TokenCounts counts;
  for (const NetworkFilter* filter : sources_) counts.count(*filter);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> filed;  // key, filter
  filed.reserve(sources_.size());
  for (std::uint32_t i = 0; i < sources_.size(); ++i) {
    for (const std::uint32_t key : counts.keys(*sources_[i])) filed.emplace_back(key, i);
  }
  std::sort(filed.begin(), filed.end());
  std::size_t distinct = 0;
  for (std::size_t i = 0; i < filed.size(); ++i) {
    if (i == 0 || filed[i].first != filed[i - 1].first) ++distinct;
  }
  slots_.assign(std::bit_ceil(distinct * 2 + 2), IndexSlot{});
  const auto wrap = static_cast<std::uint32_t>(slots_.size() - 1);
  buckets_.assign(1, 0);
  for (std::size_t i = 0; i < filed.size();) {
    const std::uint32_t key = filed[i].first;
    std::uint32_t slot = key & wrap;
    while (slots_[slot].bucket != 0) slot = (slot + 1) & wrap;
    slots_[slot] = {key, static_cast<std::uint32_t>(buckets_.size())};
    const std::size_t count_at = buckets_.size();
    buckets_.push_back(0);
    for (; i < filed.size() && filed[i].first == key; ++i) buckets_.push_back(filed[i].second);
    buckets_[count_at] = static_cast<std::uint32_t>(buckets_.size() - count_at - 1);
  }
}

Result<Bytes> Builder::finish(std::int64_t built_utc_seconds) {
  build_index();
  const std::size_t bound = sizeof(ImageHeader) + lists_.size() * sizeof(ListRecord) +
                            filters_.size() * sizeof(FilterRecord) +
                            slots_.size() * sizeof(IndexSlot) +
                            buckets_.size() * sizeof(std::uint32_t) + text_.size() + 64;
  if (bound > kMaxImageBytes) return Error(ErrorCode::kListUnreadable, "too many filters");
  Bytes out(sizeof(ImageHeader));
  out.reserve(bound);
  ImageHeader header;
  header.version = kImageVersion;
  header.built_utc_seconds = built_utc_seconds;
  const auto section = [&](ImageSection& where, std::size_t count) {
    where = {static_cast<std::uint32_t>(out.size()), static_cast<std::uint32_t>(count)};
  };
  section(header.lists, lists_.size());
  append_records(lists_, out);
  section(header.filters, filters_.size());
  append_records(filters_, out);
  section(header.slots, slots_.size());
  append_records(slots_, out);
  section(header.buckets, buckets_.size());
  append_records(buckets_, out);
  section(header.text, text_.size());
  out.insert(out.end(), text_.begin(), text_.end());
  header.total_bytes = out.size();
  header.body_checksum = checksum(ByteView(out).subspan(sizeof(ImageHeader)));
  header.header_checksum = header_checksum(header);
  std::memcpy(out.data(), &header, sizeof(header));
  return out;
}

}  // namespace

Result<Bytes> write_image(const std::vector<ImageInput>& lists, std::int64_t built_utc_seconds) {
  Builder builder;
  for (const ImageInput& input : lists) builder.add(input);
  return builder.finish(built_utc_seconds);
}

}  // namespace volition::filters
