// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlite/journal_mark.hpp"

#include <sqlite3.h>

namespace volition::sqlite {
namespace {

/// SQLite's own page of the index; another size is refused by its VFS.
constexpr int kIndexPageBytes = 32768;
/// Offset of isInit, which is 0 until the index was filled.
constexpr std::size_t kIsInit = 12;
/// xShmMap came with the second version of the methods.
constexpr int kMethodsWithSharedMemory = 2;

}  // namespace

std::optional<JournalMark> journal_mark(sqlite3* db) {
  sqlite3_file* file = nullptr;
  if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file)) !=
      SQLITE_OK) {
    return std::nullopt;
  }
  if (file == nullptr || file->pMethods == nullptr ||
      file->pMethods->iVersion < kMethodsWithSharedMemory) {
    return std::nullopt;
  }
  constexpr int kFirstPage = 0;
  constexpr int kNeverExtend = 0;
  void volatile* page = nullptr;
  const int code = file->pMethods->xShmMap(file, kFirstPage, kIndexPageBytes, kNeverExtend, &page);
  if (code != SQLITE_OK || page == nullptr) return std::nullopt;
  // Another process may write while this one reads. A mark torn by that equals no other, and then
  // SQLite is asked.
  JournalMark mark;
  const auto* bytes = static_cast<const std::byte volatile*>(page);
  for (std::size_t i = 0; i < mark.size(); ++i) mark[i] = bytes[i];
  if (mark[kIsInit] == std::byte{0}) return std::nullopt;
  return mark;
}

}  // namespace volition::sqlite
