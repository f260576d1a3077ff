// SPDX-License-Identifier: GPL-3.0-or-later
// What the browser starts as the background. Everything that listens is made here, synchronously, in the first turn: only then
// do the browser's events wake a background that was put to sleep.

import { createPlatform } from '../platform/platform.js';
import { closeStorage } from '../platform/storage.js';
import { createBackground } from './background.js';

closeStorage(chrome);
createBackground(createPlatform(chrome), (input, init) => fetch(input, init));
