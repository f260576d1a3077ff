// SPDX-License-Identifier: GPL-3.0-or-later
// Processes as /proc tells them (Linux): which hosts a browser started, and whether anything was left behind.

import { readdirSync, readFileSync } from 'node:fs';

/** @typedef {{pid: number, parent: number, state: string, command: string[]}} Process */

/** @returns {Process[]} */
export function listProcesses() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state = '', parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').slice(0, -1);
        return [{ pid: Number(name), parent: Number(parent), state, command }];
      } catch {
        return []; // it ended while we were reading
      }
    });
}

/** Everything that a process started, itself included. @param {number} root */
export function familyOf(root) {
  const all = listProcesses();
  const family = new Set([root]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const each of all) {
      if (family.has(each.parent) && !family.has(each.pid)) grew = Boolean(family.add(each.pid));
    }
  }
  return all.filter((each) => family.has(each.pid));
}

/** A process that ended but was not yet waited for does not live. @param {number} pid */
export const isAlive = (pid) =>
  listProcesses().some((each) => each.pid === pid && each.state !== 'Z' && each.state !== 'X');

/** Resident memory in KiB. @param {number} pid */
export const residentKiB = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN);
