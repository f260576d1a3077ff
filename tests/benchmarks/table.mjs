// SPDX-License-Identifier: GPL-3.0-or-later
// The figures that scripts/bench measured, as a table: one JSON line each (browser/figures.mjs has the shape). A figure is
// held against `target` (its own unit) or, where it is a ratio to a bare baseline of the same run, against `target_ratio`.
//   node tests/benchmarks/table.mjs FILE

import { readFileSync } from 'node:fs';

const figures = readFileSync(process.argv[2] ?? '/dev/stdin', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line));

/** @param {number | undefined} value @param {string} unit */
const shown = (value, unit) =>
  value === undefined ? '' : `${Number(value.toPrecision(3))} ${unit}`;

const rows = figures.map((figure) => {
  const byRatio = figure.target_ratio !== undefined;
  const measured = byRatio ? figure.ratio : figure.median;
  const asked = byRatio ? figure.target_ratio : figure.target;
  return [
    figure.name,
    shown(figure.median, figure.unit),
    shown(figure.bare_host_median ?? figure.base_median, figure.unit),
    figure.ratio === undefined ? '' : `${Number(figure.ratio.toPrecision(3))} ×`,
    asked === undefined ? '' : `≤ ${asked} ${byRatio ? '×' : figure.unit}`,
    asked === undefined ? '' : measured <= asked ? 'holds' : 'FALLS SHORT',
    String(figure.runs ?? ''),
  ];
});

const table = [['figure', 'median', 'baseline', 'ratio', 'asked', '', 'runs'], ...rows];
const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
for (const row of table) {
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}
