import { rmSync } from 'node:fs';
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
import { statement } from '../../../src/warehouse/statement.js';
import { contract, derived, fewRollups, makeWarehouse, newFolder, optionsFor } from '../../marts/support.js';

/** A demo operator of its own, large or long enough for a story to be told. */
export interface Demo {
  /** A new request's. */
  context(): RequestContext;
  readonly months: readonly string[];
  /** All that was tested in the month, signals first. */
  tested(month: string): Promise<readonly SignalAnswer[]>;
  /** As asked by default. */
  signals(month: string): Promise<readonly SignalAnswer[]>;
  /** Hand-written SQL on the generation's marts. */
  sql(text: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

export async function openDemo(numbers: number, months: number, rollups = ['whole', 'city_market'], seed = 7): Promise<Demo> {
  const home = newFolder();
  const catalogue = fewRollups(rollups);
  const warehouse = await makeWarehouse(`${home}/warehouse`, numbers, months, '2026-10', seed);
  const { id } = await buildGeneration(optionsFor(home, warehouse, { catalogue }));
  const definitions = { catalogue, contract, derived };
  const secret = loadSecret({ home, secret: null });
  const serving = await openServing({ home, id, ...definitions, secret, memoryLimit: '1GB', timeZone: chinaTime });
  const log = pino({ level: 'silent' }) as never;
  const context = () => createContext({ serving, definitions, viewer: developer, requestId: 'test', log });
  return {
    context,
    months: serving.facts.months,
    tested: (month) => answerSignals({ month, first: 5000, noise: true }, context()),
    signals: (month) => answerSignals({ month, first: 20, noise: false }, context()),
    sql: (text) => serving.engine.run(statement('check', text)),
    close: async () => {
      await serving.engine.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** "COMPLAINTS", or of a part "COMPLAINTS CITY BAIXI". */
export const nameOf = ({ measure, cut: { term } }: SignalAnswer): string =>
  term ? `${measure.code} ${term.dimension.code} ${term.code}` : measure.code;

export const signalsOf = (tests: readonly SignalAnswer[]): readonly string[] =>
  tests.filter(({ verdict }) => verdict === 'SIGNAL').map(nameOf);
