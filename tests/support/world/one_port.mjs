// SPDX-License-Identifier: GPL-3.0-or-later
// One loopback port that speaks TLS, HTTP and CONNECT. Chromium maps every name to it; Firefox uses it as its proxy.
// The first byte tells which: 0x16 opens a TLS handshake (RFC 8446, section 5.1), anything else is HTTP.

import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';

const kTlsHandshake = 0x16;
const kBodyLimit = 1024 * 1024;

/**
 * @typedef {object} Arrival one request as it came in
 * @property {string} host lower-case, without port
 * @property {boolean} tls
 * @property {string} method
 * @property {string} path with its query
 * @property {http.IncomingHttpHeaders} headers
 * @property {string[]} headerNames names as sent, in their order
 * @property {Buffer} body
 * @property {{id: number, via: 'direct' | 'connect' | 'proxy', serverName: string | null, protocol: string | null}} connection
 */

/**
 * @typedef {object} Reply
 * @property {number} status
 * @property {Record<string, string>} [headers]
 * @property {string | Buffer} [body]
 */

/**
 * Listens on 127.0.0.1.
 * @param {{key: Buffer, cert: Buffer, port?: number, answer: (arrival: Arrival) => Reply | Promise<Reply>}} options
 * @returns {Promise<{port: number, close: () => Promise<void>}>}
 */
export async function openPort({ key, cert, port = 0, answer }) {
  /** @type {Map<number, {id: number, via: 'direct' | 'connect'}>} by the peer's port, which names a loopback connection */
  const connections = new Map();
  /** @type {Set<net.Socket>} */
  const sockets = new Set();
  let nextId = 1;

  /** @param {http.IncomingMessage} message @param {http.ServerResponse} response */
  const serve = async (message, response) => {
    const tls = 'encrypted' in message.socket;
    const asked = message.url ?? '/';
    const absolute = /^https?:\/\//i.test(asked) ? new URL(asked) : null;
    const known = connections.get(message.socket.remotePort ?? 0) ?? {
      id: 0,
      via: /** @type {const} */ ('direct'),
    };
    const secure = /** @type {import('node:tls').TLSSocket} */ (message.socket);
    /** @type {Buffer[]} */
    const parts = [];
    let size = 0;
    for await (const part of message) {
      size += part.length;
      if (size <= kBodyLimit) parts.push(part);
    }
    const reply = await answer({
      host: (absolute?.host ?? message.headers.host ?? '').toLowerCase().replace(/:\d+$/, ''),
      tls,
      method: message.method ?? 'GET',
      path: absolute ? absolute.pathname + absolute.search : asked,
      headers: message.headers,
      headerNames: message.rawHeaders.filter((_, index) => index % 2 === 0),
      body: Buffer.concat(parts),
      connection: {
        id: known.id,
        via: absolute ? 'proxy' : known.via,
        serverName: tls ? String(secure.servername || '') : null,
        protocol: tls ? secure.getProtocol() : null,
      },
    });
    response.writeHead(reply.status, reply.headers ?? {});
    response.end(message.method === 'HEAD' ? undefined : reply.body);
  };
  /** @param {http.IncomingMessage} message @param {http.ServerResponse} response */
  const serveSafely = (message, response) => {
    serve(message, response).catch((error) => {
      // A browser that gives up in the middle of a body is no fault of the world's; anything else is shown.
      if (error?.code !== 'ECONNRESET') console.error(error);
      response.destroy();
    });
  };

  const plain = http.createServer(serveSafely);
  const secure = https.createServer({ key, cert, ALPNProtocols: ['http/1.1'] }, serveSafely);
  for (const server of [plain, secure]) {
    server.on('clientError', (_error, socket) => socket.destroy());
    server.on('upgrade', (_message, socket) => socket.destroy());
  }
  secure.on('tlsClientError', (_error, socket) => socket.destroy());

  /** @param {net.Socket} socket @param {'direct' | 'connect'} via */
  const sort = (socket, via) => {
    connections.set(socket.remotePort ?? 0, { id: nextId++, via });
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === kTlsHandshake ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  };
  plain.on('connect', (_message, socket, head) => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    sort(/** @type {net.Socket} */ (socket), 'connect');
  });

  const listener = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      connections.delete(socket.remotePort ?? 0);
    });
    sort(socket, 'direct');
  });
  listener.listen(port, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: /** @type {net.AddressInfo} */ (listener.address()).port,
    close: async () => {
      const closed = once(listener, 'close');
      listener.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
