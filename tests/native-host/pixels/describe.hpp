// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A Reading as one JSON object in the words of common.json, so that vectors and failing rows can be
// read by a person. Fields that say nothing are left out.

#include <boost/json.hpp>

#include "pixels/product.hpp"
#include "pixels/read.hpp"

namespace volition::pixels::test {

inline boost::json::string text(std::string_view from) {
  return boost::json::string(from.data(), from.size());
}

inline boost::json::value described(const Money& money) {
  return {{"minor", money.minor}, {"currency", money.currency}};
}

inline boost::json::object described(const SaidEvent& event) {
  boost::json::object out{{"name", event.name}, {"meaning", text(name_of(event.meaning))}};
  boost::json::array products;
  for (const SaidProduct& each : event.products) {
    boost::json::object product;
    if (each.id) product["id"] = *each.id;
    if (each.name) product["name"] = *each.name;
    if (each.price) product["price"] = described(*each.price);
    if (each.quantity) product["quantity"] = *each.quantity;
    products.push_back(std::move(product));
  }
  if (!products.empty()) out["products"] = std::move(products);
  if (event.value) out["value"] = described(*event.value);
  if (event.order) out["order"] = *event.order;
  if (event.search) out["search"] = *event.search;
  return out;
}

inline boost::json::object described(const Said& said) {
  boost::json::object out;
  boost::json::array events;
  for (const SaidEvent& each : said.events) events.push_back(described(each));
  if (!events.empty()) out["events"] = std::move(events);
  boost::json::array identifiers;
  for (const Identifier& each : said.identifiers)
    identifiers.push_back({{"kind", text(name_of(each.kind))},
                           {"label", each.label},
                           {"value", each.value},
                           {"origin", text(name_of(each.origin))}});
  if (!identifiers.empty()) out["identifiers"] = std::move(identifiers);
  boost::json::object consent;
  for (const Consent& each : said.consent) consent[each.name] = each.value;
  if (!consent.empty()) out["consent"] = std::move(consent);
  if (said.account) out["account"] = *said.account;
  if (said.page) out["page"] = *said.page;
  return out;
}

inline boost::json::object described(const Reading& reading) {
  boost::json::object out{{"kind", text(name_of(reading.kind))}, {"loader", reading.is_loader}};
  if (reading.provider) out["provider"] = *reading.provider;
  if (reading.company) out["company"] = *reading.company;
  if (reading.said) out["said"] = described(*reading.said);
  return out;
}

inline boost::json::object described(const Product& product) {
  boost::json::object out{{"kind", text(name_of(product.kind))},
                          {"name", product.name},
                          {"availability", text(name_of(product.availability))}};
  if (product.maker) out["maker"] = *product.maker;
  if (product.sku) out["sku"] = *product.sku;
  if (product.gtin) out["gtin"] = *product.gtin;
  if (product.price) out["price"] = described(*product.price);
  if (product.price_high) out["price_high"] = described(*product.price_high);
  boost::json::array sources;
  for (const Source each : product.sources) sources.push_back(text(name_of(each)));
  out["sources"] = std::move(sources);
  return out;
}

}  // namespace volition::pixels::test
