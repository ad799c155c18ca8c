// About 20 s: the changed thresholds are built, as only a build shows what they do.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../../src/config.js';
import { createMartlet } from '../../../src/martlet.js';
import { openBuilder } from '../../../src/warehouse/duckdb.js';
import { generationDir } from '../../../src/warehouse/generations.js';
import { anySize, ownHome } from '../../support/demo.js';
import { type Data, type Gateway, openGateway } from '../../support/gateway.js';
import { done } from '../lists/support.js';
import { overlay, shippedFile } from './support.js';

const values = {
  dual_drop: 0.05,
  secondary_drop: 0.2,
  secondary_min_minutes: 5,
  secondary_min_gb: 0.1,
  value_drop: 0.02,
  decline_min_months: 3,
  light_revenue: 60,
  voice_lean: 0.3,
  data_lean: 0.4,
  youth_to: 35,
  senior_from: 50,
  new_months: 1,
  growth_months: 12,
  win_back_months: 1,
};

let gateway: Gateway;
/** Of the same base marts, with the thresholds changed and built. */
let changed: { readonly home: string; readonly id: string };
beforeAll(async () => {
  const own = await ownHome(anySize);
  const { thresholds } = shippedFile('thresholds.yaml');
  const said = Object.entries(values).map(([code, value]) => [code, { ...thresholds[code], value }]);
  const { home } = await ownHome(anySize);
  const dir = overlay({ 'thresholds.yaml': { thresholds: Object.fromEntries(said) } });
  const martlet = createMartlet(loadConfig({ MARTLET_HOME: home, MARTLET_CATALOGUE: dir, MARTLET_WAREHOUSE: own.warehouse }, {}));
  changed = { home, id: (await martlet.build({ force: true })).id };
  gateway = await openGateway(own.home);
});
afterAll(() => gateway.close());

const query = `query ($input: SimulationInput!) { simulate(input: $input) { numbers before { cost } offers { won }
  moves { count slice from { node } to { node } } } }`;

test.each([1, 2, 4])(
  'other thresholds of the life cycle move just whom a build with them moves, to %i levels',
  async (levels) => {
    const thresholds = Object.entries(values).map(([code, value]) => ({ code, value }));
    const told = await done(gateway, query, { input: { change: { thresholds }, levels } });
    const { manifest } = gateway.serving;
    const month = manifest.months.at(-1);
    const of = (home: string, id: string) =>
      `read_parquet('${join(generationDir(home, id), 'number_state', `month=${month}`)}/*.parquet')`;
    const down = (column: string) => `array_to_string(string_split(${column}, '.')[1:${levels}], '.')`;
    const builder = await openBuilder();
    const rows =
      await builder.query(`select ${down('b.lifecycle')} as before, ${down('a.lifecycle')} as after, count(*) as numbers
    from ${of(gateway.home, manifest.id)} b join ${of(changed.home, changed.id)} a using (number_id) group by all`);
    await builder.close();
    const real = Object.fromEntries(
      rows.map(({ before, after, numbers }) => [`LIFECYCLE.${before} → LIFECYCLE.${after}`, Number(numbers)]),
    );
    expect(Object.fromEntries(told.moves.map(({ from, to, count }: Data) => [`${from.node} → ${to.node}`, count]))).toEqual(real);
    const moved = told.moves.filter(({ from, to }: Data) => from.node !== to.node);
    expect(moved.length).toBeGreaterThan(3);
    expect([told.before, told.offers]).toEqual([null, []]);
    for (const { slice, count } of moved.slice(0, 5)) {
      const { data } = await gateway.ask('query ($slice: Slice) { numbers(slice: $slice) { totalCount } }', { slice });
      expect(data.numbers.totalCount).toBe(count);
    }
  },
);
