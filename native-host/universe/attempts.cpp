// SPDX-License-Identifier: GPL-3.0-or-later

// The part of Universe that counts attempts: company, kind and day, and nothing finer. One record
// holds one day.

#include <algorithm>
#include <boost/json/array.hpp>
#include <tuple>

#include "base/encoding.hpp"
#include "universe/universe_state.hpp"

namespace volition::universe {

namespace {

constexpr std::size_t kMaxCompany = 120;
// A page can invent companies only as far as the provider table lets it; this bounds a defect.
constexpr std::size_t kMaxPairsPerDay = 1'000;
constexpr std::int64_t kMaxCount = 1'000'000'000;
constexpr std::size_t kMaxRows = 5'000;

bool is_valid(const AttemptCount& count) {
  const std::optional<std::size_t> company = count_code_points(count.company);
  const std::optional<std::size_t> kind = count_code_points(count.kind);
  return company && *company >= 1 && *company <= kMaxCompany && kind && *kind >= 1 &&
         *kind <= kMaxCompany && count.count > 0 && count.count <= kMaxCount;
}

boost::json::object record_of(const HeldDay& held) {
  boost::json::array counts;
  for (const auto& [key, number] : held.counts) {
    boost::json::object row;
    row.emplace("company", key.first);
    row.emplace("kind", key.second);
    row.emplace("count", number);
    counts.push_back(std::move(row));
  }
  boost::json::object content;
  content.emplace("day", format_day(held.day));
  content.emplace("counts", std::move(counts));
  if (held.counted == Counted::kAtLeast) content.emplace("at_least", 1);
  return content;
}

}  // namespace

Result<bool> Universe::add_attempts(const std::vector<AttemptCount>& counts, Counted counted) {
  State& state = *state_;
  const Status fresh = state.store->refresh();
  if (!fresh) return fresh.error();
  const bool nothing = counts.empty() && counted == Counted::kAll;
  if (nothing || state.settings.policy != Policy::kSevenDays || state.clock_jumped()) {
    return false;
  }
  if (!std::all_of(counts.begin(), counts.end(),
                   [](const AttemptCount& count) { return is_valid(count); })) {
    return Error{ErrorCode::kInvalidParams, "counts"};
  }
  return state.write([&]() -> Result<bool> {
    if (state.settings.policy != Policy::kSevenDays) return false;
    const Day today = state.clock.today();
    const auto found = std::find_if(state.attempts.begin(), state.attempts.end(),
                                    [&](const auto& entry) { return entry.second.day == today; });
    const Id id = found == state.attempts.end() ? new_id() : found->first;
    HeldDay held = found == state.attempts.end() ? HeldDay{today, {}, {}} : found->second;
    if (counted == Counted::kAtLeast) held.counted = counted;
    for (const AttemptCount& count : counts) {
      std::pair<std::string, std::string> key{count.company, count.kind};
      if (!held.counts.contains(key) && held.counts.size() >= kMaxPairsPerDay) continue;
      std::int64_t& number = held.counts[std::move(key)];
      number = std::min(kMaxCount, number + count.count);
    }
    const Status put = state.store->put(id, RecordKind::kAttempts, {}, record_of(held));
    if (!put) return put.error();
    return true;
  });
}

Result<std::vector<AttemptCount>> Universe::attempt_days(Day from, Day to) {
  const Status fresh = state_->store->refresh();
  if (!fresh) return fresh.error();
  std::vector<AttemptCount> rows;
  for (const auto& [id, held] : state_->attempts) {
    if (held.day < from || held.day > to) continue;
    for (const auto& [key, number] : held.counts) {
      rows.push_back({held.day, key.first, key.second, number, held.counted});
    }
  }
  std::sort(rows.begin(), rows.end(), [](const AttemptCount& a, const AttemptCount& b) {
    return std::tie(a.day, a.company, a.kind) < std::tie(b.day, b.company, b.kind);
  });
  if (rows.size() > kMaxRows) {
    rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(kMaxRows));
  }
  return rows;
}

Result<Erasure> Universe::forget_attempts() {
  const Status done = state_->write([&]() -> Status {
    state_->tells_erasure = true;
    std::vector<Id> ids;
    for (const auto& [id, held] : state_->attempts) ids.push_back(id);
    for (const Id& id : ids) {
      const Status gone = state_->erase(id);
      if (!gone) return gone.error();
    }
    return ok();
  });
  if (!done) return done.error();
  return state_->erasure_so_far();
}

}  // namespace volition::universe
