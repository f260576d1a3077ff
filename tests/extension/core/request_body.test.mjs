// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyBytes } from '../../../extension/core/request_body.js';

const bytes = (/** @type {string} */ text) => ({
  bytes: /** @type {ArrayBuffer} */ (new TextEncoder().encode(text).buffer),
});

for (const [what, body, expected] of /** @type {[string, any, string | null][]} */ ([
  ['no body', null, null],
  ['a body the browser cannot show', { error: 'Unknown error.' }, null],
  ['one piece', { raw: [bytes('ev=1')] }, 'ev=1'],
  ['several pieces', { raw: [bytes('ev='), bytes('1')] }, 'ev=1'],
  ['a file among them', { raw: [bytes('a='), { file: '/home/me/x' }, bytes('b')] }, 'a=b'],
  ['nothing but a file', { raw: [{ file: '/home/me/x' }] }, null],
  ['a form', { formData: { en: ['view'], x: ['a b', 'é&='] } }, 'en=view&x=a+b&x=%C3%A9%26%3D'],
  ['a form with a file', { formData: { f: [new ArrayBuffer(3)], n: ['1'] } }, 'n=1'],
  ['cut at the bound', { raw: [bytes('x'.repeat(50))] }, 'x'.repeat(40)],
  ['a form cut at the bound', { formData: { a: ['y'.repeat(90)] } }, `a=${'y'.repeat(38)}`],
])) {
  test(`the body of a request: ${what}`, () => {
    const seen = bodyBytes(body, 40);
    assert.equal(seen && new TextDecoder().decode(seen), expected);
  });
}
