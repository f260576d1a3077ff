// SPDX-License-Identifier: GPL-3.0-or-later
// Messages inside the extension. `PageMessage` comes from our own pages (popup, dashboard), `ContentMessage` from
// content scripts on hostile ground, `Broadcast` from the background to our pages. The host's own messages are in
// host.d.ts, generated from the schema.

import type {
  ExplainedAttempt,
  FiltersListsResponse,
  HelloResponse,
  IntentionsNoticeResponse,
} from './host.js';

/** A name of native-host/base/error.cpp, or one of the extension's own. */
export type ErrorCode =
  | string
  | 'host_absent'
  | 'host_version'
  | 'host_lost'
  | 'not_allowed'
  | 'no_tab'
  | 'no_answer'
  | 'header_rule_failed';

/** Every answer to a PageMessage. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: { code: ErrorCode; message: string } };

/** How the native host stands, as the background last saw it. */
export type HostState =
  | { state: 'starting' }
  | { state: 'ready'; hello: HelloResponse }
  | { state: 'locked' | 'needs_recovery'; hello: HelloResponse }
  | { state: 'absent' | 'version'; detail: string };

/** One thing push tried on a tab, kept in the background's memory until the tab leaves. */
export interface TabAttempt {
  key: string;
  /** 'stopped' is said only when the browser reported the block. */
  outcome: 'stopped';
  url: string;
  type: string;
  method: string;
  /** Milliseconds since the tab's navigation began. */
  at: number;
  /** What the host added: filter, company, what it said; null until it answered or without a host. */
  explained: ExplainedAttempt | null;
  /** The body as seen, cut to 64 KiB, as text where it is text. */
  body: string | null;
}

/** What the popup shows of one tab. */
export interface TabState {
  tabId: number;
  /** Host name of the page, '' where the browser's own pages are shown. */
  site: string;
  private: boolean;
  protection: 'on' | 'off_once' | 'off';
  host: HostState;
  /** What the page shows, and what the person already holds of it. */
  notice: IntentionsNoticeResponse | null;
  /** Whether the program was told what the page shows and has said nothing yet. */
  reading: boolean;
  attempts: TabAttempt[];
  /** Whether the page tried more than these. */
  more: boolean;
  hidden: HiddenElement | null;
}

/** What "Block this element" hid last on the page that a tab shows. */
export interface HiddenElement {
  /** '' where nothing modest names the element, and nothing was hidden. */
  selector: string;
  /** How many are equal to it. */
  count: number;
  /** Host name of the page or frame that it stands in. */
  site: string;
  /** Whether a line of the own rules says so: not in a private window, not without the host. */
  kept: 'keeping' | 'kept' | 'private' | 'no_host' | 'failed' | 'nothing';
}

