// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeBrowser, hex, refuse } from '../support/fake_browser.mjs';

const kId = hex(0xa);
const kDraft = hex(0xd);
const kApprove = hex(0xf, 64);
const kPost = {
  url: 'https://shop.example/ask',
  content_type: 'application/customer-request+json',
  body: '{"kid":"1","enc":"…","ct":"…"}',
};
const kMailbox = 'https://shop.example/ask/bWFpbGJveA';
const kSend = { to: 'courier', do: 'send', op_id: hex(1), draft_id: kDraft, approve: kApprove };

/** A host that keeps one request as the real one does: sealed once per op_id, sent by what it is told. */
async function composing() {
  const browser = new FakeBrowser();
  const request = {
    id: kId,
    brand: 'shop.example',
    state: 'none',
    mailbox: kMailbox,
    status: null,
  };
  const { methods } = browser.host;
  methods['requests.seal'] = ({ draft_id, approve }) => {
    if (draft_id !== kDraft) throw refuse('unknown_draft');
    if (approve !== kApprove) throw refuse('not_approved');
    if (request.state === 'none') request.state = 'sealed';
    return { request: { ...request }, post: kPost };
  };
  methods['requests.sent'] = ({ id, status }) => {
    assert.equal(id, kId);
    request.status = status;
    request.state = status === null ? 'unknown' : status === 202 ? 'sent' : 'refused';
    return { request: { ...request } };
  };
  methods['requests.get'] = () => ({
    request: { ...request },
    exact: '',
    post: ['sealed', 'unknown'].includes(request.state) ? kPost : null,
  });
  methods['replies.open'] = ({ answer }) => ({ request: { ...request }, answer });
  methods['requests.withdraw'] = () => ({ url: kMailbox, authorization: 'Customer-Request a.b.c' });
  methods['requests.withdrawn'] = ({ status }) => ({
    request: { ...request, state: status === 204 ? 'withdrawn' : request.state },
  });
  await browser.start();
  return { browser, request };
}

/** @param {FakeBrowser} browser @param {object} message */
const press = (browser, message) => browser.fromPage('dashboard', message);

test('before any press nothing is fetched', async () => {
  const { browser } = await composing();
  await browser.show(1, 'https://shop.example/');
  await browser.observe(1, [{ source: 'json_ld', raw: '{}' }]);
  await browser.block(1);
  await browser.state(1);
  await press(browser, { to: 'host', method: 'requests.list', params: {} });
  await browser.clock.pass(24 * 3_600_000);
  assert.deepEqual(browser.fetched, []);
});

test('one press of Send posts the sealed bytes once, as the design says', async () => {
  const { browser } = await composing();
  const answer = await press(browser, kSend);
  assert.equal(answer.value.request.state, 'sent');
  assert.equal(browser.fetched.length, 1);
  const [{ url, init }] = browser.fetched;
  const { signal, ...rest } = init;
  assert.ok(signal instanceof AbortSignal);
  assert.equal(url, kPost.url);
  assert.deepEqual(rest, {
    method: 'POST',
    headers: { 'content-type': kPost.content_type },
    body: kPost.body,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    redirect: 'error',
    cache: 'no-store',
  });
});

test('when anything is fetched, the rule that removes the identifying headers is in force', async () => {
  const { browser } = await composing();
  let inForce;
  browser.answer = async () => {
    inForce = structuredClone(browser.sessionRules.rules);
    return new Response(null, { status: 202 });
  };
  await press(browser, kSend);
  const rule = inForce?.find(({ action }) => action.type === 'modifyHeaders');
  assert.deepEqual(rule.action.requestHeaders, [
    { header: 'origin', operation: 'remove' },
    { header: 'accept-language', operation: 'remove' },
  ]);
  assert.deepEqual(rule.condition, { initiatorDomains: ['volitiontestid'] });
  // An allow rule of the same or a higher priority would switch the header rule off.
  for (const other of inForce ?? []) {
    if (other !== rule) assert.ok(other.priority < rule.priority);
  }
});

