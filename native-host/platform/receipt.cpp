// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/receipt.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <system_error>

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "platform/native_manifest.hpp"
#include "platform/stdio.hpp"

namespace volition::platform {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr unsigned kOwnerReadsWrites = 0600;
constexpr unsigned kPermissions = 07777;

Error failed(std::string_view step, const fs::path& path) {
  return Error(ErrorCode::kFileFailed, std::string(step) + " " + path.native());
}

json::value shape_of(const Standing& standing) {
  switch (standing.kind) {
    case Standing::Kind::kNothing:
      return nullptr;
    case Standing::Kind::kFile:
      return json::object{{"bytes", to_base64url(as_bytes(standing.content))},
                          {"mode", standing.mode}};
    case Standing::Kind::kLink:
      return json::object{{"link", to_base64url(as_bytes(standing.content))}};
  }
  return nullptr;
}

Error no_receipt() { return Error(ErrorCode::kInvalidParams, "the receipt is damaged"); }

Result<Standing> standing_of(const json::value& value) {
  Standing standing;
  if (value.is_null()) return standing;
  const json::object* object = value.if_object();
  if (object == nullptr) return no_receipt();
  const json::value* link = object->if_contains("link");
  const json::value* mode = object->if_contains("mode");
  const json::value* content = link != nullptr ? link : object->if_contains("bytes");
  if (content == nullptr || !content->is_string()) return no_receipt();
  const auto bytes = from_base64url(content->get_string());
  if (!bytes) return no_receipt();
  standing.content = std::string(as_text(*bytes));
  standing.kind = link != nullptr ? Standing::Kind::kLink : Standing::Kind::kFile;
  if (link != nullptr) return standing;
  if (mode == nullptr || !mode->is_int64()) return no_receipt();
  standing.mode = static_cast<unsigned>(mode->get_int64()) & kPermissions;
  return standing;
}

/// The strings of an array.
Result<std::vector<std::string>> strings_of(const json::object& object, std::string_view member) {
  const json::value* value = object.if_contains(member);
  if (value == nullptr || !value->is_array()) return no_receipt();
  std::vector<std::string> found;
  for (const json::value& one : value->get_array()) {
    if (!one.is_string()) return no_receipt();
    found.emplace_back(one.get_string());
  }
  return found;
}

Result<Receipt::File> file_of(const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) return no_receipt();
  const json::value* path = object->if_contains("path");
  const json::value* wrote = object->if_contains("wrote");
  const json::value* before = object->if_contains("before");
  auto browsers = strings_of(*object, "browsers");
  if (!browsers) return browsers.error();
  if (path == nullptr || !path->is_string() || wrote == nullptr || !wrote->is_string() ||
      before == nullptr) {
    return no_receipt();
  }
  auto standing = standing_of(*before);
  if (!standing) return standing.error();
  Receipt::File file;
  file.path = std::string(path->get_string());
  // Whoever could write here must not thereby name other files for us to remove.
  if (!file.path.is_absolute() || file.path.filename() != manifest_file_name()) return no_receipt();
  file.browsers = std::move(*browsers);
  file.wrote = std::string(wrote->get_string());
  file.before = std::move(*standing);
  return file;
}

Status write_file(const fs::path& path, std::string_view text, unsigned mode) {
  const fs::path temporary = path.native() + ".new";
  unlink(temporary.c_str());
  const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                        kOwnerReadsWrites);
  if (file < 0) return failed("cannot write", path);
  const bool written =
      write_all(file, text) && fchmod(file, static_cast<mode_t>(mode)) == 0 && fsync(file) == 0;
  close(file);
  if (written && rename(temporary.c_str(), path.c_str()) == 0) return ok();
  unlink(temporary.c_str());
  return failed("cannot write", path);
}

}  // namespace

