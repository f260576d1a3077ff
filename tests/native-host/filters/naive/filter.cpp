// SPDX-License-Identifier: GPL-3.0-or-later
#include "naive/filter.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <sstream>

#include "naive/address.hpp"

namespace volition::naive {
namespace {

using filters::RequestType;

const std::map<std::string, RequestType> kTypes = {
    {"script", RequestType::kScript},
    {"image", RequestType::kImage},
    {"img", RequestType::kImage},
    {"background", RequestType::kImage},
    {"stylesheet", RequestType::kStylesheet},
    {"css", RequestType::kStylesheet},
    {"xmlhttprequest", RequestType::kXhr},
    {"xhr", RequestType::kXhr},
    {"fetch", RequestType::kXhr},
    {"subdocument", RequestType::kSubdocument},
    {"frame", RequestType::kSubdocument},
    {"font", RequestType::kFont},
    {"media", RequestType::kMedia},
    {"websocket", RequestType::kWebsocket},
    {"ping", RequestType::kPing},
    {"beacon", RequestType::kPing},
    {"object", RequestType::kObject},
    {"object-subrequest", RequestType::kObject},
    {"other", RequestType::kOther},
    {"document", RequestType::kDocument},
    {"doc", RequestType::kDocument},
    {"main_frame", RequestType::kDocument},
    {"popup", kPopup},
    {"popunder", kPopup},
};

/// Everything that a page asks for by itself.
const std::set<RequestType> kDefaultTypes = {
    RequestType::kSubdocument, RequestType::kStylesheet, RequestType::kScript, RequestType::kImage,
    RequestType::kFont,        RequestType::kObject,     RequestType::kXhr,    RequestType::kPing,
    RequestType::kMedia,       RequestType::kWebsocket,  RequestType::kOther,
};

const std::set<std::string> kSwitches = {"third-party", "3p",        "first-party", "1p",
                                         "match-case",  "important", "badfilter",   "all"};
const std::set<std::string> kDomainLists = {"domain", "from", "to", "denyallow"};
/// They block and would then answer with a stand-in; we only block.
const std::set<std::string> kRedirects = {"redirect", "rewrite", "empty", "mp4"};
/// They change a response or an address, or belong to another flow: no verdict.
const std::set<std::string> kWithoutVerdict = {
    "removeparam",   "queryprune",    "csp",          "permissions",
    "redirect-rule", "header",        "elemhide",     "ehide",
    "generichide",   "ghide",         "specifichide", "shide",
    "content",       "jsinject",      "extension",    "stealth",
    "cookie",        "replace",       "jsonprune",    "xmlprune",
    "hls",           "inline-script", "inline-font",  "removeheader",
    "urltransform",  "uritransform",  "urlskip",      "referrerpolicy",
    "genericblock",  "urlblock"};

bool is_known_option(const std::string& name) {
  return kTypes.count(name) + kSwitches.count(name) + kDomainLists.count(name) +
             kRedirects.count(name) + kWithoutVerdict.count(name) + (name == "method" ? 1U : 0U) >
         0;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> out;
  std::istringstream in(text);
  std::string part;
  while (std::getline(in, part, separator)) out.push_back(trimmed(part));
  return out;
}

/// "domain" of "~domain=a.example".
std::string option_name(const std::string& option) {
  const std::string name = option.substr(0, option.find('='));
  return lower(!name.empty() && name.front() == '~' ? name.substr(1) : name);
}

/// Where the "$" of the options stands: the first that only known options follow.
std::size_t options_begin(const std::string& body) {
  if (body.size() > 1 && body.front() == '/' && body.back() == '/') return std::string::npos;
  for (std::size_t at = body.find('$'); at != std::string::npos; at = body.find('$', at + 1)) {
    const auto options = split(body.substr(at + 1), ',');
    const bool known = std::all_of(options.begin(), options.end(), [](const std::string& option) {
      return is_known_option(option_name(option));
    });
    if (!options.empty() && known) return at;
  }
  return std::string::npos;
}

std::vector<Domain> read_domains(const std::string& value) {
  std::vector<Domain> out;
  for (std::string name : split(lower(value), '|')) {
    Domain domain;
    if (!name.empty() && name.front() == '~') {
      domain.negated = true;
      name.erase(0, 1);
    }
    if (name.size() > 2 && name.substr(name.size() - 2) == ".*") {
      domain.entity = true;
      name.erase(name.size() - 2);
    }
    if (name.empty()) continue;
    domain.name = name;
    out.push_back(domain);
  }
  return out;
}

/// Reads the options into `filter`. False where one of them makes the filter none of a verdict.
bool read_options(const std::vector<std::string>& options, Filter& filter) {
  std::set<RequestType> wanted;
  std::set<RequestType> unwanted;
  for (const std::string& option : options) {
    const bool negated = option.front() == '~';
    const std::string name = option_name(option);
    const std::size_t equals = option.find('=');
    const std::string value = equals == std::string::npos ? "" : option.substr(equals + 1);
    if (name != "badfilter") filter.written_options.insert(option);
    if (name == "document" || name == "doc" || name == "main_frame") {
      if (filter.exception && !negated) {
        filter.page = true;
      } else if (!negated) {
        wanted.insert(RequestType::kDocument);
      }
    } else if (kTypes.count(name) > 0) {
      (negated ? unwanted : wanted).insert(kTypes.at(name));
    } else if (name == "all") {
      wanted.insert(kDefaultTypes.begin(), kDefaultTypes.end());
      wanted.insert({RequestType::kDocument, kPopup});
    } else if (name == "third-party" || name == "3p") {
      filter.party = negated ? Party::kFirst : Party::kThird;
    } else if (name == "first-party" || name == "1p") {
      filter.party = negated ? Party::kThird : Party::kFirst;
    } else if (name == "match-case") {
      filter.match_case = true;
    } else if (name == "important") {
      filter.important = true;
    } else if (name == "badfilter") {
      filter.badfilter = true;
    } else if (name == "method") {
      const std::vector<std::string> every = {"connect", "delete", "get", "head", "options",
                                              "patch",   "post",   "put", "other"};
      std::set<std::string> positive;
      std::set<std::string> negative;
      for (const Domain& method : read_domains(value))
        (method.negated ? negative : positive).insert(method.name);
      if (positive.empty()) positive.insert(every.begin(), every.end());
      for (const std::string& method : negative) positive.erase(method);
      filter.methods = positive;
    } else if (name == "domain" || name == "from") {
      filter.domains = read_domains(value);
    } else if (name == "to") {
      filter.to = read_domains(value);
    } else if (name == "denyallow") {
      filter.denyallow = read_domains(value);
    } else if (kRedirects.count(name) > 0) {
      if (filter.exception) return false;
    } else {
      return false;
    }
  }
  if (wanted.empty() && !(filter.page && unwanted.empty())) wanted = kDefaultTypes;
  for (const RequestType type : unwanted) wanted.erase(type);
  filter.types = wanted;
  return !filter.types.empty() || filter.page;
}

std::string percent_encoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c >= 0) {
      out += c;
      continue;
    }
    const std::string hex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', hex[byte / 16U], hex[byte % 16U]};
  }
  return out;
}

