import { loadConfig } from '../../src/config.js';
import { createMartlet } from '../../src/martlet.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { generationDir } from '../../src/warehouse/generations.js';

/** Where the demo operator of a size lies, and how a gateway is told of it. */
export function settingsOf(numbers: string, months: string) {
  const home = `.bench/${numbers}x${months}`;
  const size = { MARTLET_DEMO_NUMBERS: numbers, MARTLET_DEMO_MONTHS: months, MARTLET_DEMO_SEED: '1' };
  return { home, settings: { MARTLET_HOME: home, ...size } };
}

/** The demo operator of a size, built where it is not there yet: how a gateway is told of it, and numbers of it, always the same. */
export async function operatorOf(numbers: string, months: string) {
  const { home, settings } = settingsOf(numbers, months);
  const id = await createMartlet(loadConfig(settings, {})).ensureGeneration();
  const builder = await openBuilder();
  await builder.execute(`attach '${generationDir(home, id)}/serving.duckdb' as serving (read_only)`);
  const sample = await builder.query(
    'select cast(number_id as varchar) as id, msisdn from serving.number_profile where on_books using sample reservoir(20000 rows) repeatable (7)',
  );
  await builder.close();
  return { settings, sample };
}
