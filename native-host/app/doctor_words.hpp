// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What `doctor` found, said to a person: what is wrong, and how to mend it.

#include <string>

#include "platform/diagnosis.hpp"

namespace volition::app {

struct Words {
  std::string says;
  std::string mend;
};

/// English sentences, as all of the command line. `program` is this program's path.
Words words_of(const platform::Finding& finding, const std::string& program);

}  // namespace volition::app