for (const [how, prepare] of /** @type {[string, (browser: FakeBrowser) => void][]} */ ([
  [
    'cannot be installed',
    (browser) => {
      browser.sessionRules.fails = true;
    },
  ],
  [
    'is not in force afterwards',
    (browser) => {
      browser.sessionRules.update = () => undefined;
    },
  ],
])) {
  test(`where the header rule ${how}, nothing is sealed and nothing leaves`, async () => {
    const { browser, request } = await composing();
    prepare(browser);
    for (const message of [
      kSend,
      { to: 'courier', do: 'lookup', brand: 'shop.example' },
      { to: 'courier', do: 'check', op_id: hex(2), id: kId },
      { to: 'courier', do: 'withdraw', op_id: hex(3), id: kId },
    ]) {
      assert.equal((await press(browser, message)).error.code, 'header_rule_failed', message.do);
    }
    assert.deepEqual(browser.fetched, []);
    assert.equal(request.state, 'none');
  });
}

test('a second press, at once or later, sends nothing twice', async () => {
  const { browser } = await composing();
  const [first, second] = await Promise.all([press(browser, kSend), press(browser, kSend)]);
  const third = await press(browser, kSend);
  assert.equal(browser.fetched.length, 1);
  assert.deepEqual(second, first);
  assert.deepEqual(third, first);
});

test('a second press after the background was restarted sends nothing twice', async () => {
  const { browser } = await composing();
  await press(browser, kSend);
  await browser.start();
  assert.equal((await press(browser, kSend)).value.request.state, 'sent');
  assert.equal(browser.fetched.length, 1);
});

test('a background that ended in the middle of a send leaves the request unknown; only a new press sends again', async () => {
  const { browser, request } = await composing();
  browser.answer = () => new Promise(() => undefined);
  press(browser, kSend);
  await browser.clock.pass(0);
  assert.equal(browser.fetched.length, 1);

  browser.answer = async () => new Response(null, { status: 202 });
  await browser.start();
  assert.equal(request.state, 'unknown', 'the host was told without a press');
  const repeated = await press(browser, kSend);
  assert.equal(repeated.value.request.state, 'unknown');
  assert.equal(browser.fetched.length, 1);

  const again = { to: 'courier', do: 'send_again', op_id: hex(2), id: kId };
  assert.equal((await press(browser, again)).value.request.state, 'sent');
  assert.equal(browser.fetched.length, 2);
  assert.equal(browser.fetched[1]?.init.body, browser.fetched[0]?.init.body, 'the same bytes');
});

test('a host that was lost after the posting is told later; the second press does not post', async () => {
  const { browser, request } = await composing();
  browser.answer = async () => {
    browser.host.diesAt.add('requests.sent');
    browser.host.installed = false;
    return new Response(null, { status: 202 });
  };
  const sending = press(browser, kSend);
  await browser.clock.pass(1_000);
  assert.equal((await sending).ok, false);
  assert.equal(request.state, 'unknown', 'as the host was told before the wire');

  browser.host.installed = true;
  await browser.clock.pass(10_000);
  assert.equal(request.state, 'sent', 'told as soon as the host was back');
  assert.equal((await press(browser, kSend)).value.request.state, 'sent');
  assert.equal(browser.fetched.length, 1);
});

test('a host killed while it seals changes nothing: sealed once, sent once', async () => {
  const { browser } = await composing();
  browser.host.diesAt.add('requests.seal');
  const sending = press(browser, kSend);
  await browser.clock.pass(1_000);
  assert.equal((await sending).value.request.state, 'sent');
  assert.equal(browser.fetched.length, 1);
});

test('what a slow memory says of a press that has ended meanwhile is not told to the host again', async () => {
  const { browser } = await composing();
  /** @type {() => void} */
  let arrives = () => undefined;
  browser.answer = async () => {
    await new Promise((resolve) => {
      arrives = () => resolve(undefined);
    });
    return new Response(null, { status: 202 });
  };
  const sending = press(browser, kSend);
  await browser.clock.pass(0);
  // A host that comes while the request is on the wire: what is left half-way is read, slowly.
  const { get } = browser.memory;
  /** @type {() => void} */
  let reads = () => undefined;
  browser.memory.get = async (keys) => {
    const values = await get.call(browser.memory, keys);
    if (keys === null) {
      await new Promise((resolve) => {
        reads = () => resolve(undefined);
      });
    }
    return values;
  };
  browser.host.die();
  await browser.clock.pass(5_000);
  arrives();
  assert.equal((await sending).value.request.state, 'sent');
  const told = browser.host.asked('requests.sent').length;
  reads();
  await browser.clock.pass(5_000);
  assert.equal(browser.host.asked('requests.sent').length, told);
});

