// SPDX-License-Identifier: GPL-3.0-or-later

// Lists into cosmetics.image: every distinct selector once, every line as rules that name it, and
// for each host what is said of it.

#include <algorithm>
#include <fstream>
#include <unordered_set>
#include <utility>

#include "crypto/keyed_hash.hpp"
#include "filters/cosmetic.hpp"
#include "filters/cosmetic_image.hpp"
#include "filters/cosmetic_layout.hpp"
#include "filters/image.hpp"
#include "filters/parse.hpp"
#include "filters/preprocess.hpp"
#include "filters/text.hpp"

namespace volition::filters {
namespace {

/// What a line says of a host (the host's place; Posted below the number of what is meant).
struct HostPosting {
  std::uint32_t host = 0;
  std::uint32_t what = 0;
};

class Builder {
 public:
  void add_list(const ListSource& source, CosmeticReport& report) {
    report.list = source.name;
    Preprocessor preprocessor(Target::kChromium);
    std::string_view text = source.text;
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      const std::string_view line = trim(text.substr(0, end));
      text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
      if (preprocessor.judge(line) != Preprocessor::Fate::kUse) continue;
      CosmeticLine read = read_cosmetic_line(line);
      if (const auto* refusal = std::get_if<CosmeticRefusal>(&read)) {
        ++report.refused[static_cast<std::size_t>(*refusal)];
      } else if (auto* filter = std::get_if<CosmeticFilter>(&read)) {
        ++report.used;
        add(*filter);
      }
    }
  }

  Result<Bytes> build() {
    drop_lifted();
    gather_always();
    std::vector<std::uint32_t> postings;
    const std::vector<CosmeticHostRecord> hosts = hosts_by_name(postings);
    const auto order = [](const CosmeticKey& a, const CosmeticKey& b) {
      return std::pair(a.hash, a.rule) < std::pair(b.hash, b.rule);
    };
    std::sort(keys_.begin(), keys_.end(), order);

    CosmeticHeader header;
    header.version = kCosmeticVersion;
    Bytes out(sizeof(header));
    header.hosts = append(hosts, out);
    header.postings = append(postings, out);
    header.rules = append(rules_, out);
    header.selectors = append(selectors_, out);
    header.pages = append(pages_, out);
    header.always = append(always_, out);
    header.keys = append(keys_, out);
    header.text = {static_cast<std::uint32_t>(out.size()),
                   static_cast<std::uint32_t>(text_.size())};
    out.insert(out.end(), text_.begin(), text_.end());
    if (out.size() > kMaxImageBytes)
      return Error(ErrorCode::kListUnreadable, "too many cosmetic filters");
    header.total_bytes = out.size();
    header.checksum = cosmetic_checksum(header);
    std::memcpy(out.data(), &header, sizeof(header));
    return out;
  }

 private:
  template <typename T>
  static CosmeticSection append(const std::vector<T>& items, Bytes& out) {
    const CosmeticSection section{static_cast<std::uint32_t>(out.size()),
                                  static_cast<std::uint32_t>(items.size())};
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(items.data());
    out.insert(out.end(), bytes, bytes + items.size() * sizeof(T));
    return section;
  }

  CosmeticText keep(std::string_view text) {
    const CosmeticText at{static_cast<std::uint32_t>(text_.size()),
                          static_cast<std::uint32_t>(text.size())};
    text_ += text;
    return at;
  }

  std::uint32_t selector(const std::string& text) {
    const auto [at, fresh] =
        known_.try_emplace(text, static_cast<std::uint32_t>(selectors_.size()));
    if (fresh) selectors_.push_back(keep(text));
    return at->second;
  }

  void post(const std::string& host, Posted kind, std::uint32_t number) {
    const auto place = static_cast<std::uint32_t>(hosts_.size());
    const std::uint32_t at = hosts_.try_emplace(host, place).first->second;
    posted_.push_back({at, number << 2U | static_cast<std::uint32_t>(kind)});
  }

