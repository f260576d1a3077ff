// SPDX-License-Identifier: GPL-3.0-or-later
// The commands install and uninstall: they tell the person's browsers where this program is, and
// undo it. They stay outside the cage, because they write in the browsers' folders and nothing of a
// stranger's.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "app/commands.hpp"
#include "platform/browsers.hpp"
#include "platform/paths.hpp"
#include "platform/registration.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

Exit fail(const Error& error) {
  std::cerr << "volition: " << error << '\n';
  return Exit::kFailed;
}

/// Those named, else those that `otherwise` takes. Errors: usage for a name that is none.
template <typename Otherwise>
Result<std::vector<const platform::Browser*>> chosen(const std::vector<std::string>& names,
                                                     Otherwise otherwise) {
  std::vector<const platform::Browser*> found;
  for (const std::string& name : names) {
    const platform::Browser* browser = platform::find_browser(name);
    if (browser == nullptr) return Error(ErrorCode::kUsage, "no browser is called " + name);
    found.push_back(browser);
  }
  if (!names.empty()) return found;
  for (const platform::Browser& browser : platform::browsers()) {
    if (otherwise(browser)) found.push_back(&browser);
  }
  return found;
}

json::array paths_of(const std::vector<std::filesystem::path>& paths) {
  json::array array;
  for (const std::filesystem::path& path : paths) array.emplace_back(path.native());
  return array;
}

void tell(std::string_view what, const std::vector<std::filesystem::path>& paths, Output& output) {
  for (const std::filesystem::path& path : paths) {
    output.line(std::string(what) + ": " + path.native());
  }
}

}  // namespace

Exit command_install(const BrowsersOptions& options, Output& output) {
  const auto surroundings = platform::surroundings_of_person();
  if (!surroundings) return fail(surroundings.error());
  const auto browsers = chosen(options.browsers, [&](const platform::Browser& browser) {
    return !platform::packagings(browser, *surroundings).empty();
  });
  if (!browsers) return fail(browsers.error());
  if (browsers->empty()) {
    return fail(Error(ErrorCode::kNotFound, "no browser is on this machine; name one: --browser"));
  }
  const auto program = platform::program_path();
  if (!program) return fail(program.error());
  const auto registered = platform::register_host(*surroundings, *browsers, *program);
  if (!registered) return fail(registered.error());
  json::array told;
  for (const platform::Registered& one : *registered) {
    told.push_back(
        json::object{{"browser", one.browser->name}, {"manifest", one.manifest.native()}});
    if (options.format == Format::kText) {
      output.line(std::string(one.browser->title) + ": " + one.manifest.native());
    }
  }
  if (options.format == Format::kJson) {
    output.line(json::serialize(
        json::object{{"program", program->native()}, {"registered", std::move(told)}}));
  } else {
    output.line("They will start " + program->native());
  }
  return Exit::kDone;
}

Exit command_uninstall(const BrowsersOptions& options, Output& output) {
  const auto surroundings = platform::surroundings_of_person();
  if (!surroundings) return fail(surroundings.error());
  const auto browsers = chosen(options.browsers, [](const platform::Browser&) { return true; });
  if (!browsers) return fail(browsers.error());
  const auto done = platform::unregister_host(*surroundings, *browsers);
  if (!done) return fail(done.error());
  const auto data = platform::data_folder_path();
  const std::string stays = data ? data->native() : "";
  if (options.format == Format::kJson) {
    output.line(json::serialize(json::object{{"removed", paths_of(done->removed)},
                                             {"restored", paths_of(done->restored)},
                                             {"needed", paths_of(done->needed)},
                                             {"left", paths_of(done->left)},
                                             {"data_folder", stays}}));
    return Exit::kDone;
  }
  tell("removed", done->removed, output);
  tell("as before", done->restored, output);
  tell("still needed by another browser", done->needed, output);
  tell("changed by somebody since, left alone", done->left, output);
  if (done->removed.empty() && done->restored.empty() && done->needed.empty() &&
      done->left.empty()) {
    output.line("Nothing was installed for you by this command.");
  }
  output.line("What you kept stays in " + stays + "; \"volition forget --all\" erases it.");
  return Exit::kDone;
}

}  // namespace volition::app