/// False where the pattern cannot be used.
bool read_pattern(std::string pattern, Filter& filter) {
  if (pattern.size() > 2 && pattern.front() == '/' && pattern.back() == '/') {
    filter.form = Form::kRegex;
    filter.pattern = pattern.substr(1, pattern.size() - 2);
    re2::RE2::Options options;
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_case_sensitive(filter.match_case);
    options.set_log_errors(false);
    filter.regex = std::make_shared<re2::RE2>(filter.pattern, options);
    return filter.regex->ok();
  }
  // Hosts are written in lower case; what is not is a text.
  const bool lower_case = pattern == lower(pattern);
  pattern = percent_encoded(pattern);
  if (!filter.match_case) pattern = lower(pattern);
  const auto dots = std::count(pattern.begin(), pattern.end(), '.');
  if (lower_case && dots >= 2 && is_host(pattern) && ends_in_known_suffix(pattern)) {
    filter.form = Form::kHost;
    filter.pattern = pattern;
    return true;
  }
  if (pattern.substr(0, 2) == "||") {
    filter.begin = Begin::kHostLabel;
    pattern.erase(0, 2);
  } else if (pattern.substr(0, 1) == "|") {
    filter.begin = Begin::kAddress;
    pattern.erase(0, 1);
  }
  if (!pattern.empty() && pattern.back() == '|') {
    filter.to_the_end = true;
    pattern.pop_back();
  }
  // An anchor before a star anchors nothing, as other blockers read it.
  if (!pattern.empty() && pattern.front() == '*') filter.begin = Begin::kAnywhere;
  // Stars at the end say nothing; and after them the end is anywhere.
  while (!pattern.empty() && pattern.back() == '*') {
    filter.to_the_end = false;
    pattern.pop_back();
  }
  if (pattern.empty()) filter.to_the_end = false;
  filter.pattern = pattern;
  if (lower_case && filter.begin == Begin::kHostLabel && !filter.to_the_end && !pattern.empty() &&
      pattern.back() == '^' && is_host(pattern.substr(0, pattern.size() - 1))) {
    filter.form = Form::kHost;
    filter.pattern.pop_back();
  }
  return true;
}

