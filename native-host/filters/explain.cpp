// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/explain.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "filters/domains.hpp"
#include "filters/image_view.hpp"
#include "filters/index_keys.hpp"
#include "filters/pattern.hpp"
#include "filters/priority.hpp"
#include "filters/text.hpp"
#include "url/url.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kMaxKeptRegexes = 256;
constexpr std::size_t kMaxFilterText = 4096;
constexpr std::size_t kMaxListTitle = 120;

/// At most `bytes` of `text`, never half a character.
std::string cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return std::string(text.substr(0, bytes));
}

MethodMask method_bit(std::string_view method) {
  static constexpr std::array<std::string_view, 8> kNames = {"connect", "delete", "get",  "head",
                                                             "options", "patch",  "post", "put"};
  if (method.empty()) return kEveryMethod;
  const auto* found = std::find_if(kNames.begin(), kNames.end(), [&](std::string_view name) {
    return equals_ignoring_case(name, method);
  });
  return static_cast<MethodMask>(1U << static_cast<unsigned>(found - kNames.begin()));
}

/// One request with all that filters compare it by.
struct Subject {
  Address address;
  TypeMask type = 0;
  MethodMask methods = kEveryMethod;
  std::string_view frame_host;
  bool third_party = true;
};

/// A filter that matched, and how strongly it decides.
struct Match {
  std::uint32_t number = 0;
  int priority = 0;
  bool in_effect = false;

  /// Stronger first; then one that the browser has; then the first of the first list.
  bool better_than(const std::optional<Match>& other) const {
    if (!other) return true;
    if (priority != other->priority) return priority > other->priority;
    if (in_effect != other->in_effect) return in_effect;
    return number < other->number;
  }
};

struct Decision {
  std::optional<Match> block;
  std::optional<Match> exception;
};

}  // namespace

struct Explainer::State {
  explicit State(Image given) : image(std::move(given)) {}

  Image image;
  std::unordered_map<std::uint32_t, std::unique_ptr<re2::RE2>> regexes;

  bool regex_matches(std::uint32_t number, std::string_view expression, bool match_case,
                     const Address& address);
  Result<bool> matches(const ImageView& view, std::uint32_t number, const FilterRecord& filter,
                       const Subject& subject);
  Status decide(const ImageView& view, const Subject& subject, bool page, Decision& decision);
  Result<FilterPlace> place(const ImageView& view, const Match& match) const;
};

bool Explainer::State::regex_matches(std::uint32_t number, std::string_view expression,
                                     bool match_case, const Address& address) {
  const std::string_view literal = required_literal(expression);
  if (!literal.empty() && address.lower.find(lowered(literal)) == std::string_view::npos)
    return false;
  if (regexes.size() > kMaxKeptRegexes) regexes.clear();
  auto& kept = regexes[number];
  if (!kept) {
    re2::RE2::Options options;
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_case_sensitive(match_case);
    options.set_never_capture(true);
    options.set_log_errors(false);
    options.set_max_mem(256 << 10);
    kept =
        std::make_unique<re2::RE2>(re2::StringPiece(expression.data(), expression.size()), options);
  }
  return kept->ok() &&
         re2::RE2::PartialMatch(re2::StringPiece(address.text.data(), address.text.size()), *kept);
}

Result<bool> Explainer::State::matches(const ImageView& view, std::uint32_t number,
                                       const FilterRecord& filter, const Subject& subject) {
  const auto party = static_cast<Party>(filter.flags >> kFlagPartyShift & 3U);
  if (party == Party::kThird && !subject.third_party) return false;
  if (party == Party::kFirst && subject.third_party) return false;
  if ((filter.methods & subject.methods) == 0) return false;
  const auto line = view.text(filter.text, filter.text_size);
  if (!line) return Error(ErrorCode::kImageDamaged, "filter");
  const auto pattern = ImageView::part(*line, filter.pattern);
  const auto domains = ImageView::part(*line, filter.domains);
  const auto to = ImageView::part(*line, filter.to);
  const auto denyallow = ImageView::part(*line, filter.denyallow);
  if (!pattern || !domains || !to || !denyallow) return Error(ErrorCode::kImageDamaged, "filter");

  const bool match_case = (filter.flags & kFlagMatchCase) != 0;
  const std::string_view host = subject.address.host();
  // Pages first: comparing a few domains is cheaper than most patterns, and than every regular
  // expression.
  if (!domains_match(*domains, subject.frame_host) || !domains_match(*to, host) ||
      (!denyallow->empty() && domains_match(*denyallow, host)))
    return false;
  bool found = true;
  switch (static_cast<Shape>(filter.flags >> kFlagShapeShift & 3U)) {
    case Shape::kEverything:
      break;
    case Shape::kHost:
      found = domain_matches({*pattern, false, false}, host);
      break;
    case Shape::kGlob: {
      const std::string encoded = is_ascii(*pattern) ? std::string() : percent_encoded(*pattern);
      const GlobPattern glob{encoded.empty() ? *pattern : std::string_view(encoded),
                             static_cast<Anchor>(filter.flags >> kFlagAnchorShift & 3U),
                             (filter.flags & kFlagEndsAtEnd) != 0, match_case};
      found = glob_matches(glob, subject.address);
      break;
    }
    case Shape::kRegex:
      found = regex_matches(number, *pattern, match_case, subject.address);
      break;
  }
  return found;
}

