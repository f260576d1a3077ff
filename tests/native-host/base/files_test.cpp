// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "catch/catch.hpp"
#include "temp_folder.hpp"

using namespace volition;

TEST_CASE("what an errno means to a person") {
  struct Row {
    int number;
    ErrorCode code;
  };
  for (const Row& row :
       {Row{ENOSPC, ErrorCode::kStorageFull}, Row{EDQUOT, ErrorCode::kStorageFull},
        Row{EROFS, ErrorCode::kStorageReadOnly}, Row{EACCES, ErrorCode::kStorageReadOnly},
        Row{EPERM, ErrorCode::kStorageReadOnly}, Row{EIO, ErrorCode::kStorageFailed},
        Row{ELOOP, ErrorCode::kStorageFailed}}) {
    INFO(row.number);
    const Error error = error_of_errno(row.number, "write");
    CHECK(error.code == row.code);
    CHECK(error.detail.starts_with("write: "));
  }
}

TEST_CASE("a file is written whole, is the person's alone, and closes itself") {
  const test::TempFolder folder;
  int descriptor = -1;
  const std::string content(300'000, 'x');
  {
    const OpenFile file(folder / "file", O_WRONLY | O_CREAT | O_EXCL);
    REQUIRE(file.is_open());
    descriptor = file.descriptor();
    CHECK(write_all(descriptor, as_bytes(content)).has_value());
  }
  CHECK(::fcntl(descriptor, F_GETFD) == -1);
  CHECK(test::read_file(folder / "file") == content);
  struct stat facts {};
  REQUIRE(::stat((folder / "file").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600U);
  CHECK(sync_folder(folder.path()).has_value());
  CHECK(sync_folder(folder / "none").error().code == ErrorCode::kStorageFailed);
}

TEST_CASE("what was let go stays open") {
  const test::TempFolder folder;
  int descriptor = -1;
  {
    OpenFile file(folder / "file", O_WRONLY | O_CREAT);
    descriptor = file.release();
    CHECK_FALSE(file.is_open());
  }
  CHECK(::close(descriptor) == 0);
}

TEST_CASE("no link is followed, and nobody is waited for at a pipe's other end") {
  const test::TempFolder folder;
  test::write_file(folder / "file", "x");
  std::filesystem::create_symlink(folder / "file", folder / "link");
  CHECK_FALSE(OpenFile(folder / "link", O_RDONLY).is_open());
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(OpenFile(folder / "pipe", O_RDONLY).is_open());
  CHECK_FALSE(OpenFile(folder / "pipe", O_WRONLY).is_open());
}

TEST_CASE("a full disk is named") {
  const OpenFile full("/dev/full", O_WRONLY);
  if (!full.is_open()) return;  // No such device here.
  const std::string content(10, 'x');
  CHECK(write_all(full.descriptor(), as_bytes(content)).error().code == ErrorCode::kStorageFull);
}
