// SPDX-License-Identifier: GPL-3.0-or-later
// Several hosts on one universe, as several browser profiles start them.

#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include "catch/catch.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;
using namespace volition::test;

namespace {

/// Runs `body(number)` in that many processes at once; answers their exit codes.
template <typename Body>
std::vector<int> in_processes(int count, Body body) {
  int gate[2];
  REQUIRE(::pipe(gate) == 0);
  std::vector<pid_t> processes;
  for (int i = 0; i < count; ++i) {
    const pid_t process = ::fork();
    REQUIRE(process >= 0);
    if (process == 0) {
      ::close(gate[1]);
      char byte = 0;
      static_cast<void>(!::read(gate[0], &byte, 1));  // Until the gate opens.
      ::_exit(body(i));
    }
    processes.push_back(process);
  }
  ::close(gate[0]);
  ::close(gate[1]);
  std::vector<int> codes;
  for (const pid_t process : processes) {
    int status = 0;
    ::waitpid(process, &status, 0);
    codes.push_back(WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  }
  return codes;
}

}  // namespace

TEST_CASE("eight hosts that start together make one universe and lose nothing") {
  TempFolder folder;
  const Id shared = new_id();
  const auto codes = in_processes(8, [&](int number) {
    FakeClock clock;
    auto universe = Universe::open(folder.path(), clock);
    if (!universe) return 10 + static_cast<int>(universe.error().code);
    for (int i = 0; i < 20; ++i) {
      const std::string name = std::to_string(number) + "/" + std::to_string(i);
      if (!universe->keep(thing_named(name))) return 2;
      // All of them press the same button.
      const auto once = universe->once(shared, "shared", [&]() -> Result<boost::json::value> {
        const auto kept = universe->keep(thing_named("shared " + name));
        if (!kept) return kept.error();
        return boost::json::value(to_json(*kept));
      });
      if (!once) return 3;
      if (!universe->list({}, std::nullopt, 200)) return 4;
    }
    return 0;
  });
  CHECK(codes == std::vector<int>(8, 0));
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe);
  CHECK(universe->verify());
  const auto list = universe->list({}, std::nullopt, 200);
  CHECK(list->total == 8 * 20 + 1);
  std::set<std::string> names;
  for (const Intention& item : list->items) names.insert(item.name);
  CHECK(names.size() == 161);
}

TEST_CASE("hosts of several profiles that start on an empty folder at one moment all open it") {
  // Whoever looks while another makes the file must see none of it or all of it.
  for (int round = 0; round < 150; ++round) {
    TempFolder folder;
    const auto codes = in_processes(8, [&](int) {
      FakeClock clock;
      const auto universe = Universe::open(folder.path(), clock);
      return universe ? 0 : 10 + static_cast<int>(universe.error().code);
    });
    INFO("round " << round);
    CHECK(codes == std::vector<int>(8, 0));
  }
}

TEST_CASE("hosts that forget everything and hosts that write share the file") {
  TempFolder folder;
  const auto codes = in_processes(4, [&](int number) {
    FakeClock clock;
    auto universe = Universe::open(folder.path(), clock);
    if (!universe) return 10 + static_cast<int>(universe.error().code);
    for (int i = 0; i < 15; ++i) {
      if (number == 0 && i % 3 == 0) {
        const auto erased = universe->forget_all();
        if (!erased) return 100 + static_cast<int>(erased.error().code);
      }
      if (!universe->keep(thing_named(std::to_string(number) + "/" + std::to_string(i)))) return 2;
    }
    return 0;
  });
  CHECK(codes == std::vector<int>(4, 0));
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe);
  CHECK(universe->verify());
  REQUIRE(universe->tick());
  CHECK_FALSE(universe->summary()->pending_erasure);
}

TEST_CASE("a host sees what another has changed, at its next call") {
  TempFolder folder;
  FakeClock clock;
  auto one = Universe::open(folder.path(), clock);
  auto two = Universe::open(folder.path(), clock);
  const Id id = one->keep(shoes())->id;
  CHECK(two->get(id)->name == shoes().name);
  Changes changes;
  changes.words = "from two";
  REQUIRE(two->edit(id, changes));
  CHECK(one->get(id)->words == "from two");
  REQUIRE(one->forget(id));
  CHECK(two->list({}, std::nullopt, 9)->items.empty());
  CHECK(two->next_due_ms());
  CHECK(two->unforget(id));
  CHECK(one->list({}, std::nullopt, 9)->items.size() == 1);
  REQUIRE(two->set_policy(Policy::kSevenDays));
  CHECK(*one->policy() == Policy::kSevenDays);
  REQUIRE(two->forget_all());
  CHECK(one->list({}, std::nullopt, 9)->items.empty());
  CHECK(*one->policy() == Policy::kUnset);
  CHECK(one->keep(shoes()));
  CHECK(two->list({}, std::nullopt, 9)->items.size() == 1);
}
