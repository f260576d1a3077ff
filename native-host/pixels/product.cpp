// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/product.hpp"

#include <algorithm>
#include <array>

#include "pixels/offers.hpp"
#include "pixels/schema_org.hpp"
#include "pixels/text.hpp"

namespace volition::pixels {
namespace {

/// All observations of one page together; what goes over is passed over.
constexpr std::size_t kMaxTotalBytes = std::size_t{4} << 20U;
constexpr NodeLimits kPageLimits{40, 60'000};
constexpr std::size_t kMaxCandidates = 100;

/// schema.org's Product and its kinds.
constexpr std::array<std::string_view, 10> kProductTypes{
    "Product", "ProductGroup", "ProductModel", "IndividualProduct", "SomeProducts",
    "Vehicle", "Car",          "Book",         "VideoGame",         "SoftwareApplication"};
/// Works and vehicles count as products only where they are offered.
constexpr std::size_t kAlwaysProducts = 5;
constexpr std::array<std::string_view, 5> kServiceTypes{
    "Service", "FinancialProduct", "TaxiService", "CableOrSatelliteService", "FoodService"};
constexpr std::array<std::string_view, 2> kCauseTypes{"DonateAction", "NGO"};

/// One thing that may be what the page is about.
struct Candidate {
  Thing thing;
  Product product;
  bool offered = false;
  bool is_this_page = false;
  /// How much the page says of it.
  std::size_t said = 0;
};

std::optional<std::string> gtin_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (is_digit(c)) {
      digits += c;
    } else if (c != ' ' && c != '-') {
      return std::nullopt;
    }
    if (digits.size() > 14) return std::nullopt;
  }
  if (digits.size() != 8 && digits.size() != 12 && digits.size() != 13 && digits.size() != 14)
    return std::nullopt;
  // GS1's check digit: from the right, digits weigh 1, 3, 1, 3, …
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i)
    sum += (digits[digits.size() - 1 - i] - '0') * (i % 2 == 0 ? 1 : 3);
  const bool all_zero = digits.find_first_not_of('0') == std::string::npos;
  if (sum % 10 != 0 || all_zero) return std::nullopt;
  return digits;
}

class CandidateReader {
 public:
  CandidateReader(const Graph& graph, std::string_view page_url)
      : graph_(graph), page_url_(page_url) {}

  std::vector<Candidate> read() {
    std::vector<Candidate> out;
    for (const Thing& thing : graph_.things()) {
      if (out.size() >= kMaxCandidates) break;
      const auto kind = kind_of(thing);
      if (!kind || !thing.node->is_object()) continue;
      if (auto candidate = read_one(thing, *kind)) out.push_back(std::move(*candidate));
    }
    return out;
  }

 private:
  std::optional<ProductKind> kind_of(const Thing& thing) const {
    const Node& node = *thing.node;
    for (std::size_t i = 0; i < kProductTypes.size(); ++i)
      if (is_a(node, kProductTypes[i]) &&
          (i < kAlwaysProducts || graph_.property(node, "offers") != nullptr))
        return ProductKind::kProduct;
    for (const std::string_view type : kServiceTypes)
      if (is_a(node, type)) return ProductKind::kService;
    for (const std::string_view type : kCauseTypes)
      if (is_a(node, type)) return ProductKind::kCause;
    // What an Offer names without a type is a product.
    if (thing.offer != nullptr && node.find("@type") == nullptr) return ProductKind::kProduct;
    return std::nullopt;
  }

