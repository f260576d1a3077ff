// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The person's filter lists: which are on, whose text is fresh, which they added, and what was
// built of them. This is the room's public surface; README.md says what lies where. Several hosts
// share the folder: each call sees what another one changed, and writes exclude each other.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "filters/compile.hpp"
#include "lists/build.hpp"
#include "lists/catalogue.hpp"
#include "lists/delta_file.hpp"
#include "lists/files.hpp"
#include "lists/state.hpp"
#include "lists/worker.hpp"

namespace volition::lists {

enum class Kind : std::uint8_t { kShipped, kCustom, kOwn };
/// Who switches a list: the person, or a browser's first start for a language that they read.
enum class Chooser : std::uint8_t { kPerson, kLanguage };
/// "shipped", "custom", "own".
std::string_view kind_name(Kind kind);
Kind kind_of(std::string_view id);

/// What a list's lines came to.
struct Counts {
  std::string version;
  std::uint64_t lines = 0;
  std::uint64_t network = 0;
  std::uint64_t cosmetic = 0;
  std::uint64_t in_effect = 0;
  std::map<std::string, std::uint64_t> refused;
};

struct ListView {
  Kind kind = Kind::kShipped;
  /// Title, version and what is stored of it.
  StoredList stored;
  CatalogueEntry catalogue;
  Switch by_default = Switch::kOn;
  /// Absent until it is built in.
  std::optional<Counts> counts;
};

struct Overview {
  std::vector<ListView> lists;
  bool building = false;
  /// Why the last building failed; empty: it did not.
  std::string failed;
  /// What came with the program is damaged, and what was built of its texts serves.
  bool rebuilt = false;
  /// When a damaged lists.json was put together again, for a month.
  std::optional<Day> restored_on;
};

/// One part of a text that comes.
struct Part {
  /// Names the whole text's coming, 32 hex digits.
  std::string upload;
  std::uint32_t number = 0;
  std::string text;
};

/// What the last part brings.
struct Put {
  Part part;
  /// Absent: a list that the person adds.
  std::optional<std::string> list;
  std::optional<std::string> address;
  std::optional<std::string> title;
  std::optional<std::string> etag;
  std::optional<std::string> last_modified;
  std::optional<std::uint64_t> announced_bytes;
};

enum class Outcome : std::uint8_t { kSame, kFresh };

struct Accepted {
  std::string list;
  Outcome outcome = Outcome::kFresh;
  std::uint64_t bytes = 0;
};

struct TextPage {
  std::string text;
  std::optional<std::string> next;
};

struct RefusedPage {
  struct Line {
    std::uint32_t number = 0;
    std::string text;
    std::string reason;
  };
  std::vector<Line> lines;
  std::optional<std::string> next;
};

class Lists {
 public:
  /// Nothing is read or made before it is asked for. A lists.json that is damaged is put together
  /// again (restore.hpp) at the first call that meets it. `clock` outlives the lists.
  Lists(const std::filesystem::path& data_folder, std::filesystem::path shipped_folder,
        const Clock& clock);

  /// Where the images that serve now lie: the shipped ones', or the last that was built here. Asks
  /// the file system once.
  const std::filesystem::path& image_folder();
  /// The images there do not read: builds them again, from the texts that came with the program
  /// too, and serves the shipped ones meanwhile, unless it is those.
  void refuse_images();
  /// The images there were opened: the thread reads them whole, once for each folder, and what is
  /// damaged is built again.
  void look_through_images();
  /// Whether something is built beside the port.
  bool busy() const { return worker_.busy(); }
  void wait() { worker_.wait(); }

  /// With the counts of `browser`: what its rules say, after its bounds. Errors: lists_damaged,
  /// image_missing, image_damaged.
  Result<Overview> overview(filters::Browser browser);
  /// Any part but the last; answers the bytes so far. A part that came already is passed over.
  /// Errors: unknown_upload (an earlier part is missing), list_too_large.
  Result<std::uint64_t> take(const Part& part);
  /// The last part. Errors: as take() and judge(); not_found (no such list), lists_full,
  /// invalid_params (address), lists_damaged, busy, storage errors.
  Result<Accepted> put(const Put& put);
  /// Answers how the list stands then: a language changes nothing that anybody switched before.
  /// Errors: not_found, lists_damaged, busy, storage errors.
  Result<Switch> set(std::string_view id, Switch state, Chooser by = Chooser::kPerson);
  /// Differs from the last answer where any host changed the lists in between; as of the last look,
  /// which every other question takes, since one per message is enough.
  std::uint32_t revision() const { return revision_; }
  /// Errors: not_found, invalid_params (not one that the person added), and as set().
  Status remove(std::string_view id);
  /// Errors: not_found, invalid_params (cursor), list_unreadable, image errors.
  Result<TextPage> text(std::string_view id, std::optional<std::string_view> cursor);
  /// Errors: as text().
  Result<RefusedPage> refused(std::string_view id, std::optional<std::string_view> reason,
                              std::optional<std::string_view> cursor, std::size_t limit);
  /// nullopt while it is being built. Errors: lists_damaged, invalid_params (cursor), and what
  /// building failed with.
  Result<std::optional<DeltaPage>> delta(filters::Browser browser, std::string_view baseline,
                                         std::optional<std::string_view> cursor,
                                         std::size_t max_bytes);
  /// Own rules and added lists, for the person's copy of everything.
  Result<std::vector<StoredList>> belongings();
  /// Takes everything of the person's away: switches, texts, what was built. Errors: busy, storage
  /// errors.
  Status forget();

 private:
  struct Upload {
    std::uint32_t parts = 0;
    std::string text;
    std::optional<ErrorCode> refused;
  };

  void look();
  Result<const std::vector<CatalogueEntry>*> catalogue();
  Result<std::string> wanted();
  /// Why `key` was not built, as far as is known; nullopt: it may still be.
  std::optional<std::string> failed(std::string_view key) const;
  void ensure_built();
  void start(BuildOrder order);
  Result<std::string> text_of(std::string_view id);
  std::map<std::string, Counts> counts(filters::Browser browser);
  std::optional<Day> told_restored() const;
  Result<DeltaPage> no_delta(filters::Browser browser, std::string_view baseline);
  Status accept(const Put& put, State& state, std::string_view text, Accepted& accepted);

  /// Changes the state under its lock; `change` answers a Status.
  template <typename Change>
  Status change(Change change);

  Folders folders_;
  std::filesystem::path state_file_;
  const Clock& clock_;
  std::filesystem::path image_folder_;
  std::optional<std::vector<CatalogueEntry>> catalogue_;
  ShippedMark shipped_mark_;

  bool looked_ = false;
  std::uint32_t revision_ = 0;
  Mark mark_;
  State state_;
  std::optional<Error> damaged_;
  /// What was tried since this host started, so that a failure is not tried at every call.
  std::optional<std::string> tried_;
  std::filesystem::path images_refused_;
  std::filesystem::path looked_through_;
  /// A disk that damages what is written is not written to for ever.
  int refusals_ = 0;

  std::map<std::string, Upload> uploads_;
  std::vector<DeltaWish> wishes_;
  /// What the thread failed with, where it could not even write that down; kNoFailure: it did not.
  struct Failure {
    static constexpr int kNone = -1;
    std::atomic<int> building = kNone;
    std::atomic<int> delta = kNone;
  };
  std::shared_ptr<Failure> failure_ = std::make_shared<Failure>();
  Worker worker_;
};

}  // namespace volition::lists
