import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../../src/faces/context.js';
import { answerSignals, type SignalArguments } from '../../../src/indicators/signals/signals.js';
import type { Waiter } from '../../../src/lib/in-flight.js';
import { inCities } from '../../../src/security/rows.js';
import { developer, type Viewer } from '../../../src/security/viewer.js';
import { keptFigures } from '../../../src/serving/kept-figures.js';
import { type Gateway, openGateway } from '../../support/gateway.js';

// More than 5 s: signals of seven viewers, each worked out twice.

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const all: SignalArguments = { first: 200, noise: true };

/** Asks a gateway that keeps so many bytes of answers. */
function keeping(bytes: number) {
  const serving = { ...gateway.serving, figures: keptFigures(bytes) };
  return async (viewer: Viewer, args: SignalArguments = all, waiter: Waiter = {}) => {
    const { definitions } = gateway.martlet;
    const context = createContext({ serving, definitions, viewer, requestId: 'x', log: pino({ level: 'silent' }), ...waiter });
    const signals = await answerSignals(args, context);
    return {
      signals: signals.map(({ request: _, measure, cut, ...told }) => ({ ...told, measure: measure.code, terms: cut.terms })),
      route: context.route,
    };
  };
}

test('signals are worked out once for who has the same rights, and anew for a filter', async () => {
  const ask = keeping(1e8);
  const first = await ask(developer);
  expect(first.route.length).toBeGreaterThan(1);
  const again = await ask({ ...developer, subject: 'somebody else' });
  expect(again.signals).toEqual(first.signals);
  expect(again.route).toEqual([
    {
      statement: 'signals 2026-10 of both kinds, 200, noise too',
      source: 'kept answer',
      rollupMissReason: null,
      ms: 0,
      kept: true,
    },
  ]);
  const filtered = { ...all, where: { city: { eq: 'HAILAN' } } };
  for (let time = 0; time < 2; time++)
    expect((await ask(developer, filtered)).route.map(({ source }) => source)).not.toContain('kept answer');
  for (const other of [{ month: '2026-09' }, { kind: 'CHANGE' as const }, { first: 3 }, { noise: false }])
    expect((await ask(developer, { ...all, ...other })).route.map(({ source }) => source)).not.toContain('kept answer');
});

test('what is asked at the same time is worked out once, and goes on when who asked first hangs up', async () => {
  const ask = keeping(1e8);
  const gone = new AbortController();
  const args = { ...all, first: 5 };
  const first = ask(developer, args, { signal: gone.signal });
  const others = Promise.all([ask(developer, args), ask({ ...developer, subject: 'somebody else' }, args)]);
  const inHailan = ask({ ...developer, rows: inCities(['HAILAN']) }, args);
  // It has begun by then: what a slice says is read first.
  await new Promise((resolve) => setImmediate(resolve));
  gone.abort(new Error('hung up'));
  await expect(first).rejects.toThrow('hung up');
  const [one, other] = await others;
  expect(one.signals).toHaveLength(5);
  expect(other.signals).toEqual(one.signals);
  for (const { route } of [one, other]) expect(route.map(({ source }) => source)).toEqual(['kept answer']);
  expect((await inHailan).route.length).toBeGreaterThan(1);
});

test('nobody is told what was worked out for other rights', async () => {
  const [kept, anew] = [keeping(1e8), keeping(0)];
  const viewers: readonly Viewer[] = [
    developer,
    { ...developer, rows: inCities(['HAILAN']) },
    { ...developer, rows: inCities(['JINTAN']) },
    { ...developer, rows: [] },
    { ...developer, tiers: [1], minimumGroup: 11, rows: inCities(['HAILAN']) },
    { ...developer, marts: { granted: null, denied: ['contact'] } },
  ];
  for (const viewer of viewers) expect((await kept(viewer)).signals).toEqual((await anew(viewer)).signals);
  await expect(kept({ ...developer, tiers: [2] })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
