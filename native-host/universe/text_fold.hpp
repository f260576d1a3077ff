// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text as a search sees it: lower case and without the accents of Latin letters, so that "velo"
// finds "Vélo". Greek and Cyrillic letters lose their case only. A table of our own, since the C
// library knows no case outside the locale that happens to be set.

#include <string>
#include <string_view>
#include <vector>

namespace volition::universe {

/// Folded UTF-8. What is not valid UTF-8 is copied as it stands.
std::string fold(std::string_view text);

/// The words of a search, folded; separated by white space.
std::vector<std::string> fold_words(std::string_view text);

}  // namespace volition::universe
