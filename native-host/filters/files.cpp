// SPDX-License-Identifier: GPL-3.0-or-later

// The files around a compilation: list texts in, rule sets, report and image out.

#include <fstream>
#include <iterator>
#include <utility>

#include "filters/compile.hpp"
#include "filters/image_files.hpp"
#include "filters/side_by_side.hpp"

namespace volition::filters {
namespace {

namespace fs = std::filesystem;

Result<std::string> read_file(const fs::path& path) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  if (failed || size > kMaxListBytes)
    return Error(ErrorCode::kListUnreadable, path.filename().string());
  std::ifstream in(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(size)))
    return Error(ErrorCode::kListUnreadable, path.filename().string());
  return text;
}

/// Written beside its place and then moved: a reader never sees half a file, and a mapped image is
/// never cut.
Status write_file(const fs::path& path, std::string_view content) {
  const fs::path fresh = path.string() + ".new";
  std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  std::error_code failed;
  if (out) fs::rename(fresh, path, failed);
  if (!out || failed) return Error(ErrorCode::kFileFailed, path.filename().string());
  return ok();
}

}  // namespace

Result<std::vector<ListSource>> read_lists(const std::vector<fs::path>& files) {
  std::vector<ListSource> lists;
  for (const fs::path& file : files) {
    auto text = read_file(file);
    if (!text) return text.error();
    lists.push_back({file.stem().string(), std::move(*text)});
  }
  return lists;
}

Status write_checksums_file(const fs::path& dir, std::string_view content) {
  return write_file(dir / kChecksumsFile, content);
}

Status write_compilation(const Compilation& compilation, const fs::path& dir,
                         const fs::path& report) {
  std::error_code failed;
  fs::create_directories(dir, failed);
  if (failed) return Error(ErrorCode::kFileFailed, dir.filename().string());
  for (const auto& entry : fs::directory_iterator(dir, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("ruleset_") && name.ends_with(".json")) fs::remove(entry.path(), failed);
  }
  const ImageParts parts = cut_image(compilation.image);
  std::vector<std::pair<std::string, std::string_view>> files = {
      {std::string(kImageFile), as_text(parts.matching)},
      {std::string(kTextsFile), as_text(parts.texts)},
      {"rulesets.json", compilation.manifest_json},
      {"baseline.json", compilation.baseline_json}};
  for (const Ruleset& set : compilation.rulesets) files.emplace_back(set.id + ".json", set.json);
  std::vector<Status> written(files.size(), ok());
  side_by_side(files.size(), Threads::kTwo, [&](std::size_t i) {
    written[i] = write_file(dir / files[i].first, files[i].second);
  });
  for (const Status& done : written) {
    if (!done) return done;
  }
  if (report.empty()) return ok();
  if (report.has_parent_path()) fs::create_directories(report.parent_path(), failed);
  return write_file(report, compilation.report_json);
}

}  // namespace volition::filters
