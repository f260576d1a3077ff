// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dispatch.hpp"

#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <string>
#include <utility>
#include <variant>

#include "app/canonical.hpp"
#include "app/handlers.hpp"
#include "base/encoding.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

/// A call that changes nothing.
template <auto read, auto act>
Answered reading(Context& context, const protocol::Call& call) {
  const auto params = read(call.params);
  if (!params) return params.error();
  return act(context, *params);
}

/// A call that writes: once for its op_id, however often it is repeated.
template <auto act, typename Params>
Answered once(Context& context, const protocol::Call& call, const Params& params,
              std::string_view op_id_text) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto op_id = universe::parse_id(op_id_text);
  if (!op_id) return Error(ErrorCode::kInvalidParams, "params.op_id");
  std::string method_and_params = call.method;
  method_and_params += canonical(call.params);
  auto result = (*universe)->once(*op_id, method_and_params, [&]() -> Result<json::value> {
    Answered done = act(context, params);
    if (!done) return done.error();
    return json::value(std::move(*done));
  });
  if (!result) return result.error();
  json::object* object = result->if_object();
  if (object == nullptr) return Error(ErrorCode::kStorageDamaged, "result");
  return std::move(*object);
}

template <auto read, auto act>
Answered writing(Context& context, const protocol::Call& call) {
  const auto params = read(call.params);
  if (!params) return params.error();
  return once<act>(context, call, *params, params->op_id);
}

/// Nothing of a private window is stored, not even that the message came.
Answered notice(Context& context, const protocol::Call& call) {
  const auto params = protocol::read_intentions_notice(call.params);
  if (!params) return params.error();
  if (params->is_private) return intentions_notice_private(*params);
  return once<intentions_notice>(context, call, *params, params->op_id);
}

Answered policy(Context& context, const protocol::Call& call) {
  const auto params = protocol::read_intentions_policy(call.params);
  if (!params) return params.error();
  if (!params->op_id) return intentions_policy_read(context);
  return once<intentions_policy_set>(context, call, *params, *params->op_id);
}

/// The draft is of no more use once its request is stored, whether now or at an earlier try.
Answered seal(Context& context, const protocol::Call& call) {
  const auto params = protocol::read_requests_seal(call.params);
  if (!params) return params.error();
  Answered done = once<requests_seal>(context, call, *params, params->op_id);
  if (done) {
    if (const auto draft_id = universe::parse_id(params->draft_id)) {
      context.drafts().drop(*draft_id);
    }
  }
  return done;
}

Answered forget_all(Context& context, const protocol::Call& call) {
  const auto params = protocol::read_op_only(call.params);
  if (!params) return params.error();
  Answered done = once<universe_forget_all>(context, call, *params, params->op_id);
  if (done) context.drafts().clear();
  return done;
}

/// Parts are held in memory until the last one, which alone changes something.
Answered put_list(Context& context, const protocol::Call& call) {
  const auto params = protocol::read_filters_put_list(call.params);
  if (!params) return params.error();
  if (!params->last) return filters_take_part(context, *params);
  return once<filters_put_list>(context, call, *params, params->op_id);
}

struct Row {
  std::string_view method;
  Answered (*handle)(Context&, const protocol::Call&);
};

using namespace protocol;  // The readers below; NOLINT(google-build-using-namespace)

constexpr std::array kTable{
    Row{"attempts.days", reading<read_attempts_days, attempts_days>},
    Row{"attempts.forget", writing<read_op_only, attempts_forget>},
    Row{"attempts.record", reading<read_attempts_record, attempts_record>},
    Row{"brands.forget", writing<read_brands_forget, brands_forget>},
    Row{"brands.list", reading<read_brands_list, brands_list>},
    Row{"filters.cosmetics", reading<read_filters_cosmetics, filters_cosmetics>},
    Row{"filters.delta", reading<read_filters_delta, filters_delta>},
    Row{"filters.explain", reading<read_filters_explain, filters_explain>},
    Row{"filters.lists", reading<read_filters_lists, filters_lists>},
    Row{"filters.put_list", put_list},
    Row{"filters.refused", reading<read_filters_refused, filters_refused>},
    Row{"filters.remove_list", writing<read_filters_remove_list, filters_remove_list>},
    Row{"filters.set_list", writing<read_filters_set_list, filters_set_list>},
    Row{"filters.status", reading<read_nothing, filters_status>},
    Row{"filters.text", reading<read_filters_text, filters_text>},
    Row{"hello", reading<read_hello, hello>},
    Row{"intentions.done", writing<read_intentions_done, intentions_done>},
    Row{"intentions.edit", writing<read_intentions_edit, intentions_edit>},
    Row{"intentions.forget", writing<read_op_on_record, intentions_forget>},
    Row{"intentions.get", reading<read_record_id, intentions_get>},
    Row{"intentions.keep", writing<read_intentions_keep, intentions_keep>},
    Row{"intentions.list", reading<read_intentions_list, intentions_list>},
    Row{"intentions.notice", notice},
    Row{"intentions.policy", policy},
    Row{"intentions.unforget", writing<read_op_on_record, intentions_unforget>},
    Row{"mail.answer", writing<read_mail_answer, mail_answer>},
    Row{"mail.draft", reading<read_mail_draft, mail_draft>},
    Row{"mail.sent", writing<read_mail_sent, mail_sent>},
    Row{"replies.open", writing<read_replies_open, replies_open>},
    Row{"requests.descriptor", reading<read_requests_descriptor, requests_descriptor>},
    Row{"requests.draft", reading<read_requests_draft, requests_draft>},
    Row{"requests.forget", writing<read_op_on_record, requests_forget>},
    Row{"requests.get", reading<read_record_id, requests_get>},
    Row{"requests.list", reading<read_requests_list, requests_list>},
    Row{"requests.seal", seal},
    Row{"requests.sent", writing<read_requests_outcome, requests_sent>},
    Row{"requests.withdraw", writing<read_op_on_record, requests_withdraw>},
    Row{"requests.withdrawn", writing<read_requests_outcome, requests_withdrawn>},
    Row{"status", reading<read_nothing, app::status>},
    Row{"universe.accept_today", writing<read_op_only, universe_accept_today>},
    Row{"universe.export", reading<read_universe_export, universe_export>},
    Row{"universe.forget_all", forget_all},
};

}  // namespace

Result<json::object> dispatch(Context& context, const Call& call) {
  const auto row = std::find_if(kTable.begin(), kTable.end(),
                                [&](const Row& known) { return known.method == call.method; });
  if (row == kTable.end()) return Error(ErrorCode::kUnknownMethod);
  return row->handle(context, call);
}

std::vector<std::string_view> capabilities() {
  std::vector<std::string_view> names;
  names.reserve(kTable.size());
  for (const Row& row : kTable) names.push_back(row.method);
  return names;
}

std::string answer(Context& context, std::string_view message) {
  const auto read = read_call(message);
  if (const Refused* refused = std::get_if<Refused>(&read)) {
    return write_error(refused->id, refused->error);
  }
  const Call& call = std::get<Call>(read);
  context.tick();
  const Answered done = dispatch(context, call);
  return done ? write_result(call.id, *done) : write_error(call.id, done.error());
}

}  // namespace volition::app
