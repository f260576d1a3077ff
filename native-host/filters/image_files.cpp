// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/image_files.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cerrno>
#include <fstream>
#include <optional>
#include <utility>

#include "base/json.hpp"
#include "filters/cosmetic_image.hpp"
#include "filters/image.hpp"
#include "filters/image_layout.hpp"
#include "filters/image_view.hpp"

namespace volition::filters {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::int64_t kChecksumsVersion = 1;
/// A file is summed piece by piece, so that reading it takes no more than this.
constexpr std::size_t kPieceBytes = 256U << 10U;

class Sum {
 public:
  /// Every piece but the last has kPieceBytes.
  void add(ByteView piece) { pieces_.push_back(checksum(piece)); }
  std::string hex() const {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(pieces_.data());
    const std::uint64_t all = checksum({bytes, pieces_.size() * sizeof(std::uint64_t)});
    std::string out(16, '0');
    for (std::size_t i = 0; i < 16; ++i) out[i] = "0123456789abcdef"[all >> (60 - 4 * i) & 15U];
    return out;
  }

 private:
  std::vector<std::uint64_t> pieces_;
};

std::optional<std::string> text_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string().data(), value->get_string().size());
}

std::optional<std::uint64_t> number_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_int64() || value->get_int64() < 0) return std::nullopt;
  return static_cast<std::uint64_t>(value->get_int64());
}

/// A name, or one below lists/: it is opened below the folder and nowhere else.
bool is_inside(std::string_view file) {
  if (file.starts_with("lists/")) file.remove_prefix(6);
  return !file.empty() && file.front() != '.' && file.find('/') == std::string_view::npos;
}

std::optional<TextSum> text_sum_of(const json::object& object) {
  const auto list = text_at(object, "list");
  const auto file = text_at(object, "file");
  const auto offset = number_at(object, "offset");
  const auto bytes = number_at(object, "bytes");
  const auto digest = text_at(object, "digest");
  if (!list || !file || !is_inside(*file) || !offset || !bytes || !digest) return std::nullopt;
  return TextSum{*list, *file, *offset, *bytes, *digest};
}

const json::array* array_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr ? value->if_array() : nullptr;
}

json::object shape_of(std::string_view file, ByteView bytes) {
  json::object out;
  out["file"] = file;
  out["bytes"] = bytes.size();
  out["digest"] = digest_of_bytes(bytes);
  return out;
}

}  // namespace

ImageParts cut_image(ByteView image) {
  const auto view = ImageView::of(image);
  const std::size_t cut = view ? view->header().lines.offset : 0;
  if (cut == 0 || cut % kTextsAlignment != 0 || cut >= image.size()) return {image, {}};
  return {image.first(cut), image.subspan(cut)};
}

std::string digest_of_bytes(ByteView bytes) {
  Sum sum;
  for (; bytes.size() > kPieceBytes; bytes = bytes.subspan(kPieceBytes))
    sum.add(bytes.first(kPieceBytes));
  sum.add(bytes);
  return sum.hex();
}

Result<FileSum> sum_of_file(const fs::path& path) {
  const std::string name = path.filename().string();
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (!fs::exists(status)) return Error(ErrorCode::kImageMissing, name);
  if (!fs::is_regular_file(status)) return Error(ErrorCode::kImageDamaged, name);
  const auto size = fs::file_size(path, failed);
  if (failed || size > kMaxImageBytes) return Error(ErrorCode::kImageDamaged, name);
  std::ifstream in;
  in.rdbuf()->pubsetbuf(nullptr, 0);
  in.open(path, std::ios::binary);
  Bytes piece(kPieceBytes);
  FileSum out{name, size, {}};
  Sum sum;
  std::uint64_t left = size;
  do {
    const std::size_t wanted = left < piece.size() ? static_cast<std::size_t>(left) : piece.size();
    if (!in.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(wanted)))
      return Error(ErrorCode::kFileFailed, name);
    sum.add(ByteView(piece).first(wanted));
    left -= wanted;
  } while (left > 0);
  out.digest = sum.hex();
  return out;
}

