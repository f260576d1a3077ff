// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "app/commands.hpp"
#include "app/context.hpp"
#include "platform/browsers.hpp"

namespace volition::app {
namespace {

/// Where the commands leave what they understood, and which one it was.
struct Understood {
  std::function<Exit(Output&)> run;
  bool json = false;
  bool all = false;
  bool probe = false;
  CompileOptions compile;
  ExplainOptions explain;
  MatchOptions match;
  BrowsersOptions browsers;
};

Format format_of(const Understood& understood) {
  return understood.json ? Format::kJson : Format::kText;
}

void add_lists(CLI::App& root, Understood& understood) {
  CLI::App* lists = root.add_subcommand("lists", "Filter lists");
  lists->require_subcommand(1);
  CLI::App* compile = lists->add_subcommand(
      "compile", "Turn filter lists into rule sets for a browser, and the image to explain from");
  CompileOptions& options = understood.compile;
  compile->add_option("--browser", options.browser, "chromium or firefox")
      ->required()
      ->check(CLI::IsMember({"chromium", "firefox"}));
  compile->add_option("--lists", options.lists, "The lists' files, in order")->required();
  compile->add_option("--optional", options.optional,
                      "Lists whose rule sets stay disabled until somebody wants them");
  compile->add_option("--out", options.out, "The folder to write")->required();
  compile->add_option("--report", options.report, "Where to write the counts, as JSON");
  compile->callback([&understood] {
    understood.run = [&understood](Output& output) {
      return command_compile(understood.compile, output);
    };
  });
}

void add_explain(CLI::App& root, Understood& understood) {
  CLI::App* explain =
      root.add_subcommand("explain", "Say which filter, list and line decides over an address");
  ExplainOptions& options = understood.explain;
  explain->add_option("url", options.url, "The address asked for")->required();
  explain->add_option("--type", options.type, "script, image, xmlhttprequest, …")
      ->default_val("other");
  explain->add_option("--frame", options.frame, "The address of the page that asked");
  explain->add_option("--lists", options.lists, "Explain from these files instead of the image");
  explain->add_flag("--json", understood.json, "For machines");
  explain->callback([&understood] {
    understood.run = [&understood](Output& output) {
      understood.explain.format = format_of(understood);
      return command_explain(understood.explain, output);
    };
  });
}

void add_match(CLI::App& root, Understood& understood) {
  CLI::App* match = root.add_subcommand(
      "match",
      "Judge requests, one to a line: type<TAB>url<TAB>frame; answers verdict<TAB>filter<TAB>"
      "exception, where 0 is pass, 1 block, 2 excepted");
  MatchOptions& options = understood.match;
  match->add_option("--lists", options.lists, "Judge by these files instead of the image");
  match
      ->add_option("--repeat", options.repeat,
                   "Pass over the requests so often, and tell the times")
      ->check(CLI::Range(1, 1000));
  match->add_flag("--quiet", options.quiet, "Only the times");
  match->callback([&understood] {
    understood.run = [&understood](Output& output) {
      return command_match(understood.match, output);
    };
  });
}

void add_universe(CLI::App& root, Understood& understood) {
  CLI::App* universe = root.add_subcommand("universe", "What the universe holds");
  universe->require_subcommand(1);
  universe->add_subcommand("export", "Print every record as JSON, one to a line")
      ->callback([&understood] { understood.run = command_export; });
  universe->add_subcommand("verify", "Read and check every record")->callback([&understood] {
    understood.run = command_verify;
  });
}

void add_registration(CLI::App& root, Understood& understood) {
  struct Row {
    const char* name;
    const char* about;
    const char* browsers;
    Exit (*run)(const BrowsersOptions&, Output&);
  };
  constexpr std::array kRows{
      Row{"install", "Tell your browsers where this program is",
          "Which ones; without it, all that are on this machine", command_install},
      Row{"uninstall", "Undo what install did; what you kept stays",
          "Which ones; without it, all of them", command_uninstall}};
  std::vector<std::string> names;
  for (const platform::Browser& browser : platform::browsers()) names.emplace_back(browser.name);
  for (const Row& row : kRows) {
    CLI::App* command = root.add_subcommand(row.name, row.about);
    command->add_option("--browser", understood.browsers.browsers, row.browsers)
        ->check(CLI::IsMember(names));
    command->add_flag("--json", understood.json, "For machines");
    command->callback([&understood, run = row.run] {
      understood.run = [&understood, run](Output& output) {
        understood.browsers.format = format_of(understood);
        return run(understood.browsers, output);
      };
    });
  }
}

void add_others(CLI::App& root, Understood& understood) {
  CLI::App* status = root.add_subcommand("status", "How the host and the universe are");
  status->add_flag("--json", understood.json, "For machines");
  status->callback([&understood] {
    understood.run = [&understood](Output& output) {
      return command_status(format_of(understood), output);
    };
  });
  CLI::App* forget = root.add_subcommand("forget", "Erase what the universe holds");
  forget->add_flag("--all", understood.all, "Everything; this cannot be undone")->required();
  forget->callback([&understood] { understood.run = command_forget_all; });
  CLI::App* doctor =
      root.add_subcommand("doctor", "Look whether everything is in its place, and how to mend it");
  doctor->add_flag("--json", understood.json, "For machines");
  doctor->add_flag("--probe", understood.probe, "Try the walls of the cage from inside");
  doctor->callback([&understood] {
    understood.run = [&understood](Output& output) {
      return command_doctor(understood.probe ? DoctorDepth::kProbe : DoctorDepth::kLook,
                            format_of(understood), output);
    };
  });
}

}  // namespace

Exit command_line(std::span<const std::string_view> arguments, int descriptor) {
  Output output(descriptor);
  Understood understood;
  CLI::App root(
      "Volition: push is blocked, your intentions stay yours, brands hear from you only when you "
      "choose.\nA browser starts this program by itself; these commands are for you.",
      "volition");
  root.set_version_flag("--version", "volition " + std::string(kHostVersion));
  root.require_subcommand(1);
  add_others(root, understood);
  add_registration(root, understood);
  add_explain(root, understood);
  add_match(root, understood);
  add_universe(root, understood);
  add_lists(root, understood);
  // CLI11 takes the arguments from the back.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    root.parse(reversed);
  } catch (const CLI::ParseError& error) {
    // CLI11 speaks in exceptions; help and version are two of them.
    std::ostringstream told;
    const int code = root.exit(error, told, std::cerr);
    std::string text = told.str();
    if (!text.empty() && text.back() == '\n') text.pop_back();
    if (!text.empty()) output.line(text);
    return code == 0 ? Exit::kDone : Exit::kUsage;
  }
  const Exit done = understood.run(output);
  return done == Exit::kDone && !output.good() ? Exit::kFailed : done;
}

}  // namespace volition::app
