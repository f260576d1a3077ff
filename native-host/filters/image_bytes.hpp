// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The bytes of an image: mapped from a file, or held. What they mean is the reader's to check.

#include <cstddef>
#include <filesystem>

#include "base/encoding.hpp"
#include "base/result.hpp"

namespace volition::filters {

/// Move-only; the bytes stay where they are when it is moved.
class ImageBytes {
 public:
  /// Takes the bytes as they are.
  explicit ImageBytes(Bytes held) : held_(std::move(held)) {}
  ImageBytes(const ImageBytes&) = delete;
  ImageBytes& operator=(const ImageBytes&) = delete;
  ImageBytes(ImageBytes&& other) noexcept;
  ImageBytes& operator=(ImageBytes&&) = delete;
  ~ImageBytes();

  /// Maps `path` read-only. Errors: image_missing (no such file), image_damaged (no file, smaller
  /// than `least_bytes`, or too large), file_failed.
  static Result<ImageBytes> map(const std::filesystem::path& path, std::size_t least_bytes);

  /// Maps `first`, and `second` right behind it, so that both are read as one; without a second
  /// file, or where the first does not end with a page, the first alone. Errors as map().
  static Result<ImageBytes> map_joined(const std::filesystem::path& first,
                                       const std::filesystem::path& second,
                                       std::size_t least_bytes);

  /// Gives the memory of what lies behind `from` back, if it is mapped; it is read again where it
  /// is asked for.
  void let_go(std::size_t from) const;

  ByteView view() const {
    if (mapped_ == nullptr) return held_;
    return {static_cast<const std::uint8_t*>(mapped_), mapped_bytes_};
  }

 private:
  ImageBytes(void* mapped, std::size_t bytes) : mapped_(mapped), mapped_bytes_(bytes) {}

  Bytes held_;
  void* mapped_ = nullptr;
  std::size_t mapped_bytes_ = 0;
};

}  // namespace volition::filters
