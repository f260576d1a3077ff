// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a mail. Read back here with readers written apart from the writers; the file as a
// whole is read back by another library in tests/integration/mail.test.mjs.

#include "requests/mail_encoding.hpp"

#include <sstream>
#include <string>
#include <vector>

#include "base/encoding.hpp"
#include "catch/catch.hpp"
#include "print_result.hpp"

using namespace volition;
using namespace volition::requests;

namespace {

Mail mail_with(std::string subject, std::string body) {
  return {{"contact", "shop.example"}, std::move(subject), std::move(body), {}, {}};
}

int digit(char c) { return c <= '9' ? c - '0' : c - 'A' + 10; }

/// RFC 2045 §6.7, for what quoted_printable writes.
std::string unquoted(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
    } else if (text.compare(i, 3, "=\r\n") == 0) {
      i += 2;
    } else {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    }
  }
  return out;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  for (std::size_t end; (end = text.find("\r\n", at)) != std::string::npos; at = end + 2) {
    lines.push_back(text.substr(at, end - at));
  }
  CHECK(at == text.size());
  return lines;
}

/// What the encoded words of a header field say.
std::string decoded(const std::string& field) {
  std::string out;
  for (std::size_t at = field.find("=?UTF-8?B?"); at != std::string::npos;
       at = field.find("=?UTF-8?B?", at)) {
    at += 10;
    const std::size_t end = field.find("?=", at);
    const auto bytes = from_base64(field.substr(at, end - at));
    REQUIRE(bytes);
    // Each word is whole characters.
    CHECK(count_code_points(as_text(*bytes)));
    out += as_text(*bytes);
  }
  return out;
}

}  // namespace

TEST_CASE("a mailto address after RFC 6068") {
  struct Row {
    std::string subject;
    std::string body;
    std::string address;
  };
  const std::vector<Row> rows = {
      {"A question", "Hello", "mailto:contact@shop.example?subject=A%20question&body=Hello"},
      // RFC 6068 §5: line breaks are %0D%0A, and what has a meaning in the address is encoded.
      {"x", "one\ntwo", "mailto:contact@shop.example?subject=x&body=one%0D%0Atwo"},
      {"a&cc=b@c.example", "#?=;+",
       "mailto:contact@shop.example?subject=a%26cc%3Db%40c.example&body=%23%3F%3D%3B%2B"},
      {"100 %", "\"'<>", "mailto:contact@shop.example?subject=100%20%25&body=%22%27%3C%3E"},
      {"café", "€", "mailto:contact@shop.example?subject=caf%C3%A9&body=%E2%82%AC"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.address);
    CHECK(mailto_address(mail_with(row.subject, row.body)) == row.address);
  }
  Mail odd = mail_with("x", "y");
  odd.to = {"gorby%kremvax+a", "shop.example"};
  CHECK(mailto_address(odd) == "mailto:gorby%25kremvax%2Ba@shop.example?subject=x&body=y");
}

TEST_CASE("a header field is one field, whatever stands in it") {
  CHECK(header_field("Subject", "A question") == "Subject: A question\r\n");
  CHECK(header_field("Subject", "=?UTF-8?B?eA==?=") ==
        "Subject: =?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=\r\n");
  CHECK(header_field("Subject", "two  blanks").find("=?UTF-8?B?") != std::string::npos);
  const std::vector<std::string> texts = {
      "Chaussures d’été",
      std::string(400, 'x'),
      std::string("Question sur ") + std::string(80, 'e') + " et " + std::string(80, 'f') + " ici",
      [] {
        std::string long_one;
        for (int i = 0; i < 100; ++i) long_one += i % 3 == 0 ? "👟" : "é";
        return long_one;
      }(),
      "right \u202eto left",
      // No field can hold these; were one to come here, it would still be one field.
      "a\r\nBcc: b@shop.example",
  };
  for (const std::string& text : texts) {
    CAPTURE(text);
    const std::string field = header_field("Subject", text);
    const auto lines = lines_of(field);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      CHECK(lines[i].size() <= 998);
      CHECK((i == 0) == (lines[i].find("Subject: ") == 0));
      if (i > 0) CHECK(lines[i].front() == ' ');
      CHECK(lines[i].find_first_not_of(' ') != std::string::npos);
    }
    if (field.find("=?UTF-8") != std::string::npos) {
      CHECK(decoded(field) == text);
      for (const std::string& line : lines)
        CHECK(line.size() <= 76 + std::string("Subject: ").size());
    }
  }
}

TEST_CASE("quoted-printable comes back as it was, in short lines of ASCII") {
  const std::vector<std::string> texts = {
      "",
      "plain",
      "a = b",
      "café\u00a0: 129 €",
      "blank at the end ",
      "tab at the end\t",
      "one\n\nthree\n",
      ".\nFrom me",
      std::string(998, 'x'),
      std::string(5000, '='),
      std::string(75, 'x') + "é",
      std::string(75, 'x') + " ",
      std::string(76, 'x'),
      std::string(77, 'x'),
  };
  for (const std::string& text : texts) {
    CAPTURE(text);
    const std::string written = quoted_printable(text);
    for (const std::string& line : lines_of(written)) {
      CHECK(line.size() <= 76);
      CHECK((line.empty() || (line.back() != ' ' && line.back() != '\t')));
    }
    std::string expected;
    for (const char c : text) expected += c == '\n' ? std::string("\r\n") : std::string(1, c);
    CHECK(unquoted(written) == expected + "\r\n");
    CHECK(written.find_first_not_of(
              "\r\n\t !\"#$%&'()*+,-./0123456789:;<=>?@"
              "ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~") ==
          std::string::npos);
  }
}

TEST_CASE("the draft file says that it is unsent, and names one receiver") {
  Mail mail = mail_with("Été [vo-abcdefghij23]", "Bonjour,\n\nmerci");
  mail.answer_to = MailAddress{"ada+abcdefghij23", "mail.example"};
  mail.message_id = "vo-abcdefghij23@mail.example";
  CHECK(eml_draft(mail) ==
        "X-Unsent: 1\r\n"
        "To: contact@shop.example\r\n"
        "Subject: =?UTF-8?B?w4l0w6kgW3ZvLWFiY2RlZmdoaWoyM10=?=\r\n"
        "Reply-To: ada+abcdefghij23@mail.example\r\n"
        "Message-ID: <vo-abcdefghij23@mail.example>\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "Bonjour,\r\n\r\nmerci\r\n");
}

TEST_CASE("each webmail is given the words, unless its address would be too long") {
  const auto pages = webmail_drafts(mail_with("a&b", "é\nx"));
  std::string all;
  for (const WebmailDraft& page : pages) all += page.provider + " " + page.url + "\n";
  CHECK(all ==
        "gmail https://mail.google.com/mail/?view=cm&fs=1&to=contact%40shop.example"
        "&su=a%26b&body=%C3%A9%0D%0Ax\n"
        "outlook https://outlook.live.com/mail/0/deeplink/compose?to=contact%40shop.example"
        "&subject=a%26b&body=%C3%A9%0D%0Ax\n"
        "outlook_work https://outlook.office.com/mail/deeplink/compose?to=contact%40shop.example"
        "&subject=a%26b&body=%C3%A9%0D%0Ax\n"
        "yahoo https://compose.mail.yahoo.com/?to=contact%40shop.example"
        "&subject=a%26b&body=%C3%A9%0D%0Ax\n");
  CHECK(webmail_drafts(mail_with("a", std::string(8000, 'x'))).empty());
}
