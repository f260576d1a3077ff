// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/image_tables.hpp"

#include <cstring>

namespace volition::filters {

LineRecord FiledHosts::line_of(std::uint32_t host) const {
  const HostFilter& filter = list->hosts[host];
  LineRecord line;
  line.text = text + filter.at - filter.lead;
  line.text_size = filter.text_size;
  line.line = filter.line;
  line.list = number;
  if ((*in_effect)[host]) line.list |= kLineInEffect;
  return line;
}

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

Extras extras_of(const NetworkFilter& filter, ImageTables& tables) {
  Extras extras;
  extras.domains = tables.sets.add(filter.domains);
  extras.to = tables.sets.add(filter.to);
  extras.denyallow = tables.sets.add(filter.denyallow);
  extras.methods = filter.methods;
  return extras;
}

void keep_extras(Record& record, const Extras& extras, ImageTables& tables) {
  static constexpr Extras kNothing;
  if (std::memcmp(&extras, &kNothing, sizeof(extras)) != 0)
    record.extras = tables.extras.add({&extras, 1});
}

}  // namespace volition::filters
