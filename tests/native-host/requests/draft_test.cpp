// SPDX-License-Identifier: GPL-3.0-or-later
// A draft is the exact words that would leave: nothing that was switched off, nothing of ours that
// two requests share.

#include "requests/draft.hpp"

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "catch/catch.hpp"
#include "exchange.hpp"

using namespace volition;
using namespace volition::requests;
using namespace volition::requests::test;

namespace {

Fields all_fields() {
  Fields fields;
  fields.name = "Trail \"shoes\" é👟";
  fields.maker = "Hillside";
  fields.sku = "TS-42";
  fields.gtin = "4006381333931";
  fields.url = "https://shop.example/trail-shoes";
  fields.max_price = Money{12'900, "EUR"};
  fields.quantity = 2;
  fields.condition = Condition::kRefurbished;
  fields.area = "Lyon";
  fields.delivery = Delivery::kPickup;
  fields.question = "Do you mend soles?\nIn leather too?";
  fields.person_name = "A. Person";
  fields.postcode = "69001";
  return fields;
}

Wish wish_of(Kind kind, Fields fields) {
  Wish wish = shoe_wish();
  wish.kind = kind;
  wish.fields = std::move(fields);
  return wish;
}

/// Whole payload with the fixed randomness of the tests.
std::string payload_of(Kind kind, Fields fields) {
  const auto draft =
      make_draft(Brand().descriptor(), wish_of(kind, std::move(fields)), kNow, counting_random());
  return draft ? draft->payload : std::string(code_name(draft.error().code));
}

const std::string kFrame =
    R"({"typ":"request","id":"000102030405060708090a0b0c0d0e0f","aud":"https://shop.example",)"
    R"("iat":1764000000,"exp":1764950400,"max_replies":3,"terms":"PDC-INTENT","content":)";

}  // namespace

TEST_CASE("a Demand says exactly what is on") {
  Fields least;
  least.name = "Trail shoes";
  CHECK(payload_of(Kind::kDemand, least) ==
        kFrame + R"({"@context":"https://schema.org","@type":"Demand",)"
                 R"("itemOffered":{"@type":"Product","name":"Trail shoes"}}})");
  CHECK(payload_of(Kind::kDemand, all_fields()) ==
        kFrame +
            R"({"@context":"https://schema.org","@type":"Demand",)"
            R"("itemOffered":{"@type":"Product","name":"Trail \"shoes\" é👟",)"
            R"("brand":{"@type":"Brand","name":"Hillside"},"sku":"TS-42","gtin13":"4006381333931",)"
            R"("url":"https://shop.example/trail-shoes"},)"
            R"("priceSpecification":{"@type":"PriceSpecification","maxPrice":"129.00",)"
            R"("priceCurrency":"EUR"},"eligibleQuantity":{"@type":"QuantitativeValue","value":2},)"
            R"("itemCondition":"https://schema.org/RefurbishedCondition","areaServed":"Lyon",)"
            R"("availableDeliveryMethod":"https://schema.org/OnSitePickup",)"
            R"("description":"Do you mend soles?\nIn leather too?",)"
            R"("agent":{"@type":"Person","name":"A. Person",)"
            R"("address":{"@type":"PostalAddress","postalCode":"69001"}}}})");
}

TEST_CASE("an AskAction says exactly what is on") {
  Fields least;
  least.question = "Do you mend soles?";
  CHECK(payload_of(Kind::kAsk, least) ==
        kFrame + R"({"@context":"https://schema.org","@type":"AskAction",)"
                 R"("question":{"@type":"Question","text":"Do you mend soles?"}}})");
  CHECK(payload_of(Kind::kAsk, all_fields()) ==
        kFrame +
            R"({"@context":"https://schema.org","@type":"AskAction",)"
            R"("question":{"@type":"Question","text":"Do you mend soles?\nIn leather too?",)"
            R"("about":{"@type":"Product","name":"Trail \"shoes\" é👟",)"
            R"("brand":{"@type":"Brand","name":"Hillside"},"sku":"TS-42","gtin13":"4006381333931",)"
            R"("url":"https://shop.example/trail-shoes"}},)"
            R"("object":{"@type":"Demand","priceSpecification":{"@type":"PriceSpecification",)"
            R"("maxPrice":"129.00","priceCurrency":"EUR"},)"
            R"("eligibleQuantity":{"@type":"QuantitativeValue","value":2},)"
            R"("itemCondition":"https://schema.org/RefurbishedCondition","areaServed":"Lyon",)"
            R"("availableDeliveryMethod":"https://schema.org/OnSitePickup"},)"
            R"("agent":{"@type":"Person","name":"A. Person",)"
            R"("address":{"@type":"PostalAddress","postalCode":"69001"}}}})");
}