std::string write_checksums(ByteView image, ByteView cosmetics,
                            const std::vector<ListSource>& lists) {
  const ImageParts parts = cut_image(image);
  json::array files;
  files.push_back(shape_of(kImageFile, parts.matching));
  if (!parts.texts.empty()) files.push_back(shape_of(kTextsFile, parts.texts));
  files.push_back(shape_of(kCosmeticFile, cosmetics));
  json::array texts;
  const auto view = ImageView::of(image);
  std::size_t place = 0;
  for (const ListSource& list : lists) {
    std::string file = "lists/" + list.name + ".txt";
    std::uint64_t offset = 0;
    std::string_view text = list.text;
    if (list.shipped == Shipped::kEnabled) {
      if (!view || place >= view->lists().size()) continue;
      const ListRecord& record = view->lists()[place++];
      file = kTextsFile;
      offset = record.text;
      text = view->line_text(record.text, record.text_size);
    }
    json::object out;
    out["list"] = list.name;
    json::object sum = shape_of(file, as_bytes(text));
    out["file"] = sum["file"];
    out["offset"] = offset;
    out["bytes"] = sum["bytes"];
    out["digest"] = sum["digest"];
    texts.push_back(std::move(out));
  }
  json::object out;
  out["version"] = kChecksumsVersion;
  out["files"] = std::move(files);
  out["texts"] = std::move(texts);
  return json::serialize(out) + "\n";
}

Result<Checksums> read_checksums(const fs::path& folder) {
  const Error damaged(ErrorCode::kImageDamaged, std::string(kChecksumsFile));
  std::ifstream in(folder / kChecksumsFile, std::ios::binary);
  if (!in) return Error(ErrorCode::kImageMissing, std::string(kChecksumsFile));
  constexpr std::size_t kMaxBytes = 256U << 10U;
  std::string text(kMaxBytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  const auto read = parse_json(text);
  const json::object* object = read ? read->if_object() : nullptr;
  if (object == nullptr || number_at(*object, "version") != kChecksumsVersion) return damaged;
  const json::array* files = array_at(*object, "files");
  const json::array* texts = array_at(*object, "texts");
  if (files == nullptr || texts == nullptr) return damaged;
  Checksums out;
  for (const json::value& value : *files) {
    if (!value.is_object()) return damaged;
    const auto file = text_at(value.get_object(), "file");
    const auto bytes = number_at(value.get_object(), "bytes");
    const auto digest = text_at(value.get_object(), "digest");
    if (!file || !is_inside(*file) || !bytes || !digest) return damaged;
    out.files.push_back({*file, *bytes, *digest});
  }
  for (const json::value& value : *texts) {
    auto sum = value.is_object() ? text_sum_of(value.get_object()) : std::nullopt;
    if (!sum) return damaged;
    out.texts.push_back(std::move(*sum));
  }
  return out;
}

Result<std::vector<std::string>> damaged_files(const fs::path& folder, Look look) {
  const auto sums = read_checksums(folder);
  if (!sums) return sums.error();
  std::vector<std::string> damaged;
  const auto judge = [&](const FileSum& sum) {
    std::error_code failed;
    // The texts are not read to be looked up in: their length says whether they can be mapped.
    if (look == Look::kImages && sum.file == kTextsFile) {
      if (fs::file_size(folder / sum.file, failed) != sum.bytes) damaged.push_back(sum.file);
      return;
    }
    const auto found = sum_of_file(folder / sum.file);
    if (!found || found->bytes != sum.bytes || found->digest != sum.digest)
      damaged.push_back(sum.file);
  };
  for (const FileSum& sum : sums->files) judge(sum);
  if (look == Look::kImages) return damaged;
  for (const TextSum& sum : sums->texts) {
    if (sum.file != kTextsFile) judge({sum.file, sum.bytes, sum.digest});
  }
  return damaged;
}

}  // namespace volition::filters
