// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "protocol/params.hpp"

namespace volition::protocol {
namespace {

namespace json = boost::json;

using Judge = Status (*)(const json::object&);

template <auto reader>
Status judged_by(const json::object& params) {
  const auto reading = reader(params);
  if (!reading) return reading.error();
  return ok();
}

struct Judged {
  std::string_view method;
  Judge judge;
};

constexpr std::array kJudges{
    Judged{"attempts.days", judged_by<read_attempts_days>},
    Judged{"attempts.forget", judged_by<read_op_only>},
    Judged{"attempts.record", judged_by<read_attempts_record>},
    Judged{"brands.forget", judged_by<read_brands_forget>},
    Judged{"brands.list", judged_by<read_brands_list>},
    Judged{"filters.cosmetics", judged_by<read_filters_cosmetics>},
    Judged{"filters.delta", judged_by<read_filters_delta>},
    Judged{"filters.explain", judged_by<read_filters_explain>},
    Judged{"filters.lists", judged_by<read_filters_lists>},
    Judged{"filters.put_list", judged_by<read_filters_put_list>},
    Judged{"filters.refused", judged_by<read_filters_refused>},
    Judged{"filters.remove_list", judged_by<read_filters_remove_list>},
    Judged{"filters.set_list", judged_by<read_filters_set_list>},
    Judged{"filters.status", judged_by<read_nothing>},
    Judged{"filters.text", judged_by<read_filters_text>},
    Judged{"hello", judged_by<read_hello>},
    Judged{"intentions.done", judged_by<read_intentions_done>},
    Judged{"intentions.edit", judged_by<read_intentions_edit>},
    Judged{"intentions.forget", judged_by<read_op_on_record>},
    Judged{"intentions.get", judged_by<read_record_id>},
    Judged{"intentions.keep", judged_by<read_intentions_keep>},
    Judged{"intentions.list", judged_by<read_intentions_list>},
    Judged{"intentions.notice", judged_by<read_intentions_notice>},
    Judged{"intentions.policy", judged_by<read_intentions_policy>},
    Judged{"intentions.unforget", judged_by<read_op_on_record>},
    Judged{"mail.answer", judged_by<read_mail_answer>},
    Judged{"mail.draft", judged_by<read_mail_draft>},
    Judged{"mail.sent", judged_by<read_mail_sent>},
    Judged{"replies.open", judged_by<read_replies_open>},
    Judged{"requests.descriptor", judged_by<read_requests_descriptor>},
    Judged{"requests.draft", judged_by<read_requests_draft>},
    Judged{"requests.forget", judged_by<read_op_on_record>},
    Judged{"requests.get", judged_by<read_record_id>},
    Judged{"requests.list", judged_by<read_requests_list>},
    Judged{"requests.seal", judged_by<read_requests_seal>},
    Judged{"requests.sent", judged_by<read_requests_outcome>},
    Judged{"requests.withdraw", judged_by<read_op_on_record>},
    Judged{"requests.withdrawn", judged_by<read_requests_outcome>},
    Judged{"status", judged_by<read_nothing>},
    Judged{"universe.accept_today", judged_by<read_op_only>},
    Judged{"universe.export", judged_by<read_universe_export>},
    Judged{"universe.forget_all", judged_by<read_op_only>},
};

}  // namespace

std::vector<std::string_view> method_names() {
  std::vector<std::string_view> names;
  names.reserve(kJudges.size());
  for (const Judged& row : kJudges) names.push_back(row.method);
  return names;
}

Status judge_params(std::string_view method, const json::object& params) {
  const auto row = std::find_if(kJudges.begin(), kJudges.end(),
                                [&](const Judged& judged) { return judged.method == method; });
  if (row == kJudges.end()) return Error(ErrorCode::kUnknownMethod);
  return row->judge(params);
}

}  // namespace volition::protocol
