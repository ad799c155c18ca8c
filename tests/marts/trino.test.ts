// Costs three minutes of processor time where there is a Trino, nearly all of it there: every mart of seven months is made, a hundred statements a month.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqlDirectory } from '../../src/config.js';
import { type Attached, attachWarehouse } from '../../src/contract/read/attach.js';
import { bigintAsText } from '../../src/lib/bigint.js';
import { buildGeneration } from '../../src/marts/build.js';
import { checkMonth, Findings } from '../../src/marts/checks.js';
import { FileStore } from '../../src/marts/file-store.js';
import { loadMarts } from '../../src/marts/mart.js';
import type { MartStore } from '../../src/marts/mart-store.js';
import { MonthBuilder } from '../../src/marts/month-builder.js';
import { factsOf } from '../../src/marts/months.js';
import { planBuild } from '../../src/marts/plan.js';
import { TableStore } from '../../src/marts/table-store.js';
import { type Builder, openBuilder, portable } from '../../src/warehouse/duckdb.js';
import type { Row } from '../../src/warehouse/engine.js';
import { generationDir } from '../../src/warehouse/generations.js';
import { trinoCatalog, trinoSchema, trinoTable, trinoUrl } from '../support/trino.js';
import { contract, fewRollups, makeWarehouse, newFolder, optionsFor } from './support.js';

/** Few numbers leave, and the warning is to have a model all the same. */
const catalogue = (() => {
  const few = fewRollups();
  return { ...few, warning: { ...few.warning, least: { months: 2, losses: 3 } } };
})();
const plan = planBuild(loadMarts(join(sqlDirectory, 'marts')), contract, catalogue);

describe.skipIf(trinoUrl === undefined)('a generation on Trino', () => {
  const folder = newFolder();
  let catalog: Awaited<ReturnType<typeof trinoCatalog>>;
  let attached: Attached;
  let files: FileStore;
  let tables: TableStore;
  const open: Builder[] = [];

  beforeAll(async () => {
    const warehouse = await makeWarehouse(join(folder, 'demo'), 500, 7);
    const { id } = await buildGeneration(optionsFor(folder, warehouse, { catalogue }));
    const duckdb = portable(await openBuilder());
    open.push(duckdb);
    attached = await attachWarehouse(duckdb, contract, { dir: warehouse });
    files = new FileStore(duckdb, generationDir(folder, id));
    catalog = await trinoCatalog(folder);
    const base = await trinoSchema(catalog.name, 'base');
    const making = await trinoSchema(catalog.name, 'making');
    open.push(base, making, await trinoSchema(catalog.name, 'kept'));
    for (const mart of contract.marts.keys())
      await trinoTable(base, mart, join(folder, 'base', mart), { from: duckdb, relation: `base.${mart}` });
    tables = new TableStore(making, 'kept');
  }, 300_000);
  afterAll(async () => {
    for (const builder of open) await builder.close();
    await catalog?.drop();
    rmSync(folder, { recursive: true });
  });

  const contentOf = async (store: MartStore, mart: string, month: string) => {
    const relation = store.rows(mart, [month]);
    const types = new Map((await store.columns(relation)).map(({ name, type }) => [name, type]));
    return { types, rows: await store.builder.query(`SELECT * FROM ${relation}`) };
  };

  /** Where a mart's month is another on Trino, by column: types, and the first of the values that differ when both have their rows in order. */
  async function differences(mart: string, month: string): Promise<readonly string[]> {
    const [expected, found] = await Promise.all([contentOf(files, mart, month), contentOf(tables, mart, month)]);
    const columns = [...expected.types.keys()];
    const cells = (rows: readonly Row[]) =>
      rows
        .map((row) => columns.map((name) => JSON.stringify(row[name], bigintAsText) ?? 'nothing'))
        .sort((one, other) => (one.join() < other.join() ? -1 : 1));
    const [ours, theirs] = [cells(expected.rows), cells(found.rows)];
    return [
      ...[...new Set([...columns, ...found.types.keys()])].filter((name) => expected.types.get(name) !== found.types.get(name)),
      ...(ours.length === theirs.length ? [] : [`${ours.length} rows, not ${theirs.length}`]),
      ...columns.flatMap((name, at) => {
        const row = ours.findIndex((own, index) => own[at] !== theirs[index]?.[at]);
        return row < 0 ? [] : [`${name}: ${ours[row]![at]}, not ${theirs[row]?.[at]}`];
      }),
    ];
  }

  test('every mart of every month is made there from nothing, and has the rows that DuckDB has', async () => {
    const lane = new MonthBuilder(tables, plan);
    const findings = new Findings();
    await lane.prepare();
    for (const month of attached.months) {
      const facts = factsOf(month, attached);
      await lane.state(facts);
      await lane.rest(facts);
      await checkMonth(lane.builder, facts, plan.trees, findings);
      for (const mart of plan.graph.monthFiles) expect(await differences(mart, month), `${mart} of ${month}`).toEqual([]);
    }
    expect(findings.checks().filter(({ ok }) => !ok)).toEqual([]);
    for (const month of attached.months) {
      await lane.everyBuild(factsOf(month, attached));
      for (const { name } of plan.graph.everyBuild) expect(await differences(name, month), `${name} of ${month}`).toEqual([]);
    }
    const newest = [attached.months.at(-1)!];
    for (const mart of ['warning_model', 'cohort_state', 'lead_state', 'retention_curve'])
      expect((await tables.builder.query(`SELECT count(*) AS n FROM ${tables.rows(mart, newest)}`))[0]!.n).toBeGreaterThan(0);
  }, 1_200_000);
});
