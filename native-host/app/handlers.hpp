// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The handlers, one file per subject. Each takes what protocol/params.hpp read and answers the
// result's object. The writing ones run inside the universe's one-time execution (handler.hpp), so
// a repeat never runs them again.

#include <boost/json/object.hpp>

#include "app/context.hpp"
#include "base/result.hpp"
#include "protocol/params.hpp"

namespace volition::app {

using Answered = Result<boost::json::object>;

// host.cpp
Answered hello(Context& context, const protocol::Hello& params);
Answered status(Context& context, const protocol::Nothing& params);

// universe.cpp
Answered universe_export(Context& context, const protocol::UniverseExport& params);
Answered universe_accept_today(Context& context, const protocol::OpOnly& params);
Answered universe_forget_all(Context& context, const protocol::OpOnly& params);

// intentions.cpp
Answered intentions_done(Context& context, const protocol::IntentionsDone& params);
Answered intentions_edit(Context& context, const protocol::IntentionsEdit& params);
Answered intentions_forget(Context& context, const protocol::OpOnRecord& params);
Answered intentions_get(Context& context, const protocol::RecordId& params);
Answered intentions_keep(Context& context, const protocol::IntentionsKeep& params);
Answered intentions_list(Context& context, const protocol::IntentionsList& params);
Answered intentions_unforget(Context& context, const protocol::OpOnRecord& params);
/// Reads the page's product; nullopt product where it shows none.
Answered intentions_notice(Context& context, const protocol::IntentionsNotice& params);
/// Notices nothing: what a private window may have.
Answered intentions_notice_private(const protocol::IntentionsNotice& params);
Answered intentions_policy_read(Context& context);
Answered intentions_policy_set(Context& context, const protocol::IntentionsPolicy& params);

// brands.cpp
Answered brands_list(Context& context, const protocol::Page& params);
Answered brands_forget(Context& context, const protocol::BrandsForget& params);

// attempts.cpp
Answered attempts_record(Context& context, const protocol::AttemptsRecord& params);
Answered attempts_days(Context& context, const protocol::AttemptsDays& params);
Answered attempts_forget(Context& context, const protocol::OpOnly& params);

// filters.cpp
Answered filters_status(Context& context, const protocol::Nothing& params);
Answered filters_cosmetics(Context& context, const protocol::FiltersCosmetics& params);
Answered filters_explain(Context& context, const protocol::FiltersExplain& params);

// lists.cpp
Answered filters_delta(Context& context, const protocol::FiltersDelta& params);
Answered filters_lists(Context& context, const protocol::FiltersLists& params);
/// Any part but the last: nothing is stored.
Answered filters_take_part(Context& context, const protocol::FiltersPutList& params);
/// The last part.
Answered filters_put_list(Context& context, const protocol::FiltersPutList& params);
Answered filters_refused(Context& context, const protocol::FiltersRefused& params);
Answered filters_remove_list(Context& context, const protocol::FiltersRemoveList& params);
Answered filters_set_list(Context& context, const protocol::FiltersSetList& params);
Answered filters_text(Context& context, const protocol::FiltersText& params);

// requests.cpp
Answered requests_descriptor(Context& context, const protocol::RequestsDescriptor& params);
Answered requests_draft(Context& context, const protocol::RequestsDraft& params);
Answered requests_seal(Context& context, const protocol::RequestsSeal& params);

// requests_kept.cpp
Answered requests_get(Context& context, const protocol::RecordId& params);
Answered requests_list(Context& context, const protocol::RequestsList& params);
Answered requests_sent(Context& context, const protocol::RequestsOutcome& params);
Answered requests_withdraw(Context& context, const protocol::OpOnRecord& params);
Answered requests_withdrawn(Context& context, const protocol::RequestsOutcome& params);
Answered requests_forget(Context& context, const protocol::OpOnRecord& params);

// mail.cpp
Answered mail_answer(Context& context, const protocol::MailAnswer& params);
Answered mail_draft(Context& context, const protocol::MailDraft& params);
Answered mail_sent(Context& context, const protocol::MailSent& params);

// replies.cpp
Answered replies_open(Context& context, const protocol::RepliesOpen& params);

}  // namespace volition::app
