// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the commands do, once command_line.cpp has understood them.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/run.hpp"

namespace volition::app {

/// Writes a command's results, in lines.
class Output {
 public:
  explicit Output(int descriptor) : descriptor_(descriptor) {}
  void line(std::string_view text);
  /// Whether everything was taken so far.
  bool good() const { return good_; }

 private:
  int descriptor_;
  bool good_ = true;
};

enum class Format { kText, kJson };

// commands_universe.cpp
Exit command_status(Format format, Output& output);
Exit command_export(Output& output);
Exit command_verify(Output& output);
Exit command_forget_all(Output& output);

// commands_filters.cpp
struct CompileOptions {
  std::string browser;
  std::vector<std::string> lists;
  /// Compiled into rule sets that a browser enables only when told to.
  std::vector<std::string> optional;
  std::string out;
  std::string report;
};
Exit command_compile(const CompileOptions& options, Output& output);

struct ExplainOptions {
  std::string url;
  std::string type;
  std::string frame;
  std::vector<std::string> lists;
  Format format = Format::kText;
};
Exit command_explain(const ExplainOptions& options, Output& output);

// commands_match.cpp
struct MatchOptions {
  /// None: the image that came with the program.
  std::vector<std::string> lists;
  /// How often to pass over the requests for the figures; 0: not at all.
  int repeat = 0;
  /// No answers, only the figures.
  bool quiet = false;
};
Exit command_match(const MatchOptions& options, Output& output);

// commands_doctor.cpp
enum class DoctorDepth { kLook, kProbe };
Exit command_doctor(DoctorDepth depth, Format format, Output& output);

// commands_install.cpp
struct BrowsersOptions {
  /// Names of platform::browsers(); none: all that are here.
  std::vector<std::string> browsers;
  Format format = Format::kText;
};
Exit command_install(const BrowsersOptions& options, Output& output);
Exit command_uninstall(const BrowsersOptions& options, Output& output);

}  // namespace volition::app
