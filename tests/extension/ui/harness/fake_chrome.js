// SPDX-License-Identifier: GPL-3.0-or-later
// A browser without a browser: what the pages of the extension ask of `chrome`, answered from a scene. It runs inside
// the page (a test injects it before the page's own scripts), so it is one function that needs nothing around it.

/**
 * @param {any} scene see scenes.mjs
 */
export function installFakeChrome(scene) {
  const listeners = [];
  const fronts = [];
  const calls = [];
  const store = { ...(scene.storage ?? {}) };
  const intentions = new Map(
    (scene.intentions ?? []).map((intention) => [intention.id, intention]),
  );
  const requests = new Map((scene.requests ?? []).map((request) => [request.id, request]));
  const tab = scene.tab;
  let policy = scene.policy ?? 'unset';
  let drafts = 0;
  let attempted = scene.attempted ?? [];
  let jumped = scene.clockJumped ?? false;
  const groups = { follows: 'on', display: 'on' };
  const filterLists = structuredClone(scene.filterLists ?? null);
  let own = scene.own ?? '';
  let sitesOff = scene.sitesOff ?? [];
  const ok = (value) => ({ ok: true, value });
  const no = (code) => ({ ok: false, error: { code, message: '' } });
  const tell = (changed) => {
    for (const listener of [...listeners]) listener({ changed, tabId: tab?.tabId }, {}, () => {});
  };
  const blank = {
    direction: 'want',
    kind: 'product',
    stage: 'kept',
    maker: null,
    sku: null,
    gtin: null,
    brand: null,
    page: null,
    price_kept: null,
    price_seen: null,
    noticed_on: scene.today,
    kept_on: scene.today,
    fades_on: null,
    words: '',
    why: '',
    have: '',
    budget: null,
    done: null,
    forgetting: false,
  };
  const readable = (intention) =>
    [
      intention.name,
      intention.brand,
      intention.words,
      intention.why,
      intention.have,
      intention.maker,
    ]
      .join(' ')
      .toLowerCase();
  const daysLeft = ({ fades_on }) => (Date.parse(fades_on) - Date.parse(scene.today)) / 86_400_000;
  const change = (id, changes) => {
    const intention = { ...intentions.get(id), ...changes };
    intentions.set(id, intention);
    if (tab?.notice?.intention?.id === id) tab.notice.intention = intention;
    return ok({ intention });
  };

  const host = {
    'intentions.list': (params) => {
      const { stages, direction, kind, fades_within_days, words, brand, limit, cursor } = params;
      const wanted = (words ?? '').toLowerCase().split(/\s+/).filter(Boolean);
      const found = [...intentions.values()].filter(
        (intention) =>
          !intention.forgetting &&
          (!stages || stages.includes(intention.stage)) &&
          (!direction || intention.direction === direction) &&
          (!kind || intention.kind === kind) &&
          (fades_within_days === undefined ||
            (intention.fades_on !== null && daysLeft(intention) <= fades_within_days)) &&
          (!brand || intention.brand === brand) &&
          wanted.every((word) => readable(intention).includes(word)),
      );
      const from = Number(cursor ?? 0);
      const next = from + limit < found.length ? String(from + limit) : null;
      return ok({ items: found.slice(from, from + limit), next, total: found.length });
    },
    'intentions.get': ({ id }) =>
      intentions.has(id) ? ok({ intention: intentions.get(id) }) : no('not_found'),
    'intentions.keep': ({ id, new: made }) => {
      if (id) return change(id, { stage: 'kept', kept_on: scene.today, fades_on: null });
      const { price, ...rest } = made;
      const intention = { ...blank, ...rest, id: scene.ids.pop(), price_kept: price ?? null };
      intentions.set(intention.id, intention);
      return ok({ intention });
    },
    'intentions.edit': ({ id, changes }) => change(id, changes),
    'intentions.done': ({ id, how }) =>
      change(id, { stage: 'done', done: { how, on: scene.today } }),
    'intentions.forget': ({ id }) => {
      change(id, { forgetting: true });
      return ok({ undo_ms: scene.undoMs ?? 10_000 });
    },
    'intentions.unforget': ({ id }) => change(id, { forgetting: false }),
    'intentions.policy': ({ set }) => {
      if (set) policy = set;
      return ok({ policy });
    },
    'requests.descriptor': () =>
      scene.refuse?.descriptor ? no(scene.refuse.descriptor) : ok(scene.descriptor),
    'requests.draft': (params) => {
      if (scene.refuse?.draft) return no(scene.refuse.draft);
      drafts += 1;
      return ok(draftOf(params, drafts));
    },
    'requests.list': ({ limit }) =>
      ok({ items: [...requests.values()].slice(0, limit), next: null }),
    'requests.get': ({ id }) =>
      ok({ request: requests.get(id), exact: scene.exact ?? '{"typ":"request"}', post: null }),
    'requests.forget': ({ id }) => {
      requests.delete(id);
      return ok({ state: 'forgotten' });
    },
    'mail.draft': ({ wish }) => (scene.refuse?.mail ? no(scene.refuse.mail) : ok(mailOf(wish))),
    'mail.sent': ({ wish }) => {
      const request = {
        ...scene.madeRequest,
        state: 'sent',
        organization: wish.to,
        mailbox: `mailto:${wish.to}`,
        mail: { to: wish.to, tag: wish.tag },
      };
      requests.set(request.id, request);
      return ok({ request });
    },
    'mail.answer': ({ id, vouched, message }) => {
      const found = scene.found ?? (vouched ? 'opened' : 'untied');
      const before = requests.get(id);
      const reply = {
        kind: 'text',
        text: message.text,
        name: null,
        price: null,
        address: null,
        valid_until: null,
        received_on: scene.today,
        from: message.from,
      };
      const request =
        found === 'opened'
          ? {
              ...before,
              state: 'answered',
              remaining: before.remaining - 1,
              replies: [...before.replies, reply],
            }
          : before;
      requests.set(id, request);
      return ok({ request, state: found, tied_by: null, shortened: false });
    },
    'filters.explain': ({ items }) =>
      ok({
        items: items.map(({ url }, index) => ({
          verdict: 'block',
          filter: { text: `||${new URL(url).host}^`, list: 'Tracking', line: 100 + index },
          exception: null,
          company: null,
        })),
      }),
    'brands.list': () => {
      const brands = [...new Set([...intentions.values()].map(({ brand }) => brand))];
      const items = brands
        .filter(Boolean)
        .sort()
        .map((domain) => ({ domain, intentions: 1, requests: 0 }));
      return ok({ items, next: null });
    },
    'attempts.days': () => ok({ rows: attempted }),
    'attempts.forget': () => {
      attempted = [];
      return ok({ state: 'forgotten' });
    },
    'filters.text': ({ list }) =>
      ok({ text: list === 'own' ? own : '||pasted.example^\n', next: null }),
    'filters.refused': ({ list, cursor }) =>
      ok({
        lines: scene.refusedLines?.[list]?.[Number(cursor ?? 0)] ?? [],
        next: Number(cursor ?? 0) + 1 < (scene.refusedLines?.[list]?.length ?? 0) ? '1' : null,
      }),
    'filters.status': () => ok({ lists: scene.lists ?? [], built: null }),
    'universe.accept_today': () => {
      jumped = false;
      return ok({ today: scene.today });
    },
    status: () =>
      ok({
        state: 'ready',
        records: intentions.size + requests.size,
        pending_erasure: false,
        clock_jumped: jumped,
        today: scene.today,
        cage: { landlock: 'on', seccomp: 'on' },
        filters: true,
      }),
    'universe.export': () => ok({ items: [], next: null }),
  };

  const leaves = (value, path, rows) => {
    if (typeof value !== 'object') rows.push({ path, value: String(value) });
    else
      for (const [key, member] of Object.entries(value))
        leaves(member, path ? `${path}.${key}` : key, rows);
    return rows;
  };
  const mailOf = ({ to, kind, fields, tag }) => {
    const named = tag ?? 'abcdefghij23';
    const subject = `${fields.name ?? kind} [vo-${named}]`;
    const body = `Hello,\n\n${fields.question ?? ''}\n\nvo-${named}`;
    const exact = `To: ${to}\nSubject: ${subject}\n\n${body}`;
    return {
      tag: named,
      to,
      answer_to: null,
      subject,
      body,
      exact,
      eml: `X-Unsent: 1\r\nTo: ${to}\r\n\r\n${body}`,
      mailto: `mailto:${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`,
      webmail: [{ provider: 'gmail', url: `https://mail.google.com/mail/?view=cm&fs=1&to=${to}` }],
      rows: [],
      approve: 'c'.repeat(64),
      warnings: scene.warnings ?? [],
      notes: scene.notes ?? [],
    };
  };
  const draftOf = ({ brand, kind, fields, max_replies, until, terms }, number) => {
    const item = {
      '@type': 'Product',
      ...(fields.name && { name: fields.name }),
      ...(fields.maker && { brand: { '@type': 'Brand', name: fields.maker } }),
      ...(fields.sku && { sku: fields.sku }),
    };
    const agent = {
      '@type': 'Person',
      ...(fields.person_name && { name: fields.person_name }),
      ...(fields.postcode && {
        address: { '@type': 'PostalAddress', postalCode: fields.postcode },
      }),
    };
    const content = {
      '@context': 'https://schema.org',
      '@type': kind,
      ...(kind === 'Demand'
        ? { itemOffered: item, ...(fields.question && { description: fields.question }) }
        : {
            question: {
              '@type': 'Question',
              text: fields.question,
              ...(fields.name && { about: item }),
            },
          }),
      ...((fields.person_name || fields.postcode) && { agent }),
    };
    const exp = Date.parse(`${until}T23:59:59Z`) / 1000 + 43_200;
    const payload = {
      typ: 'request',
      id: 'f'.repeat(32),
      aud: `https://${brand}`,
      iat: exp - 1_209_600,
      exp,
      max_replies,
      terms,
      content,
    };
    return {
      draft_id: String(number).padStart(32, '0'),
      brand,
      organization: scene.descriptor.organization,
      endpoint: scene.descriptor.endpoint,
      key_id: 'k1',
      exact: JSON.stringify(payload),
      rows: leaves(payload, '', []),
      wire_bytes: 2816,
      approve: String(number).padStart(64, '0'),
      warnings: scene.warnings ?? [],
    };
  };
  const courier = (message) => {
    const { lookup, send, check } = scene.courier ?? {};
    if (message.do === 'lookup') {
      return lookup?.code
        ? no(lookup.code)
        : ok({
            url: `https://${message.brand}/`,
            status: 200,
            content_type: 'application/json',
            body: '{}',
          });
    }
    if (message.do === 'send' || message.do === 'send_again') {
      if (send?.code) return no(send.code);
      const request = {
        ...scene.madeRequest,
        ...requests.get(message.id),
        state: send?.state ?? 'sent',
        status: send?.status ?? 202,
      };
      requests.set(request.id, request);
      return ok({ request });
    }
    if (message.do === 'check') {
      if (check?.code) return no(check.code);
      const request = { ...requests.get(message.id), ...check?.request };
      requests.set(request.id, request);
      return ok({
        request,
        state: check?.state ?? 'not_yet',
        opened: check?.opened ?? [],
        refused: check?.refused ?? [],
      });
    }
    const request = { ...requests.get(message.id), state: 'withdrawn' };
    requests.set(request.id, request);
    return ok({ request });
  };

  /** The background's answers about lists, over what a scene says of them. */
  const onLists = (message) => {
    const { said } = filterLists ?? {};
    const found = said?.lists.find(({ id }) => id === message.list);
    if (message.do === 'switch') {
      if (found) found.state = message.mode;
      filterLists.shipped[message.list] = message.mode;
    }
    if (message.do === 'weekly') filterLists.weekly = message.mode;
    if (message.do === 'look') filterLists.looking = { list: 'base', done: 0, of: 2 };
    if (message.do === 'remove') said.lists = said.lists.filter(({ id }) => id !== message.list);
    if (message.do === 'add' || message.do === 'paste') {
      const title = message.title ?? 'List of the address';
      const address = message.address ?? null;
      const id = `custom-${String(calls.length).padStart(8, '0')}`;
      said.lists.push({ ...said.lists[0], id, kind: 'custom', title, address });
    }
    if (message.do === 'write_own') {
      own = message.text;
      return ok({ text: own });
    }
    return filterLists ? ok(filterLists) : no('host_lost');
  };

  const answer = (message) => {
    const failing = scene.fail?.[message.method ?? `${message.to}.${message.do ?? ''}`];
    if (failing) return no(failing);
    if (message.to === 'host') {
      if (scene.host.state !== 'ready')
        return no(`host_${scene.host.state === 'version' ? 'version' : 'absent'}`);
      const result = host[message.method]?.(message.params) ?? no('unknown_method');
      if (result.ok && message.params.op_id) {
        setTimeout(() => tell(message.method.startsWith('requests') ? 'requests' : 'intentions'));
      }
      return result;
    }
    if (message.to === 'host_state') return ok(scene.host);
    if (message.to === 'protection') {
      if (message.do === 'group') groups[message.group] = message.mode;
      if (message.do === 'site_on') sitesOff = sitesOff.filter((site) => site !== message.site);
      return ok({ groups, sites: sitesOff });
    }
    if (message.to === 'forget_all') {
      intentions.clear();
      requests.clear();
      setTimeout(() => tell('intentions'));
      if (tab?.notice) tab.notice.intention = null;
      return ok({ state: 'forgotten' });
    }
    if (message.to === 'elsewhere') return ok();
    if (message.to === 'lists') return onLists(message);
    if (message.to === 'contacts') return ok(scene.found_contacts ?? null);
    if (message.to === 'tab' && message.do === 'state') {
      const other = scene.otherTabs?.[message.tabId];
      return other ? ok(other) : tab ? ok(tab) : no('no_tab');
    }
    if (message.to === 'tab' && message.do === 'unhide') {
      tab.hidden = null;
      setTimeout(() => tell('tab'));
      return ok({});
    }
    if (message.to === 'tab' && message.do === 'protection') {
      tab.protection = message.mode;
      return ok(tab);
    }
    if (message.to === 'tab' && message.do === 'keep') {
      const known = tab.notice.intention;
      const { product } = tab.notice;
      const intention = {
        ...blank,
        ...known,
        id: known?.id ?? scene.ids.pop(),
        stage: 'kept',
        name: product.name,
        brand: tab.site,
        price_kept: product.price,
        price_seen: product.price,
        fades_on: null,
      };
      intentions.set(intention.id, intention);
      tab.notice.intention = intention;
      return ok({ intention });
    }

    if (message.to === 'courier') return courier(message);
    return no('not_allowed');
  };

  /** What changes, and is told, while the first answer of a kind is on its way to the page. */
  const changeSoon = ({ to, do: doing = '' }) => {
    const { soon } = scene;
    if (!soon || soon.after !== `${to}.${doing}`) return;
    scene.soon = null;
    Object.assign(tab ?? {}, soon.tab);
    Object.assign(scene, soon.scene);
    tell(soon.tells);
  };

  globalThis.volitionCalls = calls;
  /** Another tab comes to the front of a window. */
  const front = (tabId, windowId = 1) => {
    for (const listener of fronts) listener({ tabId, windowId });
  };
  /** Lets go of the answers that the scene holds back. @type {() => void} */
  let release = () => {};
  const released = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  globalThis.volitionScene = {
    tell,
    tab,
    intentions,
    requests,
    scene,
    front,
    filterLists,
    release,
  };
  globalThis.chrome = {
    runtime: {
      sendMessage: async (message) => {
        calls.push(structuredClone(message));
        const byChance = Math.random() * (scene.lateMs ?? 0);
        await new Promise((resolve) => setTimeout(resolve, (scene.delayMs ?? 0) + byChance));
        const result = structuredClone(answer(message));
        changeSoon(message);
        // The change is there, and told, before the one who asked hears of it.
        const late = scene.slow?.[message.method];
        if (late) await new Promise((resolve) => setTimeout(resolve, late));
        if (scene.held?.includes(message.method ?? `${message.to}.${message.do}`)) await released;
        return result;
      },
      onMessage: {
        addListener: (listener) => listeners.push(listener),
        removeListener: (listener) => listeners.splice(listeners.indexOf(listener), 1),
      },
      getManifest: () => ({ version: '0.1.0' }),
      getURL: (path) => `${location.origin}/${path}`,
    },
    storage: {
      local: {
        get: async (key) => (key in store ? { [key]: store[key] } : {}),
        set: async (items) => void Object.assign(store, items),
        remove: async (key) => void delete store[key],
      },
    },
    tabs: {
      query: async () => (tab ? [{ id: tab.tabId, windowId: 1 }] : []),
      onActivated: { addListener: (listener) => fronts.push(listener) },
      create: async ({ url }) => void calls.push({ opened: url }),
    },
  };
}
