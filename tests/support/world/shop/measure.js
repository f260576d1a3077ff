// SPDX-License-Identifier: GPL-3.0-or-later
// The shop's own measuring code: it tells Meta, Google and Criteo what is looked at, each in that company's wire format,
// without waiting for their loaders. It is a script of the demonstration shop, not a part of Volition.
// When every call has ended, one way or the other, <html data-measured="ended"> says so.

(() => {
  const page = JSON.parse(document.getElementById('measured').textContent);
  const { product } = page;
  const here = location.href;
  const now = Date.now();
  const browserId = `fb.1.${now - 86400000}.1234567890`;
  const ends = [];

  const picture = (address) => {
    const image = new Image();
    ends.push(
      new Promise((resolve) => {
        image.onload = image.onerror = resolve;
      }),
    );
    image.src = address;
  };
  const script = (address) => {
    const element = document.createElement('script');
    ends.push(
      new Promise((resolve) => {
        element.onload = element.onerror = resolve;
      }),
    );
    element.src = address;
    document.head.append(element);
  };

  const meta = (event, more) => {
    const query = new URLSearchParams({
      id: '246813579024680',
      ev: event,
      dl: here,
      rl: '',
      if: 'false',
      ts: String(now),
      ...more,
      'ud[em]': page.mail_sha256,
      v: '2.9.207',
      r: 'stable',
      ec: '1',
      o: '4126',
      fbp: browserId,
      it: String(now - 5),
      coo: 'false',
      eid: `${event}-${now}`,
      rqm: 'GET',
    });
    picture(`https://www.facebook.com/tr/?${query}`);
  };
  meta('PageView', {});
  if (product) {
    meta('ViewContent', {
      'cd[content_ids]': JSON.stringify([product.id]),
      'cd[content_name]': product.name,
      'cd[content_type]': 'product',
      'cd[contents]': JSON.stringify([{ id: product.id, quantity: 1, item_price: product.price }]),
      'cd[value]': String(product.price),
      'cd[currency]': product.currency,
    });
  }

  const google = (more) => {
    const query = new URLSearchParams({
      v: '2',
      tid: 'G-SENTIER042',
      gtm: '45je69u2',
      _p: String(now),
      gcs: 'G111',
      gcd: '13t3t3t3t5l1',
      npa: '0',
      dma: '1',
      cid: `746406658.${Math.floor(now / 1000) - 86400}`,
      ul: document.documentElement.lang,
      sr: '1280x800',
      sid: String(Math.floor(now / 1000)),
      sct: '1',
      seg: '1',
      dl: here,
      dt: document.title,
      ...more,
    });
    return `https://region1.google-analytics.com/g/collect?${query}`;
  };
  navigator.sendBeacon(google({ en: 'page_view', _s: '1' }));
  if (product) {
    const item = `id${product.id}~nm${encodeURIComponent(product.name)}~brSentier~pr${product.price}~qt1`;
    const body = `en=view_item&_et=12&cu=${product.currency}&epn.value=${product.price}&pr1=${item}`;
    ends.push(
      fetch(google({ _s: '2' }), { method: 'POST', mode: 'no-cors', keepalive: true, body }).catch(
        () => {},
      ),
    );
  }

  // Criteo nests one query in another; a list of products would be encoded once more.
  const nested = (fields) => new URLSearchParams(fields).toString();
  const criteo = new URLSearchParams({ a: '40416', v: '5.50.0' });
  criteo.append('p0', nested({ e: 'exd', site_type: 'd' }));
  criteo.append('p1', nested({ e: 'ce', m: `[${page.mail_sha256}]`, h: 'sha256' }));
  criteo.append(
    'p2',
    product
      ? nested({ e: 'vp', c: product.currency, p: product.id, pr: product.price })
      : nested({ e: 'vh' }),
  );
  criteo.append('p3', nested({ e: 'dis' }));
  criteo.append('bundle', 'OHWJTF9XNURfbGVudA');
  criteo.append('tld', location.hostname);
  criteo.append('fu', encodeURIComponent(here));
  criteo.append('ceid', '6027855e-6b12-4c1b-9a55-1f0c3f3a7d10');
  criteo.append('dtycbr', String(now % 100000));
  script(`https://sslwidget.criteo.com/event?${criteo}`);

  Promise.all(ends).then(() => {
    document.documentElement.dataset.measured = 'ended';
  });
})();
