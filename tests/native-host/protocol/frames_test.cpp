// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/frames.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <string>
#include <thread>

#include "catch/catch.hpp"

using namespace volition::protocol;

namespace {

/// A pipe whose ends close with it.
class Pipe {
 public:
  Pipe() { REQUIRE(pipe(ends_.data()) == 0); }
  ~Pipe() {
    close_reader();
    close_writer();
  }
  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void close_reader() { shut(ends_[0]); }
  void close_writer() { shut(ends_[1]); }
  void put(const std::string& bytes) const {
    REQUIRE(::write(writer(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }

 private:
  static void shut(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
  std::array<int, 2> ends_{-1, -1};
};

std::string header(std::uint32_t length) {
  std::string bytes(sizeof(length), '\0');
  std::memcpy(bytes.data(), &length, sizeof(length));
  return bytes;
}

}  // namespace

TEST_CASE("frames: messages come out as they went in", "[frames]") {
  Pipe pipe;
  pipe.put(header(2) + "{}" + header(0) + header(3) + "\"\xc3\xa9");
  FrameReader reader(pipe.reader());
  std::string message;
  REQUIRE(reader.next(message) == Incoming::kMessage);
  CHECK(message == "{}");
  REQUIRE(reader.next(message) == Incoming::kMessage);
  CHECK(message.empty());
  REQUIRE(reader.next(message) == Incoming::kMessage);
  CHECK(message == "\"\xc3\xa9");
  pipe.close_writer();
  CHECK(reader.next(message) == Incoming::kEnd);
}

TEST_CASE("frames: end of input anywhere inside a frame is the end", "[frames]") {
  const std::string whole = header(5) + "hello";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    INFO("cut after " << length << " bytes");
    Pipe pipe;
    pipe.put(whole.substr(0, length));
    pipe.close_writer();
    FrameReader reader(pipe.reader());
    std::string message;
    CHECK(reader.next(message) == Incoming::kEnd);
  }
}

TEST_CASE("frames: too long is drained, and the next message is read", "[frames]") {
  Pipe pipe;
  std::thread sender([&] {
    const std::string part(1U << 20U, 'x');
    pipe.put(header(static_cast<std::uint32_t>(kMaxMessageBytes) + 1));
    for (int i = 0; i < 8; ++i) pipe.put(part);
    pipe.put("x" + header(2) + "ok");
  });
  FrameReader reader(pipe.reader());
  std::string message;
  CHECK(reader.next(message) == Incoming::kTooLarge);
  CHECK(reader.next(message) == Incoming::kMessage);
  CHECK(message == "ok");
  sender.join();
}

TEST_CASE("frames: an announced length alone allocates nothing over the limit", "[frames]") {
  Pipe pipe;
  pipe.put(header(0xffffffffU) + "x");
  pipe.close_writer();
  FrameReader reader(pipe.reader());
  std::string message;
  CHECK(reader.next(message) == Incoming::kEnd);
  CHECK(message.capacity() < 1024);
}

TEST_CASE("frames: a time-out ends the waiting, not a message", "[frames]") {
  Pipe pipe;
  FrameReader reader(pipe.reader());
  std::string message;
  CHECK(reader.next(message, 0) == Incoming::kNothing);
  pipe.put(header(2) + "{}");
  CHECK(reader.next(message, 0) == Incoming::kMessage);
}

TEST_CASE("frames: what is written is what the other side reads", "[frames]") {
  Pipe pipe;
  REQUIRE(write_frame(pipe.writer(), "{\"id\":1}"));
  REQUIRE(write_frame(pipe.writer(), ""));
  FrameReader reader(pipe.reader());
  std::string message;
  REQUIRE(reader.next(message) == Incoming::kMessage);
  CHECK(message == "{\"id\":1}");
  REQUIRE(reader.next(message) == Incoming::kMessage);
  CHECK(message.empty());
}

TEST_CASE("frames: writing to nobody is told", "[frames]") {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.close_reader();
  CHECK_FALSE(write_frame(pipe.writer(), "{}"));
}
