import { describe, expect, test } from 'vitest';
import { sqlDirectory } from '../../src/config.js';
import { loadDefinitions } from '../../src/serving/definitions.js';
import { type Files, overlaid, problemsOf, shipped } from './support.js';

const head = 'en: x, zh: x, unit: CNY, higherIsBetter: true';
const measure = (rest: string, kind = 'flow'): Files => ({
  'measures/x.yaml': `measures:\n  - {code: X, ${head}, kind: ${kind}, ${rest}}\n`,
});
const tree = (rest: string): Files => ({ 'trees/t.yaml': `code: T\nen: t\nzh: t\ndescription: {en: t, zh: t}\n${rest}\n` });
const partition = (...children: readonly string[]) =>
  tree(`measure: NUMBERS\nrelation: PARTITION\nchildren:\n${children.map((child) => `  - {en: n, zh: n, ${child}}`).join('\n')}`);
const dimension = (...entries: readonly string[]): Files => ({
  'dimensions/d.yaml': `dimensions:\n${entries.map((entry) => `  - {en: d, zh: d, ${entry}}`).join('\n')}\n`,
});

describe('each mistake is reported with its file, its line and what was meant', () => {
  test.each<[string, Files, string, string]>([
    [
      'an unknown measure in a formula',
      measure('formula: REVENU + DISCOUNT'),
      'measures/x.yaml:2',
      'X: unknown measure "REVENU". Did you mean REVENUE',
    ],
    [
      'an unknown column',
      measure('sum: revenu'),
      'measures/x.yaml:2',
      'X: unknown column "revenu" in "revenu". Did you mean revenue',
    ],
    ['a sum without a type', measure('sum: revenue * 2'), 'measures/x.yaml:2', 'X: the sum of "revenue * 2" needs a type'],
    ['a ratio of ratios', measure('formula: ARPU / DOU', 'ratio'), 'measures/x.yaml:2', 'X: a ratio of ratios'],
    [
      'a product of measures',
      measure('formula: ARPU * DOU', 'ratio'),
      'measures/x.yaml:2',
      'X: a measure may be multiplied by a number only',
    ],
    [
      'a distinct count of another kind',
      measure('count: on_books, distinct: customer_id', 'stock'),
      'measures/x.yaml:2',
      'X: a measure of the kind distinct has `distinct`, and no other has: found kind stock and distinct customer_id',
    ],
    [
      'a distinct count of no rows',
      measure('formula: REVENUE / d, parts: {d: {distinct: customer_id}}', 'ratio'),
      'measures/x.yaml:2',
      'X: part "d": distinct counts the different values of rows, which count selects, and is no flow',
    ],
    [
      'a distinct count in a tree',
      tree('measure: HOUSEHOLD_ARPU\nformulas: {HOUSEHOLD_ARPU: REVENUE / HOUSEHOLDS}'),
      'trees/t.yaml:1',
      'T: HOUSEHOLD_ARPU counts different things, and those of parts do not add up: no tree has it',
    ],
    ['a constant added to sums', measure('formula: REVENUE + 1'), 'measures/x.yaml:2', 'X: a constant cannot be added to sums'],
    ['a division by zero', measure('formula: REVENUE / 0'), 'measures/x.yaml:2', 'X: division by zero'],
    [
      'ratios of different things added',
      measure('formula: ARPU + PRICE_PER_GB', 'ratio'),
      'measures/x.yaml:2',
      'X: ratios with different denominators',
    ],
    [
      'a flow that is a ratio',
      measure('formula: REVENUE / GROSS_ADDS'),
      'measures/x.yaml:2',
      'found kind flow for "REVENUE / GROSS_ADDS"',
    ],
    ['a ratio that is none', measure('formula: REVENUE * 2', 'ratio'), 'measures/x.yaml:2', 'found kind ratio for "REVENUE * 2"'],
    [
      'two ways to compute it',
      measure('formula: REVENUE, sum: revenue'),
      'measures/x.yaml:2',
      'X: expected exactly one of count, sum and formula, found 2',
    ],
    ['half a formula', measure('formula: "REVENUE +"'), 'measures/x.yaml:2', 'X: Expected expression after +'],
    [
      'a function in a formula',
      measure('formula: "max(REVENUE, 2)"'),
      'measures/x.yaml:2',
      'expected codes, numbers, + - * / and brackets, found CallExpression',
    ],
    [
      'a part that the formula does not use',
      measure('formula: REVENUE, parts: {p: {count: on_books}}'),
      'measures/x.yaml:2',
      'X: parts p are not in the formula',
    ],
    [
      'a part that there is already',
      measure('formula: revenue, parts: {revenue: {count: on_books}}'),
      'measures/x.yaml:2',
      'the part "revenue" exists already',
    ],
    ['a misspelt key', measure('summ: revenue'), 'measures/x.yaml:2', 'summ'],
    [
      'no name',
      {
        'measures/x.yaml': 'measures:\n  - code: X\n    kind: flow\n    unit: CNY\n    higherIsBetter: true\n    sum: revenue\n',
      },
      'measures/x.yaml:2',
      'measures.0.zh',
    ],
    [
      'a code in small letters',
      { 'measures/x.yaml': `measures:\n\n  - {code: x, ${head}, kind: flow, sum: revenue}\n` },
      'measures/x.yaml:3',
      'expected a code in CAPITALS',
    ],
    ['bad YAML', { 'measures/x.yaml': 'measures:\n  - {code: A\n  - {code: B}\n' }, 'measures/x.yaml:', 'must'],
    [
      'the same key twice',
      { 'thresholds.yaml': 'thresholds:\n  a: {value: 1, unit: x, en: x, zh: x}\n  a: {value: 2, unit: x, en: x, zh: x}\n' },
      'thresholds.yaml:3',
      'unique',
    ],
    ['a file that is empty', { 'measures/x.yaml': '' }, 'measures/x.yaml:1', 'expected a list "measures:"'],
    ['a file in no known place', { 'mesures/x.yaml': 'measures: []' }, 'mesures/x.yaml:1', 'not a place of the catalogue'],
    [
      'a status that cannot be',
      { 'status.yaml': 'status: {onTrack: 0.9, watch: 0.95}' },
      'status.yaml:1',
      'watch must not exceed onTrack',
    ],
    [
      'a threshold that is no number',
      { 'thresholds.yaml': 'thresholds:\n  dual_drop: {value: "30 %", unit: share, en: a, zh: b}\n' },
      'thresholds.yaml:2',
      'expected number',
    ],
    [
      'an unknown column of a dimension',
      dimension('code: D, sql: citty'),
      'dimensions/d.yaml:2',
      'D: unknown column "citty" in "citty". Did you mean city?',
    ],
    [
      'an unknown parent',
      dimension('code: D, sql: city, parent: CITI'),
      'dimensions/d.yaml:2',
      'D: unknown parent "CITI". Did you mean CITY?',
    ],
    [
      'an unknown dimension of the month before',
      dimension('code: D, sql: city, setByLeaving: true, before: STAGE_BEFOR'),
      'dimensions/d.yaml:2',
      'D: unknown dimension "STAGE_BEFOR" in before. Did you mean',
    ],
    [
      'a dimension of the month before that leaving sets as well',
      dimension('code: D, sql: city, setByLeaving: true, before: STATUS'),
      'dimensions/d.yaml:2',
      'D: before: STATUS is set by leaving itself',
    ],
    [
      'parents in a circle',
      dimension('code: D, sql: city, parent: E', 'code: E, sql: city, parent: D'),
      'dimensions/d.yaml:3',
      'E: the parents go in a circle: E → D → E',
    ],
    [
      'values of a tree that is none',
      dimension('code: D, sql: city, tree: REVENUE'),
      'dimensions/d.yaml:2',
      'D: "REVENUE" is no PARTITION tree',
    ],
    [
      'an unknown dimension of a rollup',
      { 'rollups.yaml': 'rollups:\n  - {name: r, dimensions: [CITI], trees: []}\n' },
      'rollups.yaml:2',
      'r: unknown dimension "CITI". Did you mean CITY?',
    ],
    [
      'a rollup by month',
      { 'rollups.yaml': 'rollups:\n  - {name: r, dimensions: [MONTH], trees: []}\n' },
      'rollups.yaml:2',
      'r: every rollup is by month',
    ],
    [
      'a rollup of a formula tree',
      { 'rollups.yaml': 'rollups:\n  - {name: r, dimensions: [], trees: [REVENUE]}\n' },
      'rollups.yaml:2',
      'r: "REVENUE" is no PARTITION tree',
    ],
    [
      'a last child with a rule',
      partition('code: A, when: on_books', 'code: B, when: on_books'),
      'trees/t.yaml:',
      'T.B is the last child and takes all that is left: remove its "when"',
    ],
    [
      'another child without one',
      partition('code: A', 'code: B'),
      'trees/t.yaml:',
      'T.A needs a "when": only the last child takes all that is left',
    ],
    ['two children of a name', partition('code: A, when: on_books', 'code: A'), 'trees/t.yaml:', 'T has two children "A"'],
    [
      'an unknown threshold',
      partition('code: A, when: "revenue > {{dual_dropp}}"', 'code: B'),
      'trees/t.yaml:',
      'unknown threshold "dual_dropp". Did you mean dual_drop?',
    ],
    [
      'an unknown column in a rule',
      partition('code: A, when: revenu > 1', 'code: B'),
      'trees/t.yaml:',
      'unknown column "revenu" in "revenu > 1". Did you mean revenue',
    ],
    [
      'a node without a name',
      tree('measure: NUMBERS\nrelation: PARTITION\nchildren:\n  - {code: A, when: on_books}\n  - {code: B, en: b, zh: b}'),
      'trees/t.yaml:8',
      'children.0.zh',
    ],
    [
      'an unknown measure of a tree',
      tree('measure: REVENU\nformulas: {REVENUE: ARPU * AVERAGE_SUBSCRIBERS}'),
      'trees/t.yaml:',
      'unknown measure "REVENU". Did you mean REVENUE',
    ],
    [
      'an unknown measure in a tree',
      tree('measure: REVENUE\nformulas: {REVENUE: ARPUU * AVERAGE_SUBSCRIBERS}'),
      'trees/t.yaml:',
      'unknown measure "ARPUU". Did you mean ARPU?',
    ],
    [
      'a tree that goes in a circle',
      tree('measure: REVENUE\nformulas: {REVENUE: ARPU * AVERAGE_SUBSCRIBERS, ARPU: REVENUE / AVERAGE_SUBSCRIBERS}'),
      'trees/t.yaml:',
      'the formulas go in a circle: REVENUE → ARPU → REVENUE',
    ],
    [
      'a formula that hangs loose',
      tree('measure: REVENUE\nformulas: {REVENUE: ARPU * AVERAGE_SUBSCRIBERS, DOU: DATA_VOLUME / AVERAGE_SUBSCRIBERS}'),
      'trees/t.yaml:',
      'formulas of DOU are not reached from REVENUE',
    ],
    [
      'a root without a formula',
      tree('measure: REVENUE\nformulas: {ARPU: REVENUE / AVERAGE_SUBSCRIBERS}'),
      'trees/t.yaml:',
      'the root REVENUE has no formula',
    ],
    ['neither kind of tree', tree('measure: REVENUE'), 'trees/t.yaml:', 'formulas'],
  ])('%s', (_, files, place, message) => {
    const problems = problemsOf(files);
    expect(problems.filter((problem) => problem.startsWith(place) && problem.includes(message))).toHaveLength(1);
  });

  test('measures in a circle: each names the way round', () => {
    const entry = (code: string, formula: string) => `  - {code: ${code}, ${head}, kind: flow, formula: ${formula}}`;
    expect(problemsOf({ 'measures/x.yaml': `measures:\n${entry('A', 'B + REVENUE')}\n${entry('B', 'A - REVENUE')}\n` })).toEqual([
      'measures/x.yaml:2: A: the formulas go in a circle: A → B → A',
      'measures/x.yaml:3: B: the formulas go in a circle: B → A → B',
    ]);
  });

  test('a code twice in one layer names both places', () => {
    const [problem, ...more] = problemsOf({
      ...measure('sum: revenue'),
      'measures/y.yaml': measure('sum: discount')['measures/x.yaml']!,
    });
    expect([problem, more]).toEqual(['measures/y.yaml:2: X is defined twice; the other is in measures/x.yaml:2', []]);
  });
});

