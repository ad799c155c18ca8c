import type { WarehouseEngine } from './engine.js';
import type { Statement } from './statement.js';

export interface Engines {
  /** In this process: what is small, and what must be quick. */
  readonly near: WarehouseEngine;
  /** The cluster that holds the large marts. */
  readonly far: WarehouseEngine;
  /** Is a statement the cluster's? No statement is both's. */
  readonly isFar: (statement: Statement) => boolean;
}

/** Two engines as one: each statement goes to the one that it is for. */
export function routed({ near, far, isFar }: Engines): WarehouseEngine {
  const of = (statement: Statement) => (isFar(statement) ? far : near);
  return {
    run: (statement, options) => of(statement).run(statement, options),
    stream: (statement, options) => of(statement).stream(statement, options),
    export: (statement, target, options) => of(statement).export(statement, target, options),
    describe: (statement) => of(statement).describe(statement),
    spell: (statement) => of(statement).spell(statement),
    load() {
      const [here, there] = [near.load(), far.load()];
      const both = Object.entries(here).map(([lane, { running, waiting }]) => {
        const more = there[lane as keyof typeof there];
        return [lane, { running: running + more.running, waiting: waiting + more.waiting }];
      });
      return Object.fromEntries(both) as ReturnType<WarehouseEngine['load']>;
    },
    close: async () => void (await Promise.all([near.close(), far.close()])),
  };
}
