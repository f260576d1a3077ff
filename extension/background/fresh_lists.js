// SPDX-License-Identifier: GPL-3.0-or-later
// Brings the texts of lists to the host: fetched from the address that the host names, added by address or pasted, and the person's own
// rules. A list is fetched at a press, or each week where the person switched that on. The host judges a text before it takes the place of
// the one before; what came of it is kept to be said.

/** @import { FilterList } from '../protocol/host.js' */
/** @import { ListOutcome, ListsState } from '../protocol/messages.js' */
/** @import { Platform } from '../platform/platform.js' */
/** @import { HostClient } from './host_client.js' */
/** @import { Lists } from './lists.js' */
/** @import { Wire } from './wire.js' */

import { newOpId } from '../core/op_id.js';
import { HostCallError } from './host_client.js';

const kMaxBytes = 16 * 1024 * 1024;
/** The host takes a mebibyte of characters in one part. */
const kPartBytes = 1_000_000;
const kOwn = 'own';
const kMaxPages = 100;

const kAlarm = 'fresh_lists';
/** The alarm only asks whether a week is over: a computer that is off on one day is on on another. */
const kAlarmMinutes = 6 * 60;
const kWeekMs = 7 * 24 * 60 * 60 * 1000;
/** What is stored: whether to look each week, and when each list was looked for. */
const kWeekly = 'lists_weekly';
const kLooked = 'lists_looked';

/** Where a text comes from. @typedef {{ list: string | null, address: string | null, title: string | null, etag?: string, lastModified?: string, size?: number | null }} Source */

export class FreshLists {
  /** @type {ListsState['looking']} */
  #looking = null;
  /** @type {Map<string, ListOutcome>} */
  #outcomes = new Map();
  /** Own rules change one after another. @type {Promise<unknown>} */
  #last = Promise.resolve();

  /**
   * @param {Pick<Platform, 'settings' | 'alarms' | 'clock'>} platform
   * @param {{ host: HostClient, wire: Wire, lists: Lists }} parts
   * @param {() => void} changed called when what `state` says may have changed
   */
  constructor(platform, parts, changed) {
    this.platform = platform;
    this.parts = parts;
    this.changed = changed;
    platform.alarms.onRing((name) => {
      if (name === kAlarm) void this.#lookIfDue();
    });
    void this.#wind();
  }

