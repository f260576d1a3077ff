// SPDX-License-Identifier: GPL-3.0-or-later
// Serves the extension's own files as the browser would: same paths, same content security policy, nothing else. With
// VOLITION_LATE_MS each script comes late by chance, up to so many milliseconds: a test that only passes while a module
// comes before the press that needs it is found by this.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../extension/', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** How late what is asked for may come, in milliseconds. */
export const LATE_MS = Number(process.env.VOLITION_LATE_MS ?? 0);

/** @returns {Promise<{ origin: string, close: () => Promise<void> }>} */
export async function serveExtension() {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    try {
      const body = await readFile(join(ROOT, path));
      if (LATE_MS > 0 && extname(path) === '.js') await sleep(Math.random() * LATE_MS);
      response.writeHead(200, {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'content-security-policy':
          "default-src 'self'; script-src 'self'; object-src 'none'; require-trusted-types-for 'script'",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}
