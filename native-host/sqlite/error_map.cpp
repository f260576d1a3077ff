// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlite/error_map.hpp"

#include <sqlite3.h>

#include <new>
#include <string>

namespace volition::sqlite {

namespace {

ErrorCode code_of(int extended_code) {
  switch (extended_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:  // The WAL's locks were contended for too long.
      return ErrorCode::kBusy;
    case SQLITE_FULL:
      return ErrorCode::kStorageFull;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return ErrorCode::kStorageReadOnly;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_SCHEMA:
      return ErrorCode::kStorageDamaged;
    default:
      return ErrorCode::kStorageFailed;
  }
}

}  // namespace

Error error_of(int extended_code, const char* what) {
  if ((extended_code & 0xff) == SQLITE_NOMEM) throw std::bad_alloc();
  return {code_of(extended_code), std::string(what) + ": " + sqlite3_errstr(extended_code) + " (" +
                                      std::to_string(extended_code) + ")"};
}

}  // namespace volition::sqlite
