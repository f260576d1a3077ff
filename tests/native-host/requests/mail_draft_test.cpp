// SPDX-License-Identifier: GPL-3.0-or-later
// A request by mail: exactly what is on, in the language chosen; the same bytes for the same wish.

#include "requests/mail_draft.hpp"

#include <set>
#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "print_result.hpp"

using namespace volition;
using namespace volition::requests;

namespace {

MailWish wish_of(Kind kind, Language language = Language::kEnglish) {
  MailWish wish;
  wish.to = "contact@shop.example";
  wish.tag = "abcdefghij23";
  wish.kind = kind;
  wish.language = language;
  wish.max_replies = 3;
  wish.until = *parse_day("2026-12-01");
  wish.terms = kind == Kind::kDemand ? Terms::kIntent : Terms::kServiceOnly;
  return wish;
}

std::string outcome(const MailWish& wish) {
  const auto draft = make_mail(wish);
  if (draft) return "ok";
  return std::string(code_name(draft.error().code)) + " " + draft.error().detail;
}

}  // namespace

TEST_CASE("a question says exactly what is on") {
  MailWish wish = wish_of(Kind::kAsk);
  wish.fields.question = "Do you mend soles?\nIn leather too?";
  wish.max_replies = 1;
  const auto draft = make_mail(wish);
  REQUIRE(draft);
  CHECK(draft->exact ==
        "To: contact@shop.example\n"
        "Subject: A question [vo-abcdefghij23]\n"
        "\n"
        "Hello,\n"
        "\n"
        "I have a question for you.\n"
        "\n"
        "Do you mend soles?\nIn leather too?\n"
        "\n"
        "You may answer once, until 1 December 2026.\n"
        "Please leave this reference in the subject, so that your answer finds my request: "
        "vo-abcdefghij23\n"
        "\n"
        "My terms (SD-BASE): what stands here, my address included, may be used to answer me; it "
        "may not be passed on or kept, nor used for advertising.\n"
        "\n"
        "Thank you,");
  CHECK(draft->mail.message_id == std::nullopt);
  CHECK(draft->eml.find("Reply-To") == std::string::npos);
}

