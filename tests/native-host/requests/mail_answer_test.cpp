// SPDX-License-Identifier: GPL-3.0-or-later
// A pasted answer: tied by what only the receiver knows, and inert. Everything in it may be forged.

#include "requests/mail_answer.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "print_result.hpp"

using namespace volition;
using namespace volition::requests;

namespace {

const MailTie kTie{"abcdefghij23", "vo-abcdefghij23@mail.example", "ada+abcdefghij23@mail.example"};

std::string name_of(TiedBy tied) {
  switch (tied) {
    case TiedBy::kTag:
      return "tag";
    case TiedBy::kInReplyTo:
      return "in_reply_to";
    case TiedBy::kAddress:
      return "address";
    case TiedBy::kNothing:
      return "nothing";
    case TiedBy::kForeign:
      return "foreign";
  }
  return "";
}

MailMessage saying(std::string text) {
  MailMessage message;
  message.text = std::move(text);
  return message;
}

}  // namespace

TEST_CASE("what ties an answer to its request") {
  struct Row {
    std::string what;
    MailMessage message;
    std::string tied;
  };
  std::vector<Row> rows;
  const auto add = [&](std::string what, std::string tied, auto set) {
    MailMessage message;
    set(message);
    rows.push_back({std::move(what), std::move(message), std::move(tied)});
  };
  add("nothing", "nothing", [](MailMessage&) {});
  add("the subject", "tag", [](MailMessage& m) { m.subject = "Re: A [vo-abcdefghij23]"; });
  add("in capitals", "tag", [](MailMessage& m) { m.subject = "RE: A [VO-ABCDEFGHIJ23]"; });
  add("in the text", "tag", [](MailMessage& m) { m.text = "> reference: vo-abcdefghij23\nyes"; });
  add("within a longer word", "nothing", [](MailMessage& m) { m.subject = "vo-abcdefghij234"; });
  add("behind a letter", "nothing", [](MailMessage& m) { m.subject = "xvo-abcdefghij23"; });
  add("cut short", "nothing", [](MailMessage& m) { m.subject = "vo-abcdefghij2"; });
  add("another's in the subject", "foreign",
      [](MailMessage& m) { m.subject = "Re: [vo-zzzzzzzzzz77]"; });
  add("another's in the text", "foreign", [](MailMessage& m) { m.text = "vo-zzzzzzzzzz77"; });
  add("another's beside ours", "tag",
      [](MailMessage& m) { m.text = "vo-zzzzzzzzzz77 vo-abcdefghij23"; });
  add("another's in the subject, ours in the text", "foreign", [](MailMessage& m) {
    m.subject = "vo-zzzzzzzzzz77";
    m.text = "vo-abcdefghij23";
  });
  add("In-Reply-To", "in_reply_to",
      [](MailMessage& m) { m.in_reply_to = "<vo-abcdefghij23@mail.example>"; });
  add("References", "in_reply_to",
      [](MailMessage& m) { m.references = "<a@b.example> <VO-abcdefghij23@MAIL.example>"; });
  add("an id that ends like ours", "nothing",
      [](MailMessage& m) { m.in_reply_to = "<x.vo-abcdefghij23@mail.example>"; });
  add("the tagged address", "address",
      [](MailMessage& m) { m.to = "Ada <ada+abcdefghij23@mail.example>"; });
  add("an address that ends like it", "nothing",
      [](MailMessage& m) { m.to = "xada+abcdefghij23@mail.example"; });
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(name_of(tied_by(kTie, row.message)) == row.tied);
  }
  // A request without the person's own address has neither id nor tagged address.
  const MailTie bare{"abcdefghij23", std::nullopt, std::nullopt};
  MailMessage message;
  message.in_reply_to = "<>";
  CHECK(name_of(tied_by(bare, message)) == "nothing");
}

TEST_CASE("an answer is inert text") {
  const auto answer =
      read_mail_answer({"Shop\r\n <a@shop.example>\u202e", "", "", "", "",
                        "\n  Yes\r\n\r\nright \u202eto left\u202c and \u2067isolated\u2069\u0007, "
                        "<script>alert(1)</script>\n\n"});
  REQUIRE(answer);
  CHECK(answer->text == "Yes\n\nright to left and isolated, <script>alert(1)</script>");
  CHECK(answer->from == "Shop  <a@shop.example>");
  CHECK(answer->length == MailAnswer::Length::kWhole);
  CHECK_FALSE(read_mail_answer(saying("")));
  CHECK_FALSE(read_mail_answer(saying(" \r\n\t\u202e ")));
  CHECK(read_mail_answer(saying("x"))->from == std::nullopt);
}

TEST_CASE("a long answer is cut between characters, and says so") {
  std::string whole;
  for (std::size_t i = 0; i < kMaxMailText; ++i) whole += "é";
  const auto fits = read_mail_answer(saying(whole));
  REQUIRE(fits);
  CHECK(fits->text == whole);
  CHECK(fits->length == MailAnswer::Length::kWhole);
  const auto cut = read_mail_answer(saying(whole + "👟"));
  REQUIRE(cut);
  CHECK(cut->text == whole);
  CHECK(cut->length == MailAnswer::Length::kShortened);
}

TEST_CASE("a text of nothing but marks is looked through once") {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "vo-";
  CHECK(name_of(tied_by(kTie, saying(text))) == "nothing");
}
