// SPDX-License-Identifier: GPL-3.0-or-later
// A request by mail: what a person is shown is what another library reads in the file; the answer is tied, counted, inert.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { dataFolder, Host, opId, startHost } from '../support/host.mjs';

/** Debian's libfaketime lies in the folder of the machine's kind. */
const faketime = readdirSync('/usr/lib')
  .filter((name) => name.endsWith('-linux-gnu'))
  .map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`)[0];

const require = createRequire(new URL('../../extension/package.json', import.meta.url));
const { default: PostalMime } = require('postal-mime');

function dayAfter(today, days) {
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

const wish = async (host, more = {}) => ({
  intention_id: null,
  brand: 'www.association.example',
  to: 'contact@association.example',
  own_address: null,
  answer_to: 'sender',
  language: 'fr',
  kind: 'AskAction',
  fields: { question: 'Combien va à l’action elle-même ?', name: 'Reforester la crête' },
  max_replies: 2,
  until: dayAfter((await host.call('status')).today, 14),
  terms: 'SD-BASE',
  tag: null,
  ...more,
});
const answer = (id, message = {}, vouched = false) => ({
  op_id: opId(),
  id,
  vouched,
  message: {
    from: 'Association <contact@association.example>',
    to: '',
    subject: '',
    in_reply_to: '',
    references: '',
    dated_on: null,
    text: 'Tout.',
    ...message,
  },
});

/** Draws, and says that it was sent. */
async function send(host, more = {}) {
  const draft = await host.call('mail.draft', { wish: await wish(host, more) });
  const press = {
    op_id: opId(),
    wish: await wish(host, { ...more, tag: draft.tag }),
    approve: draft.approve,
  };
  const { request } = await host.call('mail.sent', press);
  return { draft, press, request };
}

test('what is shown is what stands in the file and in the addresses', async (t) => {
  const host = startHost(t);
  const draft = await host.call('mail.draft', {
    wish: await wish(host, { own_address: 'ada@mail.example', answer_to: 'tagged' }),
  });
  const mail = await PostalMime.parse(draft.eml);
  const headers = mail.headers.map(({ key }) => key).sort();
  assert.deepEqual(headers, [
    'content-transfer-encoding',
    'content-type',
    'message-id',
    'mime-version',
    'reply-to',
    'subject',
    'to',
    'x-unsent',
  ]);
  assert.equal(mail.subject, `Question sur Reforester la crête [vo-${draft.tag}]`);
  assert.equal(mail.subject, draft.subject);
  assert.deepEqual(
    mail.to.map(({ address }) => address),
    ['contact@association.example'],
  );
  assert.equal(mail.replyTo[0].address, `ada+${draft.tag}@mail.example`);
  assert.equal(mail.text.replaceAll('\r\n', '\n').trimEnd(), draft.body);
  assert.equal(
    draft.exact,
    `To: ${draft.to}\nSubject: ${draft.subject}\nReply-To: ${draft.answer_to}\n\n${draft.body}`,
  );
  const mailto = new URL(draft.mailto);
  assert.equal(mailto.pathname, 'contact@association.example');
  assert.deepEqual([...mailto.searchParams.keys()], ['subject', 'body']);
  assert.equal(mailto.searchParams.get('subject'), draft.subject);
  assert.equal(mailto.searchParams.get('body').replaceAll('\r\n', '\n'), draft.body);
  for (const { url } of draft.webmail) {
    const at = new URL(url).searchParams;
    assert.equal(at.get('to'), draft.to, url);
    assert.equal(at.get('su') ?? at.get('subject'), draft.subject, url);
    assert.equal(at.get('body').replaceAll('\r\n', '\n'), draft.body, url);
  }
  // Nothing is stored before the person says that it was sent.
  assert.equal((await host.call('status')).records, 0);
});

test('sent is kept once, only in the words approved, and asks about the intention', async (t) => {
  const folder = dataFolder(t);
  const host = startHost(t, folder);
  const { intention } = await host.call('intentions.keep', {
    op_id: opId(),
    new: { direction: 'give', kind: 'cause', name: 'Reforester la crête' },
  });
  const { draft, press, request } = await send(host, { intention_id: intention.id });
  assert.deepEqual(request.mail, { to: 'contact@association.example', tag: draft.tag });
  assert.deepEqual(
    [request.brand, request.state, request.remaining],
    ['association.example', 'sent', 2],
  );
  assert.deepEqual((await host.call('mail.sent', press)).request, request);
  assert.equal((await host.call('requests.list', { limit: 10 })).items.length, 1);
  const changed = { ...press, op_id: opId(), wish: { ...press.wish, to: 'b@association.example' } };
  assert.equal((await host.ask('mail.sent', changed)).error.code, 'not_approved');
  const untagged = { ...press, op_id: opId(), wish: { ...press.wish, tag: null } };
  assert.equal((await host.ask('mail.sent', untagged)).error.code, 'not_approved');
  const stage = async () =>
    (await host.call('intentions.get', { id: intention.id })).intention.stage;
  assert.equal(await stage(), 'asked');

  const held = await host.call('requests.get', { id: request.id });
  assert.equal(held.exact, draft.exact);
  assert.equal(held.post, null);
  // The ways of a sealed request do not apply to it.
  assert.equal(
    (await host.ask('requests.withdraw', { op_id: opId(), id: request.id })).error.code,
    'request_closed',
  );

  const found = await host.call(
    'mail.answer',
    answer(request.id, {
      subject: `Re: ${draft.subject}`,
      text: 'Tout \u202eva\u202c à l’action. <script>alert(1)</script>',
    }),
  );
  assert.deepEqual([found.state, found.tied_by, found.shortened], ['opened', 'tag', false]);
  assert.equal(found.request.replies[0].text, 'Tout va à l’action. <script>alert(1)</script>');
  assert.equal(found.request.replies[0].from, 'Association <contact@association.example>');
  assert.equal(found.request.remaining, 1);
  assert.equal(await stage(), 'answered');
  // All of it is still there for another host.
  const again = await startHost(t, folder).call('requests.get', { id: request.id });
  assert.deepEqual(again.request, found.request);
});

test('what is not its answer is refused by name, and loses nothing', async (t) => {
  const host = startHost(t);
  const { draft, request } = await send(host, {
    own_address: 'ada@mail.example',
    answer_to: 'tagged',
  });
  const other = await send(host, { to: 'b@association.example' });
  assert.notEqual(other.draft.tag, draft.tag);
  const subject = `Re: [VO-${draft.tag}]`;
  const rows = [
    ['nothing ties it', {}, false, 'untied', null],
    ['another request', { subject: `Re: [vo-${other.draft.tag}]` }, false, 'foreign', null],
    ['another request, vouched', { subject: `vo-${other.draft.tag}` }, true, 'foreign', null],
    ['no text', { subject, text: ' \n\u202e' }, false, 'empty', null],
    [
      'dated tomorrow: it came today',
      { subject, dated_on: dayAfter(request.until, 1) },
      false,
      'opened',
      'tag',
    ],
    ['the same again', { subject }, false, 'nothing_new', 'tag'],
    [
      'by the id of the mail',
      { in_reply_to: `<vo-${draft.tag}@mail.example>`, text: 'Encore.' },
      false,
      'opened',
      'in_reply_to',
    ],
    ['one too many', { to: draft.answer_to, text: 'Trois.' }, false, 'excess', 'address'],
  ];
  for (const [what, message, vouched, state, tied] of rows) {
    const found = await host.call('mail.answer', answer(request.id, message, vouched));
    assert.deepEqual([found.state, found.tied_by], [state, tied], what);
  }
  const vouched = await host.call('mail.answer', answer(other.request.id, {}, true));
  assert.deepEqual([vouched.state, vouched.tied_by], ['opened', 'person']);
  const long = answer(other.request.id, { text: 'é'.repeat(30_000) }, true);
  assert.equal((await host.call('mail.answer', long)).shortened, true);
});

test('addresses of rights, other domains, long words and words said before', async (t) => {
  const host = startHost(t);
  const rows = [
    ['dpo@association.example', 'mail_address_for_rights'],
    ['a@association.example, b@association.example', 'mail_address_malformed'],
    ['lp@printer.local', 'address_private_host'],
  ];
  for (const [to, code] of rows) {
    const { error } = await host.ask('mail.draft', { wish: await wish(host, { to }) });
    assert.equal(error.code, code, to);
  }
  const fields = { question: 'x'.repeat(3000), name: 'Reforester la crête' };
  const draft = await host.call('mail.draft', {
    wish: await wish(host, { to: 'us@mail.example', fields }),
  });
  assert.deepEqual(draft.notes, ['another_domain', 'long_address']);
  await send(host);
  const said = await host.call('mail.draft', {
    wish: await wish(host, { brand: 'shop.example', to: 'a@shop.example' }),
  });
  assert.deepEqual(
    said.warnings.map(({ field, brand }) => `${field} ${brand}`),
    [
      'content.question.text association.example',
      'content.question.about.name association.example',
    ],
  );
});

test('after its time an answer is late, unless it came in time and is pasted late', async (t) => {
  const folder = dataFolder(t);
  const before = new Host(folder);
  t.after(() => before.kill());
  const { draft, request } = await send(before);
  await before.close();
  const later = startHost(t, folder, {
    environment: { LD_PRELOAD: faketime, FAKETIME: '+20d' },
  });
  const { request: over } = await later.call('requests.get', { id: request.id });
  assert.equal(over.state, 'expired');
  const subject = `Re: ${draft.subject}`;
  const late = await later.call(
    'mail.answer',
    answer(request.id, { subject, dated_on: dayAfter(request.until, 1) }),
  );
  assert.deepEqual([late.state, late.request.remaining], ['late', 2]);
  const undated = await later.call('mail.answer', answer(request.id, { subject }));
  assert.equal(undated.state, 'late');
  const inTime = await later.call(
    'mail.answer',
    answer(request.id, { subject, dated_on: request.until }),
  );
  assert.equal(inTime.state, 'opened');
  assert.deepEqual([inTime.request.state, inTime.request.remaining], ['answered', 1]);
  assert.equal(inTime.request.replies[0].received_on, request.until);
});