test('no answer leaves the request unknown, and it may be sent again by a press', async () => {
  const { browser } = await composing();
  browser.answer = async () => {
    throw new TypeError('Failed to fetch');
  };
  assert.equal((await press(browser, kSend)).value.request.state, 'unknown');
  browser.answer = async () => new Response(null, { status: 202 });
  const again = { to: 'courier', do: 'send_again', op_id: hex(2), id: kId };
  assert.equal((await press(browser, again)).value.request.state, 'sent');
  const more = { to: 'courier', do: 'send_again', op_id: hex(3), id: kId };
  assert.equal((await press(browser, more)).error.code, 'request_closed');
  assert.equal(browser.fetched.length, 2);
});

test('a brand that refuses is told with its status', async () => {
  const { browser, request } = await composing();
  browser.answer = async () => new Response('{"title":"<b>no</b>"}', { status: 422 });
  assert.equal((await press(browser, kSend)).value.request.state, 'refused');
  assert.equal(request.status, 422);
});

test('bytes that were not approved are not sent', async () => {
  const { browser } = await composing();
  const answer = await press(browser, { ...kSend, approve: hex(0, 64) });
  assert.equal(answer.error.code, 'not_approved');
  assert.deepEqual(browser.fetched, []);
});

test('a press that failed before anything left can be pressed again', async () => {
  const { browser } = await composing();
  browser.sessionRules.fails = true;
  assert.equal((await press(browser, kSend)).ok, false);
  browser.sessionRules.fails = false;
  assert.equal((await press(browser, kSend)).value.request.state, 'sent');
});

test('where the session memory refuses to note the press, nothing leaves', async () => {
  const { browser } = await composing();
  browser.memory.full = true;
  assert.equal((await press(browser, kSend)).error.code, 'storage_failed');
  assert.deepEqual(browser.fetched, []);
});

test('two presses of different names for one request are not on the wire at once', async () => {
  const { browser, request } = await composing();
  request.state = 'unknown';
  /** @type {(response: Response) => void} */
  let arrive = () => undefined;
  browser.answer = () =>
    new Promise((resolve) => {
      arrive = resolve;
    });
  const again = { to: 'courier', do: 'send_again', op_id: hex(2), id: kId };
  const first = press(browser, again);
  await browser.clock.pass(0);
  assert.equal((await press(browser, { ...again, op_id: hex(3) })).error.code, 'busy');
  arrive(new Response(null, { status: 202 }));
  assert.equal((await first).value.request.state, 'sent');
  assert.equal(browser.fetched.length, 1);
});

const kAddresses = [
  ['http://shop.example/ask', 'address_not_https'],
  ['https://user:pass@shop.example/ask', 'address_user_info'],
  ['https://shop.example:8443/ask', 'address_port'],
  ['https://127.0.0.1/ask', 'address_ip_literal'],
  ['https://0x7f.1/ask', 'address_ip_literal'],
  ['https://[::1]/ask', 'address_ip_literal'],
  ['https://intranet/ask', 'address_private_host'],
  ['https://printer.local/ask', 'address_private_host'],
  ['javascript:alert(1)', 'address_not_https'],
  ['ask', 'address_malformed'],
];
for (const [url, code] of kAddresses) {
  test(`nothing is posted to ${url}`, async () => {
    const { browser } = await composing();
    browser.host.methods['requests.seal'] = () => ({
      request: { id: kId, state: 'sealed' },
      post: { ...kPost, url },
    });
    assert.equal((await press(browser, kSend)).error.code, code);
    assert.deepEqual(browser.fetched, []);
    assert.equal(browser.memory.values.size, 0, 'and no press is left half-way');
  });
}

test('a look-up is one GET of the well-known address', async () => {
  const { browser } = await composing();
  browser.answer = async (url) => {
    const response = new Response('{"spec":"1"}', {
      headers: { 'content-type': 'application/json' },
    });
    Object.defineProperty(response, 'url', { value: url });
    return response;
  };
  const answer = await press(browser, { to: 'courier', do: 'lookup', brand: 'shop.example' });
  assert.deepEqual(answer.value, {
    url: 'https://shop.example/.well-known/customer-requests.json',
    status: 200,
    content_type: 'application/json',
    body: '{"spec":"1"}',
  });
  assert.equal(browser.fetched.length, 1);
  assert.equal(browser.fetched[0]?.init.method, 'GET');
});