/** What came of looking for a fresh text of a list. */
export interface ListOutcome {
  outcome: 'fresh' | 'same' | 'failed';
  /** Why it failed, else ''. */
  code: ErrorCode;
  /** What the server answered, where that is why it failed. */
  status?: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** The lists, as Settings shows them. */
export interface ListsState {
  /** What the host says of each; null without one. */
  said: FiltersListsResponse | null;
  /** The names of the lists in the extension's package, by what they stop. */
  groups: Record<'follows' | 'display', string[]>;
  /** Whether each of these is on. */
  shipped: Record<string, 'on' | 'off'>;
  /** Whether the browser's rules are those of the lists; unknown without the host. */
  rules: 'unknown' | 'building' | 'in_force' | 'failed';
  /** Rules that this browser did not take. */
  refused: number;
  /** Filters that found no room in the browser's bounds. */
  left_out: number;
  /** Why the host could not be asked for the rules, else ''. */
  trouble: ErrorCode;
  weekly: 'on' | 'off';
  /** A look for fresh lists that is under way. */
  looking: { list: string | null; done: number; of: number } | null;
  outcomes: Record<string, ListOutcome>;
}

/** The descriptor as the brand answered it, after the person's press. */
export interface LookedUp {
  url: string;
  status: number;
  content_type: string;
  body: string;
}

/** An address that a page gives, fit to be suggested. */
export interface Contact {
  address: string;
  /** A mailto link, or the structured data in which the page describes itself. */
  from: 'link' | 'description';
  /** Whether it is at the brand's own domain. */
  own: boolean;
}

/** What the open page of a brand gives. */
export interface Found {
  /** Host name of the page. */
  site: string;
  /** One to five, the best first. */
  contacts: Contact[];
}

/** How protection stands, all sites together. */
export interface ProtectionState {
  groups: Record<'follows' | 'display', 'on' | 'off'>;
  /** Host names, sorted. */
  sites: string[];
}

export type PageMessage =
  /** Any host method that the router's table allows to this page. */
  | { to: 'host'; method: string; params: object }
  | { to: 'tab'; do: 'state'; tabId: number; as?: 'text' }
  /** Keeps what the tab shows; the background adds page and brand from its own record of the tab. */
  | { to: 'tab'; do: 'keep'; tabId: number; op_id: string }
  /** Sets the switch of the tab's site; the background loads the page anew, since Chromium applies it only then. */
  | { to: 'tab'; do: 'protection'; tabId: number; mode: 'on' | 'off_once' | 'off' }
  /** What "Block this element" hid last is shown again, and its line taken out of the own rules. */
  | { to: 'tab'; do: 'unhide'; tabId: number }
  /** "Look up whether shop.example accepts requests": one GET. */
  | { to: 'courier'; do: 'lookup'; brand: string }
  /** Seals the approved bytes and posts them, once per op_id. */
  | { to: 'courier'; do: 'send'; op_id: string; draft_id: string; approve: string }
  /** Sends the same bytes again; only for a request whose state is sealed or unknown. */
  | { to: 'courier'; do: 'send_again'; op_id: string; id: string }
  /** "See if shop.example answered": one GET. */
  | { to: 'courier'; do: 'check'; op_id: string; id: string }
  | { to: 'courier'; do: 'withdraw'; op_id: string; id: string }
  /** E-mail addresses that the brand's own open pages give; nothing leaves the machine for it. Answers `Found | null`. */
  | { to: 'contacts'; brand: string }
  /** Protection in two groups, and the sites where it is off. */
  | { to: 'protection'; do: 'read' }
  | { to: 'protection'; do: 'group'; group: 'follows' | 'display'; mode: 'on' | 'off' }
  | { to: 'protection'; do: 'site_on'; site: string }
  /** The lists; each of these answers a ListsState, write_own the text as it is now. */
  | { to: 'lists'; do: 'read' }
  /** Looks whether another browser changed them; what comes of it is told. */
  | { to: 'lists'; do: 'check' }
  | { to: 'lists'; do: 'switch'; op_id: string; list: string; mode: 'on' | 'off' }
  /** Looks for fresh texts of all lists that are on; what comes of it is in the state. */
  | { to: 'lists'; do: 'look' }
  | { to: 'lists'; do: 'weekly'; mode: 'on' | 'off' }
  | { to: 'lists'; do: 'add'; op_id: string; address: string }
  | { to: 'lists'; do: 'paste'; op_id: string; title: string; text: string }
  | { to: 'lists'; do: 'remove'; op_id: string; list: string }
  /** The own rules as they were written; `before` is what the writing began with. */
  | { to: 'lists'; do: 'write_own'; op_id: string; text: string; before: string }
  | { to: 'host_state' }
  /** Whether another browser changed the universe; if so, the pages are told what to ask again. */
  | { to: 'elsewhere' }
  /** Erases everything: the host's records, and what the extension keeps in storage. */
  | { to: 'forget_all'; op_id: string };

export type ContentMessage =
  /** Raw structured data of the page, as it stands there. */
  { from: 'notice'; observations: { source: 'json_ld' | 'microdata'; raw: string }[] };

/** Classes (".name") and ids ("#name") that a frame's document holds. */
export type NamesMessage = { from: 'cosmetics'; names: string[] };

/** What the background asks of the content script in a tab's top frame; it answers a list of `{ from, raw }`. */
export type ContentQuestion = { ask: 'contacts' };

/** What it asks of the script in the frame that a menu was opened in; it answers `{ selector, count }` or null. */
export type ElementQuestion = { ask: 'element' };

export type Broadcast = {
  changed: 'tab' | 'host' | 'intentions' | 'requests' | 'attempts' | 'policy' | 'lists';
  tabId?: number;
};
