// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/engine.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include "filters/domain_sets.hpp"
#include "filters/image_view.hpp"
#include "filters/page_context.hpp"
#include "filters/pattern.hpp"
#include "filters/prepared_address.hpp"
#include "filters/regex_set.hpp"
#include "filters/text.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kMaxKeptRegexes = 256;
constexpr std::int64_t kRegexMemory = std::int64_t{256} << 10;

/// So few records are compared without marking the address's pairs first.
constexpr std::size_t kFewRecords = 8;

/// A FilterId names a record, or a host of a realm by its place in host_lines.
constexpr FilterId kHostFilter = 1U << 31U;

MethodMask method_bit(std::string_view method) {
  static constexpr std::array<std::string_view, 8> kNames = {"connect", "delete", "get",  "head",
                                                             "options", "patch",  "post", "put"};
  if (method.empty()) return kEveryMethod;
  const auto* found = std::find_if(kNames.begin(), kNames.end(), [&](std::string_view name) {
    return equals_ignoring_case(name, method);
  });
  return static_cast<MethodMask>(1U << static_cast<unsigned>(found - kNames.begin()));
}

/// What an exception must be to count.
enum class Strength : std::uint8_t { kAny, kImportant };

/// One question to one realm: the address, and what the page and the options are compared with.
struct Subject {
  const PreparedAddress* address = nullptr;
  const PageContext* page = nullptr;
  /// 0: types do not count (an exception for a whole page).
  TypeMask type = 0;
  MethodMask methods = kEveryMethod;
  Strength strength = Strength::kAny;
  /// Whether the address is the page's own: then nothing leaves the site.
  bool is_page_itself = false;

  /// Tells this address from others.
  std::uint64_t question = 0;

  // Looked up at most once per request, and only where a filter asks.
  std::optional<bool> third_party;
  std::optional<HostNumbers> host_numbers;
  std::optional<PairMarks> pairs;
};

/// False where the address lacks a pair that every match holds.
bool may_hold(const AlwaysSlot& slot, const Subject& subject) {
  return !subject.pairs || std::all_of(slot.pairs.begin(), slot.pairs.end(),
                                       [&](PairNumber pair) { return subject.pairs->hold(pair); });
}

Party party_of(std::uint16_t flags) { return static_cast<Party>(flags >> kFlagPartyShift & 3U); }

}  // namespace

struct Engine::State {
  State(Image given, ImageView read) : image(std::move(given)), view(std::move(read)) {}

  Image image;
  ImageView view;
  Pages pages;
  PreparedAddress asked;
  std::unordered_map<std::uint32_t, std::unique_ptr<re2::RE2>> regexes;
  std::array<RegexSet, kRealmCount> regex_sets;
  std::uint64_t questions = 0;

  Subject subject_of(const Request& request);
  bool party_fits(Party party, Subject& subject);
  bool types_fit(TypeMask types, const Subject& subject) {
    return subject.type == 0 || (types & subject.type) != 0;
  }
  bool extras_fit(const Extras& extras, Subject& subject);
  bool regex_matches(std::uint32_t number, const Record& record, const Subject& subject);
  bool regex_matches_alone(std::uint32_t number, const Record& record, std::string_view text);
  bool pattern_matches(const Record& record, std::size_t token_begin, const Subject& subject);
  bool options_fit(const Record& record, Subject& subject);
  /// Everything but the token. `token_begin` is where the address has the record's token, kNone32
  /// where the record was not found by one.
  bool record_matches(std::uint32_t number, std::size_t token_begin, Subject& subject);

  template <typename Use>
  bool search_hosts(Realm realm, Subject& subject, Use use);
  template <typename Use>
  bool search_tokens(Realm realm, Subject& subject, Use use);
  template <typename Use>
  bool search_bucket(const RealmView& realm, const Token& token, Subject& subject, Use use);
  /// Calls `use(id, important)` for each filter of the realm that matches, until it answers true.
  template <typename Use>
  bool search(Realm realm, Subject& subject, Use use);

  FilterId first(Realm realm, Subject& subject);
  FilterId exception(const Request& request, Subject& subject, Strength strength);
  template <typename Use>
  bool search_page_exceptions(const Request& request, const Subject& subject, Use use);
};

