// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/offers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "pixels/price.hpp"
#include "pixels/text.hpp"
#include "url/url.hpp"

namespace volition::pixels {
namespace {

constexpr std::size_t kMaxOffers = 200;
/// An address longer than this names no page that a person looks at.
constexpr std::size_t kMaxAddressBytes = 4'096;

struct Named {
  std::string_view name;
  Availability availability;
};

// schema.org/ItemAvailability; what is missing here is unknown.
constexpr std::array<Named, 11> kAvailabilities{{
    {"instock", Availability::kInStock},
    {"available", Availability::kInStock},
    {"onlineonly", Availability::kInStock},
    {"instoreonly", Availability::kInStock},
    {"limitedavailability", Availability::kLimited},
    {"outofstock", Availability::kOutOfStock},
    {"soldout", Availability::kOutOfStock},
    {"discontinued", Availability::kOutOfStock},
    {"preorder", Availability::kPreorder},
    {"presale", Availability::kPreorder},
    {"backorder", Availability::kPreorder},
}};

/// Of several offers, the best one tells whether the thing can be had.
Availability better(Availability a, Availability b) {
  constexpr std::array<Availability, 5> kBestFirst{
      Availability::kInStock, Availability::kLimited, Availability::kPreorder,
      Availability::kOutOfStock, Availability::kUnknown};
  for (const Availability each : kBestFirst)
    if (a == each || b == each) return each;
  return Availability::kUnknown;
}

class OfferReader {
 public:
  OfferReader(const Graph& graph, std::string_view page_url) : graph_(graph), page_url_(page_url) {}

  OfferSummary read(const Thing& thing) {
    const Node& product = *thing.node;
    collect(product, 0);
    if (thing.offer != nullptr) offers_.push_back(thing.offer);
    keep_this_page();
    const std::string_view currency = graph_.text(product, "priceCurrency");
    for (const Node* offer : offers_) read_offer(*offer, currency);
    if (offers_.empty() && graph_.property(product, "price") != nullptr) read_offer(product, "");
    if (out_.low && out_.high && *out_.low == *out_.high) out_.high.reset();
    return out_;
  }

 private:
  void collect(const Node& node, int depth) {
    if (depth > 4 || offers_.size() >= kMaxOffers) return;
    for (const Node* offer : graph_.values(node, "offers")) {
      if (offers_.size() >= kMaxOffers) return;
      if (!offer->is_object()) continue;
      offers_.push_back(offer);
      // An AggregateOffer with a range of its own speaks for those below it.
      if (graph_.text(*offer, "lowPrice").empty()) collect(*offer, depth + 1);
    }
    if (is_a(node, "ProductGroup"))
      for (const Node* variant : graph_.values(node, "hasVariant"))
        if (variant->is_object()) collect_variant(*variant, depth);
  }

  void collect_variant(const Node& variant, int depth) {
    const std::size_t before = offers_.size();
    collect(variant, depth + 1);
    if (same_page(graph_.text(variant, "url"), page_url_, Sameness::kExactly))
      for (std::size_t i = before; i < offers_.size(); ++i) of_this_page_.push_back(offers_[i]);
  }

  // A page of one variant shows that variant's price.
  void keep_this_page() {
    for (const Node* offer : offers_)
      if (same_page(graph_.text(*offer, "url"), page_url_, Sameness::kExactly))
        of_this_page_.push_back(offer);
    const auto priced = [this](const Node* offer) { return has_price(*offer); };
    if (of_this_page_.size() < offers_.size() &&
        std::any_of(of_this_page_.begin(), of_this_page_.end(), priced))
      offers_ = of_this_page_;
  }

  bool has_price(const Node& offer) const {
    for (const std::string_view name : {"price", "lowPrice", "priceSpecification"})
      if (graph_.property(offer, name) != nullptr) return true;
    return false;
  }

