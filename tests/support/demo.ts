import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { builder, kept } from './kept.js';

export interface DemoSize {
  readonly numbers: number;
  readonly months: number;
  readonly seed: number;
}

/** Large enough that every measure, segment and story has rows. A build costs by the month: who needs only some generation takes `anySize`. */
export const size: DemoSize = { numbers: 6000, months: 15, seed: 7 };
export const anySize: DemoSize = { numbers: 1000, months: 4, seed: 7 };

/** A demo operator's base marts and MARTLET_HOME with one generation of it; for reading only. */
export interface Demo {
  readonly home: string;
  readonly warehouse: string;
  /** Of the generation. */
  readonly id: string;
}

/** The demo operator of a size, made when it is first asked for. */
export async function demo({ numbers, months, seed }: DemoSize = size): Promise<Demo> {
  const named = `demo-${numbers}x${months}-${seed}`;
  const home = await kept(named, builder(), async (folder) => {
    const settings = { MARTLET_DEMO_NUMBERS: `${numbers}`, MARTLET_DEMO_MONTHS: `${months}`, MARTLET_DEMO_SEED: `${seed}` };
    await createMartlet(loadConfig({ MARTLET_HOME: folder, ...settings }, {})).build();
  });
  return { home, warehouse: join(home, named), id: readFileSync(join(home, 'generations/CURRENT'), 'utf8').trim() };
}

/** A home of the caller's own over the same generation, to write into: ledger, lists, exports. It is gone after the run. */
export async function ownHome(of: DemoSize = size): Promise<Demo> {
  const made = await demo(of);
  const home = mkdtempSync(join(inject('scratch'), 'home-'));
  for (const name of ['generations', 'secret.key'])
    cpSync(join(made.home, name), join(home, name), { recursive: true, preserveTimestamps: true });
  return { ...made, home };
}
