// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The small files beside the database: the key file and the ballast. POSIX, with the system calls
// that the cage allows (universe.md, "The host's cage"): no chmod, no link.

#include <cstddef>
#include <filesystem>

#include "base/result.hpp"
#include "crypto/secret_buffer.hpp"

namespace volition::universe {

/// Makes the folder (0700) if it is missing. Errors: storage_read_only, storage_full,
/// storage_failed.
Status ensure_folder(const std::filesystem::path& folder);

/// Makes an empty file (0600) if there is none. An existing file is not opened: closing it would
/// drop the locks that SQLite holds on it in this process.
Status ensure_file(const std::filesystem::path& file);

/// Exactly `size` bytes. Errors: key_missing (no such file), key_refused (another length, not a
/// plain file), storage_failed.
Result<crypto::SecretBuffer> read_secret(const std::filesystem::path& file, std::size_t size);

/// A new file (0600), on the disk before this answers. Replaces a file of that name.
Status write_secret(const std::filesystem::path& file, ByteView secret);

/// Renames `from` to `to`, on the disk before this answers; what `to` held is overwritten with
/// zeros first in its own place (which a file system or an SSD may have copied elsewhere). Where
/// `from` is gone and `to` is there, another host was faster: ok.
Status replace_secret(const std::filesystem::path& from, const std::filesystem::path& to);

/// A file of `size` bytes that no file system can store in less. Failure is no fault: there is then
/// nothing to give up later.
void ensure_ballast(const std::filesystem::path& file, std::size_t size);

}  // namespace volition::universe