TEST_CASE("each field that is switched off leaves no trace") {
  using Switch = std::function<void(Fields&)>;
  struct Row {
    const char* field;
    Switch off;
    // What would betray it.
    std::vector<std::string> traces;
  };
  const std::vector<Row> rows = {
      {"maker", [](Fields& f) { f.maker.reset(); }, {"Hillside", "\"brand\"", "\"Brand\""}},
      {"sku", [](Fields& f) { f.sku.reset(); }, {"TS-42", "sku"}},
      {"gtin", [](Fields& f) { f.gtin.reset(); }, {"4006381333931", "gtin"}},
      {"url", [](Fields& f) { f.url.reset(); }, {"trail-shoes", "\"url\""}},
      {"max_price", [](Fields& f) { f.max_price.reset(); }, {"129", "EUR", "rice"}},
      {"quantity", [](Fields& f) { f.quantity.reset(); }, {"uantit"}},
      {"condition", [](Fields& f) { f.condition.reset(); }, {"ondition"}},
      {"area", [](Fields& f) { f.area.reset(); }, {"Lyon", "area"}},
      {"delivery", [](Fields& f) { f.delivery.reset(); }, {"elivery", "Pickup"}},
      {"person_name", [](Fields& f) { f.person_name.reset(); }, {"A. Person"}},
      {"postcode", [](Fields& f) { f.postcode.reset(); }, {"69001", "ostal", "address"}},
      {"person_name and postcode",
       [](Fields& f) {
         f.person_name.reset();
         f.postcode.reset();
       },
       {"A. Person", "69001", "agent", "\"Person\""}},
  };
  for (const Kind kind : {Kind::kDemand, Kind::kAsk}) {
    const std::string whole = payload_of(kind, all_fields());
    for (const Row& row : rows) {
      INFO(kind_name(kind) << ' ' << row.field);
      Fields fields = all_fields();
      row.off(fields);
      const std::string payload = payload_of(kind, fields);
      for (const std::string& trace : row.traces) {
        INFO(trace);
        CHECK(whole.find(trace) != std::string::npos);
        CHECK(payload.find(trace) == std::string::npos);
      }
    }
  }
  Fields demand = all_fields();
  demand.question.reset();
  CHECK(payload_of(Kind::kDemand, demand).find("description") == std::string::npos);
  Fields ask = all_fields();
  ask.name.reset();
  CHECK(payload_of(Kind::kAsk, ask).find("shoes\\\"") == std::string::npos);
}

