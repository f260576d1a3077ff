// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a stranger's HTML: what a person would read, and nothing that would run, load or be hidden from them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOfHtml } from '../../../extension/core/html_text.js';

const ROWS = [
  ['', ''],
  ['plain', 'plain'],
  ['<p>One</p><p>Two<br>Three</p>', 'One\n\nTwo\nThree'],
  ['a\n  b\tc', 'a b c'],
  ['Caf&eacute; &agrave; 129&nbsp;&euro; &amp; &#233;&#x20AC;', 'Café à 129\u00a0€ & é€'],
  ['&unknown; &#0; &#xD800; &#9999999;', '&unknown;'],
  ['a &lt;script&gt; b', 'a <script> b'],
  ['<script>alert(1)</script>after', 'after'],
  ['<SCRIPT type="x">alert("</p>")</SCRIPT >after', 'after'],
  ['<style>p{}</style><title>t</title><head><meta></head>x', 'x'],
  ['<script>never closed', ''],
  ['before<!-- <p>hidden</p> -->after', 'beforeafter'],
  ['x<!-- never closed', 'x'],
  ['x <img src=https://tracker.example/p.gif onerror=alert(1)> y', 'x  y'],
  ['1 < 2 and 3 > 2', '1  2'],
  ['<table><tr><td>a</td></tr><tr><td>b</td></tr></table>', 'a\n\nb'],
  ['<a href="javascript:alert(1)">press</a>', 'press'],
  ['x<', 'x'],
];

for (const [html, text] of ROWS) {
  test(`text of ${JSON.stringify(html)}`, () => assert.equal(textOfHtml(html), text));
}

test('no input makes it slow', () => {
  const before = performance.now();
  for (const piece of ['<', '<!--', '&', '&#', '<p', '<script>', '</', '\n', ' ']) {
    textOfHtml(piece.repeat(100_000));
  }
  // A pass over a few million characters; anything quadratic would take minutes.
  assert.ok(performance.now() - before < 20_000);
});
