// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/providers.hpp"

#include <boost/json.hpp>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>

#include "base/json.hpp"

namespace volition::pixels {
namespace {

namespace json = boost::json;

Error malformed(std::string_view field) {
  return {ErrorCode::kInvalidParams, "provider field " + std::string(field)};
}

using Reader = std::function<bool(const json::value&)>;
/// Which fields an object may have, and what reads each.
using Fields = std::map<std::string_view, Reader>;

/// Reads every field of an object by its reader; the name of the field that is unknown or refused.
std::optional<std::string> read_fields(const json::value& value, const Fields& fields) {
  const auto* object = value.if_object();
  if (object == nullptr) return "(no object)";
  for (const auto& member : *object) {
    const auto reader = fields.find(std::string_view(member.key().data(), member.key().size()));
    if (reader == fields.end() || !reader->second(member.value())) return std::string(member.key());
  }
  return std::nullopt;
}

bool into(const json::value& value, std::string& out) {
  const auto* text = value.if_string();
  if (text != nullptr) out = std::string(text->data(), text->size());
  return text != nullptr;
}

bool into(const json::value& value, bool& out) {
  const auto* flag = value.if_bool();
  if (flag != nullptr) out = *flag;
  return flag != nullptr;
}

bool into(const json::value& value, std::vector<std::string>& out) {
  const auto* array = value.if_array();
  if (array == nullptr) return false;
  for (const auto& item : *array)
    if (!into(item, out.emplace_back())) return false;
  return true;
}

/// Reads a name of one of the enumerations.
template <typename Enum>
bool named_into(const json::value& value, Enum& out,
                std::initializer_list<std::pair<std::string_view, Enum>> names) {
  std::string text;
  if (!into(value, text)) return false;
  for (const auto& [name, meant] : names) {
    if (name != text) continue;
    out = meant;
    return true;
  }
  return false;
}

template <typename Enum>
bool named_into(const json::value& value, Enum& out,
                std::optional<Enum> (*named)(std::string_view)) {
  std::string text;
  if (!into(value, text)) return false;
  const auto meant = named(text);
  if (meant) out = *meant;
  return meant.has_value();
}

/// A reader that puts a value where `target` says.
template <typename T>
Reader to(T& target) {
  return [&target](const json::value& value) { return into(value, target); };
}

/// A reader for an array whose items `read` turns into T.
template <typename T>
Reader each(std::vector<T>& out, bool (*read)(const json::value&, T&)) {
  return [&out, read](const json::value& value) {
    const auto* array = value.if_array();
    if (array == nullptr) return false;
    for (const auto& item : *array)
      if (!read(item, out.emplace_back())) return false;
    return true;
  };
}

bool read_pattern(const json::value& value, CallPattern& out) {
  const Reader with = [&out](const json::value& pairs) {
    const auto* object = pairs.if_object();
    if (object == nullptr) return false;
    for (const auto& pair : *object)
      if (!into(pair.value(), out.with.emplace_back(std::string(pair.key()), "").second))
        return false;
    return true;
  };
  return !read_fields(value,
                      {{"hosts", to(out.hosts)}, {"paths", to(out.paths)}, {"with", with}}) &&
         !out.hosts.empty() && !out.paths.empty();
}

bool read_name_rule(const json::value& value, NameRule& out) {
  if (into(value, out.at)) return true;
  return !read_fields(value, {{"if", to(out.at)}, {"name", to(out.name)}}) && !out.name.empty();
}

bool read_product_rule(const json::value& value, ProductRule& out) {
  const Reader as = [&out](const json::value& name) {
    return named_into<ProductsAs>(name, out.as,
                                  {{"json", ProductsAs::kJson},
                                   {"ids", ProductsAs::kIds},
                                   {"flat", ProductsAs::kFlat},
                                   {"tildes", ProductsAs::kTildes},
                                   {"queries", ProductsAs::kQueries},
                                   {"bars", ProductsAs::kBars},
                                   {"columns", ProductsAs::kColumns}});
  };
  return !read_fields(value, {{"as", as},
                              {"at", to(out.at)},
                              {"id", to(out.id)},
                              {"name", to(out.name)},
                              {"price", to(out.price)},
                              {"quantity", to(out.quantity)}});
}

bool read_identifier_rule(const json::value& value, IdentifierRule& out) {
  const Reader kind = [&out](const json::value& name) {
    if (name.is_string() && name.as_string() == "person") return true;
    return named_into(name, out.kind.emplace(), identifier_kind_named);
  };
  const Reader origin = [&out](const json::value& name) {
    return named_into(name, out.origin, origin_named);
  };
  const Reader as = [&out](const json::value& name) {
    return named_into<IdentifierAs>(name, out.as,
                                    {{"value", IdentifierAs::kValue},
                                     {"tildes", IdentifierAs::kTildes},
                                     {"members", IdentifierAs::kMembers}});
  };
  return !read_fields(value, {{"at", to(out.at)},
                              {"label", to(out.label)},
                              {"kind", kind},
                              {"field", to(out.field)},
                              {"origin", origin},
                              {"as", as},
                              {"in_event", to(out.in_event)}}) &&
         !out.at.empty();
}

bool read_consent_rule(const json::value& value, ConsentRule& out) {
  if (into(value, out.at)) {
    out.name = out.at;
    return true;
  }
  return !read_fields(value, {{"at", to(out.at)}, {"name", to(out.name)}}) && !out.name.empty();
}

Reader meanings_reader(Provider& out) {
  return [&out](const json::value& value) {
    const auto* object = value.if_object();
    if (object == nullptr) return false;
    for (const auto& pair : *object) {
      auto& meaning = out.meanings.emplace_back(std::string(pair.key()), Meaning::kOther);
      if (!named_into(pair.value(), meaning.second, meaning_named)) return false;
    }
    return true;
  };
}

Reader events_reader(Provider& out) {
  return [&out](const json::value& value) {
    const Reader in = [&out](const json::value& name) {
      return named_into<EventsIn>(name, out.events_in,
                                  {{"call", EventsIn::kCall},
                                   {"lines", EventsIn::kLines},
                                   {"numbered", EventsIn::kNumbered},
                                   {"list", EventsIn::kList}});
    };
    const Reader otherwise = [&out](const json::value& name) {
      return named_into(name, out.otherwise, meaning_named);
    };
    return !read_fields(value, {{"in", in},
                                {"at", to(out.events_at)},
                                {"item", to(out.event_item)},
                                {"name", each(out.event_name, read_name_rule)},
                                {"meanings", meanings_reader(out)},
                                {"otherwise", otherwise},
                                {"setup", to(out.setup)}});
  };
}

struct Companies {
  std::vector<std::unique_ptr<Company>> all;
  std::unordered_map<std::string, const Company*> by_domain;
};

Companies parse_companies(std::string_view text) {
  Companies out;
  const auto parsed = parse_json(text);
  if (!parsed) return out;
  const auto* rows = parsed->if_array();
  if (rows == nullptr) return out;
  for (const auto& row : *rows) {
    auto company = std::make_unique<Company>();
    std::vector<std::string> domains;
    const Reader kind = [&company](const json::value& name) {
      return named_into(name, company->kind, kind_named);
    };
    if (read_fields(row,
                    {{"company", to(company->name)}, {"kind", kind}, {"domains", to(domains)}}))
      continue;
    for (std::string& domain : domains) out.by_domain.emplace(std::move(domain), company.get());
    out.all.push_back(std::move(company));
  }
  return out;
}

}  // namespace

Result<Provider> parse_provider(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  Provider out;
  std::string params;
  std::string note;
  const Reader kind = [&out](const json::value& name) {
    return named_into(name, out.kind, kind_named);
  };
  const auto refused =
      read_fields(*parsed, {{"id", to(out.id)},
                            {"name", to(out.name)},
                            {"company", to(out.company)},
                            {"kind", kind},
                            {"note", to(note)},
                            {"calls", each(out.calls, read_pattern)},
                            {"loaders", to(out.loaders)},
                            {"params", to(params)},
                            {"events", events_reader(out)},
                            {"products", each(out.products, read_product_rule)},
                            {"account", to(out.account)},
                            {"value", to(out.value)},
                            {"value_is_sum", to(out.value_is_sum)},
                            {"currency", to(out.currency)},
                            {"order", to(out.order)},
                            {"search", to(out.search)},
                            {"page", to(out.page)},
                            {"identifiers", each(out.identifiers, read_identifier_rule)},
                            {"consent", each(out.consent, read_consent_rule)}});
  if (refused) return malformed(*refused);
  if (out.id.empty() || out.name.empty()) return malformed("id, name");
  if (!params.empty() && params != "query" && params != "path") return malformed("params");
  out.params_in_path = params == "path";
  return out;
}

const std::vector<Provider>& providers() {
  static const std::vector<Provider> table = [] {
    std::vector<Provider> out;
    for (const ShippedFile& file : shipped_provider_files())
      if (auto provider = parse_provider(file.content)) out.push_back(std::move(*provider));
    return out;
  }();
  return table;
}

const Company* company_of(std::string_view host) {
  static const Companies table = parse_companies(shipped_companies());
  for (std::string_view domain = host; !domain.empty();) {
    const auto found = table.by_domain.find(std::string(domain));
    if (found != table.by_domain.end()) return found->second;
    const std::size_t dot = domain.find('.');
    if (dot == std::string_view::npos) break;
    domain.remove_prefix(dot + 1);
  }
  return nullptr;
}

}  // namespace volition::pixels
