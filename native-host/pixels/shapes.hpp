// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What can be told of a value by its shape and its parameter's name alone: an e-mail address, a
// hash of one, a click identifier, a consent string. Used where a provider's facts leave it open,
// and for trackers nobody described.

#include <optional>
#include <string_view>

#include "pixels/node.hpp"
#include "pixels/said.hpp"

namespace volition::pixels {

/// Hexadecimal MD5, SHA-1, SHA-256 or SHA-512, or SHA-256 in base64 or base64url.
bool looks_like_hash(std::string_view value);
bool looks_like_email(std::string_view value);

/// What a value about the person is: `field` is the tracker's name for it ("em", "ph", "fn", "zp",
/// "external_id"), the value decides between clear and hashed. A field nobody knows is an account.
IdentifierKind person_kind(std::string_view field, std::string_view value);

/// Adds an identifier, unless it says nothing, is there already, or the bound is reached.
void add_identifier(Said& said, IdentifierKind kind, std::string_view label, std::string_view value,
                    Origin origin);

/// Adds the consent parameters of the industry's standards (IAB TCF, US Privacy, GPP, Google's
/// consent mode) and the click identifiers of advertising networks, which stand in calls of all.
void add_standard_parameters(Said& said, const Node& parameters);
void add_consent(Said& said, std::string_view name, std::string_view value);

/// Click identifiers within a page address's own query.
void add_click_ids_of(Said& said, std::string_view page);

/// What is plainly visible in a call of a tracker nobody described: a page address, consent and
/// click identifiers, an e-mail in clear, values whose parameter's name says what they are.
/// `frame_host` is the asking document's host, or empty.
void add_visible(Said& said, const Node& parameters, std::string_view frame_host);

}  // namespace volition::pixels
