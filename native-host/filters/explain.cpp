// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/explain.hpp"

#include <utility>
#include <vector>

#include "url/url.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kMaxFilterText = 4096;
constexpr std::size_t kMaxListTitle = 120;

/// At most `bytes` of `text`, never half a character.
std::string cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return std::string(text.substr(0, bytes));
}

/// A filter that matched, with its place.
struct Candidate {
  bool important = false;
  FilterLine line;

  /// Important ones first; then those the browsers have; then the first of the first list.
  bool better_than(const std::optional<Candidate>& other) const {
    if (!other) return true;
    if (important != other->important) return important;
    if (line.in_effect != other->line.in_effect) return line.in_effect;
    if (line.list_number != other->line.list_number)
      return line.list_number < other->line.list_number;
    return line.line < other->line.line;
  }
};

FilterPlace place_of_line(const FilterLine& line) {
  return {cut(line.text, kMaxFilterText), cut(line.list, kMaxListTitle), line.line};
}

}  // namespace

struct Explainer::State {
  explicit State(Image image) : engine(std::move(image)) {}
  Engine engine;
  std::vector<MatchedFilter> matched;
};

std::string_view certainty_name(Certainty certainty) {
  return certainty == Certainty::kCertain ? "certain" : "likely";
}

Explainer::Explainer(Image image) : state_(std::make_unique<State>(std::move(image))) {}
Explainer::~Explainer() = default;
Explainer::Explainer(Explainer&&) noexcept = default;
Explainer& Explainer::operator=(Explainer&&) noexcept = default;

const Image& Explainer::image() const { return state_->engine.image(); }

Result<Explanation> Explainer::explain(const Request& request) {
  Explanation out;
  state_->engine.collect(request, state_->matched);
  std::optional<Candidate> block;
  std::optional<Candidate> exception;
  for (const MatchedFilter& matched : state_->matched) {
    if (matched.role == Role::kModifier) continue;
    const bool lifts =
        matched.role == Role::kException || matched.role == Role::kImportantException;
    const bool important =
        matched.role == Role::kImportantBlock || matched.role == Role::kImportantException;
    const Candidate candidate{important, state_->engine.line(matched.id)};
    if (candidate.line.text.empty()) return Error(ErrorCode::kImageDamaged, "filter");
    auto& best = lifts ? exception : block;
    if (candidate.better_than(best)) best = candidate;
  }
  if (!block) return out;
  out.verdict = Verdict::kBlock;
  out.filter = place_of_line(block->line);
  bool sure = block->line.in_effect && url::Url::parse(request.frame).has_value();
  if (exception && (exception->important || !block->important)) {
    out.verdict = Verdict::kExcepted;
    out.exception = place_of_line(exception->line);
    sure = sure && exception->line.in_effect;
  }
  out.certainty = sure ? Certainty::kCertain : Certainty::kLikely;
  return out;
}

}  // namespace volition::filters
