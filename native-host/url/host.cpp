// SPDX-License-Identifier: GPL-3.0-or-later
#include "url/host.hpp"

#include <libpsl.h>

#include <cstddef>
#include <string>

namespace volition::url {
namespace {

constexpr std::size_t kMaxHostBytes = 253;
constexpr std::size_t kMaxLabelBytes = 63;

std::string_view without_final_dot(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

}  // namespace

bool is_host_name(std::string_view host) {
  host = without_final_dot(host);
  if (host.empty() || host.size() > kMaxHostBytes) return false;
  std::size_t label = 0;
  for (const char c : host) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
      continue;
    }
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!allowed || ++label > kMaxLabelBytes) return false;
  }
  return label > 0;
}

bool is_ip_literal(std::string_view host) {
  if (host.starts_with('[')) return true;
  host = without_final_dot(host);
  const std::string_view last = host.substr(host.rfind('.') + 1);
  if (last.empty()) return false;
  if (last.find_first_not_of("0123456789") == std::string_view::npos) return true;
  return last.starts_with("0x") &&
         last.substr(2).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string_view registrable_domain(std::string_view host) {
  host = without_final_dot(host);
  if (is_ip_literal(host)) return host;
  // libpsl wants a terminated string and answers with a pointer into it.
  const std::string terminated(host);
  const char* found = psl_registrable_domain(psl_builtin(), terminated.c_str());
  if (found == nullptr) return host;
  return host.substr(static_cast<std::size_t>(found - terminated.c_str()));
}

std::string_view without_public_suffix(std::string_view host) {
  if (is_ip_literal(host)) return {};
  host = without_final_dot(host);
  const std::string terminated(host);
  const char* suffix = psl_unregistrable_domain(psl_builtin(), terminated.c_str());
  if (suffix == nullptr || suffix == terminated.c_str()) return {};
  return host.substr(0, static_cast<std::size_t>(suffix - terminated.c_str()) - 1);
}

bool has_known_suffix(std::string_view host) {
  host = without_final_dot(host);
  const std::string last(host.substr(host.rfind('.') + 1));
  return !last.empty() && psl_is_public_suffix2(psl_builtin(), last.c_str(),
                                                PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) == 1;
}

bool is_within(std::string_view host, std::string_view domain) {
  host = without_final_dot(host);
  if (domain.empty() || !host.ends_with(domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

bool same_site(std::string_view a, std::string_view b) {
  return registrable_domain(a) == registrable_domain(b);
}

}  // namespace volition::url
