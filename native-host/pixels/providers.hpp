// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The provider table: how each tracker's calls are recognised, and where in them stands what. The
// facts are data (data/providers/*.json, form: provider.schema.json), compiled into the program;
// the code here knows no tracker by name.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "pixels/said.hpp"

namespace volition::pixels {

/// A call's address: any of the hosts, any of the paths, and parameters that must be there.
struct CallPattern {
  std::vector<std::string> hosts;
  std::vector<std::string> paths;
  /// Names and the globs that their values must match; "*" for any value, an absent one too little.
  std::vector<std::pair<std::string, std::string>> with;
};

/// How one call holds several events.
enum class EventsIn {
  /// One event: the whole call.
  kCall,
  /// One event in each line of the body; the address holds what they share.
  kLines,
  /// One event in each parameter p0, p1, …, itself a query.
  kNumbered,
  /// One event in each item of a list in the body.
  kList
};

/// Where an event's name is read: a parameter, or a fixed name where a parameter is present.
struct NameRule {
  std::string at;
  std::string name;
};

/// How a parameter holds products.
enum class ProductsAs {
  /// An array of objects (or of arrays, whose keys are "0", "1", …).
  kJson,
  /// Ids alone: a JSON array, "[a,b]", "a,b" or one.
  kIds,
  /// One product whose fields are parameters of the event.
  kFlat,
  /// pr1=idSKU~nmName~pr10.01~qt3, pr2=… (Google).
  kTildes,
  /// [i%3DSKU%26pr%3D10.01%26q%3D3,…], a list of queries or of ids (Criteo).
  kQueries,
  /// f1=SKU&f2=Name|f1=… : queries between bars.
  kBars,
  /// ;SKU;3;30.03,;SKU2;1;5 : columns between semicolons (Adobe).
  kColumns
};

struct ProductRule {
  ProductsAs as = ProductsAs::kJson;
  std::vector<std::string> at;
  std::vector<std::string> id;
  std::vector<std::string> name;
  std::vector<std::string> price;
  std::vector<std::string> quantity;
};

/// How a parameter holds identifiers.
enum class IdentifierAs {
  kValue,
  /// tv.1~em.<hash>~pn.<hash> (Google's user-provided data).
  kTildes,
  /// An object whose members are other vendors' cookies.
  kMembers
};

struct IdentifierRule {
  /// A path; a final or inner "*" stands for any text in a parameter's name.
  std::string at;
  std::string label;
  /// nullopt: about the person, decided by `field` (or what "*" stood for) and the value's shape.
  std::optional<IdentifierKind> kind;
  std::string field;
  Origin origin = Origin::kBrowser;
  IdentifierAs as = IdentifierAs::kValue;
  /// Only in an event of this name; empty for any.
  std::string in_event;
};

struct ConsentRule {
  std::string at;
  std::string name;
};

/// One tracker.
struct Provider {
  std::string id;
  std::string name;
  std::string company;
  Kind kind = Kind::kOther;
  std::vector<CallPattern> calls;
  /// Globs of host and path of the scripts that would speak later.
  std::vector<std::string> loaders;
  /// Parameters stand in the path, between semicolons.
  bool params_in_path = false;
  EventsIn events_in = EventsIn::kCall;
  /// kNumbered: the letter before the number; kList: where the list may stand ("*": the whole
  /// body).
  std::vector<std::string> events_at;
  /// kList: where in an item the event stands; empty for the item itself.
  std::string event_item;
  std::vector<NameRule> event_name;
  std::vector<std::pair<std::string, Meaning>> meanings;
  Meaning otherwise = Meaning::kOther;
  /// Events that only prepare others: what they carry is read, they are not told.
  std::vector<std::string> setup;
  std::vector<ProductRule> products;
  std::vector<std::string> account;
  std::vector<std::string> value;
  /// Where no value is said, the sum of price × quantity is what the tracker adds up itself.
  bool value_is_sum = false;
  std::vector<std::string> currency;
  std::vector<std::string> order;
  std::vector<std::string> search;
  std::vector<std::string> page;
  std::vector<IdentifierRule> identifiers;
  std::vector<ConsentRule> consent;
};

/// Who is behind a host, where no provider is recognised.
struct Company {
  std::string name;
  Kind kind = Kind::kOther;
};

/// One provider file. Errors: those of parse_json, invalid_params (the detail names the field).
Result<Provider> parse_provider(std::string_view json);

/// The shipped table, parsed at its first use; a file that cannot be read is left out (a test reads
/// them all).
const std::vector<Provider>& providers();

/// The company of the closest listed domain at or above `host` (data/companies.json).
const Company* company_of(std::string_view host);

/// The shipped files as they were compiled in.
struct ShippedFile {
  std::string_view name;
  std::string_view content;
};
std::span<const ShippedFile> shipped_provider_files();
std::string_view shipped_companies();

}  // namespace volition::pixels
