import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inWords, protocolLimits, usualLimits } from '../../src/security/limits.js';

const page = (name: string): string => readFileSync(`docs/${name}.md`, 'utf8').replaceAll(/\s+/g, ' ');
const figure = (value: number): string => value.toLocaleString('en');

test('docs/limits.md has a row for every limit, in the order of the record, with its figure', () => {
  const rows = [
    ...readFileSync('docs/limits.md', 'utf8').matchAll(/^\| `(\w+)` \| ([\d,]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm),
  ];
  const all = Object.entries({ ...usualLimits, ...protocolLimits });
  expect(rows.map(([, name, told]) => [name, told])).toEqual(all.map(([name, value]) => [name, figure(value)]));
});

test('the limits of the schema and of the docs have no figures of their own', () => {
  const { numberRows, numberCells, searchCells, analysisDimensions, analysisRows, noteLetters, filterValues } = usualLimits;
  const { explainDepth, exportsRunning, exportsPerDay, exportRows } = usualLimits;
  const told: readonly (readonly [string, string])[] = [
    ['numbers', `at most ${figure(numberRows)} rows and ${figure(numberCells)} cells`],
    ['numbers', `have ${figure(numberCells)} cells together`],
    ['numbers', `count ${figure(searchCells)} at least, so that a request has a hundred of them at most`],
    ['reports', `more than ${inWords(analysisDimensions)} dimensions, more than ${figure(analysisRows)} rows`],
    ['work', `at most ${figure(noteLetters)} characters`],
    ['notebook', `a filter, up to ${figure(filterValues)} of them`],
    ['notebook', `${exportsPerDay} files in 24 hours and ${inWords(exportsRunning)} at a time`],
    ['explanation', `up to ${inWords(explainDepth)} values (\`depth\`)`],
    ['configuration', `{ running: ${exportsRunning}, perDay: ${exportsPerDay}, rows: ${exportRows} }`],
  ];
  for (const [name, text] of told) expect(page(name)).toContain(text);
  expect(numberCells / searchCells).toBe(100);
});
