// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/price.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "pixels/currency.hpp"
#include "pixels/text.hpp"

namespace volition::pixels {
namespace {

/// A text longer than this is a description, not a price.
constexpr std::size_t kMaxPriceBytes = 200;
/// Digits that fit a 64-bit integer whatever they are.
constexpr std::size_t kMaxDigits = 18;

/// The currency that a text beside it may name, gathered while the text is read.
class CurrencyFinding {
 public:
  explicit CurrencyFinding(std::optional<std::string> beside) : beside_(std::move(beside)) {}

  void code(std::string found) { candidates_.push_back(std::move(found)); }
  void sign(std::string_view codes) { candidates_.emplace_back(codes); }

  /// The one currency that everything said agrees on.
  std::optional<std::string> decided() const {
    std::optional<std::string> chosen = beside_;
    for (const std::string& candidate : candidates_)
      if (!chosen && candidate.size() == 3) chosen = candidate;
    if (!chosen) return std::nullopt;
    const bool agreed =
        std::all_of(candidates_.begin(), candidates_.end(),
                    [&](const std::string& each) { return lists_code(each, *chosen); });
    return agreed ? chosen : std::nullopt;
  }

 private:
  std::optional<std::string> beside_;
  std::vector<std::string> candidates_;
};

/// What a character means within an amount.
enum class Mark { kDigit, kPoint, kComma, kGroup, kSpace, kMinus, kPercent, kLetter, kOther };

struct Glyph {
  Mark mark = Mark::kOther;
  char digit = '0';
  std::size_t begin = 0;
  std::size_t end = 0;
};

Mark mark_of(char32_t c) {
  if (c == '.' || c == 0x066B || c == 0xFF0E) return Mark::kPoint;
  if (c == ',' || c == 0xFF0C) return Mark::kComma;
  if (c == '\'' || c == 0x2019 || c == 0xB4 || c == '`' || c == 0x066C) return Mark::kGroup;
  if (c == ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == '\t' ||
      c == '\n' || c == '\r')
    return Mark::kSpace;
  if (c == '-' || c == 0x2212 || c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0x2014)
    return Mark::kMinus;
  if (c == '%') return Mark::kPercent;
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x590 && c != 0xD7))
    return Mark::kLetter;
  return Mark::kOther;
}

/// The digit of any of the scripts that shops write prices in.
std::optional<char> digit_of(char32_t c) {
  for (const char32_t zero : {U'0', U'\u0660', U'\u06F0', U'\u0966', U'\uFF10'})
    if (c >= zero && c < zero + 10) return static_cast<char>('0' + (c - zero));
  return std::nullopt;
}

std::vector<Glyph> glyphs_of(std::string_view text) {
  std::vector<Glyph> out;
  std::size_t at = 0;
  while (at < text.size()) {
    Glyph glyph;
    glyph.begin = at;
    const char32_t point = next_code_point(text, at);
    glyph.end = at;
    if (const auto digit = digit_of(point)) {
      glyph.mark = Mark::kDigit;
      glyph.digit = *digit;
    } else {
      glyph.mark = mark_of(point);
    }
    out.push_back(glyph);
  }
  return out;
}

/// An amount in pieces: digits, and the signs between them.
struct Amount {
  std::string digits;
  /// How many digits stood before each sign, and which sign it was.
  std::vector<std::pair<std::size_t, Mark>> signs;
};

/// Reads the one amount of a text and the currency signs around it.
class PriceReader {
 public:
  PriceReader(std::string_view text, std::optional<std::string> beside)
      : text_(text), glyphs_(glyphs_of(text)), currency_(std::move(beside)) {}

  std::optional<Money> read() {
    while (at_ < glyphs_.size()) {
      const Mark mark = glyphs_[at_].mark;
      if (mark == Mark::kDigit || (is_sign(mark) && mark_at(at_ + 1) == Mark::kDigit)) {
        if (!read_amount()) return std::nullopt;
      } else if (read_word() == Word::kNone) {
        ++at_;
      }
    }
    const auto code = currency_.decided();
    if (!amount_ || !code) return std::nullopt;
    return money_of(*amount_, *code);
  }

 private:
  static bool is_sign(Mark mark) { return mark == Mark::kPoint || mark == Mark::kComma; }
  Mark mark_at(std::size_t at) const {
    return at < glyphs_.size() ? glyphs_[at].mark : Mark::kOther;
  }

