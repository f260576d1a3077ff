// SPDX-License-Identifier: GPL-3.0-or-later
// The command match: verdicts on many requests, one to a line, for comparing engines; with --repeat
// also how long they take. It reads files that the person names, so it stays outside the cage.

#include <unistd.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "app/commands.hpp"
#include "base/clock.hpp"
#include "filters/compile.hpp"
#include "filters/engine.hpp"
#include "platform/paths.hpp"

namespace volition::app {
namespace {

using Clock = std::chrono::steady_clock;

/// One request of the input, kept for the passes of --repeat.
struct Asked {
  std::string url;
  std::string frame;
  filters::RequestType type = filters::RequestType::kOther;

  filters::Request request() const { return {url, type, frame, {}}; }
};

double milliseconds(Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

double nanoseconds(Clock::duration time) {
  return std::chrono::duration<double, std::nano>(time).count();
}

Exit fail(const Error& error) {
  std::cerr << "volition: " << error << '\n';
  return Exit::kFailed;
}

/// "type<TAB>url<TAB>frame"; the frame may be absent. Error: usage.
Result<Asked> parse_line(std::string_view line, std::size_t number) {
  const std::string where = "line " + std::to_string(number);
  const std::size_t first = line.find('\t');
  if (first == std::string_view::npos) return Error(ErrorCode::kUsage, where + ": type<TAB>url");
  const auto type = filters::parse_request_type(line.substr(0, first));
  if (!type) return Error(ErrorCode::kUsage, where + ": type");
  const std::string_view rest = line.substr(first + 1);
  const std::size_t second = rest.find('\t');
  Asked asked;
  asked.type = *type;
  asked.url = rest.substr(0, second);
  if (second != std::string_view::npos) {
    std::string_view frame = rest.substr(second + 1);
    asked.frame = frame.substr(0, frame.find('\t'));
  }
  return asked;
}

/// The image that is judged from, with what it took to make it ready.
struct Prepared {
  filters::Image image;
  double build_ms = 0;
  double map_ms = 0;
};

/// A file that is gone when the command ends.
class TemporaryFile {
 public:
  TemporaryFile() {
    path_ = (std::filesystem::temp_directory_path() / "volition-match-XXXXXX").string();
    const int file = mkstemp(path_.data());
    if (file >= 0) ::close(file);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { ::unlink(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Builds the lists' image and maps it from a file, as the host does.
Result<Prepared> prepare(const MatchOptions& options) {
  constexpr int kRounds = 9;
  const TemporaryFile file;
  std::filesystem::path path = platform::image_folder() / "filters.image";
  double build_ms = 0;
  if (!options.lists.empty()) {
    const auto lists = filters::read_lists({options.lists.begin(), options.lists.end()});
    if (!lists) return lists.error();
    Bytes bytes;
    std::vector<double> times;
    const int rounds = options.repeat > 0 ? kRounds : 1;
    for (int round = 0; round < rounds; ++round) {
      const auto begin = Clock::now();
      auto built = filters::build_image(*lists, SystemClock().utc_seconds());
      times.push_back(milliseconds(Clock::now() - begin));
      if (!built) return built.error();
      bytes = std::move(*built);
    }
    std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
    build_ms = times[static_cast<std::size_t>(rounds / 2)];
    path = file.path();
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) return Error(ErrorCode::kFileFailed, path.filename().string());
  }
  const auto begin = Clock::now();
  auto image = filters::Image::open(path);
  const double map_ms = milliseconds(Clock::now() - begin);
  if (!image) return image.error();
  return Prepared{std::move(*image), build_ms, map_ms};
}

std::string answer_line(const filters::Engine& engine, const filters::Decision& decision) {
  std::string line = std::to_string(static_cast<int>(decision.verdict));
  line += '\t';
  line += engine.line(decision.block).text;
  line += '\t';
  line += engine.line(decision.exception).text;
  return line;
}

double at_share(std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
  return sorted[at];
}

/// What a look at the clock costs: the least of many.
double clock_ns() {
  double least = 1e9;
  for (int i = 0; i < 1000; ++i) {
    const auto begin = Clock::now();
    least = std::min(least, nanoseconds(Clock::now() - begin));
  }
  return least;
}

/// Passes over every request, then as often with a look at the clock after each. A single request's
/// time is its best of all passes: a pause of the machine is nobody's slow request.
boost::json::object measure(filters::Engine& engine, const std::vector<Asked>& asked, int repeat) {
  std::vector<filters::Request> requests;
  requests.reserve(asked.size());
  for (const Asked& each : asked) requests.push_back(each.request());
  std::vector<double> passes;
  std::uint64_t blocked = 0;
  for (int pass = 0; pass < repeat; ++pass) {
    const auto begin = Clock::now();
    for (const filters::Request& request : requests)
      blocked += engine.match(request).verdict == filters::Verdict::kBlock ? 1U : 0U;
    passes.push_back(nanoseconds(Clock::now() - begin) / static_cast<double>(requests.size()));
  }
  std::vector<double> single(requests.size(), 1e12);
  const double look = clock_ns();
  for (int pass = 0; pass < repeat; ++pass) {
    auto last = Clock::now();
    for (std::size_t i = 0; i < requests.size(); ++i) {
      blocked += engine.match(requests[i]).verdict == filters::Verdict::kBlock ? 1U : 0U;
      const auto now = Clock::now();
      single[i] = std::min(single[i], nanoseconds(now - last) - look);
      last = now;
    }
  }
  std::sort(passes.begin(), passes.end());
  std::sort(single.begin(), single.end());
  boost::json::object told;
  told["requests"] = requests.size();
  told["blocked"] = blocked / (2 * static_cast<std::uint64_t>(repeat));
  told["best_ns"] = at_share(passes, 0);
  told["median_ns"] = at_share(passes, 0.5);
  told["p50_ns"] = at_share(single, 0.5);
  told["p99_ns"] = at_share(single, 0.99);
  return told;
}

}  // namespace

Exit command_match(const MatchOptions& options, Output& output) {
  auto prepared = prepare(options);
  if (!prepared) return fail(prepared.error());
  filters::Engine engine(std::move(prepared->image));
  std::vector<Asked> kept;
  std::string line;
  for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
    if (line.empty()) continue;
    auto asked = parse_line(line, number);
    if (!asked) return fail(asked.error());
    if (!options.quiet) output.line(answer_line(engine, engine.match(asked->request())));
    if (!output.good()) return Exit::kFailed;
    if (options.repeat > 0) kept.push_back(std::move(*asked));
  }
  if (options.repeat == 0 || kept.empty()) return Exit::kDone;
  boost::json::object told = measure(engine, kept, options.repeat);
  const auto lists = engine.image().lists();
  std::uint64_t network = 0;
  if (lists) {
    for (const filters::ImageList& list : *lists) network += list.network;
  }
  told["filters"] = network;
  told["build_ms"] = prepared->build_ms;
  told["image_bytes"] = engine.image().bytes().size();
  told["image_bytes_without_provenance"] = engine.image().hot_bytes();
  told["map_ms"] = prepared->map_ms;
  std::cerr << boost::json::serialize(told) << '\n';
  return Exit::kDone;
}

}  // namespace volition::app
