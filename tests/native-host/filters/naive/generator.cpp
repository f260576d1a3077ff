// SPDX-License-Identifier: GPL-3.0-or-later
#include "naive/generator.hpp"

#include <algorithm>
#include <sstream>

#include "naive/filter.hpp"

namespace volition::naive {
namespace {

using filters::RequestType;

const std::vector<std::string> kHosts = {
    "a.example",        "b.example",         "ads.a.example",
    "x.ads.a.example",  "ad.b.example",      "ads.test",
    "a-b.test",         "a_b.example",       "tracker.com",
    "pix.tracker.com",  "x.pix.tracker.com", "mail.x.pix.tracker.com",
    "google.com",       "www.google.co.uk",  "google.co.uk",
    "google.evil.test", "x.google.com",      "github.io",
    "me.github.io",     "ads.me.github.io",  "xn--e1afmkfd.com",
    "192.0.2.7",        "192.0.2.70",        "[2001:db8::1]",
    "localhost",        "a.example.",        "com",
    "ad.ad.ad.com",
};
const std::vector<std::string> kParts = {
    "ad",     "ads",        "AD", "Ads", "banner", "b",      "x",     "1",     "12",   "track",
    "pixel",  "gif",        "js", "%20", "%2F",    "%c3%a9", "a%20b", "_",     "ad_x", "ad-unit",
    "cost$5", "utm_source", "",   "a.b", "www",    "com",    "é",     "adsad", "aaa",  "q",
};
const std::vector<std::string> kSeparators = {"/",  "/", "/", "/", "?", "&", "=", "-",
                                              "_",  ".", ",", ";", ":", "@", "~", "%",
                                              "//", "!", "+", "|", "*", "^"};
const std::vector<std::string> kNames = {
    "a.example",  "b.example", "ads.a.example", "example",      "test",          "tracker.com",
    "google.com", "google.*",  "x.google.*",    "github.*",     "github.io",     "me.github.io",
    "co.uk",      "192.0.2.7", "a-b.test",      "A.example",    "pix.tracker.*", "com",
    "localhost",  "com.*",     "ads.*",         "google.co.uk",
};

}  // namespace

std::string Generator::host() {
  if (chance(98)) return one_of(kHosts);
  // Deep below a host; at most 253 bytes are a host.
  std::string out = one_of({"a.example", "tracker.com", "google.co.uk"});
  for (std::size_t labels = draw(60); labels > 0; --labels)
    out = one_of({"x", "ad", "1"}) + "." + out;
  return out;
}

/// One byte becomes another: mostly an address that nobody would send. The fragment goes: whether
/// it spoils an address or is cut off first, nobody can tell from a verdict that matters.
std::string Generator::with_odd_byte(std::string address) {
  address = address.substr(0, address.find('#'));
  address[draw(address.size())] = static_cast<char>(1 + draw(255));
  return address;
}

std::string Generator::rest_of_address() {
  std::string out;
  if (chance(5)) return out;
  out = "/";
  bool query = false;
  // A few addresses have more parts than anyone would keep in a table of fixed size.
  const std::size_t most = chance(97) ? 6 : 600;
  for (std::size_t parts = draw(most); parts > 0; --parts) {
    out += one_of(kParts);
    if (parts == 1 && chance(60)) break;
    std::string separator = one_of(kSeparators);
    if (separator == "?" && query) separator = "&";
    query = query || separator == "?";
    out += separator;
  }
  if (chance(8)) out += "#" + one_of(kParts) + one_of(kParts);
  return out;
}

std::string Generator::address() {
  std::string out = one_of({"https", "https", "https", "http", "ws", "wss"}) + "://";
  if (chance(3)) out += one_of({"user@", "a:b@", "ad.@"});
  out += host();
  if (chance(6)) out += one_of({":8443", ":", ":80"});
  out += rest_of_address();
  return out;
}

OwnedRequest Generator::request() {
  static const std::vector<RequestType> types = {
      RequestType::kDocument,
      RequestType::kSubdocument,
      RequestType::kStylesheet,
      RequestType::kScript,
      RequestType::kImage,
      RequestType::kFont,
      RequestType::kObject,
      RequestType::kXhr,
      RequestType::kPing,
      RequestType::kMedia,
      RequestType::kWebsocket,
      RequestType::kOther,
      kPopup,
      RequestType::kScript,
      RequestType::kImage,
  };
  OwnedRequest out;
  out.url = chance(97) ? address()
                       : one_of({"data:image/gif;base64,ad", "https://", "ad", "https:///ad",
                                 "ftp://a.example/ad", "https://a.example\\ad/", "about:blank",
                                 "https://a.example:99999/ad", "https://-.a_/ad"});
  out.type = types[draw(types.size())];
  if (chance(85)) {
    out.frame = chance(30) ? address() : "https://" + host() + "/";
  } else {
    out.frame = one_of({"", "", "http://", "https://", "about:blank", "null"});
  }
  if (chance(2)) out.url = with_odd_byte(out.url);
  if (chance(2) && !out.frame.empty()) out.frame = with_odd_byte(out.frame);
  if (chance(50)) out.method = one_of({"GET", "POST", "PUT", "get", "PURGE", "OPTIONS"});
  return out;
}

std::vector<OwnedRequest> Generator::requests(std::size_t count) {
  std::vector<OwnedRequest> out;
  while (out.size() < count) out.push_back(request());
  return out;
}

/// A stretch of an address, most often beginning and ending where a part does.
std::string Generator::cut_from(const std::string& address) {
  std::size_t begin = draw(address.size() + 1);
  if (chance(60)) {
    begin = address.find_first_of("/.?&=-_:", begin);
    if (begin == std::string::npos) begin = 0;
    if (chance(50) && begin < address.size()) ++begin;
  }
  std::size_t length = 1 + draw(18);
  if (chance(50)) {
    const std::size_t end = address.find_first_of("/.?&=-_:", begin + length);
    if (end != std::string::npos) length = end - begin + draw(2);
  }
  return address.substr(begin, length);
}

/// Some characters become `^`, `*` or the other case; some stretches become `*`.
std::string Generator::bent(std::string text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool separator = std::string("/?&=:;,@~!+").find(c) != std::string::npos;
    if (separator && chance(25)) {
      out += '^';
    } else if (chance(3)) {
      out += '*';
      at += draw(4);
    } else if (chance(3) && c >= 'a' && c <= 'z') {
      out += static_cast<char>(c - 'a' + 'A');
    } else if (chance(1)) {
      out +=
          one_of({"^", "*", "|", "**", "^^", "%", "\xC3", "\xFF", "~", "'", "\"", "[", "\\", "+"});
    } else {
      out += c;
    }
  }
  return out;
}

