// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/image_tables.hpp"

#include <cstring>

namespace volition::filters {

Record base_record(const NetworkFilter& filter) {
  Record record;
  record.types = filter.types;
  unsigned flags = static_cast<unsigned>(filter.shape) << kFlagShapeShift |
                   static_cast<unsigned>(filter.anchor) << kFlagAnchorShift |
                   static_cast<unsigned>(filter.party) << kFlagPartyShift;
  if (filter.ends_at_end) flags |= kFlagEndsAtEnd;
  if (filter.match_case) flags |= kFlagMatchCase;
  if (filter.important) flags |= kFlagImportant;
  record.flags = static_cast<std::uint16_t>(flags);
  return record;
}

Extras extras_of(const NetworkFilter& filter, const DomainSetBuilder& sets) {
  Extras extras;
  extras.domains = sets.number(filter.domains);
  extras.to = sets.number(filter.to);
  extras.denyallow = sets.number(filter.denyallow);
  extras.methods = filter.methods;
  return extras;
}

void keep_extras(Record& record, const Extras& extras, Interned<Extras>& kept) {
  static constexpr Extras kNothing;
  if (std::memcmp(&extras, &kNothing, sizeof(extras)) != 0) record.extras = kept.add({&extras, 1});
}

}  // namespace volition::filters
