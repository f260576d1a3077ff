// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Who started the program: a browser, by native messaging, or a person. Chromium passes the
// extension's origin
// ("chrome-extension://…/"), and on Windows a window handle; Firefox passes the path of the native
// manifest and the extension's id. Which extension may connect is decided by the native manifest,
// not here.

#include <span>
#include <string_view>

namespace volition::platform {

enum class StartedBy { kBrowser, kPerson };

/// `arguments` without the program's own name.
StartedBy started_by(std::span<const std::string_view> arguments);

}  // namespace volition::platform
