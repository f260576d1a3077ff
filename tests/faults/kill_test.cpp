// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random points (universe.md, "The programme that allows the words 'loses nothing'"):
// writers keep and forget in a loop, and are killed; what they had acknowledged must be there, what
// was under way must be there once after a retry with the same op_id, and every start must succeed.
// It does not test fsync: the kernel keeps what a killed process wrote.

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <thread>

#include "catch/catch.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;
using namespace volition::test;

namespace {

enum class Deed { kKeep, kForgetBrand, kForgetAll };

/// One operation as a writer announces it: "B" before it starts, "A" once it is acknowledged.
struct Operation {
  Id op_id;
  Deed deed = Deed::kKeep;
  std::string name;
};

std::string twin_of(const std::string& name) { return name + "-twin"; }

std::string brand_of(const std::string& name) { return name + ".example"; }

Status perform(Universe& universe, const Operation& operation) {
  const auto done =
      universe.once(operation.op_id, "deed " + operation.name, [&]() -> Result<boost::json::value> {
        boost::json::object answer;
        if (operation.deed == Deed::kKeep) {
          const auto kept = universe.keep(thing_named(operation.name, brand_of(operation.name)));
          if (!kept) return kept.error();
          // One without a brand is never merged with a known one: done twice, it would be there
          // twice.
          NewIntention twin = thing_named(twin_of(operation.name));
          twin.brand.reset();
          if (const auto second = universe.keep(twin); !second) return second.error();
          return boost::json::value(to_json(*kept));
        }
        if (operation.deed == Deed::kForgetBrand) {
          const auto gone = universe.forget_brand(brand_of(operation.name));
          if (!gone) return gone.error();
        } else {
          const auto gone = universe.forget_all();
          if (!gone) return gone.error();
        }
        return boost::json::value(std::move(answer));
      });
  if (!done) return done.error();
  return ok();
}

std::string line_of(char what, const Operation& operation) {
  return std::string(1, what) + " " + format_id(operation.op_id) + " " +
         std::to_string(static_cast<int>(operation.deed)) + " " + operation.name + "\n";
}

void tell(int pipe, const std::string& line) {
  // Shorter than PIPE_BUF, so that a kill cannot cut it.
  if (::write(pipe, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ::_exit(3);
}

/// A writer; never returns. Exit codes: 2 an operation failed, 4 the start failed.
[[noreturn]] void write_for_ever(const std::filesystem::path& folder, int pipe, unsigned seed,
                                 const std::string& prefix, bool alone) {
  FakeClock clock;
  std::mt19937 random(seed);
  auto universe = Universe::open(folder, clock);
  if (!universe) {
    tell(pipe, "E " + std::string(code_name(universe.error().code)) + " 0 start\n");
    ::_exit(4);
  }
  std::vector<std::string> kept;
  for (int i = 0;; ++i) {
    Operation operation{new_id(), Deed::kKeep, prefix + std::to_string(i)};
    const auto dice = random() % 100;
    if (dice < 25 && !kept.empty()) {
      operation.deed = Deed::kForgetBrand;
      operation.name = kept.back();
    } else if (dice < 29 && alone) {
      operation.deed = Deed::kForgetAll;
    }
    tell(pipe, line_of('B', operation));
    const Status done = perform(*universe, operation);
    if (!done) {
      tell(pipe, "E " + std::string(code_name(done.error().code)) + " 0 deed\n");
      ::_exit(2);
    }
    tell(pipe, line_of('A', operation));
    if (operation.deed == Deed::kKeep) {
      kept.push_back(operation.name);
    } else if (operation.deed == Deed::kForgetBrand) {
      kept.pop_back();
    } else {
      kept.clear();
    }
  }
}

struct Writer {
  pid_t process = 0;
  int pipe = -1;
  std::string told;
};

Writer start_writer(const std::filesystem::path& folder, unsigned seed, const std::string& prefix,
                    bool alone) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  Writer writer;
  writer.process = ::fork();
  REQUIRE(writer.process >= 0);
  if (writer.process == 0) {
    ::close(ends[0]);
    write_for_ever(folder, ends[1], seed, prefix, alone);
  }
  ::close(ends[1]);
  writer.pipe = ends[0];
  return writer;
}

/// Reads what is there; false at the end.
bool listen(Writer& writer) {
  char buffer[4'096];
  const ssize_t got = ::read(writer.pipe, buffer, sizeof buffer);
  if (got <= 0) return false;
  writer.told.append(buffer, static_cast<std::size_t>(got));
  return true;
}

struct Told {
  std::vector<Operation> acknowledged;
  std::vector<Operation> under_way;
  std::vector<std::string> errors;
};

Told read_told(const std::string& text) {
  Told told;
  std::istringstream lines(text);
  std::string what;
  std::string id;
  int deed = 0;
  std::string name;
  while (lines >> what >> id >> deed >> name) {
    if (what == "E") {
      told.errors.push_back(id + " at " + name);
      continue;
    }
    const Operation operation{*parse_id(id), static_cast<Deed>(deed), name};
    if (what == "B") {
      told.under_way = {operation};
    } else {
      told.under_way.clear();
      told.acknowledged.push_back(operation);
    }
  }
  return told;
}

/// What must be there.
class Expected {
 public:
  void take(const Operation& operation) {
    switch (operation.deed) {
      case Deed::kKeep:
        ++acknowledged_;
        names_[operation.name] = true;
        names_[twin_of(operation.name)] = true;
        break;
      case Deed::kForgetBrand:
        names_.erase(operation.name);
        break;
      case Deed::kForgetAll:
        names_.clear();
        break;
    }
  }
  const std::map<std::string, bool>& names() const { return names_; }
  int acknowledged() const { return acknowledged_; }

 private:
  std::map<std::string, bool> names_;
  int acknowledged_ = 0;
};

std::map<std::string, int> count_names(Universe& universe) {
  std::map<std::string, int> counts;
  std::optional<std::string> cursor;
  do {
    const auto page = universe.list({}, cursor, 200);
    REQUIRE(page);
    for (const Intention& item : page->items) ++counts[item.name];
    cursor = page->next;
  } while (cursor);
  return counts;
}

int rounds_wanted() {
  const char* text = std::getenv("VOLITION_FAULT_ROUNDS");
  return text != nullptr ? std::atoi(text) : 100;
}

void kill_round_after_round(int writers, unsigned seed) {
  std::mt19937 random(seed);
  FakeClock clock;
  int lost = 0;
  int doubled = 0;
  int resurrected = 0;
  int corrupt = 0;
  int failed_starts = 0;
  int acknowledged = 0;
  int retried = 0;
  std::unique_ptr<TempFolder> folder;
  Expected expected;
  const int rounds = rounds_wanted();
  for (int round = 0; round < rounds; ++round) {
    // A new universe now and then, so that its making is killed too.
    if (round % 10 == 0) {
      acknowledged += expected.acknowledged();
      expected = {};
      folder = std::make_unique<TempFolder>();
    }
    std::vector<Writer> children;
    for (int i = 0; i < writers; ++i) {
      const std::string prefix = "r" + std::to_string(round) + "w" + std::to_string(i) + "n";
      children.push_back(
          start_writer(folder->path(), static_cast<unsigned>(random()), prefix, writers == 1));
    }
    // Let a random number of messages pass, then a random moment.
    std::size_t messages = random() % 24;
    while (messages > 0) {
      std::vector<pollfd> polled;
      for (const Writer& child : children) polled.push_back({child.pipe, POLLIN, 0});
      if (::poll(polled.data(), polled.size(), 20'000) <= 0) break;
      bool any = false;
      for (std::size_t i = 0; i < children.size(); ++i) {
        if (polled[i].revents != 0 && listen(children[i])) any = true;
      }
      if (!any) break;
      --messages;
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 4'000));
    for (const Writer& child : children) ::kill(child.process, SIGKILL);
    for (Writer& child : children) {
      ::waitpid(child.process, nullptr, 0);
      while (listen(child)) {
      }
      ::close(child.pipe);
    }

    auto universe = Universe::open(folder->path(), clock);
    if (!universe) {
      ++failed_starts;
      FAIL_CHECK("round " << round << ": " << code_name(universe.error().code) << " "
                          << universe.error().detail);
      expected = {};
      folder = std::make_unique<TempFolder>();
      continue;
    }
    if (!universe->verify()) ++corrupt;
    std::vector<Operation> under_way;
    std::vector<Operation> answers_lost;
    for (const Writer& child : children) {
      const Told told = read_told(child.told);
      for (const std::string& error : told.errors) {
        FAIL_CHECK("round " << round << ": a writer met " << error);
      }
      for (const Operation& operation : told.acknowledged) expected.take(operation);
      under_way.insert(under_way.end(), told.under_way.begin(), told.under_way.end());
      // An answer that was lost on its way looks the same to the caller, who tries again.
      if (!told.acknowledged.empty() &&
          (told.under_way.empty() ||
           (told.under_way.front().deed == Deed::kKeep &&
            told.under_way.front().name != told.acknowledged.back().name))) {
        answers_lost.push_back(told.acknowledged.back());
      }
    }
    std::map<std::string, int> there = count_names(*universe);
    const bool all_may_be_gone =
        std::any_of(under_way.begin(), under_way.end(),
                    [](const Operation& operation) { return operation.deed == Deed::kForgetAll; });
    for (const auto& [name, yes] : expected.names()) {
      const bool may_be_gone =
          all_may_be_gone || std::any_of(under_way.begin(), under_way.end(),
                                         [&, &wanted = name](const Operation& operation) {
                                           return operation.name == wanted ||
                                                  twin_of(operation.name) == wanted;
                                         });
      if (there[name] == 0 && !may_be_gone) ++lost;
    }
    for (const Operation& operation : under_way) {
      ++retried;
      const Status done = perform(*universe, operation);
      INFO("round " << round);
      CHECK(done);
      expected.take(operation);
    }
    for (const Operation& operation : answers_lost) {
      ++retried;
      CHECK(perform(*universe, operation));
    }
    there = count_names(*universe);
    for (const auto& [name, count] : there) {
      if (count > 1) ++doubled;
      if (count > 0 && !expected.names().contains(name)) ++resurrected;
    }
    for (const auto& [name, yes] : expected.names()) {
      if (!there.contains(name)) ++lost;
    }
    CHECK_FALSE(universe->summary()->pending_erasure);
  }
  acknowledged += expected.acknowledged();
  std::cout << rounds << " kills, " << writers << " writers: " << acknowledged
            << " acknowledged or retried keeps, " << retried << " retried, " << lost << " lost, "
            << doubled << " doubled, " << resurrected << " resurrected, " << corrupt << " corrupt, "
            << failed_starts << " failed starts\n";
  CHECK(lost == 0);
  CHECK(doubled == 0);
  CHECK(resurrected == 0);
  CHECK(corrupt == 0);
  CHECK(failed_starts == 0);
  CHECK(acknowledged > rounds);
}

}  // namespace

TEST_CASE("kill -9 of one writer loses, doubles and resurrects nothing") {
  kill_round_after_round(1, 20261121);
}

TEST_CASE("kill -9 of four writers at once loses, doubles and resurrects nothing") {
  kill_round_after_round(4, 20261122);
}
