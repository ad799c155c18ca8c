import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { type HeldOutArm, retentionEffectsOf } from '../../src/decisions/retention-effects.js';
import { loadDefinitions } from '../../src/serving/definitions.js';

const { catalogue } = loadDefinitions(loadConfig({ MARTLET_HOME: '/nowhere' }, {}));
const offer = catalogue.offers.get('CARE_CALL')!;
const { effect, horizon } = offer.retention!;

const counts = (numbers: number, lost: number, accepted: number, household = 1) => ({
  ...{ numbers, units: numbers / household, squares: numbers * household },
  ...{ lost, accepted },
});
/** Both arms of a list with the offer. */
const list = (
  id: string,
  treated: ReturnType<typeof counts>,
  control: ReturnType<typeof counts>,
  said: Partial<HeldOutArm> = {},
) => {
  const share = control.units / (treated.units + control.units);
  const of = { list: id, offer: 'CARE_CALL', horizon, share, ...said };
  return [
    { ...of, treated: true, ...treated },
    { ...of, treated: false, ...control },
  ];
};
const told = (...arms: readonly (readonly HeldOutArm[])[]) => retentionEffectsOf(catalogue, arms.flat()).get('CARE_CALL')!;
const bySelf = { share: effect, from: 'OFFER' };

test('without hold-outs it is the offer’s own; only retention offers have one', () => {
  const effects = retentionEffectsOf(catalogue, []);
  const own = [...catalogue.offers.values()].filter(({ retention }) => retention !== null);
  expect([...effects]).toEqual(own.map(({ code, retention }) => [code, { share: retention!.effect, from: 'OFFER' }]));
  expect(own.length).toBeGreaterThan(2);
});

test('by hand: 15 % of 1,000 kept out left, 10 % of 1,000 treated, half of whom ordered', () => {
  const found = told(list('a', counts(1000, 100, 500), counts(1000, 150, 0)));
  expect(found.from).toBe('HOLD_OUT');
  // 5 points of 15 are prevented by half of them: 0.05 ÷ (0.15 × 0.5)
  expect(found.share).toBeCloseTo(2 / 3, 12);
});

test('who was kept out and ordered elsewhere is taken off', () => {
  const found = told(list('a', counts(1000, 100, 500), counts(1000, 150, 100)));
  expect(found.share).toBeCloseTo(0.05 / (0.15 * 0.4), 12);
});

test('two lists of other shares are pooled list by list', () => {
  const found = told(list('a', counts(900, 45, 450), counts(100, 10, 0)), list('b', counts(500, 100, 250), counts(500, 150, 0)));
  const [first, second] = [(900 * 100) / 1000, (500 * 500) / 1000];
  const difference = (first * (0.1 - 0.05) + second * (0.3 - 0.2)) / (first + second);
  const rate = (first * 0.1 + second * 0.3) / (first + second);
  expect(found.share).toBeCloseTo(difference / (rate * 0.5), 12);
});

test('an offer that prevents nothing is found out by many, and one that does harm keeps nobody', () => {
  const nothing = told(list('a', counts(20_000, 3000, 10_000), counts(20_000, 3000, 0)));
  expect(nothing).toEqual({ share: 0, from: 'HOLD_OUT' });
  expect(told(list('a', counts(1000, 250, 500), counts(1000, 150, 0)))).toEqual({ share: 0, from: 'HOLD_OUT' });
});

test('more than all is not prevented', () => {
  expect(told(list('a', counts(1000, 50, 300), counts(1000, 150, 0)))).toEqual({ share: 1, from: 'HOLD_OUT' });
});

test.each<[string, readonly (readonly HeldOutArm[])[]]>([
  ['the interval holds 0 and what the file says', [list('a', counts(300, 41, 150), counts(300, 45, 0))]],
  ['too few were drawn', [list('a', counts(1000, 0, 500), counts(90, 30, 0))]],
  ['too few of who was kept out left', [list('a', counts(5000, 0, 2500), counts(5000, 9, 0))]],
  ['nobody ordered more for it', [list('a', counts(1000, 50, 100), counts(1000, 150, 100))]],
  ['the arms are not as drawn', [list('a', counts(1000, 50, 500), counts(1000, 150, 0), { share: 0.3 })]],
  ['there is no other arm', [list('a', counts(1000, 50, 500), counts(1000, 150, 0)).slice(0, 1)]],
  ['it is of another horizon', [list('a', counts(1000, 100, 500), counts(1000, 150, 0), { horizon: 4 - horizon })]],
  ['it is of another offer', [list('a', counts(1000, 100, 500), counts(1000, 150, 0), { offer: 'RETURN_SIM' })]],
  ['households act as one, and there are few of them', [list('a', counts(1000, 100, 500, 5), counts(1000, 125, 0, 5))]],
])('the offer’s file holds where %s', (_, arms) => {
  expect(told(...arms)).toEqual(bySelf);
});
