// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/read.hpp"

#include <algorithm>

#include "pixels/decode.hpp"
#include "pixels/params.hpp"
#include "pixels/providers.hpp"
#include "pixels/shapes.hpp"
#include "pixels/text.hpp"
#include "url/url.hpp"

namespace volition::pixels {
namespace {

bool matches_host(std::string_view host, const std::vector<std::string>& globs) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return matches_glob(host, glob); });
}

bool has_parameters(const CallPattern& pattern, const Node& parameters) {
  return std::all_of(pattern.with.begin(), pattern.with.end(), [&](const auto& wanted) {
    const Node* found = parameters.find(wanted.first);
    return found != nullptr && matches_glob(found->text, wanted.second);
  });
}

bool is_call(const Provider& provider, const url::Url& address, const Node& query) {
  return std::any_of(provider.calls.begin(), provider.calls.end(), [&](const CallPattern& each) {
    return matches_host(address.host(), each.hosts) && matches_host(address.path(), each.paths) &&
           has_parameters(each, query);
  });
}

// A glob with a question mark is about the query too.
bool is_loader(const Provider& provider, const url::Url& address) {
  const std::string_view all = address.text().substr(address.host_offset());
  const std::string_view host_and_path = all.substr(0, all.find('?'));
  return std::any_of(provider.loaders.begin(), provider.loaders.end(), [&](const auto& glob) {
    return matches_glob(glob.find('?') == std::string::npos ? host_and_path : all, glob);
  });
}

void name_provider(Reading& out, const Provider& provider) {
  out.provider = provider.id;
  out.company = clean_or_none(provider.company, kMaxShort);
  out.kind = provider.kind;
}

std::string frame_host(std::string_view frame) {
  const auto address = url::Url::parse(frame);
  return address ? std::string(address->host()) : std::string();
}

Reading read_unknown(const url::Url& address, const Call& call, ByteView body) {
  Reading out;
  if (const Company* company = company_of(address.host())) {
    out.company = company->name;
    out.kind = company->kind;
  }
  const Params parameters(address, body, Params::Place::kQuery);
  Said said;
  add_visible(said, parameters.whole(), frame_host(call.frame));
  if (!said.empty()) {
    out.said = std::move(said);
  } else {
    out.is_loader = call.type == "script";
  }
  return out;
}

}  // namespace

Reading read_aloud(const Call& call) {
  const auto address = url::Url::parse(call.url);
  if (!address) return {};
  const ByteView body = call.body.first(std::min(call.body.size(), kMaxBodyBytes));
  Reading out;
  const Provider* spoke = nullptr;
  const Provider* would_load = nullptr;
  const Node query = query_to_node(address->query());
  for (const Provider& provider : providers()) {
    if (spoke == nullptr && is_call(provider, *address, query)) spoke = &provider;
    if (would_load == nullptr && is_loader(provider, *address)) would_load = &provider;
  }
  if (would_load != nullptr && (spoke == nullptr || call.type == "script")) {
    name_provider(out, *would_load);
    out.is_loader = true;
    return out;
  }
  if (spoke == nullptr) return read_unknown(*address, call, body);
  name_provider(out, *spoke);
  Params parameters(*address, body,
                    spoke->params_in_path ? Params::Place::kPath : Params::Place::kQuery);
  Said said = decode(*spoke, parameters);
  if (!said.empty()) out.said = std::move(said);
  return out;
}

}  // namespace volition::pixels
