// SPDX-License-Identifier: GPL-3.0-or-later
// Every command of the universe, with every one of its calls to the disk failing once, for good,
// for want of room, and half-way: the error has a clear name, nothing acknowledged is lost, nothing
// is half done, and the same press succeeds once the disk is well. VOLITION_FAULT_ROUNDS of 1,000
// or more strikes every call; the short form every call of the first few and then some.

#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>

#include "catch/catch.hpp"
#include "fault_vfs.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;
using namespace volition::test;

namespace {

/// What a person would find: names and how often, with what was said of them.
using Picture = std::map<std::string, int>;

Result<Picture> picture_of(Universe& universe) {
  Picture picture;
  std::optional<std::string> cursor;
  do {
    const auto page = universe.export_page(cursor);
    if (!page) return page.error();
    for (const ExportItem& item : page->items) {
      const auto member = [&](const char* name) {
        const auto* value = item.record.if_contains(name);
        return value == nullptr || !value->is_string() ? std::string()
                                                       : std::string(value->as_string().c_str());
      };
      ++picture[item.kind + "|" + member("name") + "|" + member("stage") + "|" + member("words") +
                "|" + member("brand") + "|" + member("state") + "|" + member("policy")];
    }
    cursor = page->next;
  } while (cursor);
  return picture;
}

/// A universe with something of everything, half of it still in the journal.
class Base {
 public:
  Base() {
    Universe universe = *Universe::open(folder_.path(), clock);
    REQUIRE(universe.set_policy(Policy::kSevenDays));
    for (int i = 0; i < 6; ++i) {
      REQUIRE(universe.keep(thing_named("thing " + std::to_string(i), "shop.example")));
    }
    REQUIRE(universe.keep(thing_named("elsewhere", "other.example")));
    kept = universe.keep(shoes())->id;
    noticed = universe.notice(thing_named("only seen", "third.example"))->intention->id;
    const StoredRequest asked = request_to("shop.example", clock.today(), clock.today().plus(9));
    REQUIRE(universe.put_request(asked));
    request = asked.id;
    REQUIRE(universe.add_attempts({{clock.today(), "Meta", "retargeting", 3}}));
    // While it is open, so that the copy's journal is full and its start has something to read.
    std::filesystem::copy(folder_.path(), copy_.path() / "u");
    std::filesystem::remove(copy_.path() / "u" / "universe.db-shm");
    picture = *picture_of(universe);
  }
  void copy_to(const std::filesystem::path& folder) const {
    std::filesystem::copy(copy_.path() / "u", folder);
  }

  FakeClock clock;
  Id kept;
  Id noticed;
  Id request;
  Picture picture;

 private:
  TempFolder folder_;
  TempFolder copy_;
};

using Operation = std::function<Result<boost::json::value>(Universe&)>;

struct Command {
  const char* name;
  Operation run;
  /// Whether it reads alone: then nothing may ever change.
  enum class Kind { kReads, kWrites } kind = Kind::kWrites;
};

Result<boost::json::value> answer(const Status& status) {
  if (!status) return status.error();
  return boost::json::value(boost::json::object());
}
template <typename T>
Result<boost::json::value> answer(const Result<T>& result) {
  if (!result) return result.error();
  return boost::json::value(boost::json::object());
}

std::vector<Command> commands(const Base& base) {
  using Kind = Command::Kind;
  return {
      {"keep", [](Universe& u) { return answer(u.keep(thing_named("new", "new.example"))); }},
      {"keep what is known", [&](Universe& u) { return answer(u.keep(base.noticed)); }},
      {"notice", [](Universe& u) { return answer(u.notice(thing_named("seen", "s.example"))); }},
      {"edit",
       [&](Universe& u) {
         Changes changes;
         changes.words = "size 42";
         return answer(u.edit(base.kept, changes));
       }},
      {"done", [&](Universe& u) { return answer(u.done(base.kept, DoneHow::kMended)); }},
      {"mark_asked", [&](Universe& u) { return answer(u.mark_asked(base.kept)); }},
      {"mark_answered", [&](Universe& u) { return answer(u.mark_answered(base.kept)); }},
      {"forget", [&](Universe& u) { return answer(u.forget(base.kept)); }},
      {"set_policy", [](Universe& u) { return answer(u.set_policy(Policy::kOnlyKeep)); }},
      {"put_request",
       [&](Universe& u) {
         StoredRequest request =
             request_to("new.example", base.clock.today(), base.clock.today().plus(3));
         return answer(u.put_request(request));
       }},
      {"update_request",
       [&](Universe& u) -> Result<boost::json::value> {
         Result<StoredRequest> request = u.get_request(base.request);
         if (!request) return request.error();
         request->state = RequestState::kSent;
         return answer(u.update_request(*request));
       }},
      {"forget_request", [&](Universe& u) { return answer(u.forget_request(base.request)); }},
      {"add_attempts",
       [&](Universe& u) {
         return answer(u.add_attempts({{base.clock.today(), "Criteo", "retargeting", 2}}));
       }},
      {"forget_attempts", [](Universe& u) { return answer(u.forget_attempts()); }},
      {"forget_brand", [](Universe& u) { return answer(u.forget_brand("shop.example")); }},
      {"forget_all", [](Universe& u) { return answer(u.forget_all()); }},
      {"accept_today", [](Universe& u) { return answer(u.accept_today()); }},
      {"get", [&](Universe& u) { return answer(u.get(base.kept)); }, Kind::kReads},
      {"get_request", [&](Universe& u) { return answer(u.get_request(base.request)); },
       Kind::kReads},
      {"verify", [](Universe& u) { return answer(u.verify()); }, Kind::kReads},
      {"export", [](Universe& u) { return answer(u.export_page(std::nullopt)); }, Kind::kReads},
  };
}

constexpr Fault kFaults[] = {Fault::kErrorOnce, Fault::kErrorForGood, Fault::kFull,
                             Fault::kShortWrite};
const char* name_of(Fault fault) {
  constexpr const char* kNames[] = {"EIO once", "EIO for good", "ENOSPC", "short write"};
  return kNames[static_cast<int>(fault)];
}

/// A failing disk is called a failing disk: neither full where it is not, nor damaged, nor a
/// defect.
bool is_clear(Fault fault, ErrorCode code) {
  if (code == ErrorCode::kStorageFailed) return true;
  const bool room = fault == Fault::kFull || fault == Fault::kShortWrite;
  return room && code == ErrorCode::kStorageFull;
}

bool is_long() {
  const char* rounds = std::getenv("VOLITION_FAULT_ROUNDS");
  return rounds != nullptr && std::atoi(rounds) >= 1'000;
}

/// Every call at first, then with growing steps: the long walks of VACUUM repeat themselves.
std::int64_t after(std::int64_t nth) { return is_long() || nth < 16 ? nth + 1 : nth + nth / 4; }

}  // namespace

