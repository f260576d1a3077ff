// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "filters", as far as lists come and go.

#include "app/handlers.hpp"

namespace volition::app {

Answered filters_delta(Context&, const protocol::FiltersDelta&) {
  return Error(ErrorCode::kUnknownMethod);
}

Answered filters_lists(Context&, const protocol::Nothing&) {
  return Error(ErrorCode::kUnknownMethod);
}

Answered filters_put_list(Context&, const protocol::FiltersPutList&) {
  return Error(ErrorCode::kUnknownMethod);
}

Answered filters_refused(Context&, const protocol::FiltersRefused&) {
  return Error(ErrorCode::kUnknownMethod);
}

Answered filters_remove_list(Context&, const protocol::FiltersRemoveList&) {
  return Error(ErrorCode::kUnknownMethod);
}

Answered filters_set_list(Context&, const protocol::FiltersSetList&) {
  return Error(ErrorCode::kUnknownMethod);
}

Answered filters_text(Context&, const protocol::FiltersText&) {
  return Error(ErrorCode::kUnknownMethod);
}

}  // namespace volition::app
