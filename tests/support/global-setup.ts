import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** MARTLET_HOME with the small demo operator and one generation of it; for reading only. */
    home: string;
    /** The demo operator's base marts. */
    warehouse: string;
  }
}

export const size = { numbers: 6000, months: 15, seed: 7 } as const;

/** Builds a small demo operator once for the whole run. */
export default async function setup(project: TestProject): Promise<() => void> {
  const home = mkdtempSync(join(tmpdir(), 'martlet-test-'));
  const config = loadConfig(
    {
      MARTLET_HOME: home,
      MARTLET_DEMO_NUMBERS: String(size.numbers),
      MARTLET_DEMO_MONTHS: String(size.months),
      MARTLET_DEMO_SEED: String(size.seed),
    },
    {},
  );
  const martlet = createMartlet(config);
  const warehouse = await martlet.demo();
  await martlet.build();
  project.provide('home', home);
  project.provide('warehouse', warehouse);
  return () => rmSync(home, { recursive: true, force: true });
}
