// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "mail": a request that the person sends with their own mail program, and the answers
// that they paste. Nothing here sends, and nothing looks into anybody's mailbox.

#include <algorithm>
#include <boost/json/array.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "app/handlers.hpp"
#include "app/json_shapes.hpp"
#include "app/request_shapes.hpp"
#include "app/said_elsewhere.hpp"
#include "base/encoding.hpp"
#include "requests/mail_answer.hpp"
#include "requests/mail_draft.hpp"
#include "url/host.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;
using requests::TiedBy;
using universe::RequestState;

constexpr int kMaxDaysToAnswer = 366;
/// Where Windows cuts the address that it hands to a program.
constexpr std::size_t kLongMailto = 2'000;

Result<requests::MailWish> wish_of(const protocol::MailWish& params, Day today) {
  const auto kind = requests::parse_kind(params.kind);
  const auto terms = requests::parse_terms(params.terms);
  const auto language = requests::parse_language(params.language);
  if (!kind || !terms || !language) return Error(ErrorCode::kInvalidParams, "wish");
  if (params.until < today || params.until.since(today) > kMaxDaysToAnswer) {
    return Error(ErrorCode::kInvalidParams, "until");
  }
  requests::MailWish wish;
  wish.to = params.to;
  wish.own_address = params.own_address;
  wish.answer_to = params.answer_to == "tagged" ? requests::MailWish::AnswerTo::kTagged
                                                : requests::MailWish::AnswerTo::kSender;
  wish.tag = params.tag ? *params.tag : requests::new_mail_tag();
  wish.kind = *kind;
  wish.fields = fields_of(params.fields);
  wish.language = *language;
  wish.max_replies = static_cast<int>(params.max_replies);
  wish.until = params.until;
  wish.terms = *terms;
  return wish;
}

/// The intention that a wish is about, still there. Errors: not_found, forgotten.
Result<std::optional<universe::Id>> intention_of(universe::Universe& universe,
                                                 const protocol::MailWish& params) {
  if (!params.intention_id) return std::optional<universe::Id>();
  const auto id = id_of(*params.intention_id);
  if (!id) return id.error();
  if (const auto known = universe.get(*id); !known) return known.error();
  return std::optional<universe::Id>(*id);
}

json::array notes_on(const requests::MailDraft& draft, std::string_view brand) {
  json::array notes;
  if (url::registrable_domain(draft.mail.to.domain) != brand) {
    notes.push_back(json::value("another_domain"));
  }
  if (draft.mailto.size() > kLongMailto) notes.push_back(json::value("long_address"));
  return notes;
}

json::value tied_name(TiedBy tied) {
  switch (tied) {
    case TiedBy::kTag:
      return "tag";
    case TiedBy::kInReplyTo:
      return "in_reply_to";
    case TiedBy::kAddress:
      return "address";
    case TiedBy::kNothing:
      return "person";
    case TiedBy::kForeign:
      break;
  }
  return nullptr;
}

requests::MailMessage message_of(const protocol::MailMessage& params) {
  return {params.from,        params.to,         params.subject,
          params.in_reply_to, params.references, params.text};
}

json::object told(const universe::StoredRequest& request, std::string_view state,
                  json::value tied = nullptr) {
  json::object result = holding_request(request);
  result["state"] = state;
  result["tied_by"] = std::move(tied);
  result["shortened"] = false;
  return result;
}

/// The day on which the answer came, as far as it can be told: the mail's own date, which may be
/// forged, but never before the request and never after today. An answer in time that is pasted
/// late is in time.
Day came_on(const protocol::MailMessage& message, const universe::StoredRequest& request,
            Day today) {
  return std::clamp(message.dated_on.value_or(today), std::min(request.made_on, today), today);
}

bool is_known(const universe::StoredRequest& request, const universe::StoredReply& reply) {
  return std::any_of(request.replies.begin(), request.replies.end(),
                     [&](const universe::StoredReply& known) {
                       return known.text == reply.text && known.from == reply.from;
                     });
}

/// Stores the request with its new answer; the intention is answered.
Status take_in(universe::Universe& universe, universe::StoredRequest& request,
               universe::StoredReply reply) {
  request.replies.push_back(std::move(reply));
  request.remaining -= 1;
  request.state = RequestState::kAnswered;
  if (const Status done = universe.update_request(request); !done) return done.error();
  if (!request.intention_id) return ok();
  const auto answered = universe.mark_answered(*request.intention_id);
  // The intention may be forgotten while its request still stands.
  if (!answered && answered.error().code != ErrorCode::kNotFound) return answered.error();
  return ok();
}

}  // namespace