Status Explainer::State::decide(const ImageView& view, const Subject& subject, bool page,
                                Decision& decision) {
  Status outcome = ok();
  const auto judge = [&](std::uint32_t number) {
    const auto filter = view.filter(number);
    if (!filter || !outcome) return;
    const bool exception = (filter->flags & kFlagException) != 0;
    if (page ? (filter->flags & kFlagPage) == 0 : (filter->types & subject.type) == 0) return;
    const bool important = (filter->flags & kFlagImportant) != 0;
    Match match{number, 0, (filter->flags & kFlagInEffect) != 0};
    if (exception) {
      match.priority = important ? kPriorityImportantException : kPriorityException;
    } else {
      match.priority = important ? kPriorityImportant : kPriorityBlock;
    }
    auto& best = exception ? decision.exception : decision.block;
    if (!match.better_than(best)) return;
    const auto found = matches(view, number, *filter, subject);
    if (!found) {
      outcome = found.error();
    } else if (*found) {
      best = match;
    }
  };
  bool sound = true;
  const auto look_up = [&](std::uint32_t key) { sound = view.for_each_under(key, judge) && sound; };
  for_each_suffix(subject.address.host(),
                  [&](std::string_view host) { look_up(index_key(host, KeyKind::kHost)); });
  for_each_suffix(subject.frame_host,
                  [&](std::string_view host) { look_up(index_key(host, KeyKind::kFrame)); });
  for_each_token(subject.address.lower,
                 [&](std::string_view token) { look_up(index_key(token, KeyKind::kToken)); });
  look_up(index_key({}, KeyKind::kAlways));
  if (!sound) return Error(ErrorCode::kImageDamaged, "index");
  return outcome;
}

Result<FilterPlace> Explainer::State::place(const ImageView& view, const Match& match) const {
  const auto filter = view.filter(match.number);
  const auto list = filter ? view.list(filter->list) : std::nullopt;
  if (!list) return Error(ErrorCode::kImageDamaged, "filter");
  const auto line = view.text(filter->text, filter->text_size);
  const auto title = view.text(list->title, list->title_size);
  if (!line || !title) return Error(ErrorCode::kImageDamaged, "filter");
  return FilterPlace{cut(*line, kMaxFilterText), cut(*title, kMaxListTitle), filter->line};
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

std::string_view certainty_name(Certainty certainty) {
  return certainty == Certainty::kCertain ? "certain" : "likely";
}

Explainer::Explainer(Image image) : state_(std::make_unique<State>(std::move(image))) {}
Explainer::~Explainer() = default;
Explainer::Explainer(Explainer&&) noexcept = default;
Explainer& Explainer::operator=(Explainer&&) noexcept = default;

const Image& Explainer::image() const { return state_->image; }

Result<Explanation> Explainer::explain(const Request& request) {
  const auto view = ImageView::of(state_->image.bytes());
  if (!view) return Error(ErrorCode::kImageDamaged, "header");
  Explanation out;
  const auto address = url::Url::parse(request.url);
  if (!address) return out;
  const auto frame = url::Url::parse(request.frame);

  const std::string lower = lowered(address->text());
  Subject subject;
  subject.address = {address->text(), lower, address->host_offset(),
                     address->host_offset() + address->host().size()};
  subject.type = mask(request.type);
  subject.methods = method_bit(request.method);
  if (frame) {
    subject.frame_host = frame->host();
    subject.third_party = !url::same_site(address->host(), frame->host());
  }
  Decision decision;
  if (auto done = state_->decide(*view, subject, false, decision); !done) return done.error();
  if (!decision.block) return out;

  // An exception for a whole page lifts everything that page asks for, and the page itself.
  const bool is_page = request.type == RequestType::kDocument;
  if (is_page || frame) {
    const url::Url& page_url = is_page ? *address : *frame;
    const std::string lower_page = lowered(page_url.text());
    Subject page = subject;
    page.address = {page_url.text(), lower_page, page_url.host_offset(),
                    page_url.host_offset() + page_url.host().size()};
    page.methods = kEveryMethod;
    page.third_party = is_page && subject.third_party;
    if (auto done = state_->decide(*view, page, true, decision); !done) return done.error();
  }
  auto filter = state_->place(*view, *decision.block);
  if (!filter) return filter.error();
  out.filter = std::move(*filter);
  out.verdict = Verdict::kBlock;
  bool sure = frame.has_value() && decision.block->in_effect;
  if (decision.exception && decision.exception->priority > decision.block->priority) {
    auto exception = state_->place(*view, *decision.exception);
    if (!exception) return exception.error();
    out.exception = std::move(*exception);
    out.verdict = Verdict::kExcepted;
    sure = sure && decision.exception->in_effect;
  }
  out.certainty = sure ? Certainty::kCertain : Certainty::kLikely;
  return out;
}

}  // namespace volition::filters
