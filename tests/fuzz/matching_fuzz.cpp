// SPDX-License-Identifier: GPL-3.0-or-later

// One request against a list: the first line is "address TAB frame TAB type's number", the rest is
// the list. The verdict depends on neither the order of the lines nor on what else was asked, and
// what decides is among what matches.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filters/compile.hpp"
#include "filters/engine.hpp"
#include "finding.hpp"

using namespace volition;
using fuzz::demand;

namespace {

filters::Engine engine_of(const std::string& list) {
  auto bytes = filters::build_image({{"list", list}}, 0);
  demand(bytes.has_value(), "a list is an error");
  auto image = filters::Image::from_bytes(std::move(*bytes));
  demand(image.has_value(), "an image that was just built is refused");
  return filters::Engine(std::move(*image));
}

/// Where a list begins it is no part of the first line; elsewhere it is text like other text.
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The list from its last line to its first. A list with conditions depends on its order.
std::string reversed(std::string_view list) {
  std::vector<std::string_view> lines;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find('\n'), list.size());
    lines.push_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  std::string out;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) out += std::string(*line) + "\n";
  return out;
}

std::string_view next_field(std::string_view& line) {
  const std::size_t end = std::min(line.find('\t'), line.size());
  const std::string_view field = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return field;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view asked = text.substr(0, end);
  const std::string list(text.substr(std::min(end + 1, text.size())));
  filters::Request request;
  request.url = next_field(asked);
  request.frame = next_field(asked);
  const unsigned type = asked.empty() ? 4U : static_cast<unsigned char>(asked.front());
  request.type = static_cast<filters::RequestType>(1U << type % 13U);

  filters::Engine engine = engine_of(list);
  const filters::Decision first = engine.match(request);
  std::vector<filters::MatchedFilter> matched;
  engine.collect(request, matched);
  // By their lines: an important block stands in two realms.
  const auto is_among = [&](filters::FilterId id) {
    return std::any_of(matched.begin(), matched.end(), [&](const filters::MatchedFilter& each) {
      return engine.line(each.id).line == engine.line(id).line;
    });
  };
  if (first.verdict != filters::Verdict::kPass) {
    demand(is_among(first.block), "what blocks does not match");
    demand(engine.line(first.block).line > 0, "what blocks has no line");
  }
  if (first.verdict == filters::Verdict::kExcepted)
    demand(is_among(first.exception), "what lifts a block does not match");
  // Another page between two askings.
  engine.match({request.frame, request.type, request.url, {}});
  demand(engine.match(request).verdict == first.verdict, "an answer depends on what was asked");
  if (list.find("!#") == std::string::npos && list.find(kByteOrderMark) == std::string::npos)
    demand(engine_of(reversed(list)).match(request).verdict == first.verdict,
           "a verdict depends on the order of the lines");
  return 0;
}
