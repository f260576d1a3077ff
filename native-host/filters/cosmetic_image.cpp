// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/cosmetic_image.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_set>
#include <utility>

#include "filters/cosmetic.hpp"
#include "filters/cosmetic_layout.hpp"
#include "filters/image_bytes.hpp"
#include "filters/text.hpp"
#include "url/host.hpp"

namespace volition::filters {
namespace {

/// What one page's hosts may have posted, before a list counts as hostile.
constexpr std::size_t kMaxPostings = 50'000;
/// Labels of a host that are looked up; more have no name.
constexpr int kMaxLabels = 128;

}  // namespace

/// The bytes, and the sections in them.
struct CosmeticImage::Storage {
  ImageBytes bytes;
  std::span<const CosmeticHostRecord> hosts;
  std::span<const std::uint32_t> postings;
  std::span<const std::uint32_t> rules;
  std::span<const CosmeticText> selectors;
  std::span<const CosmeticPageRecord> pages;
  std::span<const std::uint32_t> always;
  std::span<const CosmeticKey> keys;
  std::string_view all_text;

  explicit Storage(ImageBytes given) : bytes(std::move(given)) {}

  template <typename T>
  bool read(const CosmeticSection& section, std::span<const T>& out) const {
    const ByteView all = bytes.view();
    if (section.offset % alignof(T) != 0 || section.offset > all.size() ||
        section.count > (all.size() - section.offset) / sizeof(T))
      return false;
    out = {reinterpret_cast<const T*>(all.data() + section.offset), section.count};
    return true;
  }

  bool read_all() {
    const ByteView all = bytes.view();
    CosmeticHeader header;
    if (all.size() < sizeof(header)) return false;
    std::memcpy(&header, all.data(), sizeof(header));
    std::span<const char> letters;
    const bool ours =
        header.magic == CosmeticHeader().magic && header.version == kCosmeticVersion &&
        header.checksum == cosmetic_checksum(header) && header.total_bytes == all.size();
    if (!ours || !read(header.hosts, hosts) || !read(header.postings, postings) ||
        !read(header.rules, rules) || !read(header.selectors, selectors) ||
        !read(header.pages, pages) || !read(header.always, always) || !read(header.keys, keys) ||
        !read(header.text, letters))
      return false;
    all_text = {letters.data(), letters.size()};
    return true;
  }

  std::string_view text(CosmeticText at) const {
    if (at.offset > all_text.size() || at.bytes > all_text.size() - at.offset) return {};
    return all_text.substr(at.offset, at.bytes);
  }
  std::string_view name(const CosmeticHostRecord& host) const {
    return text({host.name, host.name_bytes});
  }

