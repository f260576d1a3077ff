// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/products.hpp"

#include <algorithm>

#include "pixels/price.hpp"
#include "pixels/text.hpp"
#include "url/query.hpp"

namespace volition::pixels {
namespace {

/// Google numbers its items from 1 to 200.
constexpr int kMaxNumbered = 200;

std::optional<std::int64_t> whole_number(std::string_view text) {
  text = trim(text);
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos &&
      text.find_first_not_of('0', point + 1) == std::string_view::npos)
    text = text.substr(0, point);
  if (text.empty() || text.size() > 7 || !std::all_of(text.begin(), text.end(), is_digit))
    return std::nullopt;
  std::int64_t number = 0;
  for (const char c : text) number = number * 10 + (c - '0');
  if (number > kMaxQuantity) return std::nullopt;
  return number;
}

/// An id as shops mean it: without the quotes that some wrap it in.
std::string_view unquoted(std::string_view text) {
  text = trim(text);
  while (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
         text.back() == text.front())
    text = trim(text.substr(1, text.size() - 2));
  return text;
}

class ProductReader {
 public:
  ProductReader(const ProductRule& rule, Params& call, const Node& event, std::string_view currency)
      : rule_(rule), call_(call), event_(event), currency_(currency) {}

  std::vector<SaidProduct> read() {
    switch (rule_.as) {
      case ProductsAs::kFlat:
        add(event_);
        break;
      case ProductsAs::kTildes:
        read_tildes();
        break;
      default:
        for (const std::string& path : rule_.at) {
          const Node* found = call_.at(event_, path);
          if (found != nullptr) read_list(*found);
          if (!out_.empty()) break;
        }
    }
    return std::move(out_);
  }

 private:
  bool full() const { return out_.size() >= kMaxProducts; }

  void add_id(std::string_view id) {
    auto cleaned = clean_or_none(unquoted(id), kMaxProductId);
    if (!cleaned || full()) return;
    out_.push_back({std::move(cleaned), std::nullopt, std::nullopt, std::nullopt});
  }

  void add(const Node& fields) {
    if (full()) return;
    SaidProduct made;
    made.id = clean_or_none(unquoted(text_at(call_, fields, rule_.id)), kMaxProductId);
    made.name = clean_or_none(plain_from_html(text_at(call_, fields, rule_.name)), kMaxName);
    made.price = said_price(text_at(call_, fields, rule_.price), currency_);
    made.quantity = whole_number(text_at(call_, fields, rule_.quantity));
    if (made.id || made.name || made.price) out_.push_back(std::move(made));
  }

  void add_item(const Node& item) {
    if (item.is_scalar()) {
      add_id(item.text);
    } else {
      add(item);
    }
  }

  void read_list(const Node& found) {
    switch (rule_.as) {
      case ProductsAs::kJson:
      case ProductsAs::kIds:
        read_json(found);
        return;
      case ProductsAs::kQueries:
        read_queries(found);
        return;
      case ProductsAs::kBars:
        for (const std::string_view part : split(found.text, '|'))
          add(call_.keep(query_to_node(part)));
        return;
      case ProductsAs::kColumns:
        for (const std::string_view part : split(found.text, ',')) {
          Node columns{NodeType::kArray, {}, {}, {}};
          for (const std::string_view column : split(part, ';'))
            columns.items.push_back(Node::string(std::string(column)));
          add(call_.keep(std::move(columns)));
        }
        return;
      case ProductsAs::kFlat:
      case ProductsAs::kTildes:
        return;
    }
  }

  void read_json(const Node& found) {
    const Node* list = &found;
    if (found.is_string()) {
      const std::string_view text = trim(found.text);
      const bool spelled = !text.empty() && (text[0] == '[' || text[0] == '{' || text[0] == '%');
      const Node* inside = spelled ? call_.opened(found) : nullptr;
      if (inside == nullptr) {
        if (rule_.as == ProductsAs::kIds) read_plain_ids(text);
        return;
      }
      list = inside;
    }
    if (list->is_array()) {
      for (const Node& item : list->items) add_item(item);
    } else if (list->is_object()) {
      const std::size_t before = out_.size();
      add(*list);
      // {"0": {…}, "1": {…}}
      if (out_.size() == before)
        for (const Node& item : list->items)
          if (item.is_object()) add(item);
    } else if (rule_.as == ProductsAs::kIds) {
      add_id(list->text);
    }
  }

