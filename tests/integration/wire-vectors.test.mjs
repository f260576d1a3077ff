// SPDX-License-Identifier: GPL-3.0-or-later
// The exchange of tests/vectors/wire/, computed again by libraries that are not ours: @hpke/core, jose and Node's own
// cryptography. What the C++ tests compute must be what the standards say.

import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Chacha20Poly1305 } from '@hpke/chacha20poly1305';
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { CompactSign, compactVerify, EmbeddedJWK, importJWK } from 'jose';

const vectors = JSON.parse(
  await readFile(new URL('../vectors/wire/exchange.json', import.meta.url), 'utf8'),
);
const hex = (name) => Buffer.from(vectors[name], 'hex');
const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
const text = (value) => new TextEncoder().encode(value);
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Chacha20Poly1305(),
});

/** u32 big-endian length ‖ JWS ‖ zeros, in buckets of 1 KiB, at least 2 KiB. */
function pad(jws) {
  const plaintext = Buffer.alloc(Math.max(2048, Math.ceil((4 + jws.length) / 1024) * 1024));
  plaintext.writeUInt32BE(jws.length);
  plaintext.write(jws, 4);
  return plaintext;
}

/** An Ed25519 key pair as JWK, from its seed. */
function jwkOf(seed, x) {
  return { kty: 'OKP', crv: 'Ed25519', d: base64url(seed), x };
}

async function sign(header, payload, jwk) {
  const key = await importJWK(jwk, 'EdDSA');
  return new CompactSign(text(payload)).setProtectedHeader(JSON.parse(header)).sign(key);
}

/** HPKE keys from their raw bytes. */
const keyOf = (name, isPrivate) =>
  suite.kem.importKey('raw', Uint8Array.from(hex(name)).buffer, !isPrivate);

test("the request's JWS is the one that jose signs, and verifies by the key it carries", async () => {
  const { x } = JSON.parse(vectors.request_header).jwk;
  const signed = await sign(
    vectors.request_header,
    vectors.request_payload,
    jwkOf(hex('request_seed_hex'), x),
  );
  assert.equal(vectors.request_jws, signed);
  const verified = await compactVerify(vectors.request_jws, EmbeddedJWK);
  assert.equal(Buffer.from(verified.payload).toString(), vectors.request_payload);
  assert.equal(base64url(createHash('sha256').update(signed).digest()), vectors.request_jws_sha256);
});

test('@hpke/core opens the sealing and exports the same secrets', async () => {
  assert.equal(hex('info_hex').toString(), `volition request\0${vectors.origin}`);
  assert.equal(pad(vectors.request_jws).toString('hex'), vectors.plaintext_hex);

  const recipient = await suite.createRecipientContext({
    recipientKey: await keyOf('hpke_secret_key_hex', true),
    enc: Buffer.from(vectors.enc, 'base64url'),
    info: hex('info_hex'),
  });
  const plaintext = await recipient.open(Buffer.from(vectors.ct, 'base64url'));
  assert.equal(Buffer.from(plaintext).toString('hex'), vectors.plaintext_hex);
  const exported = async (label) =>
    Buffer.from(await recipient.export(text(label), 32)).toString('hex');
  assert.equal(await exported('volition mailbox'), vectors.mailbox_secret_hex);
  assert.equal(await exported('volition reply'), vectors.reply_secret_hex);

  const wire = JSON.parse(vectors.wire);
  assert.deepEqual(wire, {
    kid: JSON.parse(vectors.descriptor).hpke[0].kid,
    enc: vectors.enc,
    ct: vectors.ct,
  });
  assert.equal(vectors.mailbox, `${vectors.endpoint}/${base64url(hex('mailbox_secret_hex'))}`);
});

test('the reply is the one that jose signs and that RFC 9458 §4.4 seals', async () => {
  const { x, kid } = JSON.parse(vectors.descriptor).keys[0];
  const jws = await sign(
    vectors.reply_header,
    vectors.reply_payload,
    jwkOf(hex('reply_signing_seed_hex'), x),
  );
  assert.equal(vectors.reply_jws, jws);
  assert.equal(JSON.parse(vectors.reply_header).kid, kid);
  assert.equal(JSON.parse(vectors.reply_payload).in_reply_to, vectors.request_jws_sha256);

  const salt = Buffer.concat([Buffer.from(vectors.enc, 'base64url'), hex('reply_nonce32_hex')]);
  const derive = (label, length) =>
    Buffer.from(hkdfSync('sha256', hex('reply_secret_hex'), salt, label, length));
  const [key, nonce] = [derive('key', 32), derive('nonce', 12)];
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  const sealed = Buffer.concat([
    hex('reply_nonce32_hex'),
    cipher.update(pad(jws)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  assert.equal(base64url(sealed), vectors.reply_sealed);

  const opener = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  opener.setAuthTag(sealed.subarray(-16));
  const opened = Buffer.concat([opener.update(sealed.subarray(32, -16)), opener.final()]);
  assert.equal(opened.toString('hex'), pad(jws).toString('hex'));
});

test("the withdrawal verifies under the request's key and names the request", async () => {
  const [scheme, jws] = vectors.withdrawal_authorization.split(' ');
  assert.equal(scheme, 'Customer-Request');
  const { payload, protectedHeader } = await compactVerify(jws, EmbeddedJWK);
  assert.deepEqual(protectedHeader.jwk, JSON.parse(vectors.request_header).jwk);
  assert.equal(protectedHeader.typ, 'customer-withdrawal+jwt');
  const { typ, request, aud, iat, exp } = JSON.parse(Buffer.from(payload).toString());
  assert.deepEqual(
    { typ, request, aud },
    { typ: 'withdrawal', request: vectors.request_jws_sha256, aud: vectors.origin },
  );
  assert.equal(exp - iat, 300);
});