/// What the address that was read last is asked.
Subject Engine::State::subject_of(const Request& request) {
  Subject subject;
  subject.address = &asked;
  subject.page = &pages.page(request.frame, view);
  subject.type = mask(request.type);
  subject.methods = method_bit(request.method);
  subject.question = ++questions;
  return subject;
}

bool Engine::State::party_fits(Party party, Subject& subject) {
  if (party == Party::kAny) return true;
  if (!subject.third_party)
    subject.third_party =
        !subject.is_page_itself && subject.page->is_third_party(subject.address->host());
  return *subject.third_party == (party == Party::kThird);
}

bool Engine::State::extras_fit(const Extras& extras, Subject& subject) {
  if ((extras.methods & subject.methods) == 0 ||
      !set_matches(view.sets(), extras.domains, subject.page->numbers()))
    return false;
  if (extras.to == kNone32 && extras.denyallow == kNone32) return true;
  if (!subject.host_numbers) {
    subject.host_numbers.emplace();
    find_numbers(*subject.address, view.domains(), view.entities(), view.tails(),
                 *subject.host_numbers);
  }
  return set_matches(view.sets(), extras.to, *subject.host_numbers) &&
         !set_holds(view.sets(), extras.denyallow, *subject.host_numbers);
}

bool Engine::State::regex_matches(std::uint32_t number, const Record& record,
                                  const Subject& subject) {
  const Address& address = subject.address->address();
  if (record.extras < view.extras().size()) {
    const Extras& extras = view.extras()[record.extras];
    const std::string_view literal = view.string(extras.literal, extras.literal_size);
    if (!literal.empty() && address.lower.find(literal) == std::string_view::npos) return false;
  }
  for (std::size_t i = 0; i < kRealmCount; ++i) {
    const RealmView& realm = view.realm(static_cast<Realm>(i));
    if (number < realm.always.offset || number - realm.always.offset >= realm.always.count)
      continue;
    const auto known = regex_sets[i].matches(view, realm, number, address.text, subject.question);
    if (known) return *known;
  }
  return regex_matches_alone(number, record, address.text);
}

bool Engine::State::regex_matches_alone(std::uint32_t number, const Record& record,
                                        std::string_view text) {
  if (regexes.size() > kMaxKeptRegexes) regexes.clear();
  auto& kept = regexes[number];
  if (!kept) {
    re2::RE2::Options options;
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_case_sensitive((record.flags & kFlagMatchCase) != 0);
    options.set_never_capture(true);
    options.set_log_errors(false);
    options.set_max_mem(kRegexMemory);
    const std::string_view expression = view.string(record.text, record.text_size);
    kept =
        std::make_unique<re2::RE2>(re2::StringPiece(expression.data(), expression.size()), options);
  }
  return kept->ok() && re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *kept);
}

bool Engine::State::pattern_matches(const Record& record, std::size_t token_begin,
                                    const Subject& subject) {
  switch (static_cast<Shape>(record.flags >> kFlagShapeShift & 3U)) {
    case Shape::kEverything:
      return true;
    case Shape::kRegex:
    case Shape::kHost:
    case Shape::kGlob:
      break;
  }
  const std::string_view text = view.string(record.text, record.text_size);
  if (text.size() != record.text_size) return false;
  const GlobPattern glob{text, static_cast<Anchor>(record.flags >> kFlagAnchorShift & 3U),
                         (record.flags & kFlagEndsAtEnd) != 0, (record.flags & kFlagMatchCase) != 0,
                         (record.flags & kFlagAligned) != 0 ? kNoPivot : record.token_at};
  const Address& address = subject.address->address();
  if ((record.flags & kFlagAligned) != 0 && token_begin != kNone32)
    return token_begin >= record.token_at &&
           glob_matches_at(glob, address, token_begin - record.token_at);
  return glob_matches(glob, address);
}

bool Engine::State::record_matches(std::uint32_t number, std::size_t token_begin,
                                   Subject& subject) {
  if (number >= view.records().size()) return false;
  const Record& record = view.records()[number];
  if (!types_fit(record.types, subject)) return false;
  // A text is compared faster than its pages; a regular expression is slower than anything.
  if (static_cast<Shape>(record.flags >> kFlagShapeShift & 3U) == Shape::kRegex)
    return options_fit(record, subject) && regex_matches(number, record, subject);
  return pattern_matches(record, token_begin, subject) && options_fit(record, subject);
}

