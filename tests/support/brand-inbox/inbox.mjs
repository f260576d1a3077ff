// SPDX-License-Identifier: GPL-3.0-or-later
// A brand's inbox, written from native-host/requests/WIRE.md alone, with libraries that are not ours. It proves that
// the wire format is the standards', serves the tests and the demonstration, and is what a brand can start from: put
// `handle` behind any HTTPS server, and keep `requests` in a database instead of memory.

import { generateKeyPairSync } from 'node:crypto';
import { Chacha20Poly1305 } from '@hpke/chacha20poly1305';
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import {
  base64url,
  bytesOf,
  fromBase64url,
  hasExactly,
  sha256,
  strictObject,
  textOf,
} from './encoding.mjs';
import { openSelfSigned } from './jws.mjs';
import { MAX_REQUEST_PLAINTEXT, unpad } from './padding.mjs';
import { isPayload, timesAgree } from './payload.mjs';
import { answer, Problem, problemAnswer } from './problem.mjs';
import { sealReply, signReply } from './reply.mjs';

const WELL_KNOWN = '/.well-known/customer-requests.json';
const MAX_WIRE = 92_160;
const CLOCK_DIFFERENCE_S = 300;

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Chacha20Poly1305(),
});

/**
 * An inbox for one brand.
 * @param {{origin: string, organization: string, endpoint?: string, accepts?: string[], agreements?: string[],
 *   now?: () => number}} brand  `origin` as in "https://shop.example"; `now` in seconds, for tests.
 */
