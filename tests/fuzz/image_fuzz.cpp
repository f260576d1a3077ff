// SPDX-License-Identifier: GPL-3.0-or-later

// Damaged images. An even first byte: the rest changes bytes of sound images (an offset of three
// bytes, then the value), whose header is sealed again, so that the damage is met where tables are
// read. An odd one: the rest is taken for the file itself.

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "filters/compile.hpp"
#include "filters/cosmetic_image.hpp"
#include "filters/cosmetic_layout.hpp"
#include "filters/engine.hpp"
#include "filters/explain.hpp"
#include "filters/image.hpp"
#include "filters/image_layout.hpp"
#include "url/url.hpp"

using namespace volition;

namespace {

/// Something of every section.
constexpr const char* kList =
    "! Title: small\n||ads.example^\n||ads.example^$script\n||b.ads.example^$third-party\n"
    "||tracker.test^$domain=shop.example|~x.shop.example\n@@||ads.example/ok.js$script\n"
    "@@||news.example^$document\n/banner/*/img^\n/[0-9]{4}\\.gif$/$image\n"
    "/^https:\\/\\/[a-z]{4,9}\\.xyz\\//\n=aWQ9*page=$script\n||d.example^$important\n"
    "@@||d.example^$important\n*$image,domain=google.*\n||e.example^$to=e.example,method=post\n"
    "||f.example^$removeparam=utm_source\n*$script,denyallow=a.example|b.example,domain=g.example\n"
    "shop.example##.ad\n##.banner\n#@#.kept\n##div > a[href^=\"x\"]\ngoogle.*###top\n";

const Bytes& sound_image() {
  static const Bytes image = *filters::build_image({{"small", kList}}, 0);
  return image;
}

const Bytes& sound_cosmetics() {
  static const Bytes image =
      filters::compile_cosmetics(std::vector<filters::ListSource>{{"small", kList}})->image;
  return image;
}

Bytes damaged(Bytes image, ByteView changes) {
  for (std::size_t at = 0; at + 4 <= changes.size(); at += 4) {
    const std::size_t where = changes[at] | static_cast<std::size_t>(changes[at + 1]) << 8U |
                              static_cast<std::size_t>(changes[at + 2]) << 16U;
    image[where % image.size()] = changes[at + 3];
  }
  return image;
}

void ask(Bytes bytes) {
  auto image = filters::Image::from_bytes(bytes);
  if (!image) return;
  static_cast<void>(image->verify());
  static_cast<void>(image->lists());
  filters::Engine engine(std::move(*image));
  const std::vector<filters::Request> requests = {
      {"https://b.ads.example/banner/x/img?id=1",
       filters::RequestType::kScript,
       "https://shop.example/",
       {}},
      {"https://abcdef.xyz/2024.gif", filters::RequestType::kImage, "https://www.google.de/", {}},
      {"https://d.example/?utm_source=1",
       filters::RequestType::kDocument,
       "https://news.example/",
       {}},
      {"https://e.example/=aWQ9/page=", filters::RequestType::kScript, "https://g.example/",
       "POST"},
  };
  std::vector<filters::MatchedFilter> matched;
  for (const filters::Request& request : requests) {
    const filters::Decision decision = engine.match(request);
    static_cast<void>(engine.line(decision.block));
    static_cast<void>(engine.line(decision.exception));
    engine.collect(request, matched);
    for (const filters::MatchedFilter& each : matched) static_cast<void>(engine.line(each.id));
  }
  auto second = filters::Image::from_bytes(std::move(bytes));
  filters::Explainer explainer(std::move(*second));
  for (const filters::Request& request : requests) static_cast<void>(explainer.explain(request));
}

void ask_cosmetics(Bytes bytes) {
  const auto image = filters::CosmeticImage::from_bytes(std::move(bytes));
  if (!image) return;
  for (const char* address : {"https://www.shop.example/a", "https://www.google.co.uk/"}) {
    const auto page = url::Url::parse(address);
    static_cast<void>(image->for_page(*page));
    const std::vector<std::string> names = {".banner", ".kept", "#top"};
    static_cast<void>(image->for_names(*page, names));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const ByteView rest(data + 1, size - 1);
  if (data[0] % 2 != 0) {
    ask(Bytes(rest.begin(), rest.end()));
    ask_cosmetics(Bytes(rest.begin(), rest.end()));
    return 0;
  }
  Bytes image = damaged(sound_image(), rest);
  filters::ImageHeader header;
  std::memcpy(&header, image.data(), sizeof(header));
  header.magic = filters::kImageMagic;
  header.version = filters::kImageVersion;
  header.total_bytes = image.size();
  header.header_checksum = filters::header_checksum(header);
  std::memcpy(image.data(), &header, sizeof(header));
  ask(std::move(image));
  Bytes cosmetics = damaged(sound_cosmetics(), rest);
  filters::CosmeticHeader cosmetic;
  std::memcpy(&cosmetic, cosmetics.data(), sizeof(cosmetic));
  cosmetic.magic = filters::CosmeticHeader().magic;
  cosmetic.version = filters::kCosmeticVersion;
  cosmetic.total_bytes = cosmetics.size();
  cosmetic.checksum = filters::cosmetic_checksum(cosmetic);
  std::memcpy(cosmetics.data(), &cosmetic, sizeof(cosmetic));
  ask_cosmetics(std::move(cosmetics));
  return 0;
}