TEST_CASE("the rows for people are the whole payload") {
  const auto draft = make_draft(Brand().descriptor(), wish_of(Kind::kDemand, all_fields()), kNow,
                                counting_random());
  REQUIRE(draft.has_value());
  const std::vector<Row> expected = {
      {"typ", "request"},
      {"id", "000102030405060708090a0b0c0d0e0f"},
      {"aud", "https://shop.example"},
      {"iat", "1764000000"},
      {"exp", "1764950400"},
      {"max_replies", "3"},
      {"terms", "PDC-INTENT"},
      {"content.@context", "https://schema.org"},
      {"content.@type", "Demand"},
      {"content.itemOffered.@type", "Product"},
      {"content.itemOffered.name", "Trail \"shoes\" é👟"},
      {"content.itemOffered.brand.@type", "Brand"},
      {"content.itemOffered.brand.name", "Hillside"},
      {"content.itemOffered.sku", "TS-42"},
      {"content.itemOffered.gtin13", "4006381333931"},
      {"content.itemOffered.url", "https://shop.example/trail-shoes"},
      {"content.priceSpecification.@type", "PriceSpecification"},
      {"content.priceSpecification.maxPrice", "129.00"},
      {"content.priceSpecification.priceCurrency", "EUR"},
      {"content.eligibleQuantity.@type", "QuantitativeValue"},
      {"content.eligibleQuantity.value", "2"},
      {"content.itemCondition", "https://schema.org/RefurbishedCondition"},
      {"content.areaServed", "Lyon"},
      {"content.availableDeliveryMethod", "https://schema.org/OnSitePickup"},
      {"content.description", "Do you mend soles?\nIn leather too?"},
      {"content.agent.@type", "Person"},
      {"content.agent.name", "A. Person"},
      {"content.agent.address.@type", "PostalAddress"},
      {"content.agent.address.postalCode", "69001"},
  };
  REQUIRE(draft->rows.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(draft->rows[i].path == expected[i].path);
    CHECK(draft->rows[i].value == expected[i].value);
  }
}

TEST_CASE("a number of digits gives a gtin its name") {
  for (const auto& [digits, member] :
       std::vector<std::pair<std::string, std::string>>{{"12345678", "\"gtin8\""},
                                                        {"123456789", "\"gtin\""},
                                                        {"12345678901", "\"gtin\""},
                                                        {"123456789012", "\"gtin12\""},
                                                        {"1234567890123", "\"gtin13\""},
                                                        {"12345678901234", "\"gtin14\""}}) {
    INFO(digits);
    Fields fields;
    fields.name = "x";
    fields.gtin = digits;
    CHECK(payload_of(Kind::kDemand, fields).find(member + ":\"" + digits + '"') !=
          std::string::npos);
  }
}