  // "[a,b]", "a,b" or "a": what is no JSON.
  void read_plain_ids(std::string_view text) {
    for (const std::string_view id : split(without_brackets(text), ',')) add_id(id);
  }

  // Each item is an id or a query of its own, encoded once or twice more.
  void read_queries(const Node& found) {
    for (const std::string_view item : split(without_brackets(found.text), ',')) {
      std::string decoded(trim(item));
      for (int times = 0; times < 3; ++times) {
        if (decoded.find('=') != std::string::npos || decoded.find('%') == std::string::npos) break;
        decoded = url::percent_decode(decoded, url::Plus::kLiteral);
      }
      if (decoded.find('=') == std::string::npos) {
        add_id(decoded);
      } else {
        add(call_.keep(query_to_node(decoded)));
      }
    }
  }

  void read_tildes() {
    for (const std::string& letters : rule_.at)
      for (int number = 1; number <= kMaxNumbered && !full(); ++number) {
        const Node* found = call_.at(event_, letters + std::to_string(number));
        if (found == nullptr) break;
        add(call_.keep(tilde_fields(found->text)));
      }
  }

  // "idSKU~nmName": two letters name each field; "~~" stands for one tilde within a value.
  static Node tilde_fields(std::string_view text) {
    Node out = Node::object();
    std::string piece;
    const auto flush = [&] {
      if (piece.size() > 2) out.add(piece.substr(0, 2), Node::string(piece.substr(2)));
      piece.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '~') {
        piece += text[i];
      } else if (i + 1 < text.size() && text[i + 1] == '~') {
        piece += '~';
        ++i;
      } else {
        flush();
      }
    }
    flush();
    return out;
  }

  static std::string_view without_brackets(std::string_view text) {
    text = trim(text);
    if (!text.empty() && text.front() == '[') text.remove_prefix(1);
    if (!text.empty() && text.back() == ']') text.remove_suffix(1);
    return text;
  }

  std::vector<std::string_view> split(std::string_view text, char between) const {
    std::vector<std::string_view> out;
    while (!text.empty() && out.size() <= kMaxProducts) {
      const std::size_t end = std::min(text.find(between), text.size());
      out.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
  }

  const ProductRule& rule_;
  Params& call_;
  const Node& event_;
  std::string_view currency_;
  std::vector<SaidProduct> out_;
};

void complete(SaidProduct& product, SaidProduct&& more) {
  if (product.id && more.id && *product.id != *more.id) return;
  if (!product.id) product.id = std::move(more.id);
  if (!product.name) product.name = std::move(more.name);
  if (!product.price) product.price = std::move(more.price);
  if (!product.quantity) product.quantity = more.quantity;
}

}  // namespace

std::string_view text_at(Params& call, const Node& from, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    const Node* found = call.at(from, path);
    if (found != nullptr && found->is_scalar()) return found->text;
  }
  return {};
}

std::optional<Money> said_price(std::string_view text, std::string_view currency) {
  auto price = parse_price(text, currency, Notation::kNumber);
  if (price && price->minor == 0) return std::nullopt;
  return price;
}

std::vector<SaidProduct> read_products(const std::vector<ProductRule>& rules, Params& call,
                                       const Node& event, std::string_view currency) {
  std::vector<SaidProduct> out;
  for (const ProductRule& rule : rules) {
    auto found = ProductReader(rule, call, event, currency).read();
    if (out.empty()) {
      out = std::move(found);
    } else if (out.size() == 1 && found.size() == 1) {
      complete(out.front(), std::move(found.front()));
    }
  }
  // A price alone names no product.
  out.erase(std::remove_if(out.begin(), out.end(),
                           [](const SaidProduct& each) { return !each.id && !each.name; }),
            out.end());
  return out;
}

}  // namespace volition::pixels