test('a look-up that is sent elsewhere goes nowhere, and says so', async () => {
  const { browser } = await composing();
  // What a browser gives for a redirect that is not followed.
  browser.answer = async () =>
    Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
  const answer = await press(browser, { to: 'courier', do: 'lookup', brand: 'shop.example' });
  assert.equal(answer.error.code, 'descriptor_redirected');
  assert.equal(browser.fetched[0]?.init.redirect, 'manual');
});

const kBrands = [
  ['127.0.0.1', 'address_ip_literal'],
  ['2130706433', 'address_ip_literal'],
  ['[::1]', 'address_ip_literal'],
  ['localhost', 'address_private_host'],
  ['shop', 'address_private_host'],
  ['router.home.arpa', 'address_private_host'],
  ['shop.example/other', 'address_malformed'],
  ['shop.example:8443', 'address_malformed'],
  ['user@shop.example', 'address_malformed'],
  ['Shop.example', 'address_malformed'],
  ['shop..example', 'address_malformed'],
  ['', 'address_malformed'],
];
for (const [brand, code] of kBrands) {
  test(`“${brand}” is not looked up`, async () => {
    const { browser } = await composing();
    const answer = await press(browser, { to: 'courier', do: 'lookup', brand });
    assert.equal(answer.error.code, code);
    assert.deepEqual(browser.fetched, []);
  });
}

test('an endless descriptor is read one byte too far and no further', async () => {
  const { browser } = await composing();
  let pulled = 0;
  browser.answer = async () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          pulled += 1;
          controller.enqueue(new TextEncoder().encode('x'.repeat(10_000)));
        },
      }),
    );
  const answer = await press(browser, { to: 'courier', do: 'lookup', brand: 'shop.example' });
  assert.equal(answer.value.body.length, 65_537);
  assert.ok(pulled < 12, `${pulled} pieces`);
});

test('See if it answered is one GET of the request’s own mailbox, opened by the host', async () => {
  const { browser } = await composing();
  const bytes = new Uint8Array([0, 255, 1]);
  browser.answer = async () =>
    new Response(bytes, { headers: { 'content-type': 'application/customer-replies+json' } });
  const check = { to: 'courier', do: 'check', op_id: hex(4), id: kId };
  const answer = await press(browser, check);
  assert.deepEqual(answer.value.answer, {
    status: 200,
    content_type: 'application/customer-replies+json',
    body: btoa('\0\u00ff\x01'),
  });
  await press(browser, check);
  assert.deepEqual(
    browser.fetched.map(({ url, init }) => [init.method, url]),
    [['GET', kMailbox]],
  );
});

test('too large a reply reaches the host as one byte too many', async () => {
  const { browser } = await composing();
  browser.answer = async () => new Response(new Uint8Array(400_000));
  const answer = await press(browser, { to: 'courier', do: 'check', op_id: hex(4), id: kId });
  assert.equal(atob(answer.value.answer.body).length, 256 * 1024 + 1);
});

test('a mailbox that does not answer is said, and nothing is recorded', async () => {
  const { browser } = await composing();
  browser.answer = async () => {
    throw new TypeError('Failed to fetch');
  };
  const answer = await press(browser, { to: 'courier', do: 'check', op_id: hex(4), id: kId });
  assert.equal(answer.error.code, 'no_answer');
  assert.deepEqual(browser.host.asked('replies.open'), []);
});

test('a withdrawal is one signed DELETE, and its outcome is told to the host', async () => {
  const { browser } = await composing();
  browser.answer = async () => new Response(null, { status: 204 });
  const answer = await press(browser, { to: 'courier', do: 'withdraw', op_id: hex(5), id: kId });
  assert.equal(answer.value.request.state, 'withdrawn');
  const [{ url, init }] = browser.fetched;
  assert.deepEqual(
    [init.method, url, init.headers],
    ['DELETE', kMailbox, { authorization: 'Customer-Request a.b.c' }],
  );
});

test('after everything was forgotten no press is remembered', async () => {
  const { browser } = await composing();
  browser.host.methods['universe.forget_all'] = () => ({ state: 'forgotten' });
  await press(browser, kSend);
  await press(browser, { to: 'forget_all', op_id: hex(8) });
  browser.host.methods['requests.seal'] = () => {
    throw refuse('unknown_draft');
  };
  assert.equal((await press(browser, kSend)).error.code, 'unknown_draft');
  assert.equal(browser.memory.values.size, 0);
});