/// Everything but the pattern.
bool Engine::State::options_fit(const Record& record, Subject& subject) {
  if (!types_fit(record.types, subject)) return false;
  if (subject.strength == Strength::kImportant && (record.flags & kFlagImportant) == 0)
    return false;
  if (!party_fits(party_of(record.flags), subject)) return false;
  return record.extras >= view.extras().size() || extras_fit(view.extras()[record.extras], subject);
}

template <typename Use>
bool Engine::State::search_hosts(Realm which, Subject& subject, Use use) {
  const RealmView& realm = view.realm(which);
  if (realm.hosts.empty()) return false;
  const std::string_view host = subject.address->host();
  for (const HostSuffix& suffix : subject.address->suffixes()) {
    if (!realm.hosts.may_hold(suffix.hash)) continue;
    const std::string_view name = host.substr(suffix.begin);
    const auto found = realm.hosts.find(suffix.hash, name, view.tails().of(name));
    if (!found) continue;
    if (found->mark != kMarkRecords) {
      if (found->mark >= view.signatures().size()) continue;
      const Signature& signature = view.signatures()[found->mark];
      if (subject.strength == Strength::kAny && types_fit(signature.types, subject) &&
          party_fits(static_cast<Party>(signature.party), subject) &&
          use(kHostFilter | (realm.host_lines.offset + realm.hosts.rank(*found)), false))
        return true;
      continue;
    }
    if (found->first_record > view.host_records().size() ||
        found->records > view.host_records().size() - found->first_record)
      continue;
    // The host itself is the pattern.
    FilterId id = kHostFilter | (realm.host_lines.offset + realm.hosts.rank(*found));
    for (const Record& record : view.host_records().subspan(found->first_record, found->records)) {
      if (options_fit(record, subject) && use(id, (record.flags & kFlagImportant) != 0))
        return true;
      ++id;
    }
  }
  return false;
}

template <typename Use>
bool Engine::State::search_tokens(Realm which, Subject& subject, Use use) {
  const RealmView& realm = view.realm(which);
  if (realm.token_bits.empty()) return false;
  const std::uint64_t* const bits = realm.token_bits.data();
  const std::uint32_t shift = realm.token_shift;
  return subject.address->any_token([&](const Token& token) {
    // The one line that every token of every request runs through; read_realm checked the sizes.
    const std::uint32_t bit = token.hash >> shift;
    if ((bits[bit / 64] >> (bit % 64) & 1U) == 0) return false;
    return search_bucket(realm, token, subject, use);
  });
}

template <typename Use>
bool Engine::State::search_bucket(const RealmView& realm, const Token& token, Subject& subject,
                                  Use use) {
  const auto buckets = static_cast<std::uint32_t>(realm.token_buckets.size() - 1);
  const std::uint32_t bucket = place_of(token.hash, buckets);
  const std::size_t end =
      std::min<std::size_t>(realm.token_buckets[bucket + 1], view.records().size());
  const Record* const records = view.records().data();
  const std::uint16_t before = subject.address->before(token);
  const std::uint32_t after = subject.address->after(token);
  for (std::uint32_t number = realm.token_buckets[bucket]; number < end; ++number) {
    const Record& record = records[number];
    if (record.tag != static_cast<std::uint16_t>(token.hash) ||
        !fits_before(record.before, before) || !fits_after(record.after, after))
      continue;
    if (record_matches(number, token.begin, subject) &&
        use(number, (record.flags & kFlagImportant) != 0))
      return true;
  }
  return false;
}

template <typename Use>
bool Engine::State::search(Realm which, Subject& subject, Use use) {
  if (search_hosts(which, subject, use) || search_tokens(which, subject, use)) return true;
  const auto try_record = [&](std::uint32_t number) {
    return record_matches(number, kNone32, subject) &&
           use(number, (view.records()[number].flags & kFlagImportant) != 0);
  };
  const RealmView& realm = view.realm(which);
  if (!realm.always_slots.empty()) {
    if (!subject.pairs && realm.always_slots.size() > kFewRecords)
      subject.pairs.emplace(subject.address->address().lower);
    for (const AlwaysRun& run : realm.always_runs) {
      if (!types_fit(run.types, subject)) continue;
      for (std::uint32_t i = run.begin; i < run.end; ++i) {
        if (may_hold(realm.always_slots[i], subject) && try_record(realm.always.offset + i))
          return true;
      }
    }
  }
  const auto& filed = subject.page->records(which);
  return std::any_of(filed.begin(), filed.end(), try_record);
}

