// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/engine.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <utility>

#include "filters/image_view.hpp"
#include "filters/newer_processors.hpp"
#include "filters/page_context.hpp"
#include "filters/prepared_address.hpp"
#include "filters/record_matcher.hpp"
#include "filters/text.hpp"

namespace volition::filters {
namespace {

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

/// So many tokens are looked for at once, a bit each in a word.
constexpr std::size_t kTokensAtOnce = 64;

/// Which of at most kTokensAtOnce tokens have their bit in `bits`. Every token of every request
/// runs through these lines, without a branch on what they find; read_realm checked the sizes.
VOLITION_NEWER_PROCESSORS std::uint64_t marked_tokens(const std::uint64_t* bits,
                                                      std::uint32_t shift,
                                                      const std::uint32_t* hashes,
                                                      std::size_t count) {
  std::uint64_t marked = 0;
  for (const std::uint32_t* hash = hashes + count; hash != hashes;) {
    const std::uint32_t bit = *--hash >> shift;
    marked = marked << 1U | (bits[bit / 64] >> (bit % 64) & 1U);
  }
  return marked;
}

}  // namespace

struct Engine::State {
  State(Image given, ImageView read) : image(std::move(given)), view(std::move(read)) {}

  Image image;
  ImageView view;
  Pages pages;
  PreparedAddress asked;
  RecordMatcher filters{view};
  std::uint64_t questions = 0;

  Subject subject_of(const Request& request);
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
      if (subject.strength == Strength::kAny &&
          RecordMatcher::types_fit(signature.types, subject) &&
          RecordMatcher::party_fits(static_cast<Party>(signature.party), subject) &&
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
      if (filters.options_fit(record, subject) && use(id, (record.flags & kFlagImportant) != 0))
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
  const std::span<const std::uint32_t> hashes = subject.address->token_hashes();
  for (std::size_t first = 0; first < hashes.size(); first += kTokensAtOnce) {
    std::uint64_t marked =
        marked_tokens(realm.token_bits.data(), realm.token_shift, hashes.data() + first,
                      std::min(kTokensAtOnce, hashes.size() - first));
    for (; marked != 0; marked &= marked - 1) {
      const auto number = first + static_cast<std::size_t>(std::countr_zero(marked));
      if (search_bucket(realm, subject.address->token(number), subject, use)) return true;
    }
  }
  return false;
}

template <typename Use>
bool Engine::State::search_bucket(const RealmView& realm, const Token& token, Subject& subject,
                                  Use use) {
  const auto buckets = static_cast<std::uint32_t>(realm.token_buckets.size() - 1);
  const std::uint32_t bucket = place_of(token.hash, buckets);
  const std::size_t end =
      std::min<std::size_t>(realm.token_buckets[bucket + 1], view.records().size());
  const Record* const records = view.records().data();
  const std::uint64_t beside = subject.address->beside(token);
  for (std::uint32_t number = realm.token_buckets[bucket]; number < end; ++number) {
    if (fits_beside(records[number].beside, beside) &&
        filters.matches(number, token.begin, subject) &&
        use(number, (records[number].flags & kFlagImportant) != 0))
      return true;
  }
  return false;
}

template <typename Use>
bool Engine::State::search(Realm which, Subject& subject, Use use) {
  if (search_hosts(which, subject, use) || search_tokens(which, subject, use)) return true;
  const auto try_record = [&](std::uint32_t number) {
    return filters.matches(number, kNone32, subject) &&
           use(number, (view.records()[number].flags & kFlagImportant) != 0);
  };
  const RealmView& realm = view.realm(which);
  if (!realm.always_slots.empty()) {
    const bool marks = realm.always_slots.size() > kFewRecords || subject.address->knows_pairs();
    const PairMarks* const pairs = marks ? &subject.address->pairs() : nullptr;
    for (const AlwaysRun& run : realm.always_runs) {
      if (!RecordMatcher::types_fit(run.types, subject)) continue;
      for (std::uint32_t i = run.begin; i < run.end; ++i) {
        if ((pairs == nullptr || pairs->hold(realm.always_slots[i].pairs)) &&
            try_record(realm.always.offset + i))
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
