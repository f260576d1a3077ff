// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What each method takes, read strictly: one struct and one reader per
// schema/<method>.request.json, in the order of the methods' names. Readers fail with
// invalid_params and name the field, never its value. tests/vectors/protocol/ holds the cases that
// these readers and a JSON Schema validator judge alike.

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/encoding.hpp"
#include "base/money.hpp"
#include "base/result.hpp"

namespace volition::protocol {

struct Nothing {};

/// A press, and nothing else to say.
struct OpOnly {
  std::string op_id;
};

/// A press that concerns one record.
struct OpOnRecord {
  std::string op_id;
  std::string id;
};

struct RecordId {
  std::string id;
};

struct Page {
  std::optional<std::string> cursor;
  std::int64_t limit = 0;
};

struct AttemptsDays {
  Day from;
  Day to;
};

struct AttemptItem {
  std::string key;
  std::string url;
  std::string type;
  std::string method;
  std::string frame;
  std::optional<std::string> site;
  std::optional<Bytes> body;
};

struct AttemptsRecord {
  bool is_private = false;
  /// More was tried than the items: the day's counts are lower bounds.
  bool more = false;
  std::vector<AttemptItem> items;
};

struct BrandsForget {
  std::string op_id;
  std::string domain;
};

struct ExplainItem {
  std::string url;
  std::string type;
  std::string frame;
};

struct FiltersCosmetics {
  std::string url;
  /// Classes (".name") and ids ("#name"); nullopt asks for what holds from the start.
  std::optional<std::vector<std::string>> names;
};

struct FiltersLists {
  std::optional<std::string> browser;
};

struct FiltersDelta {
  std::string browser;
  std::string baseline;
  std::optional<std::string> cursor;
};

struct FiltersExplain {
  std::vector<ExplainItem> items;
};

struct FiltersPutList {
  std::string op_id;
  /// No list: one that the person adds.
  std::optional<std::string> list;
  std::optional<std::string> address;
  std::optional<std::string> title;
  std::optional<std::string> etag;
  std::optional<std::string> last_modified;
  std::string upload;
  std::int64_t part = 0;
  bool last = false;
  /// Bytes of the whole text.
  std::optional<std::int64_t> size;
  std::string text;
};

struct FiltersRefused {
  std::string list;
  std::optional<std::string> reason;
  std::optional<std::string> cursor;
  std::int64_t limit = 0;
};

struct FiltersRemoveList {
  std::string op_id;
  std::string list;
};

struct FiltersSetList {
  std::string op_id;
  std::string list;
  std::string state;
  std::optional<std::string> by;
};

struct FiltersText {
  std::string list;
  std::optional<std::string> cursor;
};

struct Hello {
  std::string client;
  std::string version;
};

struct IntentionsDone {
  std::string op_id;
  std::string id;
  std::string how;
};

struct IntentionChanges {
  std::optional<std::string> name;
  std::optional<std::string> words;
  std::optional<std::string> why;
  std::optional<std::string> have;
  /// Outer: whether it changes. Inner: none, to take the budget away.
  std::optional<std::optional<Money>> budget;
};

struct IntentionsEdit {
  std::string op_id;
  std::string id;
  IntentionChanges changes;
};

struct NewIntention {
  std::string direction;
  std::string kind;
  std::string name;
  std::optional<std::string> maker;
  std::optional<std::string> sku;
  std::optional<std::string> gtin;
  std::optional<std::string> brand;
  std::optional<std::string> page;
  std::optional<Money> price;
  std::optional<std::string> words;
  std::optional<std::string> why;
  std::optional<std::string> have;
  std::optional<Money> budget;
};

/// Exactly one of id and fresh.
struct IntentionsKeep {
  std::string op_id;
  std::optional<std::string> id;
  std::optional<NewIntention> fresh;
};

struct IntentionsList {
  std::optional<std::string> cursor;
  std::int64_t limit = 0;
  std::vector<std::string> stages;
  std::optional<std::string> direction;
  std::optional<std::string> kind;
  std::optional<std::int64_t> fades_within_days;
  std::optional<std::string> brand;
  std::optional<std::string> words;
};

struct NoticedText {
  std::string source;
  std::string raw;
};

struct IntentionsNotice {
  std::string op_id;
  bool is_private = false;
  std::string site;
  std::string page;
  std::vector<NoticedText> observations;
};

/// Both or neither.
struct IntentionsPolicy {
  std::optional<std::string> op_id;
  std::optional<std::string> set;
};

struct Answer {
  /// Where it came from after all redirects; empty for a reply, whose address the host knows.
  std::string url;
  std::int64_t status = 0;
  std::string content_type;
  /// The descriptor's text, or the reply's bytes.
  std::string body;
};

struct DraftFields {
  std::optional<std::string> name;
  std::optional<std::string> maker;
  std::optional<std::string> sku;
  std::optional<std::string> gtin;
  std::optional<std::string> url;
  std::optional<Money> max_price;
  std::optional<std::int64_t> quantity;
  std::optional<std::string> condition;
  std::optional<std::string> area;
  std::optional<std::string> delivery;
  std::optional<std::string> question;
  std::optional<std::string> person_name;
  std::optional<std::string> postcode;
};

struct MailWish {
  std::optional<std::string> intention_id;
  std::string brand;
  std::string to;
  std::optional<std::string> own_address;
  std::string answer_to;
  std::string language;
  std::string kind;
  DraftFields fields;
  std::int64_t max_replies = 0;
  Day until;
  std::string terms;
  std::optional<std::string> tag;
};

struct MailDraft {
  MailWish wish;
};

struct MailSent {
  std::string op_id;
  MailWish wish;
  std::string approve;
};

/// A pasted mail, taken apart by the extension.
struct MailMessage {
  std::string from;
  std::string to;
  std::string subject;
  std::string in_reply_to;
  std::string references;
  std::optional<Day> dated_on;
  std::string text;
};

struct MailAnswer {
  std::string op_id;
  std::string id;
  bool vouched = false;
  MailMessage message;
};

struct RepliesOpen {
  std::string op_id;
  std::string id;
  Answer answer;
};

struct RequestsDescriptor {
  std::string brand;
  Answer answer;
};

struct RequestsDraft {
  std::optional<std::string> intention_id;
  std::string brand;
  Answer answer;
  std::string kind;
  DraftFields fields;
  std::int64_t max_replies = 0;
  Day until;
  std::string terms;
};

struct RequestsList {
  std::optional<std::string> cursor;
  std::int64_t limit = 0;
  std::optional<std::string> intention_id;
};

struct RequestsSeal {
  std::string op_id;
  std::string draft_id;
  std::string approve;
};

/// requests.sent and requests.withdrawn: what became of it; no status where no answer came.
struct RequestsOutcome {
  std::string op_id;
  std::string id;
  std::optional<std::int64_t> status;
};

struct UniverseExport {
  std::optional<std::string> cursor;
};

Result<Nothing> read_nothing(const boost::json::object& params);
Result<OpOnly> read_op_only(const boost::json::object& params);
Result<OpOnRecord> read_op_on_record(const boost::json::object& params);
Result<RecordId> read_record_id(const boost::json::object& params);
Result<AttemptsDays> read_attempts_days(const boost::json::object& params);
Result<AttemptsRecord> read_attempts_record(const boost::json::object& params);
Result<BrandsForget> read_brands_forget(const boost::json::object& params);
Result<Page> read_brands_list(const boost::json::object& params);
Result<FiltersCosmetics> read_filters_cosmetics(const boost::json::object& params);
Result<FiltersLists> read_filters_lists(const boost::json::object& params);
Result<FiltersDelta> read_filters_delta(const boost::json::object& params);
Result<FiltersExplain> read_filters_explain(const boost::json::object& params);
Result<FiltersPutList> read_filters_put_list(const boost::json::object& params);
Result<FiltersRefused> read_filters_refused(const boost::json::object& params);
Result<FiltersRemoveList> read_filters_remove_list(const boost::json::object& params);
Result<FiltersSetList> read_filters_set_list(const boost::json::object& params);
Result<FiltersText> read_filters_text(const boost::json::object& params);
Result<Hello> read_hello(const boost::json::object& params);
Result<IntentionsDone> read_intentions_done(const boost::json::object& params);
Result<IntentionsEdit> read_intentions_edit(const boost::json::object& params);
Result<IntentionsKeep> read_intentions_keep(const boost::json::object& params);
Result<IntentionsList> read_intentions_list(const boost::json::object& params);
Result<IntentionsNotice> read_intentions_notice(const boost::json::object& params);
Result<IntentionsPolicy> read_intentions_policy(const boost::json::object& params);
Result<MailAnswer> read_mail_answer(const boost::json::object& params);
Result<MailDraft> read_mail_draft(const boost::json::object& params);
Result<MailSent> read_mail_sent(const boost::json::object& params);
Result<RepliesOpen> read_replies_open(const boost::json::object& params);
Result<RequestsDescriptor> read_requests_descriptor(const boost::json::object& params);
Result<RequestsDraft> read_requests_draft(const boost::json::object& params);
Result<RequestsList> read_requests_list(const boost::json::object& params);
Result<RequestsSeal> read_requests_seal(const boost::json::object& params);
Result<RequestsOutcome> read_requests_outcome(const boost::json::object& params);
Result<UniverseExport> read_universe_export(const boost::json::object& params);

/// Every method this protocol knows, in the order of their names.
std::vector<std::string_view> method_names();

/// Judges params by their method's reader and throws the reading away: for the shared vectors.
/// Errors: those of the reader, unknown_method.
Status judge_params(std::string_view method, const boost::json::object& params);

}  // namespace volition::protocol