std::string Generator::regex(const std::string& address) {
  std::string literal;
  for (const char c : cut_from(address)) {
    // Browsers never write such a byte into an address, and an engine may refuse the expression.
    if (c < 0) continue;
    if (std::string("\\.+*?()|[]{}^$/").find(c) != std::string::npos) literal += '\\';
    literal += c;
  }
  const std::string piece =
      one_of({"ads?", "[a-z]+\\d", "(?:ad|banner)", "^https?:\\/\\/", "\\bad\\b", "[^a-z]ad", "a.b",
              "\\/[0-9]{1,3}", "AD", "\\.js$", "ad(?=x)", "x|y"});
  const std::string body =
      one_of({literal, piece, literal + piece, piece + literal, piece + ".*" + literal});
  // A comma or a "$" would be read as options: those cases are the vectors'.
  return "/" + body + "/";
}

std::string Generator::pattern(const std::vector<OwnedRequest>& requests) {
  const std::string& address = requests[draw(requests.size())].url;
  const std::size_t kind = draw(100);
  if (kind < 18) return "||" + host() + "^";
  if (kind < 21) return host();
  if (kind < 22) return one_of({"*", ""}) + host().substr(draw(3)) + one_of({"*", "**|", "*", "|"});
  if (kind < 28) return regex(address);
  if (kind < 30)
    return one_of({"", "*", "|", "||", "|*", "^", "a", "|https://", "|http://", "|ws", "://", "||a",
                   "||*ad", "||ad^*"});
  std::string text;
  if (kind < 50) {
    text = bent(host() + rest_of_address());
    if (chance(70)) return "||" + text.substr(0, 1 + draw(text.size()));
  } else if (kind < 85) {
    text = bent(cut_from(address));
  } else {
    for (std::size_t parts = 1 + draw(3); parts > 0; --parts)
      text += one_of({"", "^", "/", "*"}) + one_of(kParts) + one_of(kSeparators);
  }
  const std::string begin = one_of({"", "", "", "", "*", "|", "||", "||*", "^"});
  const std::string end = one_of({"", "", "", "", "", "*", "|", "^", "^|", "*|", "|*", "^*"});
  return begin + text + end;
}