  /** @returns {Promise<Pick<ListsState, 'weekly' | 'looking' | 'outcomes'>>} */
  async state() {
    return {
      weekly: (await this.#isWeekly()) ? 'on' : 'off',
      looking: this.#looking,
      outcomes: Object.fromEntries(this.#outcomes),
    };
  }

  /** @param {'on' | 'off'} mode */
  async setWeekly(mode) {
    await this.platform.settings.set({ [kWeekly]: mode === 'on' });
    await this.#wind();
    if (mode === 'on') await this.#lookIfDue();
    this.changed();
  }

  /** Looks for every list that is on. One look at a time. @param {(list: FilterList) => boolean} [wanted] */
  async look(wanted = () => true) {
    if (this.#looking) return;
    this.#looking = { list: null, done: 0, of: 0 };
    this.changed();
    try {
      const { lists } = await this.parts.host.callSafely('filters.lists', {});
      const due = lists.filter(
        (list) => list.state === 'on' && list.address !== null && wanted(list),
      );
      for (const [done, list] of due.entries()) {
        this.#looking = { list: list.id, done, of: due.length };
        this.changed();
        await this.#lookFor(list);
      }
    } finally {
      this.#looking = null;
      this.changed();
    }
    this.parts.lists.sync();
  }

  /**
   * Adds a list by its address.
   * @param {string} address
   * @param {string} opId
   */
  async add(address, opId) {
    const { etag, lastModified, size, text } = await this.#fetched(address, {});
    const source = { list: null, address, title: new URL(address).hostname };
    return this.#put(text, { ...source, etag, lastModified, size }, opId);
  }

  /**
   * @param {string} title
   * @param {string} text
   * @param {string} opId
   */
  paste(title, text, opId) {
    return this.#put(text, { list: null, address: null, title }, opId);
  }

  /** @param {string} list @param {string} opId */
  async remove(list, opId) {
    await this.parts.host.callSafely('filters.remove_list', { op_id: opId, list });
    this.#outcomes.delete(list);
    this.parts.lists.sync();
  }

  /** @returns {Promise<string>} the person's own rules */
  async own() {
    let text = '';
    /** @type {string | null} */
    let cursor = null;
    for (let page = 0; page < kMaxPages; page += 1) {
      /** @type {import('../protocol/host.js').FiltersTextResponse} */
      const answer = await this.parts.host.callSafely('filters.text', {
        list: kOwn,
        ...(cursor !== null && { cursor }),
      });
      text += answer.text;
      cursor = answer.next;
      if (cursor === null) break;
    }
    return text;
  }

  /**
   * The person's own rules as they wrote them. Lines that came while they wrote, such as those of "Block this element", stay.
   * @param {string} text
   * @param {string} before what they began with
   * @param {string} opId
   */
  writeOwn(text, before, opId) {
    return this.#inTurn(async () => {
      const known = new Set([...linesOf(before), ...linesOf(text)]);
      const since = linesOf(await this.own()).filter((line) => !known.has(line));
      const whole = [text.replace(/\n+$/, ''), ...since].filter((part) => part !== '').join('\n');
      const now = whole === '' ? '' : `${whole}\n`;
      await this.#put(now, ownSource(), opId);
      return { text: now };
    });
  }

  /**
   * @param {string} line
   * @param {'add' | 'remove'} how
   */
  changeOwn(line, how) {
    return this.#inTurn(async () => {
      const text = (await this.own()).replace(/\n+$/, '');
      const lines = text === '' ? [] : text.split('\n');
      if (how === 'add' && lines.includes(line)) return;
      const at = lines.lastIndexOf(line);
      if (how === 'remove' && at === -1) return;
      const after = how === 'add' ? [...lines, line] : lines.toSpliced(at, 1);
      await this.#put(after.map((one) => `${one}\n`).join(''), ownSource(), newOpId());
    });
  }

  async clear() {
    this.#outcomes.clear();
    await this.#wind();
  }

  /** @param {FilterList} list its address is not null */
  async #lookFor(list) {
    const headers = {
      ...(list.etag !== null && { 'if-none-match': list.etag }),
      ...(list.last_modified !== null && { 'if-modified-since': list.last_modified }),
    };
    const { id, address } = list;
    try {
      const { text, ...head } = await this.#fetched(address ?? '', headers);
      // Null: not changed since.
      const { outcome } =
        text === null
          ? { outcome: /** @type {const} */ ('same') }
          : await this.#put(text, { list: id, address, title: null, ...head }, newOpId());
      this.#outcomes.set(id, { outcome, code: '', at: this.platform.clock.now() });
      await this.#lookedFor(id);
    } catch (error) {
      if (!(error instanceof HostCallError)) throw error;
      const { code, message } = error;
      this.#outcomes.set(id, {
        outcome: 'failed',
        code,
        status: Number(message) || 0,
        at: this.platform.clock.now(),
      });
    }
  }

  /**
   * @param {string} address
   * @param {Record<string, string>} headers
   * @returns {Promise<{ text: any, etag: string, lastModified: string, size: number | null }>} text null where it is the one
   *   that the headers name
   */
  async #fetched(address, headers) {
    const answer = await this.parts.wire.ask(address, 'GET', kMaxBytes, {
      headers,
      redirect: 'manual',
    });
    if (!answer) throw new HostCallError('list_no_answer');
    const { status, etag, lastModified, size, whole, bytes } = answer;
    if (status === 304 && Object.keys(headers).length > 0) {
      return { text: null, etag, lastModified, size };
    }
    if (status === 0 || (status >= 300 && status < 400)) throw new HostCallError('list_elsewhere');
    if (status !== 200) throw new HostCallError('list_status', String(status));
    if (!whole) throw new HostCallError('list_too_large');
    if (size !== null && size !== bytes.length) throw new HostCallError('list_cut_off');
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      return { text, etag, lastModified, size: new TextEncoder().encode(text).length };
    } catch {
      throw new HostCallError('list_not_text');
    }
  }

  /**
   * @param {string} text
   * @param {Source} source
   * @param {string} opId
   * @returns {Promise<{ outcome: 'fresh' | 'same', list: string | null }>}
   */
  async #put(text, { list, address, title, etag, lastModified, size }, opId) {
    const parts = partsOf(text);
    const upload = newOpId();
    const { host, lists } = this.parts;
    for (const [part, piece] of parts.entries()) {
      const last = part === parts.length - 1;
      const { outcome, list: put } = await host.callSafely('filters.put_list', {
        op_id: last ? opId : newOpId(),
        list,
        address,
        title,
        etag: etag || null,
        last_modified: lastModified || null,
        upload,
        part,
        last,
        size: size ?? null,
        text: piece,
      });
      if (outcome === 'part') continue;
      if (outcome === 'fresh' && !this.#looking) lists.sync();
      return { outcome, list: put };
    }
    throw new HostCallError('internal');
  }

  async #lookIfDue() {
    if (!(await this.#isWeekly()) || !('hello' in this.parts.host.state)) return;
    const { [kLooked]: stored } = await this.platform.settings.get(kLooked);
    const looked = /** @type {Record<string, number>} */ (stored ?? {});
    const now = this.platform.clock.now();
    // A clock that was set back makes nothing wait for ever.
    const isDue = (/** @type {FilterList} */ { id }) =>
      Math.abs(now - (looked[id] ?? 0)) >= kWeekMs;
    await this.look(isDue).catch(() => undefined);
  }

  /** @param {string} list */
  async #lookedFor(list) {
    const { [kLooked]: looked } = await this.platform.settings.get(kLooked);
    const now = this.platform.clock.now();
    await this.platform.settings.set({
      [kLooked]: { .../** @type {object} */ (looked), [list]: now },
    });
  }

  async #isWeekly() {
    return (await this.platform.settings.get(kWeekly))[kWeekly] === true;
  }

  async #wind() {
    const { alarms } = this.platform;
    await ((await this.#isWeekly()) ? alarms.every(kAlarm, kAlarmMinutes) : alarms.stop(kAlarm));
  }

  /**
   * @template T
   * @param {() => Promise<T>} change
   * @returns {Promise<T>}
   */
  #inTurn(change) {
    const turn = this.#last.then(change);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** @returns {Source} */
const ownSource = () => ({ list: kOwn, address: null, title: null });

/** @param {string} text */
const linesOf = (text) => text.split('\n').filter((line) => line.trim() !== '');

/**
 * Pieces of at most so many bytes, none of which ends inside a character.
 * @param {string} text
 * @returns {string[]} one at least
 */
export function partsOf(text) {
  const parts = [];
  let at = 0;
  do {
    // A character is at most three bytes for each of its UTF-16 units.
    let end = Math.min(text.length, at + Math.floor(kPartBytes / 3));
    const isHigh = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
    if (end < text.length && isHigh) end -= 1;
    parts.push(text.slice(at, end));
    at = end;
  } while (at < text.length);
  return parts;
}
