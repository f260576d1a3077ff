// SPDX-License-Identifier: GPL-3.0-or-later
// The commands lists compile and explain. They read and write files that the person names, so they
// stay outside the cage.

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <iostream>
#include <optional>
#include <span>
#include <string>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "app/commands.hpp"
#include "app/json_shapes.hpp"
#include "base/clock.hpp"
#include "filters/compile.hpp"
#include "filters/cosmetic_image.hpp"
#include "filters/explain.hpp"
#include "filters/image_files.hpp"
#include "filters/request.hpp"
#include "filters/side_by_side.hpp"
#include "pixels/read.hpp"
#include "platform/paths.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

Exit fail(const Error& error) {
  std::cerr << "volition: " << error << '\n';
  return Exit::kFailed;
}

Result<std::vector<filters::ListSource>> lists_of(const std::vector<std::string>& names) {
  return filters::read_lists({names.begin(), names.end()});
}

/// The image of the lists the person names, or the one that came with the program.
Result<filters::Image> image_for(const ExplainOptions& options) {
  if (options.lists.empty()) {
    return filters::Image::open(platform::image_folder() / "filters.image");
  }
  const auto lists = lists_of(options.lists);
  if (!lists) return lists.error();
  auto bytes = filters::build_image(*lists, SystemClock().utc_seconds());
  if (!bytes) return bytes.error();
  return filters::Image::from_bytes(std::move(*bytes));
}

void tell(std::string_view what, const std::optional<filters::FilterPlace>& place, Output& output) {
  if (!place) return;
  output.line(std::string(what) + ": " + place->text);
  output.line("  " + place->list + ", line " + std::to_string(place->line));
}

/// A compilation ends soon and needs what it gave back again at once: to ask the system for clean
/// pages each time takes a tenth of it.
void keep_memory_until_the_end() {
#ifdef __GLIBC__
  constexpr int kAll = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, kAll);
  mallopt(M_TRIM_THRESHOLD, kAll);
  mallopt(M_TOP_PAD, 16 << 20);
#endif
}

}  // namespace

Exit command_compile(const CompileOptions& options, Output& output) {
  keep_memory_until_the_end();
  const auto browser = filters::parse_browser(options.browser);
  if (!browser) return fail(Error(ErrorCode::kUsage, "browser"));
  auto lists = lists_of(options.lists);
  if (!lists) return fail(lists.error());
  auto optional = lists_of(options.optional);
  if (!optional) return fail(optional.error());
  const std::size_t enabled = lists->size();
  for (filters::ListSource& list : *optional) {
    list.shipped = filters::Shipped::kDisabled;
    lists->push_back(std::move(list));
  }
  std::optional<Result<filters::Compilation>> network;
  std::optional<Result<filters::CosmeticCompilation>> hiding;
  filters::side_by_side(2, filters::Threads::kTwo, [&](std::size_t part) {
    if (part == 0) {
      network = filters::compile(*lists, *browser, SystemClock().utc_seconds());
    } else {
      // The images hold what ships enabled.
      hiding = filters::compile_cosmetics(std::span(*lists).first(enabled));
    }
  });
  const auto& compiled = *network;
  const auto& cosmetics = *hiding;
  if (!cosmetics) return fail(cosmetics.error());
  if (!compiled) return fail(compiled.error());
  Status written = ok();
  std::string sums;
  filters::side_by_side(2, filters::Threads::kTwo, [&](std::size_t part) {
    if (part == 0) {
      written = filters::write_compilation(*compiled, options.out, options.report);
    } else {
      sums = filters::write_checksums(compiled->image, cosmetics->image, *lists);
    }
  });
  if (!written) return fail(written.error());
  std::filesystem::path cosmetic_report = options.report;
  if (!cosmetic_report.empty()) cosmetic_report.replace_filename("cosmetics.json");
  if (const Status done = filters::write_cosmetics(*cosmetics, options.out, cosmetic_report);
      !done) {
    return fail(done.error());
  }
  if (const Status done = filters::write_checksums_file(options.out, sums); !done) {
    return fail(done.error());
  }
  output.line(std::to_string(compiled->filters_in_effect) + " of " +
              std::to_string(compiled->network_filters) + " network filters in " +
              std::to_string(compiled->rules) + " rules, " +
              std::to_string(compiled->rulesets.size()) + " rule sets");
  return Exit::kDone;
}

Exit command_explain(const ExplainOptions& options, Output& output) {
  const auto type = filters::parse_request_type(options.type);
  if (!type) return fail(Error(ErrorCode::kUsage, "type"));
  auto image = image_for(options);
  if (!image) return fail(image.error());
  filters::Explainer explainer(std::move(*image));
  filters::Request request;
  request.url = options.url;
  request.type = *type;
  request.frame = options.frame;
  const auto explanation = explainer.explain(request);
  if (!explanation) return fail(explanation.error());
  pixels::Call call;
  call.url = options.url;
  call.type = options.type;
  call.frame = options.frame;
  const pixels::Reading reading = pixels::read_aloud(call);
  if (options.format == Format::kJson) {
    json::object told;
    told["verdict"] = filters::verdict_name(explanation->verdict);
    told["certainty"] = filters::certainty_name(explanation->certainty);
    told["filter"] = shape_of(explanation->filter);
    told["exception"] = shape_of(explanation->exception);
    told["company"] = or_null(reading.company);
    output.line(json::serialize(told));
    return Exit::kDone;
  }
  output.line("verdict: " + std::string(filters::verdict_name(explanation->verdict)));
  tell("filter", explanation->filter, output);
  tell("exception", explanation->exception, output);
  if (reading.company) output.line("company: " + *reading.company);
  return Exit::kDone;
}

}  // namespace volition::app
