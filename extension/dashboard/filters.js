// SPDX-License-Identifier: GPL-3.0-or-later
// What of the universe is shown: the groups it stands in, and the person's filters over them as questions to the host.
// Pure, so that a table test can hold it.

/** @import { Direction, IntentionsListRequest, Stage } from '../protocol/host.js' */

/** @typedef {'wanted' | 'giving' | 'fading' | 'done'} GroupName */
/** @typedef {{ stage: '' | Stage, direction: '' | Direction, brand: string, words: string }} Filters */
/** @typedef {Omit<IntentionsListRequest, 'limit' | 'cursor'>} Ask */

/** @type {Stage[]} */
const kOpen = ['kept', 'asked', 'answered'];

/** @type {{ name: GroupName, stages: Stage[], direction?: Direction }[]} */
const kGroups = [
  { name: 'wanted', stages: kOpen, direction: 'want' },
  { name: 'giving', stages: kOpen, direction: 'give' },
  { name: 'fading', stages: ['noticed'] },
  { name: 'done', stages: ['done'] },
];

export const kStages = /** @type {const} */ (['kept', 'asked', 'answered', 'noticed', 'done']);
export const kDirections = /** @type {const} */ (['want', 'give']);

/** @type {Filters} */
export const kEverything = { stage: '', direction: '', brand: '', words: '' };

/** The words of a search as the host takes them. @param {string} typed */
export const soughtWords = (typed) => typed.trim().slice(0, 200).trim();

/** Whether anything is left out. @param {Filters} filters */
export const isNarrow = (filters) =>
  filters.stage !== '' ||
  filters.direction !== '' ||
  filters.brand !== '' ||
  soughtWords(filters.words) !== '';

/**
 * The groups that these filters leave, each with what to ask the host for it.
 * @param {Filters} filters
 * @returns {{ name: GroupName, ask: Ask }[]}
 */
export function groupsOf({ stage, direction, brand, words }) {
  const sought = soughtWords(words);
  return kGroups.flatMap((group) => {
    const stages = stage === '' ? group.stages : group.stages.filter((one) => one === stage);
    const wanted = direction === '' ? group.direction : direction;
    if (stages.length === 0 || (group.direction && wanted !== group.direction)) return [];
    return [
      {
        name: group.name,
        ask: {
          stages,
          ...(wanted && { direction: wanted }),
          ...(brand !== '' && { brand }),
          ...(sought !== '' && { words: sought }),
        },
      },
    ];
  });
}