TEST_CASE("a disk that fails at any call of any command loses nothing and doubles nothing") {
  FaultyDisk& disk = FaultyDisk::instance();
  const Base base;
  std::size_t faults = 0;
  std::size_t refused = 0;
  for (const Command& command : commands(base)) {
    for (const Fault fault : kFaults) {
      for (std::int64_t nth = 1;; nth = after(nth)) {
        INFO(command.name << ", " << name_of(fault) << " at call " << nth);
        const TempFolder folder;
        base.copy_to(folder / "u");
        auto universe = Universe::open(folder / "u", base.clock);
        REQUIRE(universe);
        const Picture before = *picture_of(*universe);
        REQUIRE(before == base.picture);
        const Id op_id = new_id();
        const auto press = [&] {
          return universe->once(op_id, command.name, [&] { return command.run(*universe); });
        };
        disk.arm(fault, nth);
        const auto first = press();
        const bool struck = disk.disarm();
        INFO("struck: " << disk.struck_call());
        if (!struck) {
          CHECK(first);
          break;
        }
        ++faults;
        if (!first) {
          ++refused;
          INFO("answered " << code_name(first.error().code) << ": " << first.error().detail);
          CHECK(is_clear(fault, first.error().code));
        }
        // The disk is well again: as before, or done; never in between.
        const auto between = picture_of(*universe);
        REQUIRE(between);
        const auto again = press();
        INFO((again ? "" : again.error().detail));
        REQUIRE(again);
        const auto done = picture_of(*universe);
        REQUIRE(done);
        if (!first) CHECK((*between == before || *between == *done));
        if (first) CHECK(*between == *done);
        if (command.kind == Command::Kind::kReads) CHECK(*done == before);
        // A third time changes nothing, and a new start finds the same.
        CHECK(press());
        CHECK(*picture_of(*universe) == *done);
        universe = Universe::open(folder / "u", base.clock);
        REQUIRE(universe);
        CHECK(*picture_of(*universe) == *done);
        CHECK(universe->verify());
      }
    }
  }
  std::cout << faults << " faults of the disk, " << refused << " answered with an error: 0 lost\n";
  CHECK(faults > 400);
}

TEST_CASE("a disk that fails at any call of a start loses nothing") {
  FaultyDisk& disk = FaultyDisk::instance();
  const Base base;
  std::size_t faults = 0;
  for (const bool fresh : {false, true}) {
    for (const Fault fault : kFaults) {
      for (std::int64_t nth = 1;; nth = after(nth)) {
        INFO((fresh ? "a first start, " : "a start, ") << name_of(fault) << " at call " << nth);
        const TempFolder folder;
        if (!fresh) base.copy_to(folder / "u");
        disk.arm(fault, nth);
        auto universe = Universe::open(folder / "u", base.clock);
        const bool struck = disk.disarm();
        INFO("struck: " << disk.struck_call());
        if (!universe) {
          INFO("answered " << code_name(universe.error().code) << ": " << universe.error().detail);
          CHECK(is_clear(fault, universe.error().code));
          universe = Universe::open(folder / "u", base.clock);
          INFO((universe ? "" : universe.error().detail));
          REQUIRE(universe);
        }
        if (!fresh) CHECK(*picture_of(*universe) == base.picture);
        CHECK(universe->keep(thing_named("after", "after.example")));
        CHECK(universe->verify());
        if (!struck) break;
        ++faults;
      }
    }
  }
  std::cout << faults << " faults of the disk during a start: 0 lost\n";
  CHECK(faults > 50);
}
