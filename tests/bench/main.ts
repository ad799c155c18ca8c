import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFlags } from '../support/node-flags.js';
import { digits, type Figure, isMissed } from './figures.js';

// npm run bench [-- section …]: all benches one after the other, or those that are named, each in a process of its own; then the table of
// docs/performance.md is written anew, and docs/performance.json for machines. Sections that did not run keep what they found last. Nothing else is to
// run on the machine: its load is told. With --peers only the graph beside its peers, which are installed first: never unless asked for.

/** What each runs, and with which arguments. */
const sections: Readonly<Record<string, { readonly title: string; readonly script: string; readonly args: readonly string[] }>> =
  {
    questions: { title: 'Questions, beside one hand-written statement', script: 'questions', args: ['100000', '15'] },
    profile: { title: 'One number, at 300 a second', script: 'profile', args: ['100000', '15'] },
    decisions: { title: 'Decisions, at 300 a second', script: 'decisions', args: ['100000', '15'] },
    load: { title: 'Decisions beside ten times the load', script: 'load', args: ['2', '20', '100000'] },
    arrivals: { title: 'Arrivals, from the event to the clerk’s screen', script: 'arrivals', args: ['50', '30', '100000'] },
    exports: { title: 'Exports, beside COPY', script: 'exports', args: ['1000000', '3'] },
    start: { title: 'Starting', script: 'start', args: ['100000', '15'] },
    growth: { title: 'Growth', script: 'growth', args: [] },
    peers: { title: 'Beside peers', script: 'peers/main', args: ['100000', '15'] },
  };

interface Section {
  readonly title: string;
  readonly at: string;
  /** Of the machine, one minute's mean, as it began and as it ended. */
  readonly load: readonly [number, number];
  readonly figures: readonly Figure[];
}
type Sections = Readonly<Record<string, Section>>;

const [json, page] = ['docs/performance.json', 'docs/performance.md'];

function run(name: string): Section {
  const { title, script, args } = sections[name]!;
  const folder = mkdtempSync(join(tmpdir(), 'martlet-bench-'));
  const file = join(folder, 'figures');
  writeFileSync(file, '');
  console.log(`\n${title}`);
  const before = loadavg()[0]!;
  execFileSync('node', [...nodeFlags, '--import', 'tsx', `tests/bench/${script}.ts`, ...args], {
    env: { ...process.env, BENCH_FIGURES: file },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const figures = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Figure);
  rmSync(folder, { recursive: true });
  return { title, at: new Date().toISOString().slice(0, 10), load: [before, loadavg()[0]!], figures };
}

function tableOf({ title, at, load, figures }: Section): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, beside = '', wanted } = figure;
    const goal = wanted === null ? '' : `${wanted}${isMissed(figure) ? ', **missed**' : ''}`;
    return `| ${name} | ${digits(value)} ${unit} | ${beside} | ${goal} |`;
  });
  const heading = `### ${title}\n\n${at}, load ${load.map((each) => each.toFixed(1)).join(' to ')}.`;
  return [heading, '', '| | measured | | wanted, at most |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function write(found: Sections): void {
  writeFileSync(json, `${JSON.stringify({ machine: `${cpus().length} × ${cpus()[0]!.model}`, sections: found }, null, 2)}\n`);
  const text = readFileSync(page, 'utf8');
  const [begin, end] = ['<!-- figures: npm run bench -->', '<!-- end of figures -->'];
  const ordered = Object.keys(sections).flatMap((name) => found[name] ?? []);
  const table = `${begin}\n\n${ordered.map(tableOf).join('\n')}\n`;
  writeFileSync(page, `${text.slice(0, text.indexOf(begin))}${table}${text.slice(text.indexOf(end))}`);
}

const asked = process.argv.slice(2).map((name) => (name === '--peers' ? 'peers' : name));
const unknown = asked.filter((name) => !(name in sections));
if (unknown.length > 0) throw new Error(`Expected ${Object.keys(sections).join(', ')}, found ${unknown.join(', ')}.`);
const kept = JSON.parse(readFileSync(json, 'utf8')) as { sections: Sections };
let found = kept.sections;
for (const name of asked.length > 0 ? asked : Object.keys(sections).filter((each) => each !== 'peers')) {
  found = { ...found, [name]: run(name) };
  write(found);
}
const missed = Object.values(found).flatMap(({ figures }) => figures.filter(isMissed));
console.log(`\n${missed.length} missed; written to ${page} and ${json}.`);