  /// The hosts in their names' order, and what is said of each, as it was said, in `postings`.
  std::vector<CosmeticHostRecord> hosts_by_name(std::vector<std::uint32_t>& postings) {
    const auto counts = [&](const HostPosting& one) {
      return (one.what & 3U) != static_cast<std::uint32_t>(Posted::kRule) ||
             !dropped_[one.what >> 2U];
    };
    std::vector<CosmeticHostRecord> by_place(hosts_.size());
    for (const HostPosting& one : posted_) by_place[one.host].count += counts(one) ? 1U : 0U;

    std::vector<std::pair<std::string_view, std::uint32_t>> order(hosts_.begin(), hosts_.end());
    std::sort(order.begin(), order.end());
    std::uint32_t first = 0;
    for (const auto& [name, place] : order) {
      CosmeticHostRecord& record = by_place[place];
      const CosmeticText at = keep(name);
      record.name = at.offset;
      record.name_bytes = at.bytes;
      record.first = std::exchange(first, first + record.count);
    }

    postings.resize(first);
    std::vector<std::uint32_t> filled(by_place.size());
    for (const HostPosting& one : posted_) {
      if (counts(one)) postings[by_place[one.host].first + filled[one.host]++] = one.what;
    }
    std::vector<CosmeticHostRecord> out;
    out.reserve(order.size());
    for (const auto& [name, place] : order) out.push_back(by_place[place]);
    return out;
  }

  void add(const CosmeticFilter& filter) {
    if (filter.kind == CosmeticKind::kPage) return add_page(filter);
    for (const WrittenSelector& written : filter.selectors) {
      const std::uint32_t number = selector(written.text);
      if (filter.kind == CosmeticKind::kException) {
        if (filter.hosts.empty()) lifted_.insert(number);
        for (const CosmeticHost& host : filter.hosts)
          if (!host.negated) post(host.name, Posted::kNotSelector, number);
        continue;
      }
      add_rule(filter, written, number);
    }
  }

  void add_rule(const CosmeticFilter& filter, const WrittenSelector& written,
                std::uint32_t number) {
    const auto rule = static_cast<std::uint32_t>(rules_.size());
    if (filter.hosts.empty() && !everywhere_.insert(number).second) return;
    rules_.push_back(number);
    for (const CosmeticHost& host : filter.hosts)
      post(host.name, host.negated ? Posted::kNotRule : Posted::kRule, rule);
    if (!filter.is_generic()) return;
    if (written.key.empty()) {
      always_.push_back(rule);
    } else {
      keys_.push_back({hash_lowered(written.key, 0), rule});
    }
  }

  void add_page(const CosmeticFilter& filter) {
    const auto number = static_cast<std::uint32_t>(pages_.size());
    pages_.push_back({keep(filter.rest), filter.mask});
    for (const CosmeticHost& host : filter.hosts)
      if (!host.negated) post(host.name, Posted::kPage, number);
  }

  /// `#@#selector` without hosts: no rule of that selector is kept.
  void drop_lifted() {
    dropped_.resize(rules_.size());
    for (std::size_t i = 0; i < rules_.size(); ++i) dropped_[i] = lifted_.contains(rules_[i]);
    std::erase_if(always_, [&](std::uint32_t rule) { return dropped_[rule]; });
    std::erase_if(keys_, [&](const CosmeticKey& key) { return dropped_[key.rule]; });
  }

