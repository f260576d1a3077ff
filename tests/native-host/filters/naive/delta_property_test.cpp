// SPDX-License-Identifier: GPL-3.0-or-later

// An extension of generated lists, with the delta to other generated lists, decides every request
// as an extension compiled from those: hosts, paths, pages, exceptions, badfilters, lists switched
// on and off, custom lists and own rules come and go. VOLITION_SEED plays other lists;
// VOLITION_LONG more of them.

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "browser_with_delta.hpp"
#include "catch/catch.hpp"
#include "naive/generator.hpp"

using namespace volition;
using namespace volition::filters;

namespace {

using Lines = std::vector<std::string>;

std::string list_of(const Lines& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

/// One extension and what a person made of it since.
struct Scene {
  struct Shipped {
    Lines before;
    Lines now;
    filters::Shipped enabled = filters::Shipped::kEnabled;
    ListState state = ListState::kOn;
  };
  std::vector<Shipped> shipped;
  Lines own;
  Lines custom;
  /// The texts that `input` points into.
  std::vector<std::string> texts;

  DeltaInput input(Browser browser) {
    texts.clear();
    texts.reserve(shipped.size() * 2 + 2);
    const auto kept = [&](const Lines& lines) -> std::string_view {
      return texts.emplace_back(list_of(lines));
    };
    DeltaInput out;
    out.browser = browser;
    static const std::vector<std::string> kIds = {"one", "two", "three", "four"};
    for (std::size_t i = 0; i < shipped.size(); ++i) {
      const Shipped& list = shipped[i];
      const std::string_view before = kept(list.before);
      out.shipped.push_back({kIds[i], before, list.enabled, list.state, kept(list.now)});
    }
    out.added = {{"own", kept(own), Standing::kOwn}, {"custom-1", kept(custom)}};
    return out;
  }
};

class Director {
 public:
  explicit Director(std::uint64_t seed) : generator_(seed), random_(seed) {}

  Scene scene(std::size_t filters, const std::vector<naive::OwnedRequest>& requests) {
    Scene out;
    const bool many_hosts = random_() % 2 == 0;
    for (std::size_t i = 0; i < 4; ++i) {
      Scene::Shipped list;
      list.before = filters_for(1 + random_() % filters, requests);
      if (many_hosts) {
        add_hosts(list.before);
        // A host that is freed keeps its parameters: a named limitation.
        std::erase_if(list.before, [](const std::string& line) {
          return line.find("removeparam") != std::string::npos;
        });
      }
      list.now = changed(list.before, requests);
      if (i >= 2) list.enabled = filters::Shipped::kDisabled;
      if (random_() % 3 == 0) list.now = list.before;
      if (random_() % 4 == 0) list.state = ListState::kOff;
      out.shipped.push_back(std::move(list));
    }
    out.own = filters_for(random_() % 3, requests);
    // Often what a shipped list says as well.
    out.custom = changed(out.shipped[random_() % 4].before, requests);
    return out;
  }

  /// No user names: a pattern's "||" and the expression made of it read those differently.
  std::vector<naive::OwnedRequest> requests(std::size_t count) {
    auto out = generator_.requests(count);
    std::erase_if(out, [](const naive::OwnedRequest& request) {
      return request.url.find('@') != std::string::npos;
    });
    return out;
  }

 private:
  /// Two separators in a row are a named limitation: expressions read them otherwise at the end.
  Lines filters_for(std::size_t count, const std::vector<naive::OwnedRequest>& requests) {
    Lines out = generator_.filters(count, requests);
    std::erase_if(out,
                  [](const std::string& line) { return line.find("^^") != std::string::npos; });
    return out;
  }

  /// So many that a host which goes is freed, instead of its rule being made anew; some of them
  /// are asked for.
  void add_hosts(Lines& lines) {
    static const Lines kKinds = {"", "$third-party", "$script", "$image,third-party"};
    static const Lines kHosts = {"a.example", "ads.a.example", "x.ads.a.example",
                                 "b.example", "tracker.com",   "pix.tracker.com",
                                 "com",       "google.co.uk"};
    for (const std::string& kind : kKinds) {
      for (std::size_t i = 0; i < 80; ++i)
        lines.push_back("||host" + std::to_string(i) + ".test^" + kind);
      for (const std::string& host : kHosts) {
        if (random_() % 3 == 0) lines.push_back("||" + host + "^" + kind);
      }
    }
  }

  Lines changed(Lines lines, const std::vector<naive::OwnedRequest>& requests) {
    const std::uint64_t percent = random_() % 30;
    std::erase_if(lines, [&](const std::string&) { return random_() % 100 < percent; });
    Lines fresh =
        filters_for(std::min<std::size_t>(lines.size(), 60) * (random_() % 30) / 100, requests);
    std::erase_if(fresh, [](const std::string& line) {
      return line.find("removeparam") != std::string::npos;
    });
    lines.insert(lines.end(), fresh.begin(), fresh.end());
    if (random_() % 2 == 0) std::shuffle(lines.begin(), lines.end(), random_);
    return lines;
  }

  naive::Generator generator_;
  std::mt19937_64 random_;
};

/// As browsers name it; a page that another page opened is a page.
std::string browsers_type(RequestType type) {
  switch (type) {
    case RequestType::kDocument:
    case RequestType::kPopup:
      return "main_frame";
    case RequestType::kSubdocument:
      return "sub_frame";
    case RequestType::kStylesheet:
      return "stylesheet";
    case RequestType::kScript:
      return "script";
    case RequestType::kImage:
      return "image";
    case RequestType::kFont:
      return "font";
    case RequestType::kObject:
      return "object";
    case RequestType::kXhr:
      return "xmlhttprequest";
    case RequestType::kPing:
      return "ping";
    case RequestType::kMedia:
      return "media";
    case RequestType::kWebsocket:
      return "websocket";
    case RequestType::kOther:
      return "other";
  }
  return "other";
}

test::DnrRequest as_browser(const naive::OwnedRequest& request) {
  test::DnrRequest out{request.url, browsers_type(request.type), request.frame};
  if (request.method.empty()) return out;
  out.method = request.method;
  for (char& c : out.method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// What differs, as words; empty where nothing does.
std::string difference(Scene& scene, Browser browser,
                       const std::vector<naive::OwnedRequest>& requests, std::size_t& decided) {
  DeltaInput input = scene.input(browser);
  const Compilation shipped = test::compile_shipped(input);
  input.baseline = shipped.digest;
  const auto delta = make_delta(input);
  if (!delta || delta->match != BaselineMatch::kSame) return "no delta";
  test::DnrSimulator with_delta;
  test::add_rules(shipped, *delta, with_delta);
  test::DnrSimulator anew;
  test::add_rules(test::compile_today(input), anew);
  for (const naive::OwnedRequest& request : requests) {
    const test::DnrRequest asked = as_browser(request);
    const std::string wanted = test::met(anew, asked);
    if (wanted != "pass") ++decided;
    const std::string given = test::met(with_delta, asked);
    if (given != wanted)
      return given + " instead of " + wanted + ": " + asked.type + ' ' + asked.url + " from \"" +
             asked.initiator + "\" by " + asked.method;
  }
  return {};
}

/// Takes lines away as long as the two still differ.
void shrink(Scene& scene, Browser browser, const std::vector<naive::OwnedRequest>& requests) {
  std::vector<Lines*> all = {&scene.own, &scene.custom};
  for (auto& list : scene.shipped) {
    all.push_back(&list.before);
    all.push_back(&list.now);
  }
  std::size_t decided = 0;
  for (bool again = true; again;) {
    again = false;
    for (Lines* lines : all) {
      for (std::size_t at = 0; at < lines->size();) {
        const std::string line = (*lines)[at];
        lines->erase(lines->begin() + static_cast<std::ptrdiff_t>(at));
        if (difference(scene, browser, requests, decided).empty()) {
          lines->insert(lines->begin() + static_cast<std::ptrdiff_t>(at++), line);
        } else {
          again = true;
        }
      }
    }
  }
}

void print(const Scene& scene) {
  for (const auto& list : scene.shipped) {
    std::cout << "-- shipped " << (list.enabled == filters::Shipped::kEnabled ? "on" : "off")
              << ", now " << (list.state == ListState::kOn ? "on" : "off") << '\n'
              << list_of(list.before) << "-- its text now\n"
              << list_of(list.now);
  }
  std::cout << "-- own\n" << list_of(scene.own) << "-- custom\n" << list_of(scene.custom);
}

}  // namespace

TEST_CASE("an extension with its delta decides generated requests as one compiled anew") {
  const char* given = std::getenv("VOLITION_SEED");
  const std::uint64_t seed = given == nullptr ? 1 : std::strtoull(given, nullptr, 10);
  const std::size_t rounds = std::getenv("VOLITION_LONG") != nullptr ? 6'000 : 150;
  const std::vector<std::size_t> sizes = {2, 2, 6, 20, 60};
  std::size_t asked = 0;
  std::size_t decided = 0;
  for (std::size_t round = 0; round < rounds; ++round) {
    Director director(seed * 1'000'003 + round);
    const auto requests = director.requests(40);
    const Scene scene = director.scene(sizes[round % sizes.size()], requests);
    for (const Browser browser : {Browser::kChromium, Browser::kFirefox}) {
      Scene played = scene;
      asked += requests.size();
      if (difference(played, browser, requests, decided).empty()) continue;
      shrink(played, browser, requests);
      std::size_t none = 0;
      // Printed apart: Catch would break the lines, and an address must stay whole.
      std::cout << "seed " << seed << ", round " << round << ", " << browser_name(browser) << '\n';
      print(played);
      std::cout << difference(played, browser, requests, none) << "\n\n";
      CHECK(false);
      return;
    }
  }
  INFO(asked << " requests, " << decided << " decided");
  // Lists that rarely meet their requests would prove little.
  CHECK(decided * 5 >= asked);
}
