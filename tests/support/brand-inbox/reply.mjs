// SPDX-License-Identifier: GPL-3.0-or-later
// WIRE.md §6: a reply is signed by a key of the descriptor and sealed to the one request it answers.

import { hkdfSync, randomBytes } from 'node:crypto';
import { Chacha20Poly1305 } from '@hpke/chacha20poly1305';
import { base64url, bytesOf, sha256 } from './encoding.mjs';
import { sign } from './jws.mjs';
import { MAX_REPLY_PLAINTEXT, pad } from './padding.mjs';

/** The JWS of a reply to the request whose compact form is `requestJws`. */
export function signReply(content, requestJws, key, iat) {
  const payload = {
    typ: 'reply',
    in_reply_to: base64url(sha256(bytesOf(requestJws))),
    iat,
    content: { '@context': 'https://schema.org', ...content },
  };
  return sign(payload, 'customer-reply+jwt', key);
}

/** base64url(nonce ‖ ciphertext), after the pattern of RFC 9458 §4.4. */
export async function sealReply(jws, { enc, replySecret }) {
  const fresh = randomBytes(32);
  // Node's HKDF is extract and expand in one: salt and ikm stay the same for both outputs.
  const derive = (info, length) =>
    hkdfSync('sha256', replySecret, Buffer.concat([enc, fresh]), info, length);
  const aead = new Chacha20Poly1305().createEncryptionContext(derive('key', 32));
  const sealed = await aead.seal(
    derive('nonce', 12),
    pad(jws, MAX_REPLY_PLAINTEXT),
    new Uint8Array(0),
  );
  return base64url(Buffer.concat([fresh, Buffer.from(sealed)]));
}