  std::optional<Candidate> read_one(const Thing& thing, ProductKind kind) const {
    const Node& node = *thing.node;
    Candidate out;
    out.thing = thing;
    out.product.kind = kind;
    out.product.name = clean(plain_from_html(name_of_thing(node, kind)), kMaxName);
    if (out.product.name.empty()) return std::nullopt;
    out.product.maker = maker_of(node);
    out.product.sku = sku_of(node);
    out.product.gtin = gtin_in(node);
    const OfferSummary offers = summarise_offers(graph_, thing, page_url_);
    if (kind != ProductKind::kCause) {
      out.product.price = offers.low;
      out.product.price_high = offers.high && offers.low && offers.high->minor > offers.low->minor
                                   ? offers.high
                                   : std::nullopt;
    }
    out.product.availability = offers.availability;
    out.product.sources = {thing.source};
    out.offered = offers.any;
    out.is_this_page = names_this_page(node);
    out.said = node.items.size();
    return out;
  }

  std::string_view name_of_thing(const Node& node, ProductKind kind) const {
    const std::string_view name = graph_.text(node, "name");
    if (!name.empty() || kind != ProductKind::kCause) return name;
    for (const std::string_view whom : {"recipient", "object", "agent"})
      for (const Node* each : graph_.values(node, whom))
        if (each->is_object()) return graph_.text(*each, "name");
    return {};
  }

  std::optional<std::string> maker_of(const Node& node) const {
    for (const std::string_view property : {"brand", "manufacturer"})
      for (const Node* each : graph_.values(node, property)) {
        const std::string_view name =
            each->is_object() ? graph_.text(*each, "name") : std::string_view(each->text);
        // A page may give the brand as an address; that is no name.
        if (name.substr(0, 4) == "http") continue;
        if (auto maker = clean_or_none(plain_from_html(name), kMaxShort)) return maker;
      }
    return std::nullopt;
  }

  std::optional<std::string> sku_of(const Node& node) const {
    for (const std::string_view property : {"sku", "productID", "productId"}) {
      std::string_view text = graph_.text(node, property);
      if (to_lower_ascii(text.substr(0, 4)) == "sku:") text.remove_prefix(4);
      if (auto sku = clean_or_none(text, kMaxShort)) return sku;
    }
    const auto offers = graph_.values(node, "offers");
    if (offers.size() == 1 && offers[0]->is_object())
      return clean_or_none(graph_.text(*offers[0], "sku"), kMaxShort);
    return std::nullopt;
  }

  std::optional<std::string> gtin_in(const Node& node) const {
    std::vector<const Node*> places{&node};
    const auto offers = graph_.values(node, "offers");
    if (offers.size() == 1) places.push_back(offers[0]);
    for (const Node* place : places)
      for (const std::string_view property :
           {"gtin13", "gtin", "gtin12", "gtin14", "gtin8", "isbn", "ean"})
        if (auto gtin = gtin_of(graph_.text(*place, property))) return gtin;
    return std::nullopt;
  }

  bool names_this_page(const Node& node) const {
    for (const std::string_view property : {"url", "@id", "mainEntityOfPage"})
      for (const Node* each : graph_.values(node, property)) {
        if (each->is_object()) each = each->find("@id");
        if (each != nullptr && same_page(each->text, page_url_, Sameness::kPage)) return true;
      }
    for (const Node* offer : graph_.values(node, "offers"))
      if (offer->is_object() && same_page(graph_.text(*offer, "url"), page_url_, Sameness::kPage))
        return true;
    return false;
  }

  const Graph& graph_;
  std::string_view page_url_;
};

bool alike(const std::optional<std::string>& a, const std::optional<std::string>& b) {
  return a && b && *a == *b;
}

/// Whether two candidates are one thing, told twice.
bool same_thing(const Product& a, const Product& b) {
  return a.kind == b.kind && (alike(a.gtin, b.gtin) || alike(a.sku, b.sku) || a.name == b.name);
}

/// Products before services, services before causes.
int rank(ProductKind kind) { return static_cast<int>(kind); }