Result<Standing> standing_at(const fs::path& path) {
  struct stat found {};
  Standing standing;
  if (lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return standing;
    return failed("cannot look at", path);
  }
  std::error_code ec;
  if (S_ISLNK(found.st_mode)) {
    standing.kind = Standing::Kind::kLink;
    standing.content = fs::read_symlink(path, ec).native();
    if (ec) return failed("cannot look at", path);
    return standing;
  }
  auto text = read_small_file(path);
  if (!text) return failed("something else stands at", path);
  standing.kind = Standing::Kind::kFile;
  standing.content = std::move(*text);
  standing.mode = found.st_mode & kPermissions;
  return standing;
}

Status put_at(const fs::path& path, const Standing& standing) {
  switch (standing.kind) {
    case Standing::Kind::kNothing:
      return unlink(path.c_str()) == 0 || errno == ENOENT ? ok()
                                                          : Status(failed("cannot remove", path));
    case Standing::Kind::kFile:
      return write_file(path, standing.content, standing.mode);
    case Standing::Kind::kLink: {
      const fs::path temporary = path.native() + ".new";
      unlink(temporary.c_str());
      if (symlink(standing.content.c_str(), temporary.c_str()) == 0 &&
          rename(temporary.c_str(), path.c_str()) == 0) {
        return ok();
      }
      unlink(temporary.c_str());
      return failed("cannot write", path);
    }
  }
  return ok();
}

Receipt::File* Receipt::find(const fs::path& path) {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const File& file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

fs::path receipt_path(const Surroundings& surroundings) {
  return surroundings.state_home / "volition" / "installed.json";
}

Result<Receipt> read_receipt(const Surroundings& surroundings) {
  Receipt receipt;
  constexpr std::size_t kMaxBytes = 4U << 20U;  // a dozen manifests, each at its largest
  const auto text = read_small_file(receipt_path(surroundings), kMaxBytes);
  if (!text) {
    if (text.error().code == ErrorCode::kNotFound) return receipt;
    return text.error();
  }
  const auto parsed = parse_json(*text);
  if (!parsed) return parsed.error();
  const json::object* object = parsed->if_object();
  if (object == nullptr) return no_receipt();
  const json::value* version = object->if_contains("version");
  const json::value* files = object->if_contains("files");
  if (version == nullptr || *version != 1 || files == nullptr || !files->is_array()) {
    return no_receipt();
  }
  const auto folders = strings_of(*object, "folders");
  if (!folders) return folders.error();
  receipt.folders.assign(folders->begin(), folders->end());
  for (const json::value& value : files->get_array()) {
    auto file = file_of(value);
    if (!file) return file.error();
    receipt.files.push_back(std::move(*file));
  }
  return receipt;
}

std::vector<fs::path> missing_folders(const fs::path& folder) {
  std::vector<fs::path> missing;
  std::error_code ec;
  for (fs::path at = folder; at.has_relative_path() && !fs::exists(at, ec); at = at.parent_path()) {
    missing.push_back(at);
  }
  std::reverse(missing.begin(), missing.end());
  return missing;
}

Status make_folders(const fs::path& folder) {
  constexpr mode_t kOwnerOnly = 0700;
  for (const fs::path& one : missing_folders(folder)) {
    if (mkdir(one.c_str(), kOwnerOnly) != 0 && errno != EEXIST) return failed("cannot make", one);
  }
  return ok();
}

Status write_receipt(const Surroundings& surroundings, const Receipt& receipt) {
  const fs::path path = receipt_path(surroundings);
  if (receipt.files.empty()) return put_at(path, {});
  json::array folders;
  for (const fs::path& folder : receipt.folders) folders.emplace_back(folder.native());
  json::array files;
  for (const Receipt::File& file : receipt.files) {
    json::array browsers(file.browsers.begin(), file.browsers.end());
    files.push_back(json::object{{"path", file.path.native()},
                                 {"browsers", std::move(browsers)},
                                 {"wrote", file.wrote},
                                 {"before", shape_of(file.before)}});
  }
  const json::object whole{
      {"version", 1}, {"folders", std::move(folders)}, {"files", std::move(files)}};
  if (const Status made = make_folders(path.parent_path()); !made) return made.error();
  return write_file(path, json::serialize(whole) + "\n", kOwnerReadsWrites);
}

}  // namespace volition::platform
