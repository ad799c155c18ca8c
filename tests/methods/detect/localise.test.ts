import { describe, expect, test } from 'vitest';
import { figures, type Kind, optionsOf, type Place, placesIn, type Row, randomOf, type Story } from '../tables.js';

const kinds: readonly Kind[] = ['counts', 'amounts', 'ratios of counts', 'ratios of amounts'];
const sizes = [7, 5, 4, 3];
const seeds = (count: number) => Array.from({ length: count }, (_, index) => (index + 1) * 7919);

/** How many of the seeds pass. */
const passing = async (count: number, test: (seed: number) => Promise<boolean>) =>
  (await Promise.all(seeds(count).map(test))).filter(Boolean).length;
const text = (places: readonly Place[]) => places.map((place) => JSON.stringify(place));

describe.each(kinds)('%s', (kind) => {
  const other = optionsOf(kind);
  const found = async (mean: number, seed: number, story = {}) =>
    text(await placesIn(figures(kind, sizes, mean, seed, story), sizes, other));

  test.each<[Place, number, number]>([
    [{ 0: 3 }, 0.6, 20],
    [{ 2: 3 }, 1.4, 15],
    [{ 1: 2, 2: 1 }, 0.5, 20],
    [{ 0: 6, 3: 0 }, 2, 20],
    [{ 1: 4, 2: 3, 3: 2 }, 0.3, 60],
    [{ 1: 0, 2: 3, 3: 1 }, 2, 40],
  ])('a planted cell is found first, and nothing else with it: %o × %f', async (place, factor, mean) => {
    const answers = await Promise.all(seeds(8).map((seed) => found(mean, seed, { plants: [{ place, factor }] })));
    expect(answers.map(([first]) => first)).toEqual(answers.map(() => JSON.stringify(place)));
    expect(answers.filter(({ length }) => length === 1).length).toBeGreaterThanOrEqual(7);
  });

  test.each([
    ['up and down', { 0: 2 }, { 1: 3, 2: 0 }, 1.4, 0.4],
    ['both down', { 0: 2, 3: 1 }, { 1: 3, 2: 0 }, 0.4, 0.5],
  ] as const)('two planted cells are both found: %s', async (_, one, two, first, second) => {
    const plants = [
      { place: one, factor: first },
      { place: two, factor: second },
    ];
    const both = await passing(8, async (seed) => {
      const places = await found(60, seed, { plants });
      return text([one, two]).every((place) => places.slice(0, 2).includes(place));
    });
    expect(both).toBe(8);
  });

  test('two values of one dimension, up and down, are both found', async () => {
    const wide = [30, 12, 4];
    const plants = [
      { place: { 0: 2 }, factor: 0.6 },
      { place: { 0: 25 }, factor: 1.5 },
    ];
    for (const seed of seeds(8)) {
      const places = text(await placesIn(figures(kind, wide, 20, seed, { plants }), wide, other));
      expect(places.slice(0, 2).sort()).toEqual(text([{ 0: 25 }, { 0: 2 }]));
    }
  });

  test('two values of one small dimension, down and up, are both found among few cells', async () => {
    const plants = [
      { place: { 0: 1 }, factor: 0.7 },
      { place: { 0: 5 }, factor: 1.5 },
    ];
    const both = await passing(8, async (seed) => {
      const places = await found(60, seed, { plants });
      return text([{ 0: 1 }, { 0: 5 }]).every((place) => places.includes(place));
    });
    expect(both).toBe(8);
  });

  test('noise alone is no cause, about as seldom as was promised', async () => {
    const isNamed = (mean: number) => passing(100, async (seed) => (await found(mean, seed)).length > 0);
    const named = [await isNamed(3), await isNamed(15)];
    expect(named[0]! + named[1]!).toBeLessThanOrEqual(other.counts ? 4 : 8);
  });

  test.each([0.2, 0.9, 1.3, 4])('a shift of everything to × %f is uniform: no cause', async (shift) => {
    expect(await passing(50, async (seed) => (await found(10, seed, { shift })).length > 0)).toBeLessThanOrEqual(2);
    const exact = figures(kind, sizes, 10, 1).map(
      ({ keys, before }): Row => ({ keys, before, after: [before[0] * shift, before[1]] }),
    );
    expect(await placesIn(exact, sizes, other)).toEqual([]);
  });
});