TEST_CASE("a field that may not leave is refused by its name") {
  using Change = std::function<void(Fields&)>;
  struct Row {
    const char* field;
    Kind kind;
    Change change;
  };
  const auto long_text = [](std::size_t size) { return std::string(size, 'x'); };
  const std::vector<Row> rows = {
      {"name", Kind::kDemand, [](Fields& f) { f.name.reset(); }},
      {"name", Kind::kDemand, [](Fields& f) { f.name = ""; }},
      {"name", Kind::kDemand, [&](Fields& f) { f.name = long_text(301); }},
      {"name", Kind::kDemand, [](Fields& f) { f.name = "two\nlines"; }},
      {"name", Kind::kDemand, [](Fields& f) { f.name = "\xff"; }},
      {"name", Kind::kDemand, [](Fields& f) { f.name = std::string("a\0b", 3); }},
      {"question", Kind::kAsk, [](Fields& f) { f.question.reset(); }},
      {"question", Kind::kAsk, [&](Fields& f) { f.question = long_text(4001); }},
      {"question", Kind::kDemand, [](Fields& f) { f.question = "\x1b[31m"; }},
      {"maker", Kind::kDemand, [&](Fields& f) { f.maker = long_text(121); }},
      {"sku", Kind::kDemand, [](Fields& f) { f.sku = ""; }},
      {"gtin", Kind::kDemand, [](Fields& f) { f.gtin = "1234567"; }},
      {"gtin", Kind::kDemand, [](Fields& f) { f.gtin = "123456789012345"; }},
      {"gtin", Kind::kDemand, [](Fields& f) { f.gtin = "40063813339x1"; }},
      {"url", Kind::kDemand, [](Fields& f) { f.url = "javascript:alert(1)"; }},
      {"url", Kind::kDemand, [](Fields& f) { f.url = "https://me:pw@shop.example/"; }},
      {"url", Kind::kDemand, [](Fields& f) { f.url = "wss://shop.example/"; }},
      {"url", Kind::kDemand, [&](Fields& f) { f.url = "https://shop.example/" + long_text(2000); }},
      {"max_price", Kind::kDemand,
       [](Fields& f) {
         f.max_price = Money{1, "XXX"};
       }},
      {"max_price", Kind::kAsk,
       [](Fields& f) {
         f.max_price = Money{-1, "EUR"};
       }},
      {"quantity", Kind::kDemand, [](Fields& f) { f.quantity = 0; }},
      {"quantity", Kind::kDemand, [](Fields& f) { f.quantity = 10'001; }},
      {"area", Kind::kDemand, [&](Fields& f) { f.area = long_text(121); }},
      {"person_name", Kind::kDemand, [&](Fields& f) { f.person_name = long_text(201); }},
      {"postcode", Kind::kDemand, [&](Fields& f) { f.postcode = long_text(21); }},
  };
  for (const Row& row : rows) {
    INFO(row.field << ' ' << (&row - rows.data()));
    Fields fields = all_fields();
    row.change(fields);
    const auto draft = make_draft(Brand().descriptor(), wish_of(row.kind, fields), kNow);
    REQUIRE(!draft);
    CHECK(draft.error().code == ErrorCode::kFieldNotAllowed);
    CHECK(draft.error().detail == row.field);
  }
}

TEST_CASE("times, counts and kinds have their bounds") {
  Descriptor asks_only = Brand().descriptor();
  asks_only.accepts = {Kind::kAsk};
  const auto code = [](const Descriptor& to, const Wish& wish, std::int64_t now = kNow) {
    const auto draft = make_draft(to, wish, now);
    return draft ? "" : std::string(code_name(draft.error().code));
  };
  const Descriptor to = Brand().descriptor();
  CHECK(code(to, shoe_wish()) == "");
  CHECK(code(asks_only, shoe_wish()) == "kind_not_accepted");
  CHECK(code(to, shoe_wish(), to.expires_at) == "descriptor_expired");
  for (const int replies : {0, -1, 11}) {
    Wish wish = shoe_wish();
    wish.max_replies = replies;
    CHECK(code(to, wish) == "invalid_params");
  }
  for (const auto& [until, expected] : std::vector<std::pair<std::int64_t, std::string>>{
           {kNow - 1, "invalid_params"},
           {kNow, "invalid_params"},
           {kNow + 1, ""},
           {kNow + kMaxAnswerSeconds, ""},
           {kNow + kMaxAnswerSeconds + 1, "invalid_params"}}) {
    Wish wish = shoe_wish();
    wish.until = until;
    INFO(until - kNow);
    CHECK(code(to, wish) == expected);
  }
}

TEST_CASE("the largest draft fits the wire, and its length is foretold") {
  Fields fields = all_fields();
  std::string wide;
  for (int i = 0; i < 4000; ++i) wide += "\U0001f45f";
  fields.question = wide;
  fields.name = wide.substr(0, std::size_t{4} * 300);
  fields.maker = wide.substr(0, std::size_t{4} * 120);
  fields.sku = wide.substr(0, std::size_t{4} * 120);
  fields.area = wide.substr(0, std::size_t{4} * 120);
  fields.person_name = wide.substr(0, std::size_t{4} * 200);
  fields.postcode = wide.substr(0, std::size_t{4} * 20);
  fields.url = "https://shop.example/" + std::string(1979, 'x');
  for (const Fields& each : {fields, all_fields()}) {
    const auto draft = make_draft(Brand().descriptor(), wish_of(Kind::kDemand, each), kNow);
    REQUIRE(draft.has_value());
    CHECK(draft->payload.size() <= kMaxPayloadBytes);
    const auto kept = seal_draft(*draft, draft->approve, kNow);
    REQUIRE(kept.has_value());
    CHECK(kept->wire.size() == draft->wire_bytes);
    CHECK(kept->wire.size() <= kMaxWireBytes);
  }
}

TEST_CASE("quotes and escapes of the worst kind still fit") {
  Fields fields = all_fields();
  fields.question = std::string(4000, '\n');
  const auto draft = make_draft(Brand().descriptor(), wish_of(Kind::kDemand, fields), kNow);
  REQUIRE(draft.has_value());
  CHECK(parse_json(draft->payload).has_value());
}