  bool read_amount() {
    if (amount_) return false;  // a range, or "2 x 129 €"
    if (at_ > 0 && (mark_at(at_ - 1) == Mark::kMinus || is_sign(mark_at(at_ - 1)))) return false;
    if (at_ > 0 && mark_at(at_ - 1) == Mark::kLetter && !currency_before_) return false;
    Amount amount;
    for (; at_ < glyphs_.size(); ++at_) {
      const Mark mark = glyphs_[at_].mark;
      if (mark == Mark::kDigit) {
        amount.digits += glyphs_[at_].digit;
        if (amount.digits.size() > kMaxDigits) return false;
      } else if (is_sign(mark) || mark == Mark::kGroup) {
        if (mark_at(at_ + 1) != Mark::kDigit) break;
        amount.signs.emplace_back(amount.digits.size(), mark);
      } else if (mark == Mark::kSpace && three_digits_follow(at_)) {
        amount.signs.emplace_back(amount.digits.size(), Mark::kGroup);
      } else {
        break;
      }
    }
    // "129,-" and "129.–" are whole amounts.
    if (is_sign(mark_at(at_)) && mark_at(at_ + 1) == Mark::kMinus) at_ += 2;
    std::size_t next = at_;
    while (mark_at(next) == Mark::kSpace) ++next;
    if (mark_at(next) == Mark::kPercent) return false;
    amount_ = std::move(amount);
    // "129EUR" is a price, "24h" is none.
    return mark_at(at_) != Mark::kLetter || read_word() == Word::kCurrency;
  }

  bool three_digits_follow(std::size_t at) const {
    for (std::size_t i = 1; i <= 3; ++i)
      if (mark_at(at + i) != Mark::kDigit) return false;
    return mark_at(at + 4) != Mark::kDigit;
  }

  enum class Word { kCurrency, kOther, kNone };

  // Passes over a currency sign or code, or a word that is neither; kNone where nothing of the kind
  // begins here.
  Word read_word() {
    currency_before_ = false;
    const std::string_view rest = text_.substr(glyphs_[at_].begin);
    for (const CurrencySign& sign : currency_signs()) {
      if (rest.substr(0, sign.text.size()) != sign.text) continue;
      std::size_t last = at_;
      while (glyphs_[last].end - glyphs_[at_].begin < sign.text.size()) ++last;
      // A sign of letters counts only as a whole word: "kr", but not the "kr" of "krem".
      if (mark_at(last) == Mark::kLetter && mark_at(last + 1) == Mark::kLetter) continue;
      currency_.sign(sign.codes);
      at_ = last + 1;
      currency_before_ = true;
      return Word::kCurrency;
    }
    std::size_t after = at_;
    while (mark_at(after) == Mark::kLetter) ++after;
    if (after == at_) return Word::kNone;
    const std::string_view word = rest.substr(0, glyphs_[after - 1].end - glyphs_[at_].begin);
    at_ = after;
    if (!may_be_code(word)) return Word::kOther;
    auto code = code_in_use(word);
    if (!code) return Word::kOther;
    currency_.code(std::move(*code));
    currency_before_ = true;
    return Word::kCurrency;
  }

  // "all", "top" and "try" are currencies too, and words: only the commonest may be lower-case.
  static bool may_be_code(std::string_view word) {
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    return word.size() == 3 && (std::all_of(word.begin(), word.end(), is_upper) || word == "eur" ||
                                word == "usd" || word == "gbp");
  }