export async function createInbox({
  origin,
  organization,
  endpoint = `${origin}/customer-requests`,
  accepts = ['Demand', 'AskAction'],
  agreements = ['SD-BASE', 'PDC-INTENT'],
  now = () => Math.floor(Date.now() / 1000),
}) {
  const hpkeKeys = await suite.kem.generateKeyPair();
  const hpkeId = 'hpke-1';
  const signing = generateKeyPairSync('ed25519');
  const signingKey = { kid: 'reply-1', privateKey: signing.privateKey };
  /** Everything received and not withdrawn, by enc and by mailbox token. */
  const byEnc = new Map();
  const byToken = new Map();
  const receipts = new Set();
  const endpointPath = new URL(endpoint).pathname;

  async function descriptor(changes = {}) {
    const pub = await suite.kem.serializePublicKey(hpkeKeys.publicKey);
    const { x } = signing.publicKey.export({ format: 'jwk' });
    return {
      spec: 'customer-requests/1',
      canonical: origin + WELL_KNOWN,
      expires: new Date((now() + 30 * 86_400) * 1000).toISOString().replace(/\.\d+Z/, 'Z'),
      organization,
      endpoint,
      accepts,
      hpke: [{ kid: hpkeId, kem_id: 32, kdf_id: 1, aead_id: 3, pub: base64url(pub) }],
      keys: [{ kty: 'OKP', crv: 'Ed25519', kid: signingKey.kid, x }],
      contactPoint: [],
      agreements,
      retention: 'P30D',
      ...changes,
    };
  }

  function readWire(body) {
    if (body.length > MAX_WIRE) throw new Problem('too_large');
    try {
      const wire = strictObject(textOf(body));
      if (!hasExactly(wire, ['kid', 'enc', 'ct']) || typeof wire.kid !== 'string')
        throw new Error('members');
      const enc = fromBase64url(wire.enc);
      if (enc.length !== 32) throw new Error('enc');
      return { kid: wire.kid, enc, ct: fromBase64url(wire.ct) };
    } catch {
      throw new Problem('malformed');
    }
  }

  async function open({ enc, ct }) {
    let context;
    let plaintext;
    try {
      context = await suite.createRecipientContext({
        recipientKey: hpkeKeys.privateKey,
        enc,
        info: bytesOf(`volition request\0${origin}`),
      });
      plaintext = await context.open(ct);
    } catch {
      throw new Problem('not_opened');
    }
    let jws;
    try {
      jws = unpad(plaintext, MAX_REQUEST_PLAINTEXT);
    } catch {
      throw new Problem('bad_padding');
    }
    const token = base64url(await context.export(bytesOf('volition mailbox'), 32));
    const replySecret = Buffer.from(await context.export(bytesOf('volition reply'), 32));
    return { jws, token, replySecret };
  }

  async function judge(jws) {
    let opened;
    try {
      opened = await openSelfSigned(jws, 'customer-request+jwt');
    } catch {
      throw new Problem('bad_signature');
    }
    let payload;
    try {
      payload = strictObject(opened.payload);
    } catch {
      throw new Problem('bad_payload');
    }
    if (!isPayload(payload) || !timesAgree(payload)) throw new Problem('bad_payload');
    if (payload.aud !== origin) throw new Problem('wrong_audience');
    if (payload.iat > now() + CLOCK_DIFFERENCE_S || payload.exp <= now())
      throw new Problem('expired');
    if (!accepts.includes(payload.content['@type'])) throw new Problem('kind_not_accepted');
    if (!agreements.includes(payload.terms)) throw new Problem('terms_not_accepted');
    return { payload, payloadText: opened.payload, x: opened.x };
  }

  async function post({ headers, body }) {
    if (headers['content-type'] !== 'application/customer-request+json')
      throw new Problem('wrong_type');
    const wire = readWire(body);
    if (wire.kid !== hpkeId) throw new Problem('unknown_key');
    const encText = base64url(wire.enc);
    const bodyHash = base64url(sha256(body));
    const known = byEnc.get(encText);
    if (known && known.bodyHash !== bodyHash) throw new Problem('conflict');
    if (known) return answer(202);
    const opened = await open(wire);
    const judged = await judge(opened.jws);
    const receipt = base64url(sha256(bytesOf(opened.jws)));
    if (receipts.has(receipt)) throw new Problem('conflict');
    const request = {
      enc: wire.enc,
      bodyHash,
      receipt,
      ...opened,
      ...judged,
      replies: [],
      withdrawn: false,
    };
    byEnc.set(encText, request);
    byToken.set(opened.token, request);
    receipts.add(receipt);
    return answer(202);
  }

  const closed = (request) => request.withdrawn || request.payload.exp <= now();

  function read(request) {
    if (closed(request)) {
      request.replies = [];
      throw new Problem('closed');
    }
    if (request.replies.length === 0) return answer(202);
    return answer(
      200,
      { 'content-type': 'application/customer-replies+json' },
      JSON.stringify({ replies: request.replies }),
    );
  }

  async function withdraw(request, headers) {
    if (closed(request)) throw new Problem('closed');
    const [, jws] =
      /^Customer-Request ([A-Za-z0-9_.-]{1,8192})$/.exec(headers.authorization ?? '') ?? [];
    if (!jws) throw new Problem('no_authorization');
    let opened;
    let payload;
    try {
      opened = await openSelfSigned(jws, 'customer-withdrawal+jwt');
      payload = strictObject(opened.payload);
    } catch {
      throw new Problem('not_yours');
    }
    const mine =
      hasExactly(payload, ['typ', 'request', 'aud', 'iat', 'exp']) &&
      payload.typ === 'withdrawal' &&
      payload.request === request.receipt &&
      payload.aud === origin &&
      opened.x === request.x;
    if (!mine) throw new Problem('not_yours');
    const inTime =
      payload.exp === payload.iat + 300 &&
      payload.iat <= now() + CLOCK_DIFFERENCE_S &&
      payload.exp >= now() - CLOCK_DIFFERENCE_S;
    if (!inTime) throw new Problem('expired', 403);
    request.withdrawn = true;
    request.replies = [];
    for (const secret of ['jws', 'payload', 'payloadText', 'replySecret']) delete request[secret];
    return answer(204);
  }

  return {
    origin,
    descriptor,
    /** Opened requests, the oldest first: {payload, payloadText (the exact signed bytes as text), jws, receipt, …}. */
    get received() {
      return [...byEnc.values()];
    },

    /** Puts `content` (schema.org, WIRE.md §6) into the mailbox of `request`. */
    async reply(request, content) {
      request.replies.push(
        await sealReply(await signReply(content, request.jws, signingKey, now()), request),
      );
    },

    /** For tests: a reply to `other`, sealed anew into the mailbox of `request`, where it does not belong. */
    async misdirect(request, other, content) {
      request.replies.push(
        await sealReply(await signReply(content, other.jws, signingKey, now()), request),
      );
    },

    /**
     * One HTTP request to this brand.
     * @param {{method: string, path: string, headers: Record<string, string>, body: Buffer}} message
     * @returns {Promise<{status: number, headers: Record<string, string>, body: string} | null>} null: not for the inbox
     */
    async handle({ method, path, headers, body }) {
      try {
        if (path === WELL_KNOWN) {
          if (method !== 'GET') throw new Problem('wrong_method');
          return answer(
            200,
            { 'content-type': 'application/json' },
            JSON.stringify(await descriptor()),
          );
        }
        if (path === endpointPath) {
          if (method !== 'POST') throw new Problem('wrong_method');
          return await post({ headers, body });
        }
        if (!path.startsWith(`${endpointPath}/`)) return null;
        if (method !== 'GET' && method !== 'DELETE') throw new Problem('wrong_method');
        const request = byToken.get(path.slice(endpointPath.length + 1));
        if (!request) throw new Problem('no_mailbox');
        return method === 'GET' ? read(request) : await withdraw(request, headers);
      } catch (error) {
        if (error instanceof Problem) return problemAnswer(error);
        throw error;
      }
    },
  };
}
