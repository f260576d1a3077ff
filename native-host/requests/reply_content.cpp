// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/reply_content.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "requests/address.hpp"
#include "requests/amount.hpp"
#include "requests/text.hpp"

namespace volition::requests {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxText = 8000;
constexpr std::size_t kMaxName = 300;

Error damaged(const char* member) { return Error{ErrorCode::kReplyDamaged, member}; }

/// A text of 1 to `max` code points, made inert; nullopt where it is absent.
Result<std::optional<std::string>> read_text(const json::object& object, const char* member,
                                             std::size_t max) {
  if (find(object, member) == nullptr) return std::optional<std::string>();
  const auto text = text_member(object, member);
  if (!text || text->empty()) return damaged(member);
  const auto count = count_code_points(*text);
  if (!count || *count > max) return damaged(member);
  std::string shown = inert(*text);
  if (shown.empty()) return damaged(member);
  return std::optional<std::string>(std::move(shown));
}

/// A name stands on one line.
Result<std::optional<std::string>> read_name(const json::object& object) {
  auto name = read_text(object, "name", kMaxName);
  if (name && *name) {
    std::replace_if((*name)->begin(), (*name)->end(), [](char c) { return c == '\n' || c == '\t'; },
                    ' ');
  }
  return name;
}

Status read_address(const json::object& content, Reply& reply) {
  if (find(content, "url") == nullptr) return ok();
  const auto text = text_member(content, "url");
  if (!text) return damaged("url");
  const auto judged = judge_address(*text, kMaxShownAddressBytes);
  if (!judged) return damaged("url");
  reply.address = std::string(judged->text());
  return ok();
}

Status read_price(const json::object& content, Reply& reply) {
  const bool has_price = find(content, "price") != nullptr;
  if (has_price != (find(content, "priceCurrency") != nullptr)) return damaged("price");
  if (!has_price) return ok();
  const auto price = text_member(content, "price");
  const auto currency = text_member(content, "priceCurrency");
  if (!price || !currency) return damaged("price");
  reply.price = read_amount(*price, *currency);
  if (!reply.price) return damaged("price");
  return ok();
}

Status read_valid_until(const json::object& content, Reply& reply) {
  if (find(content, "validThrough") == nullptr) return ok();
  const auto text = text_member(content, "validThrough");
  if (!text || text->size() > 40) return damaged("validThrough");
  if (text->size() > 10 && (*text)[10] != 'T') return damaged("validThrough");
  reply.valid_until = parse_day(text->substr(0, 10));
  if (!reply.valid_until) return damaged("validThrough");
  return ok();
}

/// The name of the offer, or else of the thing offered.
Status read_names(const json::object& content, Reply& reply) {
  auto name = read_name(content);
  if (!name) return name.error();
  reply.name = std::move(*name);
  const json::value* item = find(content, "itemOffered");
  if (item == nullptr) return ok();
  if (!item->is_object()) return damaged("itemOffered");
  auto item_name = read_name(item->get_object());
  if (!item_name) return item_name.error();
  if (!reply.name) reply.name = std::move(*item_name);
  return ok();
}

Status read_offer(const json::object& content, Reply& reply) {
  if (auto status = read_names(content, reply); !status) return status.error();
  if (auto status = read_price(content, reply); !status) return status.error();
  if (auto status = read_valid_until(content, reply); !status) return status.error();
  if (!reply.name && !reply.price && reply.text.empty()) return damaged("an empty offer");
  return ok();
}

}  // namespace

Result<Reply> read_reply_content(const json::object& content) {
  if (text_member(content, "@context") != "https://schema.org") return damaged("@context");
  const auto type = text_member(content, "@type");
  Reply reply;
  const bool is_message = type == "Message";
  auto text = read_text(content, is_message ? "text" : "description", kMaxText);
  if (!text) return text.error();
  if (*text) reply.text = std::move(**text);
  if (auto status = read_address(content, reply); !status) return status.error();

  if (type == "Offer") {
    reply.kind = ReplyKind::kOffer;
    if (auto status = read_offer(content, reply); !status) return status.error();
    return reply;
  }
  if (type == "AcceptAction") {
    reply.kind = ReplyKind::kAccept;
    return reply;
  }
  if (!is_message) return damaged("@type");
  if (reply.text.empty()) return damaged("text");
  return reply;
}

}  // namespace volition::requests
