// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/image_files.hpp"

#include <string>

#include "catch/catch.hpp"
#include "filters/cosmetic_image.hpp"
#include "filters/image.hpp"
#include "filters/list_texts.hpp"
#include "temp_folder.hpp"

using namespace volition;
using namespace volition::filters;

namespace {

const std::string kBase = "! Title: Base\n||ads.example^\n##.banner\n";
const std::string kOther = "! Title: Other\n||other.example^\n";

/// A folder as a compilation leaves it.
class Compiled {
 public:
  Compiled() {
    ListSource off{"french", "||pub.example^\n"};
    off.shipped = Shipped::kDisabled;
    const std::vector<ListSource> lists = {{"base", kBase}, {"other", kOther}, off};
    const auto compiled = compile(lists, Browser::kChromium, 0);
    const auto cosmetics = compile_cosmetics(std::span(lists).first(2));
    REQUIRE(compiled.has_value());
    REQUIRE(cosmetics.has_value());
    REQUIRE(write_compilation(*compiled, path(), {}).has_value());
    REQUIRE(write_cosmetics(*cosmetics, path(), {}).has_value());
    REQUIRE(write_checksums_file(path(), write_checksums(compiled->image, cosmetics->image, lists))
                .has_value());
    std::filesystem::create_directory(path() / "lists");
    test::write_file(path() / "lists/french.txt", off.text);
  }
  const std::filesystem::path& path() const { return folder_.path(); }
  void flip(const char* file, std::size_t at) const {
    std::string bytes = test::read_file(path() / file);
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    test::write_file(path() / file, bytes);
  }

 private:
  test::TempFolder folder_;
};

using Names = std::vector<std::string>;

Names damaged(const Compiled& compiled, Look look) {
  const auto found = damaged_files(compiled.path(), look);
  return found ? *found : Names{std::string(code_name(found.error().code))};
}

}  // namespace

TEST_CASE("an image in two files is one image again", "[filters]") {
  const Compiled compiled;
  const auto image = Image::open(compiled.path() / kImageFile);
  REQUIRE(image.has_value());
  CHECK(image->verify().has_value());
  const auto texts = list_texts(*image);
  REQUIRE(texts.has_value());
  CHECK((*texts)[0] == kBase);
  CHECK((*texts)[1] == kOther);
  const ImageParts parts = cut_image(image->bytes());
  CHECK(parts.matching.size() % kTextsAlignment == 0);
  CHECK(as_text(parts.texts).starts_with(kBase + kOther));
}

TEST_CASE("an image without its texts, or with shorter ones, is refused", "[filters]") {
  const Compiled compiled;
  const auto file = compiled.path() / kTextsFile;
  const std::string texts = test::read_file(file);
  for (const std::string& left : {std::string(), texts.substr(1), texts + "x"}) {
    test::write_file(file, left);
    const auto image = Image::open(compiled.path() / kImageFile);
    REQUIRE_FALSE(image.has_value());
    CHECK(image.error().code == ErrorCode::kImageDamaged);
    CHECK(damaged(compiled, Look::kImages) == Names{std::string(kTextsFile)});
  }
}

TEST_CASE("the checksums name where each list's text stands", "[filters]") {
  const Compiled compiled;
  const auto sums = read_checksums(compiled.path());
  REQUIRE(sums.has_value());
  REQUIRE(sums->texts.size() == 3);
  const std::string texts = test::read_file(compiled.path() / kTextsFile);
  CHECK(texts.substr(sums->texts[1].offset, sums->texts[1].bytes) == kOther);
  CHECK(sums->texts[1].digest == digest_of_bytes(as_bytes(kOther)));
  CHECK(sums->texts[2].file == "lists/french.txt");
}

TEST_CASE("one changed bit is seen, wherever it is", "[filters]") {
  const Compiled compiled;
  CHECK(damaged(compiled, Look::kEverything).empty());
  for (const char* file :
       {"filters.image", "cosmetics.image", "filters.texts", "lists/french.txt"}) {
    const std::size_t size = test::read_file(compiled.path() / file).size();
    for (const std::size_t at : {std::size_t{0}, size / 2, size - 1}) {
      INFO(file << " at " << at);
      compiled.flip(file, at);
      CHECK(damaged(compiled, Look::kEverything) == Names{file});
      const bool is_text = !std::string(file).ends_with(".image");
      CHECK(damaged(compiled, Look::kImages).empty() == is_text);
      compiled.flip(file, at);
    }
  }
}

TEST_CASE("a sum over pieces is that of the file", "[filters]") {
  const test::TempFolder folder;
  for (const std::size_t size : {0U, 1U, 262'143U, 262'144U, 262'145U, 600'000U}) {
    const std::string bytes(size, 'x');
    test::write_file(folder / "file", bytes);
    const auto sum = sum_of_file(folder / "file");
    REQUIRE(sum.has_value());
    CHECK(sum->bytes == size);
    CHECK(sum->digest == digest_of_bytes(as_bytes(bytes)));
  }
  CHECK(sum_of_file(folder / "none").error().code == ErrorCode::kImageMissing);
  CHECK(sum_of_file(folder.path()).error().code == ErrorCode::kImageDamaged);
}

TEST_CASE("checksums that do not read, or lead elsewhere, are refused", "[filters]") {
  const Compiled compiled;
  const std::string whole = test::read_file(compiled.path() / kChecksumsFile);
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = whole;
    return text.replace(text.find(from), from.size(), to);
  };
  for (const std::string& bad :
       {std::string(), std::string("{}"), std::string("[]"), whole.substr(0, whole.size() / 2),
        with("\"version\":1", "\"version\":2"), with("filters.image", "../filters.image"),
        with("lists/french.txt", "lists/../../x"), with("filters.texts", "/etc/passwd"),
        with("\"offset\":0", "\"offset\":-1")}) {
    INFO(bad);
    test::write_file(compiled.path() / kChecksumsFile, bad);
    CHECK(damaged(compiled, Look::kImages) == Names{"image_damaged"});
  }
  std::filesystem::remove(compiled.path() / kChecksumsFile);
  CHECK(damaged(compiled, Look::kImages) == Names{"image_missing"});
}
