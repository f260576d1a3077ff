// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/registration.hpp"

#include <unistd.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/encoding.hpp"
#include "platform/native_manifest.hpp"
#include "platform/receipt.hpp"

namespace volition::platform {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kManifestMode = 0644;

/// Folders that will be made are noted once, in the order in which they are made.
void note_folders(Receipt& receipt, const fs::path& folder) {
  for (const fs::path& missing : missing_folders(folder)) {
    if (std::find(receipt.folders.begin(), receipt.folders.end(), missing) ==
        receipt.folders.end()) {
      receipt.folders.push_back(missing);
    }
  }
}

/// Notes what stands at a place that will be written. What we wrote there before is no state that
/// an undo should bring back; anything else is.
Status note_standing(Receipt& receipt, const fs::path& path) {
  auto standing = standing_at(path);
  if (!standing) return standing.error();
  Receipt::File* file = receipt.find(path);
  if (file == nullptr) {
    receipt.files.push_back({path, {}, {}, std::move(*standing)});
    return ok();
  }
  const bool is_ours = standing->kind == Standing::Kind::kFile && standing->content == file->wrote;
  if (!is_ours && standing->kind != Standing::Kind::kNothing) file->before = std::move(*standing);
  return ok();
}

void note_holder(Receipt::File& file, const Browser& browser) {
  const std::string name(browser.name);
  if (std::find(file.browsers.begin(), file.browsers.end(), name) == file.browsers.end()) {
    file.browsers.push_back(name);
  }
}

enum class Hold { kNotAsked, kStillNeeded, kFree };

/// Takes the browsers out of the file's holders.
Hold let_go(Receipt::File& file, std::span<const Browser* const> chosen) {
  const std::size_t before = file.browsers.size();
  for (const Browser* browser : chosen) {
    const auto last = std::remove(file.browsers.begin(), file.browsers.end(), browser->name);
    file.browsers.erase(last, file.browsers.end());
  }
  if (file.browsers.empty()) return Hold::kFree;
  return file.browsers.size() == before ? Hold::kNotAsked : Hold::kStillNeeded;
}

Status undo(const Receipt::File& file, Unregistered& done) {
  const auto standing = standing_at(file.path);
  const bool is_ours =
      standing && standing->kind == Standing::Kind::kFile && standing->content == file.wrote;
  if (!is_ours) {
    // Gone, or changed by somebody: neither is ours to undo.
    if (!standing || standing->kind != Standing::Kind::kNothing) done.left.push_back(file.path);
    return ok();
  }
  if (const Status put = put_at(file.path, file.before); !put) return put.error();
  (file.before.kind == Standing::Kind::kNothing ? done.removed : done.restored)
      .push_back(file.path);
  return ok();
}

/// Removes the folders that were made for manifests, innermost first, where they are empty.
void remove_folders(Receipt& receipt) {
  for (auto folder = receipt.folders.rbegin(); folder != receipt.folders.rend(); ++folder) {
    if (rmdir(folder->c_str()) == 0) folder->clear();
  }
  const auto last = std::remove(receipt.folders.begin(), receipt.folders.end(), fs::path());
  receipt.folders.erase(last, receipt.folders.end());
}

}  // namespace

Result<std::vector<Registered>> register_host(const Surroundings& surroundings,
                                              std::span<const Browser* const> chosen,
                                              const fs::path& host) {
  if (!host.is_absolute()) return Error(ErrorCode::kFileFailed, "the program has no path");
  // JSON could not hold such a path, and no browser would find it.
  for (const fs::path& path : {host, surroundings.home, surroundings.config_home}) {
    if (!count_code_points(path.native())) {
      return Error(ErrorCode::kFileFailed, "a path is not UTF-8");
    }
  }
  auto receipt = read_receipt(surroundings);
  if (!receipt) return receipt.error();
  note_folders(*receipt, receipt_path(surroundings).parent_path());
  std::vector<Registered> registered;
  for (const Browser* browser : chosen) {
    const std::string text = native_manifest(browser->family, host);
    for (const fs::path& folder : manifest_folders(*browser, surroundings)) {
      const fs::path path = folder / manifest_file_name();
      note_folders(*receipt, folder);
      // Opera also reads Chrome's: one place may be named twice.
      const bool seen = std::any_of(registered.begin(), registered.end(),
                                    [&](const Registered& one) { return one.manifest == path; });
      if (!seen) {
        if (const Status noted = note_standing(*receipt, path); !noted) return noted.error();
      }
      Receipt::File* file = receipt->find(path);
      file->wrote = text;
      note_holder(*file, *browser);
      registered.push_back({browser, path});
    }
  }
  if (const Status written = write_receipt(surroundings, *receipt); !written) {
    return written.error();
  }
  for (const Registered& one : registered) {
    const Receipt::File* file = receipt->find(one.manifest);
    if (const Status made = make_folders(one.manifest.parent_path()); !made) return made.error();
    const Standing wanted{Standing::Kind::kFile, file->wrote, kManifestMode};
    if (const Status put = put_at(one.manifest, wanted); !put) return put.error();
  }
  return registered;
}

Result<Unregistered> unregister_host(const Surroundings& surroundings,
                                     std::span<const Browser* const> chosen) {
  auto receipt = read_receipt(surroundings);
  if (!receipt) return receipt.error();
  Unregistered done;
  if (receipt->files.empty()) return done;
  std::vector<Receipt::File> kept;
  for (Receipt::File& file : receipt->files) {
    const Hold hold = let_go(file, chosen);
    if (hold == Hold::kStillNeeded) done.needed.push_back(file.path);
    if (hold != Hold::kFree) {
      kept.push_back(std::move(file));
      continue;
    }
    if (const Status undone = undo(file, done); !undone) return undone.error();
  }
  receipt->files = std::move(kept);
  // Twice: the receipt's own folder is empty only when the receipt is gone, and what is left must
  // be in the receipt that stays.
  remove_folders(*receipt);
  if (const Status written = write_receipt(surroundings, *receipt); !written) {
    return written.error();
  }
  if (receipt->files.empty()) remove_folders(*receipt);
  return done;
}

}  // namespace volition::platform