  /// What is posted under a name; empty where it is not in the table.
  std::span<const std::uint32_t> posted(std::string_view wanted) const {
    const auto at = std::lower_bound(
        hosts.begin(), hosts.end(), wanted,
        [&](const CosmeticHostRecord& host, std::string_view than) { return name(host) < than; });
    if (at == hosts.end() || name(*at) != wanted) return {};
    if (at->first > postings.size() || at->count > postings.size() - at->first) return {};
    return postings.subspan(at->first, at->count);
  }
};

CosmeticImage::CosmeticImage(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
CosmeticImage::CosmeticImage(CosmeticImage&&) noexcept = default;
CosmeticImage& CosmeticImage::operator=(CosmeticImage&&) noexcept = default;
CosmeticImage::~CosmeticImage() = default;

Result<CosmeticImage> CosmeticImage::open(const std::filesystem::path& path) {
  auto mapped = ImageBytes::map(path, sizeof(CosmeticHeader));
  if (!mapped) return mapped.error();
  auto storage = std::make_unique<Storage>(std::move(*mapped));
  if (!storage->read_all()) return Error(ErrorCode::kImageDamaged, path.filename().string());
  return CosmeticImage(std::move(storage));
}

Result<CosmeticImage> CosmeticImage::from_bytes(Bytes bytes) {
  auto storage = std::make_unique<Storage>(ImageBytes(std::move(bytes)));
  if (!storage->read_all()) return ErrorCode::kImageDamaged;
  return CosmeticImage(std::move(storage));
}

/// One question: what the page's hosts say, then which rules hold in spite of it.
class CosmeticImage::Lookup {
 public:
  Lookup(const Storage& image, const url::Url& page) : image_(image), page_(page) {
    std::string_view host = page.host();
    if (host.ends_with('.')) host.remove_suffix(1);
    if (page.host_is_ip_literal()) {
      take(host);
      return;
    }
    walk(host, "");
    walk(url::without_public_suffix(host), ".*");
  }

  bool generic() const { return (mask_ & kNoGeneric) == 0; }

  void add_specific() {
    if ((mask_ & kNoSpecific) != 0) return;
    for (const std::uint32_t rule : rules_) add(rule);
  }
  void add_always() {
    if (!generic()) return;
    for (const std::uint32_t rule : image_.always) add(rule);
  }
  void add_named(std::span<const std::string> names) {
    if (!generic()) return;
    for (const std::string& name : names) {
      const std::uint32_t hash = hash_lowered(name, 0);
      auto at = std::lower_bound(
          image_.keys.begin(), image_.keys.end(), hash,
          [](const CosmeticKey& key, std::uint32_t than) { return key.hash < than; });
      for (; at != image_.keys.end() && at->hash == hash && !answer_.cut; ++at) add(at->rule);
    }
  }

  CosmeticAnswer answer() && {
    answer_.generic = generic();
    return std::move(answer_);
  }

 private:
  /// The name and every name above it, each with `suffix`.
  void walk(std::string_view name, std::string_view suffix) {
    for (int labels = 0; !name.empty() && labels < kMaxLabels; ++labels) {
      take(std::string(name).append(suffix));
      const std::size_t dot = name.find('.');
      if (dot == std::string_view::npos) return;
      name.remove_prefix(dot + 1);
    }
  }

  void take(std::string_view name) {
    for (const std::uint32_t posted : image_.posted(name)) {
      if (++seen_ > kMaxPostings) return;
      const std::uint32_t number = posted >> 2U;
      switch (static_cast<Posted>(posted & 3U)) {
        case Posted::kRule:
          rules_.push_back(number);
          break;
        case Posted::kNotRule:
          not_rules_.insert(number);
          break;
        case Posted::kNotSelector:
          not_selectors_.insert(number);
          break;
        case Posted::kPage:
          take_page(number);
          break;
      }
    }
  }

  void take_page(std::uint32_t number) {
    if (number >= image_.pages.size()) return;
    const CosmeticPageRecord& record = image_.pages[number];
    const std::string_view rest = image_.text(record.rest);
    if (rest.empty() || begins_as(page_.text().substr(page_.path_offset()), rest))
      mask_ |= static_cast<PageMask>(record.mask);
  }

  void add(std::uint32_t rule) {
    if (rule >= image_.rules.size() || not_rules_.contains(rule)) return;
    const std::uint32_t number = image_.rules[rule];
    if (number >= image_.selectors.size() || not_selectors_.contains(number)) return;
    const std::string_view text = image_.text(image_.selectors[number]);
    if (text.empty() || !added_.insert(number).second) return;
    if (answer_.selectors.size() >= kMaxCosmeticAnswer ||
        bytes_ + text.size() > kMaxCosmeticAnswerBytes) {
      answer_.cut = true;
      return;
    }
    bytes_ += text.size();
    answer_.selectors.push_back(text);
  }

  const Storage& image_;
  const url::Url& page_;
  PageMask mask_ = 0;
  std::size_t seen_ = 0;
  std::size_t bytes_ = 0;
  std::vector<std::uint32_t> rules_;
  std::unordered_set<std::uint32_t> not_rules_;
  std::unordered_set<std::uint32_t> not_selectors_;
  std::unordered_set<std::uint32_t> added_;
  CosmeticAnswer answer_;
};

CosmeticAnswer CosmeticImage::for_page(const url::Url& page) const {
  Lookup lookup(*storage_, page);
  lookup.add_specific();
  lookup.add_always();
  return std::move(lookup).answer();
}

CosmeticAnswer CosmeticImage::for_names(const url::Url& page,
                                        std::span<const std::string> names) const {
  Lookup lookup(*storage_, page);
  lookup.add_named(names);
  return std::move(lookup).answer();
}

}  // namespace volition::filters