Answered mail_draft(Context& context, const protocol::MailDraft& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto intention = intention_of(**universe, params.wish);
  if (!intention) return intention.error();
  const auto wish = wish_of(params.wish, context.clock().today());
  if (!wish) return wish.error();
  const auto draft = requests::make_mail(*wish);
  if (!draft) return draft.error();
  const std::string_view brand = url::registrable_domain(params.wish.brand);
  const auto warnings = said_elsewhere(**universe, brand, draft->rows);
  if (!warnings) return warnings.error();
  json::array webmail;
  for (const requests::WebmailDraft& page : draft->webmail) {
    json::object item;
    item["provider"] = page.provider;
    item["url"] = page.url;
    webmail.push_back(std::move(item));
  }
  json::object result;
  result["tag"] = draft->tag;
  result["to"] = draft->mail.to.text();
  result["answer_to"] =
      draft->mail.answer_to ? json::value(draft->mail.answer_to->text()) : json::value(nullptr);
  result["subject"] = draft->mail.subject;
  result["body"] = draft->mail.body;
  result["exact"] = draft->exact;
  result["eml"] = draft->eml;
  result["mailto"] = draft->mailto;
  result["webmail"] = std::move(webmail);
  result["rows"] = shapes_of_rows(draft->rows);
  result["approve"] = to_hex(draft->approve);
  result["warnings"] = shapes_of_warnings(*warnings);
  result["notes"] = notes_on(*draft, brand);
  return result;
}

Answered mail_sent(Context& context, const protocol::MailSent& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto intention = intention_of(**universe, params.wish);
  if (!intention) return intention.error();
  const auto wish = wish_of(params.wish, context.clock().today());
  if (!wish) return wish.error();
  const auto draft = requests::make_mail(*wish);
  if (!draft) return draft.error();
  // The same wish makes the same bytes: what is kept is what was shown.
  if (to_hex(draft->approve) != params.approve) return ErrorCode::kNotApproved;
  universe::StoredRequest request;
  request.id = universe::new_id();
  request.brand = std::string(url::registrable_domain(params.wish.brand));
  request.organization = draft->mail.to.text();
  request.intention_id = *intention;
  request.kind = requests::kind_name(wish->kind);
  request.state = RequestState::kSent;
  request.made_on = context.clock().today();
  request.until = wish->until;
  request.max_replies = wish->max_replies;
  request.remaining = wish->max_replies;
  request.mailbox = "mailto:" + draft->mail.to.text();
  request.terms = requests::terms_name(wish->terms);
  request.receipt = to_hex(crypto::sha256(as_bytes(draft->exact)));
  request.mail = universe::MailContact{draft->mail.to.text(), draft->tag};
  request.content = content_of(*draft);
  if (const Status done = (*universe)->put_request(request); !done) return done.error();
  if (*intention) {
    const auto asked = (*universe)->mark_asked(**intention);
    if (!asked) return asked.error();
  }
  return holding_request(request);
}

Answered mail_answer(Context& context, const protocol::MailAnswer& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto id = id_of(params.id);
  if (!id) return id.error();
  auto request = (*universe)->get_request(*id);
  if (!request) return request.error();
  if (!request->mail) return Error(ErrorCode::kInvalidParams, "params.id: not sent by mail");
  const requests::MailMessage message = message_of(params.message);
  const TiedBy tied = requests::tied_by(tie_of(*request), message);
  if (tied == TiedBy::kForeign) return told(*request, "foreign");
  if (tied == TiedBy::kNothing && !params.vouched) return told(*request, "untied");
  const auto answer = requests::read_mail_answer(message);
  if (!answer) return told(*request, "empty");

  universe::StoredReply reply;
  reply.kind = "text";
  reply.text = answer->text;
  reply.from = answer->from;
  reply.received_on = came_on(params.message, *request, context.clock().today());
  if (is_known(*request, reply)) return told(*request, "nothing_new", tied_name(tied));
  if (reply.received_on > request->until) return told(*request, "late", tied_name(tied));
  if (request->remaining < 1) return told(*request, "excess", tied_name(tied));
  if (const Status done = take_in(**universe, *request, std::move(reply)); !done) {
    return done.error();
  }
  json::object result = told(*request, "opened", tied_name(tied));
  result["shortened"] = answer->length == requests::MailAnswer::Length::kShortened;
  return result;
}

}  // namespace volition::app