FilterId Engine::State::first(Realm realm, Subject& subject) {
  FilterId found = kNoFilter;
  search(realm, subject, [&](FilterId id, bool) {
    found = id;
    return true;
  });
  return found;
}

/// An exception for a whole page lifts everything that page asks for, and the page itself.
template <typename Use>
bool Engine::State::search_page_exceptions(const Request& request, const Subject& subject,
                                           Use use) {
  Subject whole;
  whole.page = subject.page;
  whole.question = ++questions;
  whole.strength = subject.strength;
  if (request.type == RequestType::kDocument) {
    whole.address = subject.address;
  } else {
    if (!subject.page->known()) return false;
    whole.address = &subject.page->address();
    whole.is_page_itself = true;
  }
  return search(Realm::kPage, whole, use);
}

FilterId Engine::State::exception(const Request& request, Subject& subject, Strength strength) {
  subject.strength = strength;
  FilterId found = first(Realm::kException, subject);
  if (found == kNoFilter) {
    search_page_exceptions(request, subject, [&](FilterId id, bool) {
      found = id;
      return true;
    });
  }
  subject.strength = Strength::kAny;
  return found;
}

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kBlock:
      return "block";
    case Verdict::kExcepted:
      break;
  }
  return "excepted";
}

Engine::Engine(Image image) {
  // An opened image has a sound header: of() succeeded when it was opened.
  auto view = ImageView::of(image.bytes());
  state_ = std::make_unique<State>(std::move(image), view ? std::move(*view) : ImageView());
}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

const Image& Engine::image() const { return state_->image; }

Decision Engine::match(const Request& request) {
  State& state = *state_;
  Decision decision;
  if (!state.asked.read(request.url)) return decision;
  Subject subject = state.subject_of(request);

  decision.block = state.first(Realm::kBlock, subject);
  if (decision.block == kNoFilter) return decision;
  decision.verdict = Verdict::kBlock;
  decision.exception = state.exception(request, subject, Strength::kAny);
  if (decision.exception == kNoFilter) return decision;
  const FilterId important = state.first(Realm::kImportant, subject);
  if (important == kNoFilter) {
    decision.verdict = Verdict::kExcepted;
    return decision;
  }
  decision.block = important;
  decision.exception = state.exception(request, subject, Strength::kImportant);
  if (decision.exception != kNoFilter) decision.verdict = Verdict::kExcepted;
  return decision;
}

void Engine::collect(const Request& request, std::vector<MatchedFilter>& out) {
  State& state = *state_;
  out.clear();
  if (!state.asked.read(request.url)) return;
  Subject subject = state.subject_of(request);
  const auto keep_block = [&](FilterId id, bool important) {
    out.push_back({id, important ? Role::kImportantBlock : Role::kBlock});
    return false;
  };
  const auto keep_exception = [&](FilterId id, bool important) {
    out.push_back({id, important ? Role::kImportantException : Role::kException});
    return false;
  };
  state.search(Realm::kBlock, subject, keep_block);
  state.search(Realm::kException, subject, keep_exception);
  state.search_page_exceptions(request, subject, keep_exception);
  state.search(Realm::kModifier, subject, [&](FilterId id, bool) {
    out.push_back({id, Role::kModifier});
    return false;
  });
}

FilterLine Engine::line(FilterId id) const {
  const ImageView& view = state_->view;
  const auto lines = (id & kHostFilter) != 0 ? view.host_lines() : view.record_lines();
  const FilterId number = id & ~kHostFilter;
  FilterLine out;
  if (number >= lines.size()) return out;
  const LineRecord& record = lines[number];
  const std::uint32_t list = record.list & kLineListMask;
  if (list >= view.lists().size()) return out;
  out.text = view.line_text(record.text, record.text_size);
  out.list = view.line_text(view.lists()[list].title, view.lists()[list].title_size);
  out.list_number = list;
  out.line = record.line;
  out.in_effect = (record.list & kLineInEffect) != 0;
  return out;
}

}  // namespace volition::filters
