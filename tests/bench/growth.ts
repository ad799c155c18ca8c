import { existsSync, writeFileSync } from 'node:fs';
import { median, report } from './figures.js';
import { startGateway } from './http.js';
import { operatorOf } from './operator.js';

// npm run bench:growth [-- size …]: the same questions of operators of 100,000, 1 million and 5 million numbers with four months each: how much
// longer each takes of the larger one. An operator that is not there yet is built only where its size is named: 5 million take half an hour.
// The picture is docs/pictures/growth.svg.

const named = process.argv.slice(2);
const sizes = ['100000', '1000000', '5000000'].filter(
  (size) => named.includes(size) || existsSync(`.bench/${size}x4/generations/CURRENT`),
);

const questions: Readonly<Record<string, (number: string) => readonly [query: string, variables: object]>> = {
  tree: () => ['{ indicatorTree(tree: "LIFECYCLE") { nodes { code value baseline change share } } }', {}],
  'covered analysis': () => [
    '{ analysis(dimensions: [CITY], measures: [REVENUE, ARPU, NUMBERS], from: "2026-09", to: "2026-10") { rows { city revenue arpu numbers } } }',
    {},
  ],
  profile: (number) => [
    'query ($id: ID) { number(id: $id) { id city finance { revenue } network { dataGb } lifecycle { stage } } }',
    { id: number },
  ],
  history: (number) => [
    'query ($id: ID) { number(id: $id) { history(months: 4) { month finance { revenue } } } }',
    { id: number },
  ],
  decision: (number) => [
    'query ($id: ID) { recommendations(number: $id, scene: COUNTER) { degraded shown { offer { code } } } }',
    { id: number },
  ],
};

/** Medians, ms, by question and size. */
const found = new Map<string, number[]>();
for (const size of sizes) {
  const { settings, sample } = await operatorOf(size, '4');
  const gateway = await startGateway({ ...settings, MARTLET_KEPT_MB: '0' }, [1, 2, 3, 4]);
  for (const [name, of] of Object.entries(questions)) {
    const times: number[] = [];
    for (let at = 0; at < 120; at++) {
      const start = performance.now();
      await gateway.ask(...of(sample[at % sample.length]!.id as string));
      if (at >= 20) times.push(performance.now() - start);
    }
    found.set(name, [...(found.get(name) ?? []), median(times)]);
  }
  await gateway.stop();
}
const inMillions = sizes.map((size) => Number(size) / 1e6);
for (const [name, times] of found)
  for (const [at, time] of times.entries())
    if (at > 0)
      report({
        name: `${name}, ${inMillions[at]} million numbers against ${inMillions[0]}`,
        value: time / times[0]!,
        unit: '×',
        beside: `${time.toFixed(1)} and ${times[0]!.toFixed(1)} ms`,
        wanted: 1.3,
      });
writeFileSync('docs/pictures/growth.svg', picture());

/** Times as parts of the smallest operator's, over sizes on a logarithmic scale. */
function picture(): string {
  const [width, height, left, bottom] = [640, 320, 60, 40];
  const colours = ['#1f6feb', '#b35900', '#2da44e', '#8250df', '#cf222e'];
  const most = Math.max(2, ...[...found.values()].map((times) => Math.max(...times) / times[0]!));
  const logs = inMillions.map(Math.log);
  const span = Math.max(1e-9, logs.at(-1)! - logs[0]!);
  const x = (at: number) => left + ((logs[at]! - logs[0]!) / span) * (width - left - 150);
  const y = (ratio: number) => height - bottom - (ratio / most) * (height - bottom - 20);
  const text = (at: readonly [number, number], words: string, more = '') =>
    `<text x="${at[0].toFixed(0)}" y="${at[1].toFixed(0)}" ${more}>${words}</text>`;
  const grid = [0, 1, 1.3, ...(most > 2 ? [Math.floor(most)] : [2])].flatMap((ratio) => [
    `<line x1="${left}" x2="${width - 150}" y1="${y(ratio)}" y2="${y(ratio)}" stroke="${ratio === 1.3 ? '#cf222e' : '#d0d7de'}" stroke-dasharray="${ratio === 1.3 ? '4' : ''}"/>`,
    text([left - 8, y(ratio) + 4], `${ratio} ×`, 'text-anchor="end"'),
  ]);
  const ticks = inMillions.map((size, at) => text([x(at), height - bottom + 20], `${size} million`, 'text-anchor="middle"'));
  const ends = [...found]
    .map(([name, times]) => ({ name, end: times.at(-1)! / times[0]! }))
    .sort((one, other) => other.end - one.end);
  const lines = [...found].flatMap(([name, times], index) => {
    const points = times.map((time, at) => `${x(at).toFixed(1)},${y(time / times[0]!).toFixed(1)}`).join(' ');
    const row = ends.findIndex((each) => each.name === name);
    return [
      `<polyline points="${points}" fill="none" stroke="${colours[index]}" stroke-width="2"/>`,
      text([width - 140, 30 + row * 18], `${name} ${ends[row]!.end.toFixed(2)} ×`, `fill="${colours[index]}"`),
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12"><title>How much longer a question takes of a larger operator</title><rect width="${width}" height="${height}" fill="#fff"/>
${[...grid, ...ticks, ...lines].join('\n')}
</svg>
`;
}
