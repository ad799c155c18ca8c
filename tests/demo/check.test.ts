import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkWarehouse } from '../../src/contract/check/check.js';
import { loadDefinitions } from '../../src/serving/definitions.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { type DemoAtHand, openDemoAtHand } from './support.js';

let demo: DemoAtHand;
beforeAll(async () => {
  demo = await openDemoAtHand();
});
afterAll(() => demo?.remove());

it('check finds nothing wrong and nothing strange in fifteen months of the demo operator, whatever its stories', async () => {
  const { contract, catalogue } = loadDefinitions({ sql: 'sql', catalogues: ['sql/catalogue'] });
  const options = { measures: [...catalogue.measures.keys()], thresholds: catalogue.thresholds };
  const builder = await openBuilder();
  try {
    const { problems, months } = await checkWarehouse(builder, contract, { dir: demo.dir }, options);
    expect(months).toHaveLength(15);
    expect(problems).toEqual([]);
  } finally {
    await builder.close();
  }
});
