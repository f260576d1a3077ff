// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/params.hpp"

#include "protocol/fields.hpp"
#include "protocol/limits.hpp"
#include "protocol/words.hpp"

namespace volition::protocol {
namespace {

namespace json = boost::json;

constexpr Integer kStatus{0, 599};

AttemptItem ask_attempt_item(Fields& f) {
  constexpr std::size_t kBodyMax = 87384;
  AttemptItem item;
  item.key = f.required("key", Text{1, 40});
  item.url = f.required("url", Text{1, kUrlMax});
  item.type = f.required("type", Choice{kResourceTypes});
  item.method = f.required("method", Text{1, 16});
  item.frame = f.required("frame", Text{0, kFrameMax});
  item.site = f.optional("site", DomainName{});
  item.body = f.required("body", OrNull{Base64{kBodyMax}});
  return item;
}

NewIntention ask_new_intention(Fields& f) {
  NewIntention fresh;
  fresh.direction = f.required("direction", Choice{kDirections});
  fresh.kind = f.required("kind", Choice{kIntentionKinds});
  fresh.name = f.required("name", Text{1, kNameMax});
  fresh.maker = f.optional("maker", Text{1, kLabelMax});
  fresh.sku = f.optional("sku", Text{1, kLabelMax});
  fresh.gtin = f.optional("gtin", kGtin);
  fresh.brand = f.optional("brand", DomainName{});
  fresh.page = f.optional("page", Text{1, kPageMax});
  fresh.price = f.optional("price", MoneyAmount{});
  fresh.words = f.optional("words", Text{0, kWordsMax});
  fresh.why = f.optional("why", Text{0, kWordsMax});
  fresh.have = f.optional("have", Text{0, kWordsMax});
  fresh.budget = f.optional("budget", MoneyAmount{});
  return fresh;
}

IntentionChanges ask_changes(Fields& f) {
  IntentionChanges changes;
  changes.name = f.optional("name", Text{1, kNameMax});
  changes.words = f.optional("words", Text{0, kWordsMax});
  changes.why = f.optional("why", Text{0, kWordsMax});
  changes.have = f.optional("have", Text{0, kWordsMax});
  changes.budget = f.optional("budget", OrNull{MoneyAmount{}});
  return changes;
}

NoticedText ask_noticed_text(Fields& f) {
  constexpr std::size_t kRawMax = 524288;
  NoticedText text;
  text.source = f.required("source", Choice{kObservationSources});
  text.raw = f.required("raw", Text{1, kRawMax});
  return text;
}

Answer ask_descriptor_answer(Fields& f) {
  constexpr std::size_t kDescriptorMax = 65537;
  Answer answer;
  answer.url = f.required("url", Text{1, 2048});
  answer.status = f.required("status", kStatus);
  answer.content_type = f.required("content_type", Text{0, 200});
  answer.body = f.required("body", Text{0, kDescriptorMax});
  return answer;
}

Answer ask_reply_answer(Fields& f) {
  constexpr std::size_t kReplyMax = 349528;
  Answer answer;
  answer.status = f.required("status", kStatus);
  answer.content_type = f.required("content_type", Text{0, 200});
  const Bytes body = f.required("body", Base64{kReplyMax});
  answer.body = as_text(body);
  return answer;
}

DraftFields ask_draft_fields(Fields& f) {
  DraftFields fields;
  fields.name = f.optional("name", Text{1, kNameMax});
  fields.maker = f.optional("maker", Text{1, kLabelMax});
  fields.sku = f.optional("sku", Text{1, kLabelMax});
  fields.gtin = f.optional("gtin", kGtin);
  fields.url = f.optional("url", Text{1, 2000});
  fields.max_price = f.optional("max_price", MoneyAmount{});
  fields.quantity = f.optional("quantity", Integer{1, 10000});
  fields.condition = f.optional("condition", Choice{kConditions});
  fields.area = f.optional("area", Text{1, kLabelMax});
  fields.delivery = f.optional("delivery", Choice{kDeliveries});
  fields.question = f.optional("question", Text{1, 4000});
  fields.person_name = f.optional("person_name", Text{1, 200});
  fields.postcode = f.optional("postcode", Text{1, 20});
  return fields;
}

MailWish ask_mail_wish(Fields& f) {
  constexpr Text kAddress{3, 254};
  MailWish wish;
  wish.intention_id = f.required("intention_id", OrNull{kId});
  wish.brand = f.required("brand", DomainName{});
  wish.to = f.required("to", kAddress);
  wish.own_address = f.required("own_address", OrNull{kAddress});
  wish.answer_to = f.required("answer_to", Choice{kAnswerTo});
  wish.language = f.required("language", Choice{kLanguages});
  wish.kind = f.required("kind", Choice{kRequestKinds});
  wish.fields = f.required("fields", Shape<DraftFields, ask_draft_fields>{});
  wish.max_replies = f.required("max_replies", Integer{1, 10});
  wish.until = f.required("until", CalendarDay{});
  wish.terms = f.required("terms", Choice{kTerms});
  wish.tag = f.required("tag", OrNull{kMailTag});
  return wish;
}

MailMessage ask_mail_message(Fields& f) {
  MailMessage message;
  message.from = f.required("from", Text{0, 1000});
  message.to = f.required("to", Text{0, 8000});
  message.subject = f.required("subject", Text{0, 2000});
  message.in_reply_to = f.required("in_reply_to", Text{0, 8000});
  message.references = f.required("references", Text{0, 16000});
  message.dated_on = f.required("dated_on", OrNull{CalendarDay{}});
  message.text = f.required("text", Text{0, 200'000});
  return message;
}

}  // namespace

Result<Nothing> read_nothing(const json::object& params) {
  return read<Nothing>(params, [](Fields&) { return Nothing{}; });
}

Result<OpOnly> read_op_only(const json::object& params) {
  return read<OpOnly>(params, [](Fields& f) { return OpOnly{f.required("op_id", kOpId)}; });
}

Result<OpOnRecord> read_op_on_record(const json::object& params) {
  return read<OpOnRecord>(params, [](Fields& f) {
    return OpOnRecord{f.required("op_id", kOpId), f.required("id", kId)};
  });
}

Result<RecordId> read_record_id(const json::object& params) {
  return read<RecordId>(params, [](Fields& f) { return RecordId{f.required("id", kId)}; });
}

Result<AttemptsDays> read_attempts_days(const json::object& params) {
  return read<AttemptsDays>(params, [](Fields& f) {
    return AttemptsDays{f.required("from", CalendarDay{}), f.required("to", CalendarDay{})};
  });
}

Result<AttemptsRecord> read_attempts_record(const json::object& params) {
  return read<AttemptsRecord>(params, [](Fields& f) {
    AttemptsRecord out;
    out.is_private = f.required("private", Flag{});
    out.more = f.optional("more", Flag{}).value_or(false);
    out.items = f.required("items", List{1, 200, Shape<AttemptItem, ask_attempt_item>{}});
    return out;
  });
}

Result<BrandsForget> read_brands_forget(const json::object& params) {
  return read<BrandsForget>(params, [](Fields& f) {
    return BrandsForget{f.required("op_id", kOpId), f.required("domain", DomainName{})};
  });
}

Result<Page> read_brands_list(const json::object& params) {
  return read<Page>(params, [](Fields& f) {
    return Page{f.optional("cursor", kCursor), f.required("limit", Integer{1, kPageLimitMax})};
  });
}

Result<Hello> read_hello(const json::object& params) {
  return read<Hello>(params, [](Fields& f) {
    return Hello{f.required("client", Text{1, 60}), f.required("version", Text{1, 40})};
  });
}

Result<IntentionsDone> read_intentions_done(const json::object& params) {
  return read<IntentionsDone>(params, [](Fields& f) {
    return IntentionsDone{f.required("op_id", kOpId), f.required("id", kId),
                          f.required("how", Choice{kDoneHow})};
  });
}

Result<IntentionsEdit> read_intentions_edit(const json::object& params) {
  return read<IntentionsEdit>(params, [](Fields& f) {
    return IntentionsEdit{f.required("op_id", kOpId), f.required("id", kId),
                          f.required("changes", Shape<IntentionChanges, ask_changes>{})};
  });
}

Result<IntentionsKeep> read_intentions_keep(const json::object& params) {
  return read<IntentionsKeep>(params, [](Fields& f) {
    IntentionsKeep out;
    out.op_id = f.required("op_id", kOpId);
    out.id = f.optional("id", kId);
    out.fresh = f.optional("new", Shape<NewIntention, ask_new_intention>{});
    if (out.id.has_value() == out.fresh.has_value()) f.refuse("exactly one of id and new");
    return out;
  });
}

Result<IntentionsList> read_intentions_list(const json::object& params) {
  return read<IntentionsList>(params, [](Fields& f) {
    IntentionsList out;
    out.cursor = f.optional("cursor", kCursor);
    out.limit = f.required("limit", Integer{1, kPageLimitMax});
    out.stages =
        f.optional("stages", List{1, 5, Choice{kStages}}).value_or(std::vector<std::string>{});
    out.direction = f.optional("direction", Choice{kDirections});
    out.kind = f.optional("kind", Choice{kIntentionKinds});
    out.fades_within_days = f.optional("fades_within_days", Integer{0, kFadeDaysMax});
    out.brand = f.optional("brand", DomainName{});
    out.words = f.optional("words", Text{1, 200});
    return out;
  });
}

Result<IntentionsNotice> read_intentions_notice(const json::object& params) {
  return read<IntentionsNotice>(params, [](Fields& f) {
    IntentionsNotice out;
    out.op_id = f.required("op_id", kOpId);
    out.is_private = f.required("private", Flag{});
    out.site = f.required("site", DomainName{});
    out.page = f.required("page", Text{1, kPageMax});
    out.observations =
        f.required("observations", List{1, 64, Shape<NoticedText, ask_noticed_text>{}});
    return out;
  });
}

Result<IntentionsPolicy> read_intentions_policy(const json::object& params) {
  return read<IntentionsPolicy>(params, [](Fields& f) {
    IntentionsPolicy out;
    out.op_id = f.optional("op_id", kOpId);
    out.set = f.optional("set", Choice{kPolicyChoices});
    if (out.op_id.has_value() != out.set.has_value()) f.refuse("op_id and set come together");
    return out;
  });
}

Result<MailAnswer> read_mail_answer(const json::object& params) {
  return read<MailAnswer>(params, [](Fields& f) {
    return MailAnswer{f.required("op_id", kOpId), f.required("id", kId),
                      f.required("vouched", Flag{}),
                      f.required("message", Shape<MailMessage, ask_mail_message>{})};
  });
}

Result<MailDraft> read_mail_draft(const json::object& params) {
  return read<MailDraft>(params, [](Fields& f) {
    return MailDraft{f.required("wish", Shape<MailWish, ask_mail_wish>{})};
  });
}

Result<MailSent> read_mail_sent(const json::object& params) {
  return read<MailSent>(params, [](Fields& f) {
    return MailSent{f.required("op_id", kOpId),
                    f.required("wish", Shape<MailWish, ask_mail_wish>{}),
                    f.required("approve", kHash)};
  });
}

Result<RepliesOpen> read_replies_open(const json::object& params) {
  return read<RepliesOpen>(params, [](Fields& f) {
    return RepliesOpen{f.required("op_id", kOpId), f.required("id", kId),
                       f.required("answer", Shape<Answer, ask_reply_answer>{})};
  });
}

Result<RequestsDescriptor> read_requests_descriptor(const json::object& params) {
  return read<RequestsDescriptor>(params, [](Fields& f) {
    return RequestsDescriptor{f.required("brand", DomainName{}),
                              f.required("answer", Shape<Answer, ask_descriptor_answer>{})};
  });
}

Result<RequestsDraft> read_requests_draft(const json::object& params) {
  return read<RequestsDraft>(params, [](Fields& f) {
    RequestsDraft out;
    out.intention_id = f.required("intention_id", OrNull{kId});
    out.brand = f.required("brand", DomainName{});
    out.answer = f.required("answer", Shape<Answer, ask_descriptor_answer>{});
    out.kind = f.required("kind", Choice{kRequestKinds});
    out.fields = f.required("fields", Shape<DraftFields, ask_draft_fields>{});
    out.max_replies = f.required("max_replies", Integer{1, 10});
    out.until = f.required("until", CalendarDay{});
    out.terms = f.required("terms", Choice{kTerms});
    return out;
  });
}

Result<RequestsList> read_requests_list(const json::object& params) {
  return read<RequestsList>(params, [](Fields& f) {
    return RequestsList{f.optional("cursor", kCursor), f.required("limit", Integer{1, 50}),
                        f.optional("intention_id", kId)};
  });
}

Result<RequestsSeal> read_requests_seal(const json::object& params) {
  return read<RequestsSeal>(params, [](Fields& f) {
    return RequestsSeal{f.required("op_id", kOpId), f.required("draft_id", kId),
                        f.required("approve", kHash)};
  });
}

Result<RequestsOutcome> read_requests_outcome(const json::object& params) {
  return read<RequestsOutcome>(params, [](Fields& f) {
    return RequestsOutcome{f.required("op_id", kOpId), f.required("id", kId),
                           f.required("status", OrNull{Integer{100, 599}})};
  });
}

Result<UniverseExport> read_universe_export(const json::object& params) {
  return read<UniverseExport>(
      params, [](Fields& f) { return UniverseExport{f.optional("cursor", kCursor)}; });
}

}  // namespace volition::protocol