std::string Generator::domains(bool negatives) {
  std::string out;
  for (std::size_t count = chance(5) ? 6 + draw(chance(5) ? 2000 : 20) : 1 + draw(3); count > 0;
       --count) {
    if (!out.empty()) out += "|";
    if (negatives && chance(25)) out += "~";
    out += one_of(kNames);
  }
  return out;
}

std::string Generator::type_options(bool exception) {
  const std::size_t kind = draw(100);
  const std::vector<std::string> names = {
      "script", "image",     "xhr",  "xmlhttprequest", "subdocument", "stylesheet", "font",
      "media",  "websocket", "ping", "object",         "other",       "css",        "frame"};
  if (kind < 40) return "";
  if (kind < 46) return "document";
  if (kind < 50) return "popup";
  if (kind < 54) return "all";
  std::string out = one_of(names);
  for (std::size_t more = draw(3); more > 0; --more) out += "," + one_of(names);
  if (kind < 60) return out + (exception ? ",document" : ",popup");
  if (kind < 75) {
    // "~a,~b": the default without them.
    std::string negated;
    std::istringstream in(out);
    for (std::string name; std::getline(in, name, ',');)
      negated += (negated.empty() ? "~" : ",~") + name;
    return negated;
  }
  return out;
}

std::string Generator::options(bool exception) {
  std::vector<std::string> out;
  const std::string types = type_options(exception);
  if (!types.empty()) out.push_back(types);
  // What a party or a method means of a whole page nobody has said.
  const bool page = exception && types.find("document") != std::string::npos;
  if (chance(20) && !page)
    out.push_back(
        one_of({"third-party", "3p", "~third-party", "1p", "first-party", "~3p", "~first-party"}));
  if (chance(20)) out.push_back(one_of({"domain=", "from="}) + domains(true));
  if (chance(6) && !page) out.push_back("to=" + domains(true));
  if (chance(6) && !page) out.push_back("denyallow=" + domains(false));
  if (chance(5) && !page)
    out.push_back("method=" + one_of({"get", "post", "get|post", "~get", "PUT", "other"}));
  if (chance(6)) out.push_back("match-case");
  if (chance(8)) out.push_back("important");
  if (chance(4))
    out.push_back(one_of({"redirect=noopjs", "removeparam=utm_source", "csp=script-src 'none'",
                          "redirect-rule=noopjs", "permissions=camera=()"}));
  if (chance(1)) out.push_back("no-such-option");
  std::shuffle(out.begin(), out.end(), random_);
  std::string joined;
  for (const std::string& option : out) joined += (joined.empty() ? "" : ",") + option;
  return joined;
}

std::string Generator::filter(const std::vector<OwnedRequest>& requests) {
  if (chance(3))
    return one_of({"0.0.0.0 ", "127.0.0.1 ", "::1 "}) + host() + " " + host() + " # ad";
  const bool exception = chance(25);
  const std::string body = pattern(requests);
  const std::string given = options(exception);
  const std::string line = (exception ? "@@" : "") + body + (given.empty() ? "" : "$" + given);
  // A pattern that holds marks of other line kinds would not be a network filter, and one that ends
  // in "$word" looks like a filter with an option that nobody knows.
  const std::size_t dollar = given.empty() ? body.rfind('$') : std::string::npos;
  const bool like_option =
      dollar != std::string::npos && body.find_first_of("/.^*|", dollar) == std::string::npos;
  const bool other_kind =
      like_option || body.find('#') != std::string::npos || line.find("$$") != std::string::npos;
  return (other_kind ? "! " : "") + line;
}

/// The same line with `badfilter` among its options, which change places.
std::string Generator::badfilter_of(const std::string& line) {
  const std::size_t dollar = line.rfind('$');
  if (dollar == std::string::npos || line.substr(dollar) == "$5") return line + "$badfilter";
  std::vector<std::string> options = {"badfilter"};
  std::istringstream in(line.substr(dollar + 1));
  for (std::string option; std::getline(in, option, ',');) options.push_back(option);
  std::shuffle(options.begin(), options.end(), random_);
  std::string out = line.substr(0, dollar);
  for (std::size_t at = 0; at < options.size(); ++at) out += (at == 0 ? "$" : ",") + options[at];
  return out;
}

std::vector<std::string> Generator::filters(std::size_t count,
                                            const std::vector<OwnedRequest>& requests) {
  std::vector<std::string> out;
  while (out.size() < count) {
    if (!out.empty() && chance(3)) {
      const std::string& line = out[draw(out.size())];
      if (line.find(' ') == std::string::npos) out.push_back(badfilter_of(line));
    } else {
      out.push_back(filter(requests));
    }
  }
  return out;
}

}  // namespace volition::naive
