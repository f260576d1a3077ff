// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text from hostile hands, made fit to be shown: UTF-8 repaired, control and bidirectional
// characters taken out (Unicode TR 36, "Trojan Source"), HTML entities resolved, length capped in
// code points as the protocol's schema counts them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace volition::pixels {

/// Bounds in code points, as common.json sets them.
constexpr std::size_t kMaxName = 300;
constexpr std::size_t kMaxShort = 120;
constexpr std::size_t kMaxProductId = 200;
constexpr std::size_t kMaxLabel = 60;
constexpr std::size_t kMaxIdentifierValue = 400;
constexpr std::size_t kMaxConsentValue = 2000;
constexpr std::size_t kMaxPage = 2000;

/// The code point at `at`, which is moved past it; U+FFFD (and one byte) where the bytes are no
/// valid UTF-8. `at` must be within `text`.
char32_t next_code_point(std::string_view text, std::size_t& at);

/// Appends `point` as UTF-8; U+FFFD for what is no scalar value.
void append_utf8(std::string& out, char32_t point);

/// `text` as one line fit to be shown, of at most `max_points` code points: invalid bytes become
/// U+FFFD; white space of any kind becomes one space, none at the ends; control, bidirectional,
/// zero-width and tag characters are left out. Joiners stay, since scripts and emoji need them.
std::string clean(std::string_view text, std::size_t max_points);

/// As clean(), nullopt where nothing is left.
std::optional<std::string> clean_or_none(std::string_view text, std::size_t max_points);

/// Resolves HTML character references (numeric, and the named ones that shops use), twice where
/// they were escaped twice, and takes out tags such as "<b>". What is no reference stays.
std::string plain_from_html(std::string_view text);

std::string_view trim(std::string_view text);
std::string to_lower_ascii(std::string_view text);
bool is_digit(char c);
bool is_letter(char c);

/// Whether `text` matches `pattern`, in which each "*" stands for any run of characters.
bool matches_glob(std::string_view text, std::string_view pattern);

}  // namespace volition::pixels
