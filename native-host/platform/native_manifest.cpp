// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/native_manifest.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <system_error>

#include "base/json.hpp"

namespace volition::platform {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

std::string in_quotes(std::string_view text) { return json::serialize(json::string(text)); }

std::string our_origin(Family family) {
  if (family == Family::kFirefox) return std::string(kFirefoxId);
  return "chrome-extension://" + std::string(kChromiumId) + "/";
}

std::string_view allowed_member(Family family) {
  return family == Family::kChromium ? "allowed_origins" : "allowed_extensions";
}

const json::string* text_of(const json::object& object, std::string_view member) {
  const json::value* value = object.if_contains(member);
  return value == nullptr ? nullptr : value->if_string();
}

}  // namespace

std::string manifest_file_name() { return std::string(kHostName) + ".json"; }

std::string native_manifest(Family family, const fs::path& host) {
  // Member by member, in the template's order and form: a person who looks finds the same file
  // however it came there.
  return "{\n  \"name\": " + in_quotes(kHostName) +
         ",\n  \"description\": \"Volition's program: keeps your universe on this computer\"" +
         ",\n  \"path\": " + in_quotes(host.native()) + ",\n  \"type\": \"stdio\",\n  " +
         in_quotes(allowed_member(family)) + ": [" + in_quotes(our_origin(family)) + "]\n}\n";
}

Result<NativeManifest> read_native_manifest(Family family, std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  const json::object* object = parsed->if_object();
  if (object == nullptr) return Error(ErrorCode::kInvalidParams, "not an object");
  const json::string* name = text_of(*object, "name");
  if (name == nullptr || *name != kHostName) return Error(ErrorCode::kInvalidParams, "name");
  const json::string* type = text_of(*object, "type");
  if (type == nullptr || *type != "stdio") return Error(ErrorCode::kInvalidParams, "type");
  const json::string* path = text_of(*object, "path");
  if (path == nullptr || path->empty()) return Error(ErrorCode::kInvalidParams, "path");
  const json::value* allowed = object->if_contains(allowed_member(family));
  if (allowed == nullptr || !allowed->is_array()) {
    return Error(ErrorCode::kInvalidParams, std::string(allowed_member(family)));
  }
  const std::string origin = our_origin(family);
  const json::array& list = allowed->get_array();
  NativeManifest manifest;
  manifest.host = std::string(*path);
  manifest.names_our_extension = std::any_of(list.begin(), list.end(), [&](const json::value& one) {
    return one.is_string() && one.get_string() == origin;
  });
  return manifest;
}

Result<std::string> read_small_file(const fs::path& file, std::size_t max_bytes) {
  std::error_code ec;
  const fs::file_status status = fs::status(file, ec);
  if (status.type() == fs::file_type::not_found) return Error(ErrorCode::kNotFound);
  // A pipe or a device would keep the reader waiting.
  if (status.type() != fs::file_type::regular) return Error(ErrorCode::kFileFailed, "not a file");
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error(ErrorCode::kFileFailed, "cannot be read");
  std::string text(max_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return Error(ErrorCode::kFileFailed, "cannot be read");
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > max_bytes) return Error(ErrorCode::kFileFailed, "too large");
  return text;
}

}  // namespace volition::platform
