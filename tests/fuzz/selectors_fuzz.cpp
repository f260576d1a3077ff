// SPDX-License-Identifier: GPL-3.0-or-later

// Selectors and cosmetic lines: what comes out of a list's words can stand in a style and hide, and
// do nothing else, whatever the list holds.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "filters/cosmetic.hpp"
#include "filters/selector.hpp"
#include "finding.hpp"

using namespace volition;
using fuzz::demand;

namespace {

/// A selector without its strings, which are what attributes are compared with.
std::string outside_strings(const std::string& text) {
  std::string out;
  bool inside = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      inside = !inside;
    } else if (!inside) {
      out += text[at];
    }
  }
  return out;
}

void check(const filters::WrittenSelector& selector) {
  const std::string& text = selector.text;
  demand(!text.empty(), "a selector is empty");
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    demand(byte >= 0x20 && byte != 0x7F, "a control character is in a selector");
    demand(std::string_view("{}<;@").find(c) == std::string_view::npos,
           "a mark that ends a selector is in one");
  }
  demand(text.find("/*") == std::string::npos, "a comment is in a selector");
  demand(outside_strings(text).find("url(") == std::string::npos, "a selector names a resource");
  // What was written is read as itself.
  const auto again = filters::write_selectors(text);
  const auto* read = std::get_if<std::vector<filters::WrittenSelector>>(&again);
  demand(text.size() > filters::kMaxSelectorBytes || (read != nullptr && read->size() == 1),
         "a written selector is refused");
  if (read != nullptr)
    demand(read->front().text == text, "a written selector is another one when read again");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto written = filters::write_selectors(text);
  if (const auto* selectors = std::get_if<std::vector<filters::WrittenSelector>>(&written))
    std::for_each(selectors->begin(), selectors->end(), check);
  const auto line = filters::read_cosmetic_line(text.substr(0, text.find('\n')));
  if (const auto* filter = std::get_if<filters::CosmeticFilter>(&line))
    std::for_each(filter->selectors.begin(), filter->selectors.end(), check);
  return 0;
}
