// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether anybody has committed since the last look, without asking SQLite to run a statement: the
// first header of the write-ahead log's index (https://www.sqlite.org/walformat.html, "The
// WAL-Index File Format"), which every commit, checkpoint and recovery changes and which all
// connections of all processes share in memory.

#include <array>
#include <cstddef>
#include <optional>

struct sqlite3;

namespace volition::sqlite {

/// That header, byte by byte. Two equal marks of one connection: nothing was committed in between.
/// Two different ones mean only that it is worth asking.
using JournalMark = std::array<std::byte, 48>;

/// The mark of the connection's main file now. Nothing while the index is not in memory: before the
/// first transaction, or without a write-ahead log.
std::optional<JournalMark> journal_mark(sqlite3* db);

}  // namespace volition::sqlite
