// SPDX-License-Identifier: GPL-3.0-or-later
// Whose address a mail goes to: one, written plainly; and never that of a data-protection officer.

#include "requests/mail_address.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "print_result.hpp"

using namespace volition;
using namespace volition::requests;

TEST_CASE("one plain address is read, everything else is refused by name") {
  struct Row {
    std::string text;
    std::string outcome;
  };
  const std::string label(63, 'a');
  const std::vector<Row> rows = {
      {"contact@association.example", "contact@association.example"},
      {"Contact@Shop.EXAMPLE", "Contact@shop.example"},
      {"a.b+c_d-e@mail.shop.example", "a.b+c_d-e@mail.shop.example"},
      {"o'neil@shop.example", "o'neil@shop.example"},
      {"help@xn--caf-dma.example", "help@xn--caf-dma.example"},
      {std::string(64, 'a') + "@shop.example", std::string(64, 'a') + "@shop.example"},
      {"a@" + label + ".example", "a@" + label + ".example"},
      {"", "mail_address_malformed"},
      {"shop.example", "mail_address_malformed"},
      {"@shop.example", "mail_address_malformed"},
      {"a@", "mail_address_malformed"},
      {"a@b@shop.example", "mail_address_malformed"},
      {"a@shop.example,b@shop.example", "mail_address_malformed"},
      {"a@shop.example?cc=b@shop.example", "mail_address_malformed"},
      {"a@shop.example\r\nBcc: b@shop.example", "mail_address_malformed"},
      {"a\r\nBcc: b@shop.example", "mail_address_malformed"},
      {"Shop <a@shop.example>", "mail_address_malformed"},
      {"\"a b\"@shop.example", "mail_address_malformed"},
      {"a..b@shop.example", "mail_address_malformed"},
      {".a@shop.example", "mail_address_malformed"},
      {"a.@shop.example", "mail_address_malformed"},
      {"é@shop.example", "mail_address_malformed"},
      {"a@café.example", "mail_address_malformed"},
      {"a@shop", "mail_address_malformed"},
      {"a@-shop.example", "mail_address_malformed"},
      {"a@shop..example", "mail_address_malformed"},
      {"a@192.0.2.1", "mail_address_malformed"},
      {"a@[192.0.2.1]", "mail_address_malformed"},
      {std::string(65, 'a') + "@shop.example", "mail_address_malformed"},
      {"a@" + label + "a.example", "mail_address_malformed"},
      {"a@" + label + "." + label + "." + label + "." + label + ".example",
       "mail_address_malformed"},
      {"a@printer.local", "address_private_host"},
      {"a@mail.internal", "address_private_host"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto read = parse_mail_address(row.text);
    CHECK((read ? read->text() : std::string(code_name(read.error().code))) == row.outcome);
  }
}

TEST_CASE("an address for data protection is known by its name") {
  struct Row {
    std::string text;
    bool for_rights;
  };
  const std::vector<Row> rows = {
      {"dpo@shop.example", true},
      {"DPO@shop.example", true},
      {"dpo+web@shop.example", true},
      {"privacy@shop.example", true},
      {"eu-privacy@shop.example", true},
      {"rgpd@shop.example", true},
      {"gdpr.requests@shop.example", true},
      {"datenschutz@shop.example", true},
      {"data-protection@shop.example", true},
      {"dataprotectionofficer@shop.example", true},
      {"donnees.personnelles@shop.example", true},
      {"protection-des-donnees@shop.example", true},
      {"vie_privee@shop.example", true},
      {"contact@shop.example", false},
      {"service@privacy.example", false},
      {"privacyfan@shop.example", false},
      {"dpods@shop.example", false},
      {"hello+dpo@shop.example", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto read = parse_mail_address(row.text);
    REQUIRE(read);
    CHECK(is_for_rights(*read) == row.for_rights);
  }
}

TEST_CASE("a tag goes behind the person's own name where there is room") {
  const auto tagged = [](const std::string& text) {
    const auto out = with_tag(*parse_mail_address(text), "abcdefghij23");
    return out ? out->text() : std::string("none");
  };
  CHECK(tagged("ada@mail.example") == "ada+abcdefghij23@mail.example");
  CHECK(tagged("ada+shops@mail.example") == "none");
  CHECK(tagged(std::string(51, 'a') + "@mail.example") ==
        std::string(51, 'a') + "+abcdefghij23@mail.example");
  CHECK(tagged(std::string(52, 'a') + "@mail.example") == "none");
}