TEST_CASE("an offer in French, with everything on") {
  MailWish wish = wish_of(Kind::kDemand, Language::kFrench);
  wish.fields.name = "Chaussures d’été";
  wish.fields.maker = "Hillside";
  wish.fields.sku = "TS-42";
  wish.fields.gtin = "4006381333931";
  wish.fields.url = "https://shop.example/trail-shoes";
  wish.fields.max_price = Money{12'900, "EUR"};
  wish.fields.quantity = 2;
  wish.fields.condition = Condition::kUsed;
  wish.fields.delivery = Delivery::kPickup;
  wish.fields.area = "Lyon";
  wish.fields.postcode = "69001";
  wish.fields.question = "En 42 ?";
  wish.fields.person_name = "Ada";
  wish.own_address = "ada@mail.example";
  wish.answer_to = MailWish::AnswerTo::kTagged;
  const auto draft = make_mail(wish);
  REQUIRE(draft);
  CHECK(
      draft->exact ==
      "To: contact@shop.example\n"
      "Subject: Demande d’offre\u00a0: Chaussures d’été [vo-abcdefghij23]\n"
      "Reply-To: ada+abcdefghij23@mail.example\n"
      "\n"
      "Bonjour,\n"
      "\n"
      "Je cherche ce qui suit et vous demande une offre.\n"
      "\n"
      "En 42 ?\n"
      "\n"
      "Objet\u00a0: Chaussures d’été\n"
      "Fabricant\u00a0: Hillside\n"
      "Votre référence\u00a0: TS-42\n"
      "Code-barres\u00a0: 4006381333931\n"
      "Sa page\u00a0: https://shop.example/trail-shoes\n"
      "Au plus\u00a0: 129,00\u00a0EUR\n"
      "Combien\u00a0: 2\n"
      "État\u00a0: d’occasion\n"
      "Livraison\u00a0: je viens le chercher\n"
      "Ma région\u00a0: Lyon\n"
      "Code postal\u00a0: 69001\n"
      "\n"
      "Vous pouvez répondre 3 fois au plus, jusqu’au 1er décembre 2026.\n"
      "Merci de répondre à ada+abcdefghij23@mail.example\n"
      "Merci de laisser cette référence dans l’objet, pour que votre réponse retrouve ma "
      "demande\u00a0: vo-abcdefghij23\n"
      "\n"
      "Mes conditions (PDC-INTENT)\u00a0: ce qui est écrit ici, mon adresse comprise, peut servir "
      "à me faire une offre sur ce souhait précis\u00a0; il ne peut être ni transmis, ni "
      "conservé, ni utilisé pour de la publicité.\n"
      "\n"
      "Merci,\nAda");
  CHECK(draft->mail.message_id == "vo-abcdefghij23@mail.example");
}

TEST_CASE("the same wish makes the same bytes, another one does not") {
  MailWish wish = wish_of(Kind::kAsk);
  wish.fields.question = "Why?";
  const auto first = make_mail(wish);
  const auto again = make_mail(wish);
  wish.fields.question = "Why not?";
  const auto other = make_mail(wish);
  REQUIRE((first && again && other));
  CHECK(first->approve == again->approve);
  CHECK(first->eml == again->eml);
  CHECK(first->approve != other->approve);
}

TEST_CASE("what is refused, by name") {
  struct Row {
    std::string what;
    MailWish wish;
    std::string outcome;
  };
  std::vector<Row> rows;
  const auto add = [&](std::string what, std::string expected, auto change) {
    MailWish wish = wish_of(Kind::kDemand);
    wish.fields.name = "Trail shoes";
    change(wish);
    rows.push_back({std::move(what), std::move(wish), std::move(expected)});
  };
  add("a thing", "ok", [](MailWish&) {});
  add("a header in a name", "field_not_allowed name",
      [](MailWish& w) { w.fields.name = "Shoes\r\nBcc: all@shop.example"; });
  add("a bare line feed in a name", "field_not_allowed name",
      [](MailWish& w) { w.fields.name = "Shoes\nBcc: all@shop.example"; });
  add("a bare carriage return", "field_not_allowed person_name",
      [](MailWish& w) { w.fields.person_name = "A\rBcc: b@shop.example"; });
  add("NUL in a question", "field_not_allowed question",
      [](MailWish& w) { w.fields.question = std::string("a\0b", 3); });
  add("not UTF-8", "field_not_allowed name", [](MailWish& w) { w.fields.name = "\xff"; });
  add("two receivers", "mail_address_malformed to",
      [](MailWish& w) { w.to = "a@shop.example, b@shop.example"; });
  add("a copy", "mail_address_malformed to",
      [](MailWish& w) { w.to = "a@shop.example?bcc=b@shop.example"; });
  add("a data-protection officer", "mail_address_for_rights ",
      [](MailWish& w) { w.to = "dpo@shop.example"; });
  add("the person's own printer", "address_private_host to",
      [](MailWish& w) { w.to = "lp@printer.local"; });
  add("an own address that is none", "mail_address_malformed own_address",
      [](MailWish& w) { w.own_address = "ada"; });
  add("a tag behind a tag", "mail_address_malformed own_address", [](MailWish& w) {
    w.own_address = "ada+x@mail.example";
    w.answer_to = MailWish::AnswerTo::kTagged;
  });
  add("a tag behind nothing", "invalid_params own_address",
      [](MailWish& w) { w.answer_to = MailWish::AnswerTo::kTagged; });
  add("a short tag", "invalid_params tag", [](MailWish& w) { w.tag = "abc"; });
  add("a tag with a header", "invalid_params tag", [](MailWish& w) { w.tag = "abcdefgh\r\nX:"; });
  add("no replies", "invalid_params max_replies", [](MailWish& w) { w.max_replies = 0; });
  add("an offer for nothing", "field_not_allowed name",
      [](MailWish& w) { w.fields.name = std::nullopt; });
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(outcome(row.wish) == row.outcome);
  }
}

TEST_CASE("no two requests share a tag") {
  std::set<std::string> tags;
  for (int i = 0; i < 1000; ++i) tags.insert(new_mail_tag());
  CHECK(tags.size() == 1000);
  for (const std::string& tag : tags) {
    MailWish wish = wish_of(Kind::kAsk);
    wish.fields.question = "?";
    wish.tag = tag;
    if (outcome(wish) != "ok") FAIL(tag);
  }
}

TEST_CASE("days in words") {
  CHECK(day_in_words(Language::kEnglish, *parse_day("2026-01-31")) == "31 January 2026");
  CHECK(day_in_words(Language::kFrench, *parse_day("2026-08-15")) == "15 août 2026");
  CHECK(day_in_words(Language::kFrench, *parse_day("2027-02-01")) == "1er février 2027");
}
