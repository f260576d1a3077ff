// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/mail_words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "requests/amount.hpp"

namespace volition::requests {
namespace {

using Months = std::array<std::string_view, 12>;

constexpr Months kEnglishMonths{"January",   "February", "March",    "April",
                                "May",       "June",     "July",     "August",
                                "September", "October",  "November", "December"};
constexpr Months kFrenchMonths{"janvier",   "février", "mars",     "avril",
                               "mai",       "juin",    "juillet",  "août",
                               "septembre", "octobre", "novembre", "décembre"};

/// Every sentence and label, once for each language. Labels come with their colon, which French
/// sets after a no-break space.
struct Words {
  std::string_view offer_subject;
  std::string_view question_subject;
  std::string_view question_subject_alone;
  std::string_view greeting;
  std::string_view offer_opening;
  std::string_view question_opening;
  std::string_view name;
  std::string_view maker;
  std::string_view sku;
  std::string_view gtin;
  std::string_view url;
  std::string_view max_price;
  std::string_view quantity;
  std::string_view condition;
  std::string_view delivery;
  std::string_view area;
  std::string_view postcode;
  std::array<std::string_view, 3> conditions;
  std::array<std::string_view, 2> deliveries;
  std::string_view answer_to;
  std::string_view once_before;
  std::string_view often_before;
  std::string_view often_after;
  std::string_view day_after;
  std::string_view reference;
  std::string_view terms;
  std::string_view terms_offer;
  std::string_view thanks;
};

constexpr Words kEnglish{
    "Offer wanted: ",
    "Question about ",
    "A question",
    "Hello,",
    "I am looking for the following, and ask you for an offer.",
    "I have a question for you.",
    "Thing: ",
    "Maker: ",
    "Your number for it: ",
    "Bar code: ",
    "Its page: ",
    "At most: ",
    "How many: ",
    "Condition: ",
    "Delivery: ",
    "Area: ",
    "Postcode: ",
    {"new", "used", "refurbished"},
    {"by mail", "I fetch it"},
    "Please answer to ",
    "You may answer once, until ",
    "You may answer up to ",
    " times, until ",
    ".",
    "Please leave this reference in the subject, so that your answer finds my request: ",
    "My terms (SD-BASE): what stands here, my address included, may be used to answer me; it may "
    "not be "
    "passed on or kept, nor used for advertising.",
    "My terms (PDC-INTENT): what stands here, my address included, may be used to answer me with "
    "an "
    "offer on exactly this wish; it may not be passed on or kept, nor used for advertising.",
    "Thank you,"};

// U+00A0 stands before colons and inside guillemets.
constexpr Words kFrench{
    "Demande d’offre\u00a0: ",
    "Question sur ",
    "Une question",
    "Bonjour,",
    "Je cherche ce qui suit et vous demande une offre.",
    "J’ai une question à vous poser.",
    "Objet\u00a0: ",
    "Fabricant\u00a0: ",
    "Votre référence\u00a0: ",
    "Code-barres\u00a0: ",
    "Sa page\u00a0: ",
    "Au plus\u00a0: ",
    "Combien\u00a0: ",
    "État\u00a0: ",
    "Livraison\u00a0: ",
    "Ma région\u00a0: ",
    "Code postal\u00a0: ",
    {"neuf", "d’occasion", "reconditionné"},
    {"par la poste", "je viens le chercher"},
    "Merci de répondre à ",
    "Vous pouvez répondre une fois, jusqu’au ",
    "Vous pouvez répondre ",
    " fois au plus, jusqu’au ",
    ".",
    "Merci de laisser cette référence dans l’objet, pour que votre réponse retrouve ma "
    "demande\u00a0: ",
    "Mes conditions (SD-BASE)\u00a0: ce qui est écrit ici, mon adresse comprise, peut servir à me "
    "répondre\u00a0; il ne peut être ni transmis, ni conservé, ni utilisé pour de la publicité.",
    "Mes conditions (PDC-INTENT)\u00a0: ce qui est écrit ici, mon adresse comprise, peut servir à "
    "me "
    "faire une offre sur ce souhait précis\u00a0; il ne peut être ni transmis, ni conservé, ni "
    "utilisé pour de la publicité.",
    "Merci,"};

const Words& words_in(Language language) {
  return language == Language::kFrench ? kFrench : kEnglish;
}

/// Paragraphs, a blank line between them.
class Text {
 public:
  void line(std::string_view text) {
    if (!text_.empty()) text_ += gap_ ? "\n\n" : "\n";
    gap_ = false;
    text_ += text;
  }
  void labelled(std::string_view label, const std::optional<std::string>& value) {
    if (value) line(std::string(label) + *value);
  }
  void gap() { gap_ = true; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool gap_ = false;
};

std::optional<std::string> price_in_words(Language language, const std::optional<Money>& price) {
  if (!price) return std::nullopt;
  auto amount = write_amount(*price);
  if (!amount) return std::nullopt;
  if (language == Language::kFrench) std::replace(amount->begin(), amount->end(), '.', ',');
  return *amount + "\u00a0" + price->currency;
}

template <std::size_t N, typename Choice>
std::optional<std::string> choice_in_words(const std::array<std::string_view, N>& names,
                                           std::optional<Choice> choice) {
  if (!choice) return std::nullopt;
  return std::string(names.at(static_cast<std::size_t>(*choice)));
}

void add_thing(Text& text, Language language, const Fields& fields) {
  const Words& words = words_in(language);
  text.labelled(words.name, fields.name);
  text.labelled(words.maker, fields.maker);
  text.labelled(words.sku, fields.sku);
  text.labelled(words.gtin, fields.gtin);
  text.labelled(words.url, fields.url);
  text.labelled(words.max_price, price_in_words(language, fields.max_price));
  if (fields.quantity) text.line(std::string(words.quantity) + std::to_string(*fields.quantity));
  text.labelled(words.condition, choice_in_words(words.conditions, fields.condition));
  text.labelled(words.delivery, choice_in_words(words.deliveries, fields.delivery));
  text.labelled(words.area, fields.area);
  text.labelled(words.postcode, fields.postcode);
}

std::string time_to_answer(Language language, const MailFrame& frame) {
  const Words& words = words_in(language);
  std::string line(frame.max_replies == 1 ? words.once_before : words.often_before);
  if (frame.max_replies > 1) {
    line += std::to_string(frame.max_replies);
    line += words.often_after;
  }
  line += day_in_words(language, frame.until);
  line += words.day_after;
  return line;
}

}  // namespace

std::optional<Language> parse_language(std::string_view name) {
  if (name == "en") return Language::kEnglish;
  if (name == "fr") return Language::kFrench;
  return std::nullopt;
}

std::string day_in_words(Language language, Day day) {
  const std::string digits = format_day(day);
  const int month = std::stoi(digits.substr(5, 2));
  const int number = std::stoi(digits.substr(8, 2));
  const bool french = language == Language::kFrench;
  const Months& months = french ? kFrenchMonths : kEnglishMonths;
  std::string out = std::to_string(number);
  if (french && number == 1) out += "er";
  out += ' ';
  out += months.at(static_cast<std::size_t>(month - 1));
  return out + ' ' + digits.substr(0, 4);
}

std::string mail_subject(Language language, const MailFrame& frame, const Fields& fields) {
  const Words& words = words_in(language);
  std::string subject;
  if (!fields.name) {
    subject = words.question_subject_alone;
  } else {
    subject = frame.kind == Kind::kDemand ? words.offer_subject : words.question_subject;
    subject += *fields.name;
  }
  return subject + " [" + frame.reference + "]";
}

std::string mail_body(Language language, const MailFrame& frame, const Fields& fields) {
  const Words& words = words_in(language);
  Text text;
  text.line(words.greeting);
  text.gap();
  text.line(frame.kind == Kind::kDemand ? words.offer_opening : words.question_opening);
  if (fields.question) {
    text.gap();
    text.line(*fields.question);
  }
  text.gap();
  add_thing(text, language, fields);
  text.gap();
  text.line(time_to_answer(language, frame));
  if (frame.answer_to) text.line(std::string(words.answer_to) + *frame.answer_to);
  text.line(std::string(words.reference) + frame.reference);
  text.gap();
  text.line(frame.terms == Terms::kIntent ? words.terms_offer : words.terms);
  text.gap();
  text.line(words.thanks);
  if (fields.person_name) text.line(*fields.person_name);
  return text.take();
}

}  // namespace volition::requests
