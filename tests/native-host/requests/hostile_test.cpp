// SPDX-License-Identifier: GPL-3.0-or-later
// Everything a stranger sends, spoilt in every place: nothing crashes, nothing passes that should
// not, and what is refused has one of the names that the room promises. Run under the sanitizers
// too.

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "catch/catch.hpp"
#include "exchange.hpp"
#include "requests/withdraw.hpp"

using namespace volition;
using namespace volition::requests;
using namespace volition::requests::test;

namespace {

constexpr std::int64_t kLater = kNow + 2 * kDay;

/// The same at every run.
std::mt19937 numbers() { return std::mt19937(20261121); }

/// A few random edits: a byte changed, a piece cut out, doubled or moved.
std::string spoil(std::string text, std::mt19937& random) {
  const auto below = [&](std::size_t bound) { return bound == 0 ? 0 : random() % bound; };
  const std::string_view marks = "{}[]\",:\\/0-eu\x00\xff\n@#?% ";
  for (std::size_t edits = 1 + below(4); edits > 0 && !text.empty(); --edits) {
    const std::size_t at = below(text.size());
    const std::size_t size = 1 + below(std::min<std::size_t>(40, text.size() - at));
    switch (below(4)) {
      case 0:
        text[at] = marks[below(marks.size())];
        break;
      case 1:
        text.erase(at, size);
        break;
      case 2:
        text.insert(below(text.size()), text.substr(at, size));
        break;
      default:
        text[at] = static_cast<char>(random());
    }
  }
  return text;
}

}  // namespace

TEST_CASE("a spoilt descriptor is refused by name, or still points to the brand") {
  const Brand brand;
  const std::string good = boost::json::serialize(brand.descriptor_json());
  const std::string url = descriptor_url("shop.example");
  std::mt19937 random = numbers();
  int accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string body = spoil(good, random);
    const auto judged =
        judge_descriptor("shop.example", {url, 200, "application/json", body}, kNow);
    if (!judged) {
      const auto name = code_name(judged.error().code);
      if (!name.starts_with("descriptor_") && !name.starts_with("address_")) FAIL(name << body);
      continue;
    }
    ++accepted;
    const std::string_view endpoint = judged->endpoint;
    const std::string_view host = endpoint.substr(8, endpoint.find('/', 8) - 8);
    const bool ours = endpoint.starts_with("https://") &&
                      (host == "shop.example" || host.ends_with(".shop.example"));
    if (!ours || judged->keys.empty() || judged->hpke.public_key.size() != 32) FAIL(body);
  }
  // Edits inside names and unknown members pass; most do not.
  CHECK(accepted > 0);
  CHECK(accepted < 10'000);
}

TEST_CASE("a spoilt mailbox answer opens nothing that is not signed") {
  const Brand brand;
  const Kept kept = sealed_request(brand);
  const Bytes sealed = seal_for(kept, brand.reply_jws(reply_payload(kept)));
  const std::string good = mailbox_body({sealed});
  std::mt19937 random = numbers();
  for (int i = 0; i < 3'000; ++i) {
    auto copy = read_kept(write_kept(kept).view());
    const std::string body = spoil(good, random);
    const auto reading =
        open_mailbox(*copy, {200, "application/customer-replies+json", as_bytes(body)}, kLater);
    if (!reading) continue;
    for (const auto& reply : reading->replies)
      if (reply && reply->text != "Yes, in your size.") FAIL(body);
  }
  CHECK(kept.seen.empty());
}

TEST_CASE("a spoilt reply, well signed and sealed, is text or damaged") {
  const Brand brand;
  const Kept kept = sealed_request(brand);
  const boost::json::object offer{{"@context", "https://schema.org"},
                                  {"@type", "Offer"},
                                  {"name", "Trail shoes"},
                                  {"price", "119.00"},
                                  {"priceCurrency", "EUR"},
                                  {"url", "https://shop.example/o"},
                                  {"validThrough", "2025-12-05"},
                                  {"itemOffered", {{"name", "x"}}}};
  const std::string good = boost::json::serialize(reply_payload(kept, offer));
  std::mt19937 random = numbers();
  int opened = 0;
  for (int i = 0; i < 3'000; ++i) {
    auto copy = read_kept(write_kept(kept).view());
    const std::string payload = spoil(good, random);
    const std::string jws = crypto::sign_jws(crypto::header_with_kid(kReplyTyp, "reply-1"),
                                             as_bytes(payload), brand.signing());
    const auto reply = open_reply(*copy, seal_for(*copy, jws), kLater);
    if (!reply) {
      if (!code_name(reply.error().code).starts_with("reply_")) FAIL(payload);
      continue;
    }
    ++opened;
    if (reply->address && !reply->address->starts_with("https://")) FAIL(payload);
    if (reply->name && reply->name->empty()) FAIL(payload);
  }
  CHECK(opened > 0);
}

TEST_CASE("a spoilt record is never read as another one's keys") {
  const Kept kept = sealed_request(Brand());
  const auto record = write_kept(kept);
  const std::string good(as_text(record.view()));
  std::mt19937 random = numbers();
  for (int i = 0; i < 5'000; ++i) {
    const std::string bytes = spoil(good, random);
    const auto read = read_kept(as_bytes(bytes));
    if (!read) {
      const auto code = read.error().code;
      if (code != ErrorCode::kStorageDamaged && code != ErrorCode::kStorageNewer) FAIL(i);
      continue;
    }
    if (read->seed.size() != 32 || read->enc.size() != 32 || read->keys.empty()) FAIL(i);
    (void)withdraw(*read, kNow);
  }
  CHECK(read_kept(record.view()).has_value());
}