  void read_offer(const Node& offer, std::string_view currency) {
    out_.any = true;
    out_.availability =
        better(out_.availability, availability_of(graph_.text(offer, "availability")));
    const std::string_view own = graph_.text(offer, "priceCurrency");
    if (!own.empty()) currency = own;
    auto low = price_of(offer, "lowPrice", currency);
    if (!low) low = price_of(offer, "price", currency);
    if (!low) low = specified_price(offer, currency);
    auto high = price_of(offer, "highPrice", currency);
    widen(low);
    if (low) widen(high);
  }

  std::optional<Money> price_of(const Node& from, std::string_view name,
                                std::string_view currency) const {
    for (const Node* value : graph_.values(from, name)) {
      if (value->is_object()) value = value->find("@value");
      if (value == nullptr || !value->is_scalar()) continue;
      const Notation notation =
          value->type == NodeType::kNumber ? Notation::kNumber : Notation::kWritten;
      auto price = parse_price(plain_from_html(value->text), currency, notation);
      // Shops write 0 where the price is unknown.
      if (price && price->minor > 0) return price;
    }
    return std::nullopt;
  }

  std::optional<Money> specified_price(const Node& offer, std::string_view currency) const {
    for (const Node* each : graph_.values(offer, "priceSpecification")) {
      if (!each->is_object() || is_a(*each, "DeliveryChargeSpecification")) continue;
      const std::string type = to_lower_ascii(graph_.text(*each, "priceType"));
      const bool struck = type.find("listprice") != std::string::npos ||
                          type.find("strikethrough") != std::string::npos ||
                          type.find("srp") != std::string::npos ||
                          type.find("msrp") != std::string::npos;
      if (struck) continue;
      const std::string_view own = graph_.text(*each, "priceCurrency");
      for (const std::string_view name : {"price", "minPrice"})
        if (auto price = price_of(*each, name, own.empty() ? currency : own)) return price;
    }
    return std::nullopt;
  }

  void widen(const std::optional<Money>& price) {
    if (!price) return;
    if (!out_.low) {
      out_.low = price;
      out_.high = price;
      return;
    }
    if (out_.low->currency != price->currency) return;
    out_.low->minor = std::min(out_.low->minor, price->minor);
    out_.high->minor = std::max(out_.high->minor, price->minor);
  }

  const Graph& graph_;
  std::string_view page_url_;
  std::vector<const Node*> offers_;
  std::vector<const Node*> of_this_page_;
  OfferSummary out_;
};

}  // namespace

Availability availability_of(std::string_view text) {
  text = trim(text);
  const std::size_t end = text.find_last_of("/#:");
  std::string name = to_lower_ascii(end == std::string_view::npos ? text : text.substr(end + 1));
  name.erase(std::remove_if(name.begin(), name.end(), [](char c) { return !is_letter(c); }),
             name.end());
  for (const Named& each : kAvailabilities)
    if (each.name == name) return each.availability;
  return Availability::kUnknown;
}

bool same_page(std::string_view a, std::string_view b, Sameness sameness) {
  if (a.empty() || b.empty()) return false;
  if (a.size() > kMaxAddressBytes || b.size() > kMaxAddressBytes) return false;
  const auto left = url::Url::parse(trim(a));
  const auto right = url::Url::parse(trim(b));
  if (!left || !right) return false;
  const auto path_of = [](const url::Url& address) {
    std::string_view path = address.path();
    while (!path.empty() && path.back() == '/') path.remove_suffix(1);
    return path;
  };
  const auto host_of = [](const url::Url& address) {
    std::string_view host = address.host();
    if (host.substr(0, 4) == "www.") host.remove_prefix(4);
    return host;
  };
  return host_of(*left) == host_of(*right) && path_of(*left) == path_of(*right) &&
         (sameness == Sameness::kPage || left->query() == right->query());
}

OfferSummary summarise_offers(const Graph& graph, const Thing& thing, std::string_view page_url) {
  return OfferReader(graph, page_url).read(thing);
}

}  // namespace volition::pixels
