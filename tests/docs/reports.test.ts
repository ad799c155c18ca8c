import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { reportsOf } from '../../src/reports/named.js';
import { loadDefinitions } from '../../src/serving/definitions.js';

const { catalogue } = loadDefinitions(loadConfig({}, {}));
const words = [
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
  'twenty-one',
  'twenty-two',
  'twenty-three',
  'twenty-four',
  'twenty-five',
  'twenty-six',
  'twenty-seven',
  'twenty-eight',
  'twenty-nine',
  'thirty',
];
const inWords = (count: number): string => words[count - 10] ?? String(count);

test('the README and the changelog say how many reports there are, and how many of them are data', () => {
  const text = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8').replaceAll(/\s+/g, ' ');
  const all = inWords(reportsOf(catalogue).size);
  expect(text('README.md')).toContain(`${all} named reports`);
  expect(text('CHANGELOG.md')).toContain(`${all} named reports, ${inWords(catalogue.reports.size)} of them data`);
});
