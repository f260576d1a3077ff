// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addressRefusal,
  brandRefusal,
  siteOf,
  withoutQuery,
} from '../../../extension/core/address.js';

test('siteOf: the host name of a web page, and of nothing else', () => {
  for (const [url, site] of /** @type {[string | undefined, string][]} */ ([
    ['https://shop.example/p?q#f', 'shop.example'],
    ['http://WWW.Shop.example:8080/', 'www.shop.example'],
    ['https://shop.example./', 'shop.example'],
    ['https://bücher.example/', 'xn--bcher-kva.example'],
    ['https://192.0.2.1/', '192.0.2.1'],
    ['https://[2001:db8::1]/', ''],
    ['https://under_score.example/', ''],
    ['about:blank', ''],
    ['chrome://settings/', ''],
    ['file:///etc/hosts', ''],
    ['blob:https://shop.example/1', ''],
    ['no address', ''],
    [undefined, ''],
  ])) {
    assert.equal(siteOf(url), site, String(url));
  }
});

test('brandRefusal: only a plain public host name may be asked', () => {
  for (const [brand, refusal] of /** @type {[string, string | null][]} */ ([
    ['shop.example', null],
    ['www.shop.example', null],
    ['xn--bcher-kva.example', null],
    ['bücher.example', 'address_malformed'],
    ['shop.example.', 'address_malformed'],
    ['shop..example', 'address_malformed'],
    ['-shop.example', 'address_malformed'],
    ['shop.example?x', 'address_malformed'],
    [`${'a'.repeat(254)}.example`, 'address_malformed'],
    ['xn--', 'address_malformed'],
    ['10.0.0.1', 'address_ip_literal'],
    ['0x7f.0.0.1', 'address_ip_literal'],
    ['017700000001', 'address_ip_literal'],
    ['[::ffff:127.0.0.1]', 'address_ip_literal'],
    ['localhost', 'address_private_host'],
    ['a.localhost', 'address_private_host'],
    ['nas.local', 'address_private_host'],
    ['intranet', 'address_private_host'],
    ['wiki.corp', 'address_private_host'],
  ])) {
    assert.equal(brandRefusal(brand), refusal, brand);
  }
});

test('addressRefusal: https, default port, no user, no fragment, public host', () => {
  for (const [url, refusal] of /** @type {[string, string | null][]} */ ([
    ['https://shop.example/ask?x=1', null],
    ['https://shop.example:443/ask', null],
    ['HTTPS://SHOP.EXAMPLE/ask', null],
    ['wss://shop.example/ask', 'address_not_https'],
    ['data:text/plain,x', 'address_not_https'],
    ['https://shop.example:444/', 'address_port'],
    ['https://me@shop.example/', 'address_user_info'],
    ['https://:word@shop.example/', 'address_user_info'],
    ['https://shop.example/#part', 'address_malformed'],
    ['https://3232235777/', 'address_ip_literal'],
    ['https://router.lan/', 'address_private_host'],
    ['//shop.example/', 'address_malformed'],
  ])) {
    assert.equal(addressRefusal(url), refusal, url);
  }
});

test('withoutQuery: where it was, without what it carried', () => {
  for (const [url, plain] of /** @type {[string | undefined, string][]} */ ([
    ['https://shop.example/p?user=1#top', 'https://shop.example/p'],
    ['https://me:word@shop.example/p', 'https://shop.example/p'],
    [`https://shop.example/${'x'.repeat(100)}`, 'https://shop.example'],
    ['about:blank', ''],
    ['data:text/html,x', ''],
    ['null', ''],
    [undefined, ''],
  ])) {
    assert.equal(withoutQuery(url, 60), plain, String(url));
  }
});