  /// Puts the selectors that every page gets first, side by side: each page reads them all, and
  /// scattered over the file they would bring all of it into memory.
  void gather_always() {
    constexpr auto kNone = static_cast<std::uint32_t>(-1);
    std::vector<std::uint32_t> place(selectors_.size(), kNone);
    std::vector<std::uint32_t> order;
    const auto take = [&](std::uint32_t selector) {
      if (place[selector] != kNone) return;
      place[selector] = static_cast<std::uint32_t>(order.size());
      order.push_back(selector);
    };
    for (const std::uint32_t rule : always_) take(rules_[rule]);
    for (std::uint32_t i = 0; i < selectors_.size(); ++i) take(i);
    const std::string before = std::exchange(text_, {});
    text_.reserve(before.size());
    const auto moved = [&](CosmeticText at) {
      return keep(std::string_view(before).substr(at.offset, at.bytes));
    };
    std::vector<CosmeticText> selectors;
    selectors.reserve(order.size());
    for (const std::uint32_t selector : order) selectors.push_back(moved(selectors_[selector]));
    selectors_ = std::move(selectors);
    for (CosmeticPageRecord& page : pages_) page.rest = moved(page.rest);
    for (std::uint32_t& selector : rules_) selector = place[selector];
    for (HostPosting& one : posted_) {
      if ((one.what & 3U) == static_cast<std::uint32_t>(Posted::kNotSelector))
        one.what = place[one.what >> 2U] << 2U | static_cast<std::uint32_t>(Posted::kNotSelector);
    }
  }

  std::string text_;
  crypto::KeyedMap<std::uint32_t> known_;
  std::vector<CosmeticText> selectors_;
  /// The selector of each rule.
  std::vector<std::uint32_t> rules_;
  std::vector<CosmeticPageRecord> pages_;
  std::vector<std::uint32_t> always_;
  std::vector<CosmeticKey> keys_;
  /// The place of each host, by its name.
  crypto::KeyedMap<std::uint32_t> hosts_;
  std::vector<HostPosting> posted_;
  std::unordered_set<std::uint32_t> lifted_;
  std::unordered_set<std::uint32_t> everywhere_;
  std::vector<bool> dropped_;
};

Status write_whole(const std::filesystem::path& path, std::string_view content) {
  const std::filesystem::path fresh = path.string() + ".new";
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  std::error_code failed;
  if (out) std::filesystem::rename(fresh, path, failed);
  if (!out || failed) return Error(ErrorCode::kFileFailed, path.filename().string());
  return ok();
}

/// A list's name is a file's: it may hold anything.
void append_json_text(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      out += '?';
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  out += '"';
}

}  // namespace

Result<CosmeticCompilation> compile_cosmetics(std::span<const ListSource> lists) {
  // Nothing stands in an image that does not stand in a list, at most nine bytes for one.
  std::size_t bytes = 0;
  for (const ListSource& list : lists) bytes += list.text.size();
  if (bytes > kMaxImageBytes) return Error(ErrorCode::kListUnreadable, "too many cosmetic filters");
  Builder builder;
  CosmeticCompilation out;
  for (const ListSource& list : lists) builder.add_list(list, out.reports.emplace_back());
  auto image = builder.build();
  if (!image) return image.error();
  out.image = std::move(*image);
  return out;
}

std::string CosmeticCompilation::report_json() const {
  std::string out = "{\"lists\": [";
  for (const CosmeticReport& report : reports) {
    if (&report != &reports.front()) out += ",";
    out += "\n  {\"name\": ";
    append_json_text(report.list, out);
    out += ", \"used\": " + std::to_string(report.used) + ", \"refused\": {";
    bool first = true;
    for (std::size_t i = 0; i < kCosmeticRefusalCount; ++i) {
      if (report.refused[i] == 0) continue;
      out += first ? "\"" : ", \"";
      first = false;
      out += cosmetic_refusal_name(static_cast<CosmeticRefusal>(i));
      out += "\": " + std::to_string(report.refused[i]);
    }
    out += "}}";
  }
  return out + "\n]}\n";
}

Status write_cosmetics(const CosmeticCompilation& compilation, const std::filesystem::path& dir,
                       const std::filesystem::path& report) {
  if (auto done = write_whole(dir / kCosmeticFile, as_text(compilation.image)); !done) return done;
  return report.empty() ? ok() : write_whole(report, compilation.report_json());
}

}  // namespace volition::filters