/// A block or exception that nothing narrows is refused by the product.
bool means_everything(const Filter& filter) {
  const bool any_address =
      filter.form == Form::kText && filter.pattern.find_first_not_of('*') == std::string::npos;
  return any_address && filter.domains.empty() && filter.to.empty() && filter.methods.empty() &&
         filter.party == Party::kAny && filter.types == kDefaultTypes;
}

bool is_cosmetic(const std::string& line) {
  for (const char* mark :
       {"##", "#@#", "#?#", "#@?#", "#$#", "#@$#", "#%#", "#@%#", "#$?#", "#@$?#", "$$", "$@$"}) {
    if (line.find(mark) != std::string::npos) return true;
  }
  return false;
}

/// The hosts of "0.0.0.0 a.example b.example # note".
std::vector<std::string> hosts_of(const std::string& line) {
  std::istringstream in(line.substr(0, line.find('#')));
  std::string word;
  in >> word;
  std::vector<std::string> out;
  if (word != "0.0.0.0" && word != "127.0.0.1" && word != "::1" && word != "::") return out;
  while (in >> word) {
    const bool named = word.find('.') != std::string::npos && is_host(word);
    if (named && word != "0.0.0.0" && word != "localhost.localdomain") out.push_back(word);
  }
  return out;
}

}  // namespace

std::vector<Filter> read_line(const std::string& text, std::uint32_t number) {
  const std::string line = trimmed(text);
  if (line.empty() || line.front() == '!' || line.front() == '#') return {};
  if (line.front() == '[' && (line.back() == ']' || line.substr(0, 2) == "[$")) return {};
  std::vector<Filter> out;
  for (const std::string& host : hosts_of(line)) {
    Filter filter;
    filter.line = line;
    filter.number = number;
    filter.form = Form::kHost;
    filter.pattern = host;
    filter.types = kDefaultTypes;
    filter.written_pattern = line;
    out.push_back(filter);
  }
  if (!out.empty() || is_cosmetic(line)) return out;

  Filter filter;
  filter.line = line;
  filter.number = number;
  std::string body = line;
  if (body.substr(0, 2) == "@@") {
    filter.exception = true;
    body.erase(0, 2);
  }
  const std::size_t dollar = options_begin(body);
  const std::string pattern = body.substr(0, dollar);
  filter.written_pattern = (filter.exception ? "@@" : "") + pattern;
  std::vector<std::string> options;
  if (dollar != std::string::npos) options = split(body.substr(dollar + 1), ',');
  if (!read_options(options, filter) || !read_pattern(pattern, filter) || means_everything(filter))
    return {};
  return {filter};
}

}  // namespace volition::naive
