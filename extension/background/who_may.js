// SPDX-License-Identifier: GPL-3.0-or-later
// Who may ask for what inside the extension, and which pages hear of what it changes: tables, read by the router and by the tests
// that try everything else.

/** @import { Broadcast } from '../protocol/messages.js' */

/** @typedef {'popup' | 'panel' | 'dashboard' | 'welcome'} Page */

/** Our pages, by their address under the extension's root. @type {ReadonlyMap<string, Page>} */
export const kPages = new Map([
  ['popup/popup.html', 'popup'],
  ['panel/panel.html', 'panel'],
  ['dashboard/dashboard.html', 'dashboard'],
  ['welcome/welcome.html', 'welcome'],
]);

/** Who may call which host method. What is not named here, no page may call. @type {Record<string, readonly Page[]>} */
export const kMethods = {
  status: ['popup', 'panel', 'dashboard'],
  'universe.export': ['dashboard'],
  'intentions.list': ['popup', 'panel', 'dashboard'],
  'intentions.get': ['dashboard'],
  'intentions.keep': ['popup', 'panel', 'dashboard'],
  'intentions.edit': ['popup', 'panel', 'dashboard'],
  'intentions.done': ['popup', 'panel', 'dashboard'],
  'intentions.forget': ['popup', 'panel', 'dashboard'],
  'intentions.unforget': ['popup', 'panel', 'dashboard'],
  'intentions.policy': ['popup', 'panel', 'dashboard'],
  'brands.list': ['dashboard'],
  'brands.forget': ['dashboard'],
  'attempts.days': ['dashboard'],
  'attempts.forget': ['dashboard'],
  'filters.status': ['popup', 'panel', 'dashboard'],
  'filters.explain': ['popup', 'panel', 'dashboard', 'welcome'],
  'filters.refused': ['dashboard'],
  'filters.text': ['dashboard'],
  'requests.descriptor': ['dashboard'],
  'requests.draft': ['dashboard'],
  'requests.list': ['popup', 'panel', 'dashboard'],
  'requests.get': ['popup', 'panel', 'dashboard'],
  'requests.forget': ['dashboard'],
  'mail.draft': ['dashboard'],
  'mail.sent': ['dashboard'],
  'mail.answer': ['dashboard'],
  'universe.accept_today': ['popup', 'panel', 'dashboard'],
};

/** Everything else that a page may ask for. @type {Record<string, readonly Page[]>} */
export const kActions = {
  'tab.state': ['popup', 'panel'],
  'tab.keep': ['popup', 'panel'],
  'tab.protection': ['popup', 'panel'],
  'tab.unhide': ['popup', 'panel'],
  'courier.lookup': ['dashboard'],
  'courier.send': ['dashboard'],
  'courier.send_again': ['dashboard'],
  'courier.check': ['dashboard'],
  'courier.withdraw': ['dashboard'],
  contacts: ['dashboard'],
  'protection.read': ['dashboard'],
  'protection.group': ['dashboard'],
  'protection.site_on': ['dashboard'],
  'lists.read': ['dashboard'],
  'lists.check': ['dashboard'],
  'lists.switch': ['dashboard'],
  'lists.look': ['dashboard'],
  'lists.weekly': ['dashboard'],
  'lists.add': ['dashboard'],
  'lists.paste': ['dashboard'],
  'lists.remove': ['dashboard'],
  'lists.write_own': ['dashboard'],
  host_state: ['popup', 'panel', 'dashboard', 'welcome'],
  elsewhere: ['popup', 'panel', 'dashboard', 'welcome'],
  forget_all: ['dashboard'],
};

/** What a method of the host changes, for those who show it. @type {Record<string, Broadcast['changed'][]>} */
export const kChanges = {
  'intentions.keep': ['intentions'],
  'intentions.edit': ['intentions'],
  'intentions.done': ['intentions'],
  'intentions.forget': ['intentions'],
  'intentions.unforget': ['intentions'],
  'brands.forget': ['intentions', 'requests'],
  'attempts.forget': ['attempts'],
  'requests.forget': ['requests'],
  'mail.sent': ['requests', 'intentions'],
  'mail.answer': ['requests', 'intentions'],
  'universe.accept_today': ['intentions', 'requests', 'attempts'],
};
