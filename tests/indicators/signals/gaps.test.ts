import { expect, test } from 'vitest';
import { partsOf } from '../../../src/catalogue/parts-of.js';
import { absent } from '../../../src/figures/figure.js';
import { everything } from '../../../src/figures/question.js';
import type { IndicatorRequest } from '../../../src/indicators/indicator-request.js';
import type { Cut } from '../../../src/indicators/signals/cuts.js';
import { type Gap, gapsOf, remainder } from '../../../src/indicators/signals/gaps.js';
import { monthPlace } from '../../../src/indicators/signals/month-place.js';
import { judgeSignals } from '../../../src/indicators/signals/verdict.js';
import { monthsUpTo } from '../../../src/lib/months.js';
import { developer } from '../../../src/security/viewer.js';
import { overlaid } from '../../catalogue/support.js';

// An operator made by hand: its parts differ, its year has seasons, and each figure scatters by 2 %; nothing else happens in it.
const catalogue = overlaid();
const months = monthsUpTo('2026-10', 25);
const measures = [...catalogue.measures.values()];
const cities = Array.from({ length: 14 }, (_, index) => `CITY_${index}`);

function* uniform(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 4294967296;
  }
}

/** `story`: what a city's part is multiplied by in a month. */
async function gapsIn(
  seed: number,
  story: (city: string, month: string, part: string) => number = () => 1,
): Promise<readonly Gap[]> {
  const draw = uniform(seed);
  const random = () => draw.next().value;
  const parts = [...new Set(measures.flatMap(partsOf))];
  const season = new Map(months.map((month) => [month, 1 + 0.15 * Math.sin((Number(month.slice(5)) / 6) * Math.PI)]));
  const sizes = new Map(cities.map((city) => [city, 20_000 + 80_000 * random()]));
  const levels = new Map(cities.flatMap((city) => parts.map((part) => [`${city} ${part}`, 0.5 + random()] as const)));
  const dimension = catalogue.dimensions.get('CITY')!;
  const cityCuts = cities.map((city): Cut => {
    const sums = months.map((month) => {
      const own = parts.map((part) => {
        const scatter = 1 + 0.02 * (random() + random() + random() + random() - 2) * Math.sqrt(3);
        const value = sizes.get(city)! * levels.get(`${city} ${part}`)! * season.get(month)! * scatter * story(city, month, part);
        return [part, BigInt(Math.round(value)) * 1_000_000n] as const;
      });
      return [month, Object.fromEntries(own)] as const;
    });
    return { terms: [{ dimension, code: city }], sums: new Map(sums) };
  });
  const whole = new Map(
    months.map((month) => [
      month,
      Object.fromEntries(
        parts.map((part) => [part, cityCuts.reduce((sum, cut) => sum + Number(cut.sums.get(month)![part]!), 0)]),
      ),
    ]),
  );
  const cuts: readonly Cut[] = [{ terms: [], sums: whole }, ...cityCuts];
  const coverage = { months, empty: new Map(), provided: { has: () => true } as unknown as ReadonlySet<string> };
  const request = {
    month: '2026-10',
    scope: everything,
    context: { catalogue, coverage, columns: new Map(), viewer: developer },
  } as unknown as IndicatorRequest;
  const input = {
    cuts,
    places: months.map(monthPlace),
    planned: () => () => absent('NO_TARGET'),
    othersOf: (part: Cut) => remainder(cuts[0]!, part),
  };
  const all = (await Promise.all(measures.map((measure) => gapsOf(measure, request, input)))).flat();
  const { falseDiscoveryRate, standing } = catalogue.signals;
  const judged = judgeSignals(all, { falseDiscoveryRate, materiality: standing.materiality });
  expect(all.length).toBeGreaterThan(300);
  return judged.filter(({ verdict }) => verdict === 'SIGNAL');
}

test('where nothing happens nearly no gap stands: of five operators with some four hundred tests each', async () => {
  const found = (await Promise.all([1, 2, 3, 4, 5].map((seed) => gapsIn(seed)))).map(({ length }) => length);
  expect(found.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2);
});

test('a city that uses a fifth less for five months stands, with its age, and alone; it closes when that is over', async () => {
  const lost = (until: string) => (city: string, month: string, part: string) =>
    city === 'CITY_3' && month >= '2026-06' && month <= until && part === 'data_volume' ? 0.8 : 1;
  const open = await gapsIn(6, lost('2026-10'));
  const dou = open.filter(({ measure }) => measure.code === 'DOU');
  expect(dou.map(({ cut, against, monthsOpen }) => [cut.terms[0]?.code, against, monthsOpen])).toEqual([['CITY_3', 'PEERS', 5]]);
  expect((await gapsIn(6, lost('2026-09'))).filter(({ measure }) => measure.code === 'DOU')).toEqual([]);
});