describe('what must not matter', () => {
  const plants: Story['plants'] = [
    { place: { 0: 2 }, factor: 1.4 },
    { place: { 1: 3, 2: 0 }, factor: 0.4 },
  ];
  const cases = kinds.flatMap((kind) => seeds(5).map((seed) => ({ kind, rows: figures(kind, sizes, 15, seed, { plants }) })));
  const places = (rows: readonly Row[], kind: Kind, other = {}) => placesIn(rows, sizes, { ...optionsOf(kind), ...other });

  test('the order of dimensions', async () => {
    const order = [2, 0, 3, 1];
    let found = 0;
    for (const { kind, rows } of cases) {
      const turned = rows.map((row) => ({ ...row, keys: order.map((dimension) => row.keys[dimension]!) }));
      const there = await placesIn(
        turned,
        order.map((dimension) => sizes[dimension]!),
        optionsOf(kind),
      );
      const back = there.map((place) =>
        Object.fromEntries(Object.entries(place).map(([at, value]) => [order[Number(at)]!, value])),
      );
      expect(back).toEqual(await places(rows, kind));
      found += back.length;
    }
    expect(found).toBeGreaterThan(cases.length);
  });

  test('the order of rows, and a combination in several rows', async () => {
    const random = randomOf(5);
    for (const { kind, rows } of cases) {
      const shuffled = rows.map((row) => ({ row, at: random() })).sort((a, b) => a.at - b.at);
      const split = shuffled.flatMap(({ row }): Row[] => {
        const of = ([n, d]: readonly [number, number], share: number) => [Math.floor(n * share), Math.floor(d * share)] as const;
        const [before, after] = [of(row.before, random()), of(row.after, random())];
        const rest = (whole: Row['before'], part: Row['before']) => [whole[0] - part[0], whole[1] - part[1]] as const;
        return [
          { keys: row.keys, before, after },
          { keys: row.keys, before: rest(row.before, before), after: rest(row.after, after) },
        ];
      });
      expect(
        await places(
          shuffled.map(({ row }) => row),
          kind,
        ),
      ).toEqual(await places(rows, kind));
      expect(await places(split, kind)).toEqual(await places(rows, kind));
    }
  });

  test('the unit of an amount, and of a base', async () => {
    for (const { kind, rows } of cases) {
      const amount = kind === 'amounts' || kind === 'ratios of amounts' ? 1000 : 1;
      const in1000 = ([n, d]: Row['before']) => [n * amount, d * 1000] as const;
      const other = rows.map(({ keys, before, after }): Row => ({ keys, before: in1000(before), after: in1000(after) }));
      expect(await places(other, kind)).toEqual(await places(rows, kind));
    }
  });
});

describe('limits', () => {
  const rows = figures('counts', sizes, 60, 3, { plants: [{ place: { 1: 4, 2: 3, 3: 2 }, factor: 0.4 }] });

  test('depth: no cause has more dimensions, and dimensions that may not stand side by side do not', async () => {
    expect(await placesIn(rows, sizes)).toEqual([{ 1: 4, 2: 3, 3: 2 }]);
    for (const depth of [1, 2])
      for (const place of await placesIn(rows, sizes, { depth })) expect(Object.keys(place).length).toBeLessThanOrEqual(depth);
    const apart = await placesIn(rows, sizes, { mayCombine: (a, b) => Math.min(a, b) !== 1 || Math.max(a, b) !== 2 });
    expect(apart.filter((place) => 1 in place && 2 in place)).toEqual([]);
  });

  test('top and support', async () => {
    const many = figures('counts', sizes, 30, 3, {
      plants: [0, 3, 6].map((value) => ({ place: { 0: value, 1: value / 3 }, factor: 3 })),
    });
    expect(await placesIn(many, sizes)).toHaveLength(3);
    expect(await placesIn(many, sizes, { top: 1 })).toEqual((await placesIn(many, sizes)).slice(0, 1));
    // The planted cell is 1/60 of the whole or so; what holds it may still be named.
    expect(await placesIn(rows, sizes, { support: 0.05 })).not.toContainEqual({ 1: 4, 2: 3, 3: 2 });
  });

  test('values that are too rare go together, and are no place to name', async () => {
    const hidden = figures('counts', sizes, 30, 3, { plants: [{ place: { 0: 6 }, factor: 2 }] });
    expect(await placesIn(hidden, sizes)).toEqual([{ 0: 6 }]);
    expect((await placesIn(hidden, [6, 5, 4, 3])).filter((place) => place[0] === 6)).toEqual([]);
  });

  test('nothing there, nothing found', async () => {
    expect(await placesIn([], sizes)).toEqual([]);
    const empty = figures('counts', sizes, 3, 1).map((row): Row => ({ ...row, before: [0, 0], after: [0, 0] }));
    expect(await placesIn(empty, sizes)).toEqual([]);
    expect(await placesIn(empty, sizes, { isRatio: true })).toEqual([]);
  });
});
