// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/decode.hpp"

#include <algorithm>

#include "pixels/price.hpp"
#include "pixels/products.hpp"
#include "pixels/shapes.hpp"
#include "pixels/text.hpp"
#include "url/query.hpp"

namespace volition::pixels {
namespace {

class Decoder {
 public:
  Decoder(const Provider& provider, Params& call) : provider_(provider), call_(call) {}

  Said decode() {
    find_bags();
    read_account_and_page();
    for (const Node* bag : bags_) read_event(*bag);
    for (const Node* bag : bags_) read_identifiers(*bag, name_in(*bag));
    if (!is_whole_only()) read_identifiers(call_.whole(), "");
    read_consent();
    return std::move(said_);
  }

 private:
  bool is_whole_only() const { return bags_.size() == 1 && bags_.front() == &call_.whole(); }

  // Where the events stand: each bag is one event's own parameters.
  void find_bags() {
    if (provider_.events_in == EventsIn::kLines)
      for (const Node& line : call_.lines()) bags_.push_back(&line);
    if (provider_.events_in == EventsIn::kNumbered) find_numbered();
    if (provider_.events_in == EventsIn::kList) find_list();
    if (bags_.empty()) bags_.push_back(&call_.whole());
    if (bags_.size() > kMaxEvents) bags_.resize(kMaxEvents);
  }

  void find_numbered() {
    for (const std::string& letter : provider_.events_at)
      for (std::size_t number = 0; number < kMaxEvents; ++number) {
        const Node* found = call_.at(call_.whole(), letter + std::to_string(number));
        if (found == nullptr) break;
        if (found->is_string()) bags_.push_back(&call_.keep(query_to_node(found->text)));
      }
  }

  void find_list() {
    for (const std::string& path : provider_.events_at) {
      const Node* list = call_.at(call_.whole(), path);
      if (list != nullptr && list->is_string()) list = call_.opened(*list);
      if (list == nullptr || !list->is_array()) continue;
      for (const Node& item : list->items) {
        const Node* event =
            provider_.event_item.empty() ? &item : call_.at(item, provider_.event_item);
        if (event != nullptr && event->is_string() && !provider_.event_item.empty())
          event = call_.opened(*event);
        if (event != nullptr && event->is_string())
          event = &call_.keep(query_to_node(after_question_mark(event->text)));
        if (event != nullptr && !event->is_scalar()) bags_.push_back(event);
        if (bags_.size() >= kMaxEvents) return;
      }
    }
  }

  static std::string_view after_question_mark(std::string_view text) {
    const std::size_t mark = text.find('?');
    return mark == std::string_view::npos ? text : text.substr(mark + 1);
  }

  /// From the event's own parameters, or from those that all events share.
  std::string_view own_or_shared(const Node& bag, const std::vector<std::string>& paths) {
    const std::string_view own = text_at(call_, bag, paths);
    if (!own.empty()) return own;
    return text_at(call_, call_.lines().empty() ? call_.whole() : call_.address(), paths);
  }

  std::string name_in(const Node& bag) {
    for (const NameRule& rule : provider_.event_name) {
      if (rule.at.empty()) return rule.name;
      const Node* found = call_.at(bag, rule.at);
      if (found == nullptr && provider_.events_in == EventsIn::kLines)
        found = call_.at(call_.address(), rule.at);
      if (found == nullptr) continue;
      if (!rule.name.empty()) return rule.name;
      if (found->is_scalar()) return clean(found->text, kMaxShort);
    }
    return {};
  }

  void read_account_and_page() {
    for (const Node* bag : bags_) {
      if (!said_.account)
        said_.account = clean_or_none(own_or_shared(*bag, provider_.account), kMaxShort);
      if (said_.page) continue;
      std::string page(own_or_shared(*bag, provider_.page));
      // Some trackers encode the address once more within their own parameters.
      for (int times = 0; times < 3 && page.substr(0, 4) == "http"; ++times) {
        if (page.find("://") != std::string::npos) break;
        page = url::percent_decode(page, url::Plus::kLiteral);
      }
      said_.page = clean_or_none(page, kMaxPage);
      if (said_.page) add_click_ids_of(said_, page);
    }
    // An event that only prepares others may say the currency for all.
    for (const Node* bag : bags_) {
      if (!is_setup(name_in(*bag))) continue;
      const std::string_view found = text_at(call_, *bag, provider_.currency);
      if (!found.empty()) shared_currency_ = found;
    }
  }

  bool is_setup(std::string_view name) const {
    return std::find(provider_.setup.begin(), provider_.setup.end(), name) != provider_.setup.end();
  }

  void read_event(const Node& bag) {
    std::string name = name_in(bag);
    if (name.empty() || is_setup(name) || said_.events.size() >= kMaxEvents) return;
    SaidEvent event;
    event.meaning = provider_.otherwise;
    for (const auto& [wire, meaning] : provider_.meanings)
      if (wire == name) event.meaning = meaning;
    event.name = std::move(name);
    std::string_view currency = own_or_shared(bag, provider_.currency);
    if (currency.empty()) currency = shared_currency_;
    event.products = read_products(provider_.products, call_, bag, currency);
    drop_page_titles(event);
    event.value = said_price(text_at(call_, bag, provider_.value), currency);
    if (!event.value && provider_.value_is_sum) event.value = sum_of(event.products);
    event.order = clean_or_none(text_at(call_, bag, provider_.order), kMaxShort);
    event.search = clean_or_none(text_at(call_, bag, provider_.search), kMaxName);
    said_.events.push_back(std::move(event));
  }

