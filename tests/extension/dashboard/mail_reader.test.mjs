// SPDX-License-Identifier: GPL-3.0-or-later
// What is made of a pasted or dropped mail. Every one of them is a stranger's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSource, MOST_BYTES, readAnswer } from '../../../extension/dashboard/mail_reader.js';

const HEAD = [
  'From: =?UTF-8?Q?Caf=C3=A9?= <contact@association.example>',
  'To: Ada <ada+abcdefghij23@mail.example>',
  'Subject: =?UTF-8?B?UsOpcG9uc2UgW3ZvLWFiY2RlZmdoaWoyM10=?=',
  'Date: Mon, 23 Nov 2026 12:00:00 +0000',
  'In-Reply-To: <vo-abcdefghij23@mail.example>',
  'References: <a@b.example> <vo-abcdefghij23@mail.example>',
];
const mail = (lines, body) => [...HEAD, ...lines, '', body].join('\r\n');
const file = (text) => new Blob([text]);
const read = async (answer) => {
  const result = await readAnswer(answer);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

test('a mail is taken apart into what the host judges', async () => {
  const message = await read(
    file(mail(['Content-Type: text/plain; charset=utf-8'], 'Tout à fait.\r\n')),
  );
  assert.deepEqual(message, {
    from: 'Café <contact@association.example>',
    to: 'Ada <ada+abcdefghij23@mail.example>',
    subject: 'Réponse [vo-abcdefghij23]',
    in_reply_to: '<vo-abcdefghij23@mail.example>',
    references: '<a@b.example> <vo-abcdefghij23@mail.example>',
    dated_on: '2026-11-23',
    text: 'Tout à fait.\n',
  });
});

test('charsets and encodings are read', async () => {
  const rows = [
    ['text/plain; charset=iso-8859-1', 'quoted-printable', '=E9t=E9', 'été'],
    ['text/plain; charset=iso-8859-15', 'quoted-printable', '129 =A4', '129 €'],
    ['text/plain; charset=utf-8', 'base64', Buffer.from('été').toString('base64'), 'été'],
  ];
  for (const [type, encoding, body, text] of rows) {
    const lines = [`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`];
    assert.equal((await read(file(mail(lines, body)))).text.trim(), text, type);
  }
});

test('HTML alone is read as its words; scripts and pictures are not even words', async () => {
  const html =
    '<style>p{}</style><p>Oui&nbsp;!</p><script>alert(1)</script><img src="https://tracker.example/p.gif">';
  const { text } = await read(file(mail(['Content-Type: text/html; charset=utf-8'], html)));
  assert.equal(text, 'Oui\u00a0!');
});

test('of two forms the plain one is read', async () => {
  const body = [
    '--x',
    'Content-Type: text/plain',
    '',
    'plain',
    '--x',
    'Content-Type: text/html',
    '',
    '<p>html</p>',
    '--x--',
  ].join('\r\n');
  const lines = ['Content-Type: multipart/alternative; boundary=x'];
  assert.equal((await read(file(mail(lines, body)))).text.trim(), 'plain');
});

test('a mail of 50 MB costs what its beginning costs', async () => {
  const body = `Yes.\r\n${'x'.repeat(76)}\r\n`;
  const parts = [mail(['Content-Type: text/plain'], body)];
  for (let i = 0; i < 50; i += 1) parts.push('y'.repeat(1_000_000));
  const message = await read(new Blob(parts));
  assert.ok(message.text.startsWith('Yes.'));
  assert.ok(message.text.length <= 200_000);
  assert.ok(MOST_BYTES <= 1_048_576);
});

test('an attachment cut in its middle leaves the text whole', async () => {
  const body = [
    '--x',
    'Content-Type: text/plain',
    '',
    'See the file.',
    '--x',
    'Content-Type: application/pdf',
    'Content-Transfer-Encoding: base64',
    '',
    'A'.repeat(2_000_000),
  ].join('\r\n');
  const lines = ['Content-Type: multipart/mixed; boundary=x'];
  assert.equal((await read(file(mail(lines, body)))).text.trim(), 'See the file.');
});

test('NUL and half characters do not reach the host', async () => {
  const { text, subject } = await read('A\0B\ud800C');
  assert.equal(text, 'A\ufffdB\ufffdC');
  assert.equal(subject, '');
  const source = mail(['Content-Type: text/plain'], 'A\0B').replace('Subject:', 'Subject: \0');
  const message = await read(file(source));
  assert.ok(!JSON.stringify(message).includes('\\u0000'));
});

test('what cannot be taken apart is named, and nothing is thrown', async () => {
  let deep = 'the end';
  for (let i = 0; i < 300; i += 1) {
    deep = `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n${deep}\r\n--b${i}--`;
  }
  const rows = [
    ['300 parts deep', `From: a@b.example\r\n${deep}`],
    ['a header of a megabyte', `From: a@b.example\r\nX: ${'x'.repeat(1_000_000)}\r\n\r\ntext`],
  ];
  for (const [what, text] of rows) {
    const result = await readAnswer(file(text));
    assert.deepEqual(result.ok ? 'read' : result.error.code, 'mail_unreadable', what);
  }
  // Bytes that are no mail at all are a mail without text or with odd text; the host judges it.
  const noise = new Uint8Array(10_000).map((_, at) => (at * 7919) % 256);
  assert.ok((await readAnswer(new Blob([noise]))).ok);
});

test('a pasted text is a mail only where it begins like one', async () => {
  const rows = [
    ['Hello', false],
    ['From: a@b.example\nSubject: x\n\nHello', true],
    ['\n\nFrom: a@b.example\r\nSubject: x\r\n\r\nHello', true],
    ['Note: this\nand that', false],
    ['Dear Ada,\nFrom: us\nSubject: x', false],
    ['Question: why?\nAnswer: so', false],
    ['', false],
  ];
  for (const [text, expected] of rows) assert.equal(isSource(text), expected, text);
  const pasted = await read('Re: your question [vo-abcdefghij23]\n\nAll of it.');
  assert.equal(pasted.text, 'Re: your question [vo-abcdefghij23]\n\nAll of it.');
  const source = await read('From: a@b.example\nSubject: Réponse\nContent-Type: text/plain\n\nÉté');
  assert.deepEqual([source.subject, source.text.trim()], ['Réponse', 'Été']);
});
