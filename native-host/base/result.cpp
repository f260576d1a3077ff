// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/result.hpp"

#include <stdexcept>

namespace boost::system {

void throw_exception_from_error(const volition::Error& error, const boost::source_location&) {
  throw std::logic_error("unchecked error: " + std::string(volition::code_name(error.code)));
}

}  // namespace boost::system
