import { pino } from 'pino';
import type { RequestContext } from '../../../src/faces/context.js';
import { createContext } from '../../../src/faces/context.js';
import { answerSignals, type SignalAnswer } from '../../../src/indicators/signals/signals.js';
import { chinaTime } from '../../../src/lib/time-zone.js';
import { buildGeneration } from '../../../src/marts/build.js';
import { loadSecret } from '../../../src/security/secret.js';
import { developer } from '../../../src/security/viewer.js';
import { openServing } from '../../../src/serving/serving.js';
import type { Row } from '../../../src/warehouse/engine.js';
import { currentGeneration } from '../../../src/warehouse/generations.js';
import { statement } from '../../../src/warehouse/statement.js';
import { contract, derived, fewRollups, makeWarehouse, optionsFor } from '../../marts/support.js';
import { builder, kept } from '../../support/kept.js';

/** A demo operator of its own, large or long enough for a story to be told. */
export interface Demo {
  /** A new request's. */
  context(): RequestContext;
  readonly months: readonly string[];
  /** All that was tested in the month, signals first. */
  tested(month: string): Promise<readonly SignalAnswer[]>;
  /** All gaps that were tested in the month, those that stand first. */
  standing(month: string): Promise<readonly SignalAnswer[]>;
  /** As asked by default. */
  signals(month: string): Promise<readonly SignalAnswer[]>;
  /** Hand-written SQL on the generation's marts. */
  sql(text: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** The operator that `npm start` builds, for all tests that ask whether its stories are found. */
export const openStories = (): Promise<Demo> => openDemo(100_000, 15, ['whole', 'place', 'city_market', 'channel'], 1);

export async function openDemo(numbers: number, months: number, rollups = ['whole', 'city_market'], seed = 7): Promise<Demo> {
  const catalogue = fewRollups(rollups);
  const named = `operator-${numbers}x${months}-${seed}-${rollups.join('-')}`;
  const home = await kept(named, builder(), async (folder) => {
    const warehouse = await makeWarehouse(`${folder}/warehouse`, numbers, months, '2026-10', seed);
    await buildGeneration(optionsFor(folder, warehouse, { catalogue }));
  });
  const id = (await currentGeneration(home))!;
  const definitions = { catalogue, contract, derived, suppose: () => catalogue };
  const secret = loadSecret({ home, secret: null });
  const serving = await openServing({ home, id, ...definitions, secret, memoryLimit: '1GB', timeZone: chinaTime });
  const log = pino({ level: 'silent' }) as never;
  const context = () => createContext({ serving, definitions, viewer: developer, requestId: 'test', log });
  return {
    context,
    months: serving.coverage.months,
    tested: (month) => answerSignals({ month, kind: 'CHANGE', first: 5000, noise: true }, context()),
    standing: (month) => answerSignals({ month, kind: 'STANDING', first: 5000, noise: true }, context()),
    signals: (month) => answerSignals({ month, first: 20, noise: false }, context()),
    sql: (text) => serving.engine.run(statement('check', text)),
    close: () => serving.close(),
  };
}

/** "COMPLAINTS", or of a part "COMPLAINTS CITY BAIXI". */
export const nameOf = ({ measure, cut: { terms } }: SignalAnswer): string =>
  [measure.code, ...terms.map(({ dimension, code }) => `${dimension.code} ${code}`)].join(' ');

export const signalsOf = (tests: readonly SignalAnswer[]): readonly string[] =>
  tests.filter(({ verdict }) => verdict === 'SIGNAL').map(nameOf);
