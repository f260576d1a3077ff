// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/content.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <utility>

#include "requests/amount.hpp"
#include "requests/text.hpp"
#include "url/url.hpp"

namespace volition::requests {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxName = 300;
constexpr std::size_t kMaxMaker = 120;
constexpr std::size_t kMaxSku = 120;
constexpr std::size_t kMaxUrlBytes = 2000;
constexpr std::size_t kMaxArea = 120;
constexpr std::size_t kMaxQuestion = 4000;
constexpr std::size_t kMaxPersonName = 200;
constexpr std::size_t kMaxPostcode = 20;
constexpr int kMaxQuantity = 10'000;

Error not_allowed(const char* field) { return Error{ErrorCode::kFieldNotAllowed, field}; }

json::object typed(const char* type) { return json::object{{"@type", type}}; }

/// Adds a text member where the person switched it on.
Status put_text(json::object& into, const char* member, const char* field,
                const std::optional<std::string>& text, std::size_t max_code_points,
                LineBreaks breaks = LineBreaks::kRefuse) {
  if (!text) return ok();
  if (!is_text(*text, max_code_points, breaks)) return not_allowed(field);
  into[member] = *text;
  return ok();
}

/// "gtin13" for 13 digits; the general "gtin" for a number of digits that has no name of its own.
Result<const char*> gtin_member(std::string_view gtin) {
  if (gtin.size() < 8 || gtin.size() > 14 ||
      gtin.find_first_not_of("0123456789") != std::string_view::npos) {
    return not_allowed("gtin");
  }
  switch (gtin.size()) {
    case 8:
      return "gtin8";
    case 12:
      return "gtin12";
    case 13:
      return "gtin13";
    case 14:
      return "gtin14";
    default:
      return "gtin";
  }
}

/// Where the product stands: a web address that tells nothing of the person's session.
Status put_url(json::object& into, const std::optional<std::string>& address) {
  if (!address) return ok();
  if (address->size() > kMaxUrlBytes || !is_text(*address, kMaxUrlBytes, LineBreaks::kRefuse)) {
    return not_allowed("url");
  }
  const auto parsed = url::Url::parse(*address);
  if (!parsed || parsed->has_user_info() ||
      (parsed->scheme() != "https" && parsed->scheme() != "http")) {
    return not_allowed("url");
  }
  into["url"] = *address;
  return ok();
}

/// The thing itself; only its @type where every field of it is off.
Result<json::object> make_product(const Fields& fields) {
  json::object product = typed("Product");
  if (auto status = put_text(product, "name", "name", fields.name, kMaxName); !status) {
    return status.error();
  }
  json::object maker = typed("Brand");
  if (auto status = put_text(maker, "name", "maker", fields.maker, kMaxMaker); !status) {
    return status.error();
  }
  if (fields.maker) product["brand"] = std::move(maker);
  if (auto status = put_text(product, "sku", "sku", fields.sku, kMaxSku); !status) {
    return status.error();
  }
  if (fields.gtin) {
    const auto member = gtin_member(*fields.gtin);
    if (!member) return member.error();
    product[*member] = *fields.gtin;
  }
  if (auto status = put_url(product, fields.url); !status) return status.error();
  return product;
}

const char* condition_name(Condition condition) {
  switch (condition) {
    case Condition::kNew:
      return "https://schema.org/NewCondition";
    case Condition::kUsed:
      return "https://schema.org/UsedCondition";
    case Condition::kRefurbished:
      break;
  }
  return "https://schema.org/RefurbishedCondition";
}

/// The members of a Demand that are neither the thing nor the person. Adds nothing where all are
/// off.
Status put_conditions(json::object& into, const Fields& fields) {
  if (fields.max_price) {
    const auto amount = write_amount(*fields.max_price);
    if (!amount) return not_allowed("max_price");
    json::object price = typed("PriceSpecification");
    price["maxPrice"] = *amount;
    price["priceCurrency"] = fields.max_price->currency;
    into["priceSpecification"] = std::move(price);
  }
  if (fields.quantity) {
    if (*fields.quantity < 1 || *fields.quantity > kMaxQuantity) return not_allowed("quantity");
    json::object quantity = typed("QuantitativeValue");
    quantity["value"] = *fields.quantity;
    into["eligibleQuantity"] = std::move(quantity);
  }
  if (fields.condition) into["itemCondition"] = condition_name(*fields.condition);
  if (auto status = put_text(into, "areaServed", "area", fields.area, kMaxArea); !status) {
    return status.error();
  }
  if (fields.delivery) {
    into["availableDeliveryMethod"] = *fields.delivery == Delivery::kMail
                                          ? "https://schema.org/ParcelService"
                                          : "https://schema.org/OnSitePickup";
  }
  return ok();
}

/// What the person says of themselves.
Status put_person(json::object& into, const Fields& fields) {
  if (!fields.person_name && !fields.postcode) return ok();
  json::object person = typed("Person");
  if (auto status = put_text(person, "name", "person_name", fields.person_name, kMaxPersonName);
      !status) {
    return status.error();
  }
  json::object address = typed("PostalAddress");
  if (auto status = put_text(address, "postalCode", "postcode", fields.postcode, kMaxPostcode);
      !status) {
    return status.error();
  }
  if (fields.postcode) person["address"] = std::move(address);
  into["agent"] = std::move(person);
  return ok();
}

Result<json::object> make_demand(json::object content, const Fields& fields) {
  if (!fields.name) return not_allowed("name");
  auto product = make_product(fields);
  if (!product) return product.error();
  content["itemOffered"] = std::move(*product);
  if (auto status = put_conditions(content, fields); !status) return status.error();
  if (auto status = put_text(content, "description", "question", fields.question, kMaxQuestion,
                             LineBreaks::kAllow);
      !status) {
    return status.error();
  }
  if (auto status = put_person(content, fields); !status) return status.error();
  return content;
}

Result<json::object> make_ask(json::object content, const Fields& fields) {
  if (!fields.question) return not_allowed("question");
  json::object question = typed("Question");
  if (auto status =
          put_text(question, "text", "question", fields.question, kMaxQuestion, LineBreaks::kAllow);
      !status) {
    return status.error();
  }
  auto product = make_product(fields);
  if (!product) return product.error();
  if (product->size() > 1) question["about"] = std::move(*product);
  content["question"] = std::move(question);
  json::object demand = typed("Demand");
  if (auto status = put_conditions(demand, fields); !status) return status.error();
  if (demand.size() > 1) content["object"] = std::move(demand);
  if (auto status = put_person(content, fields); !status) return status.error();
  return content;
}

// The leaves, in order, each with its path.
void add_rows(const json::value& value, const std::string& path, std::vector<Row>& rows) {
  if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      std::string inner = path;
      if (!inner.empty()) inner += '.';
      inner.append(member.key().data(), member.key().size());
      add_rows(member.value(), inner, rows);
    }
    return;
  }
  if (value.is_string()) {
    rows.push_back({path, std::string(value.get_string().data(), value.get_string().size())});
    return;
  }
  rows.push_back({path, json::serialize(value)});
}

}  // namespace

std::vector<Row> rows_of(const json::object& content) {
  std::vector<Row> rows;
  add_rows(content, "", rows);
  return rows;
}

Result<json::object> make_content(Kind kind, const Fields& fields) {
  json::object content;
  content["@context"] = "https://schema.org";
  content["@type"] = json_text(kind_name(kind));
  return kind == Kind::kDemand ? make_demand(std::move(content), fields)
                               : make_ask(std::move(content), fields);
}

}  // namespace volition::requests
