// SPDX-License-Identifier: GPL-3.0-or-later
// Compact JWS with Ed25519, by jose, with the exact headers of WIRE.md.

import { CompactSign, compactVerify, importJWK } from 'jose';
import { bytesOf, fromBase64url, hasExactly, strictObject, textOf } from './encoding.mjs';

/**
 * Payload text and key of a JWS that carries its own key, with exactly the header {alg, typ, jwk}; throws otherwise.
 * @returns {Promise<{payload: string, x: string}>}
 */
export async function openSelfSigned(jws, typ) {
  const [headerPart] = jws.split('.');
  if (headerPart.length > 700) throw new Error('header too long');
  const header = strictObject(textOf(fromBase64url(headerPart)));
  const known =
    hasExactly(header, ['alg', 'typ', 'jwk']) && header.alg === 'EdDSA' && header.typ === typ;
  const { jwk } = header;
  if (!known || !hasExactly(jwk, ['kty', 'crv', 'x']) || jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519')
    throw new Error('another header');
  if (fromBase64url(jwk.x).length !== 32) throw new Error('another key');
  const { payload } = await compactVerify(jws, await importJWK(jwk, 'EdDSA'), {
    algorithms: ['EdDSA'],
  });
  return { payload: textOf(payload), x: jwk.x };
}

/** A JWS by one of the descriptor's keys. */
export function sign(payload, typ, key) {
  return new CompactSign(bytesOf(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', typ, kid: key.kid })
    .sign(key.privateKey);
}
