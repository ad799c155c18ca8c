import { join } from 'node:path';
import { drawTable } from './query-table.js';
import { type Advice, type AdvisedShape, megabytes } from './rollups-advise.js';

/** Rows of a table for people; the others are in the JSON. */
const mostShown = 40;

export function adviceText({ since, budget, shapes, rollups }: Advice, written: string | undefined): string {
  if (since === null) return 'No gateway has recorded questions of figures yet: serve for a while, and ask again.\n';
  const total = (of: readonly AdvisedShape[]): string =>
    `${of.reduce((sum, { asked }) => sum + asked, 0).toLocaleString('en')} in ${of.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1)} s`;
  const misses = shapes.filter(({ rollup }) => rollup === null);
  const asked = drawTable({
    head: ['of', 'by', 'answered from', 'asked', 'seconds', 'last', 'why', 'what helps'],
    rows: shapes
      .slice(0, mostShown)
      .map(({ mart, dimensions, trees, rollup, asked, seconds, lastAt, missReason, remedy }) => [
        mart,
        [...dimensions, ...trees].join(', '),
        rollup ?? mart,
        asked,
        seconds,
        lastAt.slice(0, 10),
        missReason,
        remedy,
      ]),
  });
  const proposed = drawTable({
    head: ['rollup', 'of', 'by', 'rows', 'MB', 'asked', 'seconds saved'],
    rows: rollups.map(({ name, mart, dimensions, trees, rows, bytes, asked, savedSeconds }) => [
      name,
      mart,
      [...dimensions, ...trees].join(', '),
      rows,
      bytes / 1e6,
      asked,
      savedSeconds,
    ]),
  });
  const lines = [
    `Since ${since.slice(0, 10)} rollups answered ${total(shapes.filter(({ rollup }) => rollup !== null))}, marts ${total(misses)}.`,
    asked.trimEnd(),
    ...(shapes.length > mostShown ? [`… and ${shapes.length - mostShown} more: --json has all.`] : []),
    '',
    `Proposed, within ${megabytes(budget)}:`,
    proposed.trimEnd(),
    ...(rollups.length > 0 ? ['', nextStep(written)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const nextStep = (written: string | undefined): string =>
  written === undefined
    ? 'To have them: martlet rollups --advise --write DIR'
    : `Written to ${join(written, 'rollups.yaml')}. Now: martlet build --catalogue ${written}, and serve with it.`;
