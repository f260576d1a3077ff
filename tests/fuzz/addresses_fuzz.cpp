// SPDX-License-Identifier: GPL-3.0-or-later

// Addresses, as a page or a brand writes them: what is read stands for itself when it is read
// again, and the engine's quick reader takes exactly what the strict one takes, and a bare scheme,
// which request logs write for an unknown page.

#include <cstdint>
#include <string>
#include <string_view>

#include "filters/prepared_address.hpp"
#include "finding.hpp"
#include "url/host.hpp"
#include "url/url.hpp"

using namespace volition;
using fuzz::demand;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto url = url::Url::parse(text);
  static filters::PreparedAddress prepared;
  const bool is_read = prepared.read(text);
  if (is_read && prepared.host().empty()) {
    demand(prepared.address().lower.ends_with("://"), "an address has no host");
    return 0;
  }
  demand(is_read == url.has_value(), "two readers of addresses disagree");
  if (!url) return 0;
  demand(url->text().size() <= url::kMaxUrlBytes, "an address is too long");
  const auto again = url::Url::parse(url->text());
  demand(again && again->text() == url->text(), "an address is another one when read again");
  std::string_view host = url->host();
  if (host.ends_with('.')) host.remove_suffix(1);
  demand(prepared.host() == host, "two readers see two hosts");
  const std::string_view site = url->registrable_domain();
  demand(url::is_within(host, site), "a host is outside its own site");
  demand(url::same_site(host, host), "a host is not of its own site");
  demand(url::without_public_suffix(host).size() < host.size() || host.empty(),
         "a host has no public suffix");
  const std::string bare = url->without_query();
  demand(bare.find('?') == std::string::npos && bare.find('#') == std::string::npos,
         "a query stays where it must not");
  for (std::size_t i = 0; i < prepared.token_hashes().size(); ++i) {
    const filters::Token token = prepared.token(i);
    demand(token.begin < token.end && token.end <= prepared.address().lower.size(),
           "a token lies outside its address");
  }
  return 0;
}
