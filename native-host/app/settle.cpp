// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settle.hpp"

#include <cstdlib>
#include <ctime>

#include "crypto/random.hpp"
#include "platform/paths.hpp"
#include "sqlite/database.hpp"

namespace volition::app {

Result<platform::Reach> reach_of_person() {
  const auto data_folder = platform::data_folder();
  if (!data_folder) return data_folder.error();
  return platform::Reach{*data_folder, platform::image_folder()};
}

Result<Settled> settle() {
  // Without TZ the C library looks at /etc/localtime again and again, and would fall back to UTC
  // inside the cage.
  constexpr int kKeep = 0;
  setenv("TZ", ":/etc/localtime", kKeep);
  tzset();
  const auto reach = reach_of_person();
  if (!reach) return reach.error();
  crypto::make_ready();
  sqlite::seed_randomness();
  const auto cage = platform::close_cage(*reach);
  if (!cage) return cage.error();
  return Settled{*reach, *cage};
}

}  // namespace volition::app
