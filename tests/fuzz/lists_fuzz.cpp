// SPDX-License-Identifier: GPL-3.0-or-later

// Whole lists, from their text to everything that is made of it: rules for a browser (the first
// byte says which), the image, what is hidden. Every line ends as a filter, as a named refusal, as
// cosmetic, as left out, or as nothing; what is made can be opened.

#include <cstdint>
#include <string>
#include <utility>

#include "filters/compile.hpp"
#include "filters/cosmetic_image.hpp"
#include "filters/image.hpp"
#include "filters/parse.hpp"
#include "finding.hpp"

using namespace volition;
using fuzz::demand;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const filters::Browser browser =
      data[0] % 2 == 0 ? filters::Browser::kChromium : filters::Browser::kFirefox;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto compiled = filters::compile({{"list", text}}, browser, 0);
  demand(compiled.has_value(), "a list is an error");
  demand(compiled->filters_in_effect <= compiled->network_filters, "more filters than there are");
  auto image = filters::Image::from_bytes(compiled->image);
  demand(image.has_value(), "an image that was just built is refused");
  demand(image->verify().has_value(), "an image that was just built is damaged");
  const auto lists = image->lists();
  demand(lists && lists->size() == 1, "an image has lost its list");
  const auto hidden = filters::compile_cosmetics(std::vector<filters::ListSource>{{"list", text}});
  demand(hidden.has_value(), "a list's cosmetics are an error");
  demand(filters::CosmeticImage::from_bytes(hidden->image).has_value(),
         "a cosmetic image that was just built is refused");
  return 0;
}
