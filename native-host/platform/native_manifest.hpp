// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The native messaging manifest: the file by which a browser knows the host (manifests/native-*.in;
// Chromium's "Native messaging" and MDN's "Native manifests"). Written for one program, and read
// with suspicion.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "platform/browsers.hpp"

namespace volition::platform {

/// More than any manifest needs; what is larger is not read.
constexpr std::size_t kManifestMaxBytes = 64U << 10U;

/// "org.volition.host.json", as both families name the file.
std::string manifest_file_name();

/// The manifest's text, byte for byte manifests/native-<family>.json.in with the path put in.
std::string native_manifest(Family family, const std::filesystem::path& host);

struct NativeManifest {
  std::filesystem::path host;
  /// Whether our extension is among those that may start the host.
  bool names_our_extension = false;
};

/// Reads a manifest as the browser would. Errors: invalid_json and the others of parse_json;
/// invalid_params where a member is missing or is not what it must be.
Result<NativeManifest> read_native_manifest(Family family, std::string_view text);

/// A small file, whole. Errors: not_found; file_failed (not a readable file, or larger than
/// `max_bytes`).
Result<std::string> read_small_file(const std::filesystem::path& file,
                                    std::size_t max_bytes = kManifestMaxBytes);

}  // namespace volition::platform
