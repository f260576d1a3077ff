// SPDX-License-Identifier: GPL-3.0-or-later
// Types of vendor/postal-mime.js: exactly what scripts/build-vendor puts into it.
export { default } from 'postal-mime';
