// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/intention.hpp"

#include <algorithm>
#include <array>

#include "base/encoding.hpp"
#include "universe/json_fields.hpp"

namespace volition::universe {

namespace {

template <typename E>
struct Named {
  E value;
  std::string_view name;
};

constexpr std::array<Named<Direction>, 2> kDirections{
    {{Direction::kWant, "want"}, {Direction::kGive, "give"}}};
constexpr std::array<Named<IntentionKind>, 6> kKinds{{{IntentionKind::kProduct, "product"},
                                                      {IntentionKind::kService, "service"},
                                                      {IntentionKind::kCause, "cause"},
                                                      {IntentionKind::kObjects, "objects"},
                                                      {IntentionKind::kTime, "time"},
                                                      {IntentionKind::kSkill, "skill"}}};
constexpr std::array<Named<Stage>, 5> kStages{{{Stage::kNoticed, "noticed"},
                                               {Stage::kKept, "kept"},
                                               {Stage::kAsked, "asked"},
                                               {Stage::kAnswered, "answered"},
                                               {Stage::kDone, "done"}}};
constexpr std::array<Named<DoneHow>, 6> kDoneHows{{{DoneHow::kBought, "bought"},
                                                   {DoneHow::kMade, "made"},
                                                   {DoneHow::kMended, "mended"},
                                                   {DoneHow::kBorrowed, "borrowed"},
                                                   {DoneHow::kGiven, "given"},
                                                   {DoneHow::kNoLongerWanted, "no_longer_wanted"}}};
constexpr std::array<Named<Policy>, 3> kPolicies{{{Policy::kUnset, "unset"},
                                                  {Policy::kOnlyKeep, "only_keep"},
                                                  {Policy::kSevenDays, "seven_days"}}};

template <typename E, std::size_t N>
std::string_view find_name(const std::array<Named<E>, N>& names, E value) {
  const auto* found = std::find_if(names.begin(), names.end(),
                                   [&](const Named<E>& named) { return named.value == value; });
  return found == names.end() ? std::string_view{} : found->name;
}

template <typename E, std::size_t N>
std::optional<E> find_value(const std::array<Named<E>, N>& names, std::string_view name) {
  const auto* found = std::find_if(names.begin(), names.end(),
                                   [&](const Named<E>& named) { return named.name == name; });
  return found == names.end() ? std::nullopt : std::optional<E>(found->value);
}

bool fits(std::string_view text, std::size_t least, std::size_t most) {
  // Four bytes are the longest code point: what is longer is not counted at all.
  if (text.size() > most * 4 || text.find('\0') != std::string_view::npos) return false;
  const std::optional<std::size_t> count = count_code_points(text);
  return count && *count >= least && *count <= most;
}

bool fits_if(const std::optional<std::string>& text, std::size_t least, std::size_t most) {
  return !text || fits(*text, least, most);
}

bool is_money(const std::optional<Money>& money) {
  return !money || (money->minor >= 0 && money->minor <= kMaxMinor && money->currency.size() == 3 &&
                    std::all_of(money->currency.begin(), money->currency.end(),
                                [](char c) { return c >= 'A' && c <= 'Z'; }));
}

}  // namespace

std::string_view name_of(Direction value) { return find_name(kDirections, value); }
std::string_view name_of(IntentionKind value) { return find_name(kKinds, value); }
std::string_view name_of(Stage value) { return find_name(kStages, value); }
std::string_view name_of(DoneHow value) { return find_name(kDoneHows, value); }
std::string_view name_of(Policy value) { return find_name(kPolicies, value); }
std::optional<Direction> parse_direction(std::string_view name) {
  return find_value(kDirections, name);
}
std::optional<IntentionKind> parse_intention_kind(std::string_view name) {
  return find_value(kKinds, name);
}
std::optional<Stage> parse_stage(std::string_view name) { return find_value(kStages, name); }
std::optional<DoneHow> parse_done_how(std::string_view name) { return find_value(kDoneHows, name); }
std::optional<Policy> parse_policy(std::string_view name) { return find_value(kPolicies, name); }

boost::json::object to_json(const Money& money) {
  boost::json::object object;
  object.emplace("minor", money.minor);
  object.emplace("currency", money.currency);
  return object;
}

namespace {

boost::json::object to_json(const Done& done) {
  boost::json::object object;
  object.emplace("how", name_of(done.how));
  object.emplace("on", format_day(done.on));
  return object;
}

}  // namespace

boost::json::object to_json(const Intention& intention) {
  boost::json::object object;
  object.emplace("id", format_id(intention.id));
  object.emplace("direction", name_of(intention.direction));
  object.emplace("kind", name_of(intention.kind));
  object.emplace("stage", name_of(intention.stage));
  object.emplace("name", intention.name);
  object.emplace("maker", or_null(intention.maker));
  object.emplace("sku", or_null(intention.sku));
  object.emplace("gtin", or_null(intention.gtin));
  object.emplace("brand", or_null(intention.brand));
  object.emplace("page", or_null(intention.page));
  object.emplace("price_kept", or_null(intention.price_kept));
  object.emplace("price_seen", or_null(intention.price_seen));
  object.emplace("noticed_on", format_day(intention.noticed_on));
  object.emplace("kept_on", or_null(intention.kept_on));
  object.emplace("fades_on", or_null(intention.fades_on));
  object.emplace("words", intention.words);
  object.emplace("why", intention.why);
  object.emplace("have", intention.have);
  object.emplace("budget", or_null(intention.budget));
  object.emplace("done", intention.done ? boost::json::value(to_json(*intention.done))
                                        : boost::json::value(nullptr));
  object.emplace("forgetting", intention.forgetting);
  return object;
}

boost::json::object record_of(const Intention& intention) {
  boost::json::object object;
  object.emplace("direction", name_of(intention.direction));
  object.emplace("kind", name_of(intention.kind));
  object.emplace("stage", name_of(intention.stage));
  object.emplace("name", intention.name);
  set(object, "maker", intention.maker);
  set(object, "sku", intention.sku);
  set(object, "gtin", intention.gtin);
  set(object, "brand", intention.brand);
  set(object, "page", intention.page);
  set(object, "price_kept", intention.price_kept);
  set(object, "price_seen", intention.price_seen);
  object.emplace("noticed_on", format_day(intention.noticed_on));
  set(object, "kept_on", intention.kept_on);
  set(object, "fades_on", intention.fades_on);
  set(object, "words", intention.words);
  set(object, "why", intention.why);
  set(object, "have", intention.have);
  set(object, "budget", intention.budget);
  if (intention.done) object.emplace("done", to_json(*intention.done));
  return object;
}

Result<Intention> intention_from_json(const Id& id, const boost::json::object& object) {
  JsonFields fields(object);
  Intention intention;
  intention.id = id;
  fields.require_name("direction", parse_direction, intention.direction);
  fields.require_name("kind", parse_intention_kind, intention.kind);
  fields.require_name("stage", parse_stage, intention.stage);
  fields.require("name", fields.text("name"), intention.name);
  intention.maker = fields.text("maker");
  intention.sku = fields.text("sku");
  intention.gtin = fields.text("gtin");
  intention.brand = fields.text("brand");
  intention.page = fields.text("page");
  intention.price_kept = fields.money("price_kept");
  intention.price_seen = fields.money("price_seen");
  fields.require("noticed_on", fields.day("noticed_on"), intention.noticed_on);
  intention.kept_on = fields.day("kept_on");
  intention.fades_on = fields.day("fades_on");
  intention.words = fields.text("words").value_or("");
  intention.why = fields.text("why").value_or("");
  intention.have = fields.text("have").value_or("");
  intention.budget = fields.money("budget");
  if (const boost::json::object* done = fields.object("done")) {
    JsonFields inner(*done);
    Done how;
    inner.require_name("how", parse_done_how, how.how);
    inner.require("on", inner.day("on"), how.on);
    if (!inner.status()) fields.fail("done");
    intention.done = how;
  }
  const Status read = fields.status();
  if (!read) return read.error();
  return intention;
}

std::optional<std::string> page_of(std::string_view address) {
  const std::string_view page = address.substr(0, address.find_first_of("?#"));
  const std::size_t scheme = page.starts_with("https://") ? 8 : page.starts_with("http://") ? 7 : 0;
  if (scheme == 0 || page.size() == scheme) return std::nullopt;
  const std::string_view host = page.substr(scheme, page.find('/', scheme) - scheme);
  if (host.find('@') != std::string_view::npos || host.find('\\') != std::string_view::npos) {
    return std::nullopt;
  }
  if (!fits(page, 1, kMaxPage)) return std::nullopt;
  return std::string(page);
}

bool is_valid(const NewIntention& thing) {
  const bool gtin = !thing.gtin || (thing.gtin->size() >= 8 && thing.gtin->size() <= 14 &&
                                    std::all_of(thing.gtin->begin(), thing.gtin->end(),
                                                [](char c) { return c >= '0' && c <= '9'; }));
  return gtin && fits(thing.name, 1, kMaxName) && fits_if(thing.maker, 1, kMaxMaker) &&
         fits_if(thing.sku, 1, kMaxSku) && fits_if(thing.brand, 1, kMaxDomain) &&
         fits(thing.words, 0, kMaxWords) && fits(thing.why, 0, kMaxWords) &&
         fits(thing.have, 0, kMaxWords) && is_money(thing.price) && is_money(thing.budget);
}

bool is_valid(const Changes& changes) {
  return fits_if(changes.name, 1, kMaxName) && fits_if(changes.words, 0, kMaxWords) &&
         fits_if(changes.why, 0, kMaxWords) && fits_if(changes.have, 0, kMaxWords) &&
         (!changes.budget || is_money(*changes.budget));
}

}  // namespace volition::universe
