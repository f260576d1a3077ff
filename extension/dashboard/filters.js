// SPDX-License-Identifier: GPL-3.0-or-later
// What of the universe is shown: the groups it stands in, and the person's filters over them as questions to the host.
// Pure, so that a table test can hold it.

/** @import { Direction, IntentionKind, IntentionsListRequest, Stage } from '../protocol/host.js' */

/** @typedef {'wanted' | 'giving' | 'fading' | 'done'} GroupName */
/**
 * @typedef {object} Filters each empty where it filters nothing
 * @property {'' | Stage} stage
 * @property {'' | Direction} direction
 * @property {'' | IntentionKind} kind
 * @property {'' | 'soon'} fades
 * @property {string} brand
 * @property {string} words
 */
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
export const kKinds = /** @type {const} */ ([
  'product',
  'service',
  'objects',
  'time',
  'skill',
  'cause',
]);

/** What fades soon does so by this many days from today. */
export const kSoonDays = 3;

/** @type {Filters} */
export const kEverything = { stage: '', direction: '', kind: '', fades: '', brand: '', words: '' };

/** The words of a search as the host takes them. @param {string} typed */
export const soughtWords = (typed) => typed.trim().slice(0, 200).trim();

/** Whether anything is left out. @param {Filters} filters */
export const isNarrow = (filters) =>
  filters.stage !== '' ||
  filters.direction !== '' ||
  filters.kind !== '' ||
  filters.fades !== '' ||
  filters.brand !== '' ||
  soughtWords(filters.words) !== '';

/**
 * The groups that these filters leave, each with what to ask the host for it.
 * @param {Filters} filters
 * @returns {{ name: GroupName, ask: Ask }[]}
 */
export function groupsOf({ stage, direction, kind, fades, brand, words }) {
  const sought = soughtWords(words);
  return kGroups.flatMap((group) => {
    const stages = stage === '' ? group.stages : group.stages.filter((one) => one === stage);
    const wanted = direction === '' ? group.direction : direction;
    if (stages.length === 0 || (group.direction && wanted !== group.direction)) return [];
    // Only what was noticed fades.
    if (fades === 'soon' && group.name !== 'fading') return [];
    return [
      {
        name: group.name,
        ask: {
          stages,
          ...(wanted && { direction: wanted }),
          ...(kind !== '' && { kind }),
          ...(fades === 'soon' && { fades_within_days: kSoonDays }),
          ...(brand !== '' && { brand }),
          ...(sought !== '' && { words: sought }),
        },
      },
    ];
  });
}
