// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/node.hpp"

#include "pixels/text.hpp"

namespace volition::pixels {
namespace {

/// Whether a quote inside a string may belong to its text.
enum class Quotes { kStrict, kGuess };

class LenientReader {
 public:
  LenientReader(std::string_view text, const NodeLimits& limits, Quotes quotes)
      : text_(text), limits_(limits), quotes_(quotes) {}

  std::optional<Node> read() {
    Node roots{NodeType::kArray, {}, {}, {}};
    for (;;) {
      skip_blank();
      while (at_ < text_.size() && (peek() == ';' || peek() == ',')) {
        ++at_;
        skip_blank();
      }
      if (at_ >= text_.size()) break;
      if (peek() != '{' && peek() != '[') return std::nullopt;
      auto root = value(0);
      if (!root) return std::nullopt;
      roots.items.push_back(std::move(*root));
    }
    if (roots.items.empty()) return std::nullopt;
    if (roots.items.size() == 1) return std::move(roots.items.front());
    return roots;
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool at_end() const { return at_ >= text_.size(); }
  bool follows(std::string_view mark) const { return text_.substr(at_, mark.size()) == mark; }

  bool skip_past(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
    return true;
  }

  bool skip_mark() {
    for (const std::string_view mark :
         {"//<![CDATA[", "//]]>", "<![CDATA[", "]]>", "<!--", "-->", "\xEF\xBB\xBF", "\xC2\xA0"}) {
      if (!follows(mark)) continue;
      at_ += mark.size();
      return true;
    }
    if (follows("/*")) return skip_past("*/");
    if (follows("//")) return skip_past("\n");
    return false;
  }

  void skip_blank() {
    while (!at_end()) {
      if (static_cast<unsigned char>(peek()) <= 0x20) {
        ++at_;
      } else if (!skip_mark()) {
        return;
      }
    }
  }

  // A value, or nullopt where the text is beyond repair. `cut_` is set where the text ended within
  // it.
  std::optional<Node> value(std::size_t depth) {
    if (depth > limits_.max_depth || ++nodes_ > limits_.max_nodes) return std::nullopt;
    const char c = peek();
    if (c == '{') return object(depth);
    if (c == '[') return array(depth);
    if (c == '"' || c == '\'') {
      auto read = string(c);
      if (!read) return std::nullopt;
      return Node::string(std::move(*read));
    }
    return word();
  }

  std::optional<Node> object(std::size_t depth) {
    Node out = Node::object();
    ++at_;
    for (;;) {
      skip_blank();
      if (at_end()) {
        cut_ = true;
        return out;
      }
      if (peek() == ',' || peek() == ';') {
        ++at_;
        continue;
      }
      if (peek() == '}') {
        ++at_;
        return out;
      }
      auto name = member_name();
      if (!name) return std::nullopt;
      skip_blank();
      if (at_end() || cut_) {
        cut_ = true;
        return out;
      }
      if (peek() != ':') return std::nullopt;
      ++at_;
      skip_blank();
      if (at_end()) {
        cut_ = true;
        return out;
      }
      // "name": , and "name": } say nothing.
      if (peek() == ',' || peek() == '}') continue;
      auto member = value(depth + 1);
      if (!member) return std::nullopt;
      if (!cut_ || !member->is_scalar()) out.add(std::move(*name), std::move(*member));
      if (cut_) return out;
    }
  }

  std::optional<Node> array(std::size_t depth) {
    Node out{NodeType::kArray, {}, {}, {}};
    ++at_;
    for (;;) {
      skip_blank();
      if (at_end()) {
        cut_ = true;
        return out;
      }
      if (peek() == ',' || peek() == ';') {
        ++at_;
        continue;
      }
      if (peek() == ']') {
        ++at_;
        return out;
      }
      auto item = value(depth + 1);
      if (!item) return std::nullopt;
      if (!cut_ || !item->is_scalar()) out.items.push_back(std::move(*item));
      if (cut_) return out;
    }
  }

  std::optional<std::string> member_name() {
    if (++nodes_ > limits_.max_nodes) return std::nullopt;
    if (peek() == '"' || peek() == '\'') return string(peek());
    const std::size_t begin = at_;
    while (is_letter(peek()) || is_digit(peek()) || peek() == '_' || peek() == '$' ||
           peek() == '@' || peek() == '-')
      ++at_;
    if (at_ == begin) return std::nullopt;
    return std::string(text_.substr(begin, at_ - begin));
  }

  // A number, or one of the words for true, false and nothing.
  std::optional<Node> word() {
    const std::size_t begin = at_;
    while (is_letter(peek()) || is_digit(peek()) || peek() == '.' || peek() == '-' || peek() == '+')
      ++at_;
    const std::string_view read = text_.substr(begin, at_ - begin);
    if (read.empty()) return std::nullopt;
    if (at_end()) cut_ = true;
    if (is_digit(read.back()) && (is_digit(read[0]) || read[0] == '-' || read[0] == '.'))
      return Node{NodeType::kNumber, std::string(read), {}, {}};
    if (read == "true" || read == "True") return Node{NodeType::kBool, "true", {}, {}};
    if (read == "false" || read == "False") return Node{NodeType::kBool, "false", {}, {}};
    for (const std::string_view nothing : {"null", "None", "undefined", "NaN", "Infinity", "nil"})
      if (read == nothing) return Node{};
    return cut_ ? std::optional<Node>(Node{}) : std::nullopt;
  }

  // Whether the quote at at_ ends its string: something of JSON's own follows.
  bool quote_ends() const {
    if (quotes_ == Quotes::kStrict) return true;
    std::size_t next = at_ + 1;
    while (next < text_.size() && static_cast<unsigned char>(text_[next]) <= 0x20) ++next;
    if (next >= text_.size()) return true;
    const char c = text_[next];
    if (c == '}' || c == ']' || c == ':') return true;
    if (c != ',') return false;
    // After a comma a new value begins; "24", with a handle" goes on as text.
    ++next;
    while (next < text_.size() && static_cast<unsigned char>(text_[next]) <= 0x20) ++next;
    if (next >= text_.size()) return true;
    const char after = text_[next];
    return after == '"' || after == '\'' || after == '{' || after == '[' || after == '}' ||
           after == ']' || after == '-' || after == '/' || is_digit(after) ||
           text_.substr(next, 4) == "true" || text_.substr(next, 4) == "null" ||
           text_.substr(next, 5) == "false";
  }

  std::optional<std::string> string(char quote) {
    std::string out;
    ++at_;
    for (;;) {
      const std::size_t plain = at_;
      while (!at_end() && peek() != quote && peek() != '\\') ++at_;
      out.append(text_.substr(plain, at_ - plain));
      if (at_end()) {
        cut_ = true;
        return out;
      }
      if (peek() == quote) {
        if (quote_ends()) {
          ++at_;
          return out;
        }
        out += quote;
        ++at_;
        continue;
      }
      ++at_;
      escape(out);
    }
  }

  void escape(std::string& out) {
    if (at_end()) {
      cut_ = true;
      return;
    }
    const char c = peek();
    ++at_;
    switch (c) {
      case 'n':
      case 'r':
      case 't':
      case 'b':
      case 'f':
        out += ' ';
        return;
      case 'u':
        unicode_escape(out);
        return;
      default:
        out += c;
    }
  }

  // Four hexadecimal digits at `from`.
  std::optional<char32_t> unit_at(std::size_t from) const {
    if (from + 4 > text_.size()) return std::nullopt;
    char32_t unit = 0;
    for (const char c : text_.substr(from, 4)) {
      const char lower = static_cast<char>(c | 0x20);
      if (is_digit(c)) {
        unit = unit * 16 + static_cast<char32_t>(c - '0');
      } else if (lower >= 'a' && lower <= 'f') {
        unit = unit * 16 + static_cast<char32_t>(lower - 'a' + 10);
      } else {
        return std::nullopt;
      }
    }
    return unit;
  }

  void unicode_escape(std::string& out) {
    const auto unit = unit_at(at_);
    if (!unit) {
      out += 'u';
      return;
    }
    at_ += 4;
    char32_t point = *unit;
    if (point >= 0xD800 && point <= 0xDBFF && follows("\\u")) {
      const auto low = unit_at(at_ + 2);
      if (low && *low >= 0xDC00 && *low <= 0xDFFF) {
        point = 0x10000 + ((point - 0xD800) << 10U) + (*low - 0xDC00);
        at_ += 6;
      }
    }
    append_utf8(out, point == 0 ? 0xFFFD : point);
  }

  std::string_view text_;
  NodeLimits limits_;
  Quotes quotes_;
  std::size_t at_ = 0;
  std::size_t nodes_ = 0;
  bool cut_ = false;
};

/// &quot; and &#34; as quotes, and nothing else: other entities belong to the texts.
std::string with_real_quotes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    bool found = false;
    for (const std::string_view spelling : {"&quot;", "&#34;", "&#x22;", "&ldquo;", "&rdquo;"}) {
      if (text.substr(at, spelling.size()) != spelling) continue;
      out += '"';
      at += spelling.size();
      found = true;
      break;
    }
    if (!found) out += text[at++];
  }
  return out;
}

}  // namespace

Node Node::string(std::string value) { return {NodeType::kString, std::move(value), {}, {}}; }

Node Node::object() { return {NodeType::kObject, {}, {}, {}}; }

void Node::add(std::string name, Node value) {
  names.push_back(std::move(name));
  items.push_back(std::move(value));
}

const Node* Node::find(std::string_view name) const {
  if (!is_object()) return nullptr;
  for (std::size_t i = names.size(); i > 0; --i)
    if (names[i - 1] == name) return &items[i - 1];
  return nullptr;
}

std::optional<Node> read_lenient(std::string_view text, const NodeLimits& limits) {
  for (const Quotes quotes : {Quotes::kStrict, Quotes::kGuess})
    if (auto read = LenientReader(text, limits, quotes).read()) return read;
  if (text.find('"') != std::string_view::npos || text.find('&') == std::string_view::npos)
    return std::nullopt;
  const std::string quoted = with_real_quotes(text);
  return LenientReader(quoted, limits, Quotes::kStrict).read();
}

}  // namespace volition::pixels