  // Where the decimals begin, as a number of digits; nullopt where the signs make no amount.
  static std::optional<std::size_t> whole_digits(const Amount& amount, int decimals) {
    const std::size_t all = amount.digits.size();
    if (amount.signs.empty()) return all;
    const std::size_t last_at = amount.signs.back().first;
    const Mark last = amount.signs.back().second;
    const auto same = [&](const auto& each) { return each.second == last; };
    const auto times = std::count_if(amount.signs.begin(), amount.signs.end(), same);
    const std::size_t after = all - last_at;
    bool decimal = last != Mark::kGroup && times == 1;
    const bool has_three = decimals == 3 && last == Mark::kPoint;
    if (decimal && amount.signs.size() == 1 && after == 3 && !has_three && last_at >= 1 &&
        last_at <= 3 && amount.digits[0] != '0')
      decimal = false;  // "1.299" groups thousands
    const std::size_t whole = decimal ? last_at : all;
    // What is left groups thousands, all with one sign, or by two in India.
    std::size_t previous = 0;
    std::optional<Mark> group;
    for (std::size_t i = 0; i < amount.signs.size(); ++i) {
      const auto [at, mark] = amount.signs[i];
      if (decimal && i + 1 == amount.signs.size()) break;
      if (group && *group != mark) return std::nullopt;
      const bool last_group = i + 1 == amount.signs.size() - (decimal ? 1 : 0);
      const std::size_t length = at - previous;
      if (i == 0 ? (length < 1 || length > 3) : (length != 3 && length != 2)) return std::nullopt;
      if (last_group && whole - at != 3) return std::nullopt;
      group = mark;
      previous = at;
    }
    return whole;
  }

  static std::optional<Money> money_of(const Amount& amount, const std::string& code) {
    const int decimals = *currency_decimals(code);
    const auto whole = whole_digits(amount, decimals);
    if (!whole) return std::nullopt;
    return to_money(amount.digits.substr(0, *whole), amount.digits.substr(*whole), code);
  }

 public:
  /// Whole and decimal digits to minor units; decimals beyond the currency's are rounded half up.
  static std::optional<Money> to_money(std::string digits, std::string_view decimals,
                                       const std::string& code) {
    const auto wanted = static_cast<std::size_t>(*currency_decimals(code));
    bool up = false;
    for (std::size_t i = 0; i < wanted; ++i) digits += i < decimals.size() ? decimals[i] : '0';
    if (decimals.size() > wanted) up = decimals[wanted] >= '5';
    const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size());
    digits.erase(0, first);
    if (digits.size() > kMaxDigits) return std::nullopt;
    std::int64_t minor = 0;
    for (const char c : digits) minor = minor * 10 + (c - '0');
    if (up) ++minor;
    if (minor > kMaxMinor) return std::nullopt;
    return Money{minor, code};
  }

 private:
  std::string_view text_;
  std::vector<Glyph> glyphs_;
  std::size_t at_ = 0;
  CurrencyFinding currency_;
  std::optional<Amount> amount_;
  bool currency_before_ = false;
};

/// "129.5", "1.29e2": whole digits and decimals with the exponent applied; nullopt for another
/// form.
std::optional<std::pair<std::string, std::string>> machine_number(std::string_view text) {
  std::string whole;
  std::string decimals;
  std::size_t at = 0;
  while (at < text.size() && is_digit(text[at])) whole += text[at++];
  if (at < text.size() && text[at] == '.') {
    ++at;
    while (at < text.size() && is_digit(text[at])) decimals += text[at++];
  }
  if (whole.empty() && decimals.empty()) return std::nullopt;
  if (at == text.size()) return std::pair{whole, decimals};
  if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
  ++at;
  bool negative = false;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) negative = text[at++] == '-';
  const std::string_view exponent = text.substr(at);
  if (exponent.empty() || exponent.size() > 2 ||
      !std::all_of(exponent.begin(), exponent.end(), is_digit))
    return std::nullopt;
  int shift = 0;
  for (const char c : exponent) shift = shift * 10 + (c - '0');
  for (; shift > 0; --shift) {
    std::string& from = negative ? whole : decimals;
    const char moved = from.empty() ? '0' : (negative ? from.back() : from.front());
    if (!from.empty()) from.erase(negative ? from.size() - 1 : 0, 1);
    if (negative) {
      decimals.insert(decimals.begin(), moved);
    } else {
      whole += moved;
    }
  }
  return std::pair{whole, decimals};
}

}  // namespace

std::optional<Money> parse_price(std::string_view text, std::string_view currency,
                                 Notation notation) {
  if (text.size() > kMaxPriceBytes) return std::nullopt;
  auto beside = parse_currency(currency);
  if (notation == Notation::kNumber) {
    if (const auto number = machine_number(trim(text))) {
      if (!beside) return std::nullopt;
      return PriceReader::to_money(number->first, number->second, *beside);
    }
  }
  return PriceReader(text, std::move(beside)).read();
}

}  // namespace volition::pixels