/// The page's main thing among all; nullptr where the page shows none, or a list.
const Candidate* main_of(const std::vector<Candidate>& all, bool is_list_page) {
  std::vector<const Candidate*> own;
  for (const Candidate& each : all)
    if (each.thing.standing != Standing::kAside) own.push_back(&each);
  if (own.empty()) return nullptr;
  const auto best_kind =
      *std::min_element(own.begin(), own.end(), [](const Candidate* a, const Candidate* b) {
        return rank(a->product.kind) < rank(b->product.kind);
      });
  own.erase(std::remove_if(own.begin(), own.end(),
                           [&](const Candidate* each) {
                             return each->product.kind != best_kind->product.kind;
                           }),
            own.end());
  const auto first = [&own](auto&& wanted) -> const Candidate* {
    const auto found = std::find_if(own.begin(), own.end(), wanted);
    return found == own.end() ? nullptr : *found;
  };
  if (const auto* main = first([](const auto* each) {
        return each->thing.standing == Standing::kMain && each->offered;
      }))
    return main;
  if (const auto* page =
          first([](const auto* each) { return each->is_this_page && each->offered; }))
    return page;
  if (const auto* main =
          first([](const auto* each) { return each->thing.standing == Standing::kMain; }))
    return main;
  if (const auto* page = first([](const auto* each) { return each->is_this_page; })) return page;
  if (is_list_page) return nullptr;
  const auto* chosen = first([](const auto* each) { return each->offered; });
  if (chosen == nullptr) chosen = own.front();
  // Among several, the main one says more than those beside it; equals make a list.
  std::size_t others = 0;
  std::size_t most_said = 0;
  for (const Candidate* each : own) {
    if (each == chosen || same_thing(each->product, chosen->product)) continue;
    ++others;
    most_said = std::max(most_said, each->said);
  }
  if (others >= 2 && chosen->said <= most_said) return nullptr;
  return chosen;
}

void complete(Product& product, const Product& more) {
  const auto fill = [](auto& field, const auto& from) {
    if (!field) field = from;
  };
  fill(product.maker, more.maker);
  fill(product.sku, more.sku);
  fill(product.gtin, more.gtin);
  if (!product.price) {
    product.price = more.price;
    product.price_high = more.price_high;
  }
  if (product.availability == Availability::kUnknown) product.availability = more.availability;
  for (const Source source : more.sources)
    if (std::find(product.sources.begin(), product.sources.end(), source) == product.sources.end())
      product.sources.push_back(source);
}

std::optional<Product> choose(const std::vector<Candidate>& all, bool is_list_page) {
  std::optional<Product> out;
  for (const Source source : {Source::kJsonLd, Source::kMicrodata}) {
    std::vector<Candidate> of_source;
    std::copy_if(all.begin(), all.end(), std::back_inserter(of_source),
                 [source](const Candidate& each) { return each.thing.source == source; });
    const Candidate* main = main_of(of_source, is_list_page);
    if (main == nullptr) continue;
    if (!out) {
      out = main->product;
    } else if (same_thing(*out, main->product) || main->is_this_page) {
      complete(*out, main->product);
    }
    for (const Candidate& each : of_source)
      if (&each != main && each.thing.standing != Standing::kAside &&
          same_thing(*out, each.product))
        complete(*out, each.product);
  }
  return out;
}

}  // namespace

Result<std::optional<Product>> read_product(std::span<const Observation> observations,
                                            std::string_view page_url) {
  if (observations.size() > kMaxObservations)
    return Error{ErrorCode::kArrayTooLong, "observations"};
  Graph graph;
  std::size_t total = 0;
  for (const Observation& each : observations) {
    if (each.raw.size() > kMaxObservationBytes)
      return Error{ErrorCode::kStringTooLong, "observation"};
    total += each.raw.size();
    if (total > kMaxTotalBytes) break;
    if (auto document = read_lenient(each.raw, kPageLimits))
      graph.add(std::move(*document), each.source);
  }
  graph.find_things();
  return choose(CandidateReader(graph, page_url).read(), graph.is_list_page());
}

}  // namespace volition::pixels