  // A name without an id is a thing's only where the event is about one thing: else it is the name
  // of a page or of a category.
  static void drop_page_titles(SaidEvent& event) {
    const bool about_a_thing =
        event.meaning == Meaning::kViewContent || event.meaning == Meaning::kAddToCart ||
        event.meaning == Meaning::kAddToWishlist || event.meaning == Meaning::kPurchase;
    if (about_a_thing) return;
    event.products.erase(std::remove_if(event.products.begin(), event.products.end(),
                                        [](const SaidProduct& each) { return !each.id; }),
                         event.products.end());
  }

  static std::optional<Money> sum_of(const std::vector<SaidProduct>& products) {
    if (products.empty() || products.size() >= kMaxProducts) return std::nullopt;
    Money sum{0, ""};
    for (const SaidProduct& each : products) {
      if (!each.price) return std::nullopt;
      const std::int64_t times = each.quantity.value_or(1);
      if (times > 0 && each.price->minor > (kMaxMinor - sum.minor) / times) return std::nullopt;
      sum.minor += each.price->minor * times;
      sum.currency = each.price->currency;
    }
    return sum;
  }

  void read_identifiers(const Node& bag, const std::string& event) {
    for (const IdentifierRule& rule : provider_.identifiers) {
      if (!rule.in_event.empty() && rule.in_event != event) continue;
      const std::size_t star = rule.at.find('*');
      if (star == std::string::npos) {
        const Node* found = call_.at(bag, rule.at);
        if (found == nullptr && rule.at.substr(0, 5) == "path:") continue;
        if (found != nullptr)
          add(rule, rule.label.empty() ? rule.at : rule.label,
              rule.field.empty() ? rule.at : rule.field, *found);
        continue;
      }
      read_starred(rule, star, bag);
    }
  }

  // "ud[*]": every parameter of that form; what the star stood for is the field.
  void read_starred(const IdentifierRule& rule, std::size_t star, const Node& bag) {
    const std::string_view before = std::string_view(rule.at).substr(0, star);
    const std::string_view after = std::string_view(rule.at).substr(star + 1);
    for (std::size_t i = 0; i < bag.names.size(); ++i) {
      const std::string_view name = bag.names[i];
      if (name.size() <= before.size() + after.size()) continue;
      if (name.substr(0, before.size()) != before) continue;
      if (name.substr(name.size() - after.size()) != after) continue;
      const std::string_view field =
          name.substr(before.size(), name.size() - before.size() - after.size());
      add(rule, name, field, bag.items[i]);
    }
  }

  void add(const IdentifierRule& rule, std::string_view label, std::string_view field,
           const Node& found) {
    switch (rule.as) {
      case IdentifierAs::kValue:
        if (found.is_array())
          for (const Node& item : found.items) add_value(rule, label, field, item.text);
        else if (found.is_scalar())
          add_value(rule, label, field, found.text);
        return;
      case IdentifierAs::kTildes:
        add_tildes(rule, label, found.text);
        return;
      case IdentifierAs::kMembers:
        add_members(rule, label, found);
        return;
    }
  }

  void add_value(const IdentifierRule& rule, std::string_view label, std::string_view field,
                 std::string_view value) {
    value = trim(value);
    // Criteo's "[a@shop.example]", also with several.
    if (!value.empty() && value.front() == '[' && value.back() == ']') {
      value = value.substr(1, value.size() - 2);
      for (std::size_t at = 0; at < value.size();) {
        const std::size_t end = std::min(value.find(',', at), value.size());
        add_one(rule, label, field, value.substr(at, end - at));
        at = end + 1;
      }
      return;
    }
    add_one(rule, label, field, value);
  }

  void add_one(const IdentifierRule& rule, std::string_view label, std::string_view field,
               std::string_view value) {
    value = trim(value);
    while (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
           value.back() == value.front())
      value = value.substr(1, value.size() - 2);
    if (value.empty() || value == "null" || value == "undefined") return;
    std::string decoded(value);
    if (decoded.find("%40") != std::string::npos)
      decoded = url::percent_decode(decoded, url::Plus::kLiteral);
    add_identifier(said_, rule.kind ? *rule.kind : person_kind(field, decoded), label, decoded,
                   rule.origin);
  }

  // "tv.1~em.<hash>~fn0.<hash>"; "tv" is the version.
  void add_tildes(const IdentifierRule& rule, std::string_view label, std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('~'), text.size());
      const std::string_view piece = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      const std::size_t point = piece.find('.');
      if (point == std::string_view::npos || piece.substr(0, point) == "tv") continue;
      const std::string_view field = piece.substr(0, point);
      const std::string full =
          field == label ? std::string(label) : std::string(label) + "." + std::string(field);
      add_one(rule, full, field, piece.substr(point + 1));
    }
  }

  void add_members(const IdentifierRule& rule, std::string_view label, const Node& found) {
    const Node* object = found.is_string() ? call_.opened(found) : &found;
    if (object == nullptr || !object->is_object()) return;
    for (std::size_t i = 0; i < object->items.size() && i < kMaxIdentifiers; ++i)
      if (object->items[i].is_scalar())
        add_one(rule, std::string(label) + "." + object->names[i], object->names[i],
                object->items[i].text);
  }

  void read_consent() {
    for (const ConsentRule& rule : provider_.consent)
      for (const Node* bag : bags_) {
        const std::string_view value = own_or_shared(*bag, {rule.at});
        if (!value.empty()) add_consent(said_, rule.name, value);
      }
    add_standard_parameters(said_, call_.whole());
  }

  const Provider& provider_;
  Params& call_;
  std::vector<const Node*> bags_;
  std::string_view shared_currency_;
  Said said_;
};

}  // namespace

Said decode(const Provider& provider, Params& call) { return Decoder(provider, call).decode(); }

}  // namespace volition::pixels