describe('all mistakes at once', () => {
  test('of all files, and of a bad entry only what is wrong with it', () => {
    const files = {
      ...measure('sum: revenu'),
      ...dimension('code: D, sql: citty'),
      ...partition('code: A', 'code: B'),
      'status.yaml': 'status: {onTrack: 1}',
    };
    const problems = problemsOf(files);
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'dimensions/d.yaml',
      'measures/x.yaml',
      'status.yaml',
      'trees/t.yaml',
    ]);
  });

  test('what refers to an entry that could not be read is not reported as well', () => {
    const broken = `measures:\n  - {code: BROKEN, ${head}, kind: flow}\n  - {code: WORSE, ${head}, kind: flow, summ: revenue}\n  - {code: FINE, ${head}, kind: flow, formula: WORSE + REVENUE}\n`;
    const problems = problemsOf({ 'measures/x.yaml': broken });
    expect(problems).toEqual([
      expect.stringMatching(/x\.yaml:3: .*summ/),
      expect.stringMatching(/x\.yaml:2: BROKEN: expected exactly one/),
    ]);
  });
});

describe('a directory laid over the shipped catalogue', () => {
  const base = overlaid();

  test('replaces a measure', () => {
    const files = {
      'measures/x.yaml':
        'measures:\n  - {code: REVENUE, en: Paid revenue, zh: 收入, kind: flow, unit: CNY, higherIsBetter: true, sum: revenue - discount, type: "DECIMAL(38,2)"}\n',
    };
    const catalogue = overlaid(files);
    expect(catalogue.measures.get('REVENUE')!.names.en).toBe('Paid revenue');
    expect(catalogue.parts.get('revenue')!.sql).toBe('(revenue - discount)');
    expect(catalogue.measures.size).toBe(base.measures.size);
    expect(catalogue.hash).not.toBe(base.hash);
  });

  test('adds measures, a formula tree and a partition tree', () => {
    const catalogue = overlaid({
      ...measure('formula: (VOICE_REVENUE + VAS_REVENUE) / GROSS_ADDS', 'ratio'),
      ...partition('code: RICH, when: "revenue > {{active_core_arpu}}"', 'code: REST'),
      'trees/u.yaml':
        'code: U\nen: u\nzh: u\ndescription: {en: u, zh: u}\nmeasure: NET_ADDS\nformulas: {NET_ADDS: CLOSING_SUBSCRIBERS - OPENING_SUBSCRIBERS}\n',
    });
    expect(catalogue.measures.get('X')).toMatchObject({
      numerator: {
        terms: new Map([
          ['voice_revenue', 1],
          ['vas_revenue', 1],
        ]),
      },
      denominator: { terms: new Map([['gross_adds', 1]]) },
    });
    expect(catalogue.trees.get('T')).toMatchObject({
      relation: 'PARTITION',
      column: 't',
      children: [
        { code: 'RICH', rests: { needs: ['revenue'] } },
        { code: 'REST', when: null },
      ],
    });
    expect(catalogue.trees.get('U')!.relation).toBe('DIFFERENCE');
    expect(catalogue.trees.size).toBe(base.trees.size + 2);
  });

  test('replaces a threshold, the status and what a later layer says last', () => {
    const first = {
      'thresholds.yaml': 'thresholds: {dual_drop: {value: 0.4, unit: share, en: a, zh: b}}',
      'status.yaml': 'status: {onTrack: 0.9, watch: 0.8}',
    };
    const second = { 'thresholds.yaml': 'thresholds: {dual_drop: {value: 0.5, unit: share, en: a, zh: b}}' };
    const catalogue = overlaid(first, second);
    expect([catalogue.thresholds.get('dual_drop')!.value, catalogue.status]).toEqual([0.5, { onTrack: 0.9, watch: 0.8 }]);
    expect(catalogue.thresholds.size).toBe(base.thresholds.size);
  });

  test('the hash tells definitions apart and does not look at names, nor at rollups: slices outlive a new one', () => {
    const entry = (en: string, sum: string) => ({
      'measures/x.yaml': `measures:\n  - {code: REVENUE, en: ${en}, zh: 收入, kind: flow, unit: CNY, higherIsBetter: true, sum: ${sum}, byDay: daily_revenue}\n`,
    });
    expect(overlaid(entry('Turnover', 'revenue')).hash).toBe(base.hash);
    expect(overlaid(entry('Revenue', 'discount')).hash).not.toBe(base.hash);
    expect(overlaid().hash).toBe(base.hash);
    const more = overlaid({ 'rollups.yaml': 'rollups:\n  - {name: mine, dimensions: [CITY, GENDER], trees: []}\n' });
    expect(more.rollups).toHaveLength(base.rollups.length + 1);
    expect(more.hash).toBe(base.hash);
  });

  test('a directory that is not there is said so', () => {
    expect(() => loadDefinitions({ sql: sqlDirectory, catalogues: [shipped, '/nowhere/at/all'] })).toThrow(
      'There is no catalogue directory "/nowhere/at/all"',
    );
  });
});
