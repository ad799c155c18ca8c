import { rmSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createContext } from '../../src/faces/context.js';
import { dimensionsAtHand, reconcile } from '../../src/numbers/reconcile.js';
import { loadSecret } from '../../src/security/secret.js';
import { developer } from '../../src/security/viewer.js';
import { openServing } from '../../src/serving/serving.js';
import { openBuilder } from '../../src/warehouse/duckdb.js';
import { hashFiles } from '../../src/warehouse/generations/files.js';
import { manifestText, readManifest } from '../../src/warehouse/generations/manifest.js';
import { isOutcome } from '../support/cuts.js';
import { ownHome } from '../support/demo.js';
import { type Data, type Gateway, openGateway } from '../support/gateway.js';
import { fieldsOf, plainRows, whereOf } from '../support/reference.js';
import '../support/seed.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
  const { data, errors } = await gateway.ask(query, variables);
  expect(errors).toEqual([]);
  return data;
};

/** Measures that are a column's sum: a third way to them, row by row in JavaScript. */
const columns: Readonly<Record<string, readonly [board: string, field: string]>> = {
  REVENUE: ['finance', 'revenue'],
  VOICE_REVENUE: ['finance', 'voiceRevenue'],
  DATA_REVENUE: ['finance', 'dataRevenue'],
  DISCOUNT: ['finance', 'discount'],
  COMMISSION: ['finance', 'commission'],
  POINTS_COST: ['finance', 'pointsCost'],
  PROMOTION_COST: ['finance', 'promotionCost'],
  VOICE_MINUTES: ['network', 'voiceMin'],
  DATA_VOLUME: ['network', 'dataGb'],
};

const near = (found: number | null, expected: number | null, what: unknown): void => {
  const close =
    found === null || expected === null
      ? found === expected
      : Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
  expect({ what, found, isSame: close }).toEqual({ what, found: close ? found : expected, isSame: true });
};

/** A figure, and the slice that it came with. */
interface Claim {
  readonly what: string;
  readonly measure: string;
  readonly value: number | null;
  readonly slice: string;
}

/** Redeems slices, some in a document: rows, their count and their sums must all give the figure. */
async function redeem(claims: readonly Claim[]): Promise<number> {
  const { measures } = gateway.martlet.definitions.catalogue;
  for (let from = 0; from < claims.length; from += 5) {
    const some = claims.slice(from, from + 5);
    const fields = some.map(({ measure, slice }, at) => {
      const [board, field] = columns[measure] ?? [];
      const own = board ? `${board} { ${field} }` : '';
      return `n${at}: numbers(slice: "${slice}", first: 10000) { nodes { id: numberId ${own} } totalCount sums(measures: [${measure}]) pageInfo { hasNextPage } }`;
    });
    const data = await ask(`{ ${fields.join(' ')} }`);
    for (const [at, { what, measure, value }] of some.entries()) {
      const { nodes, totalCount, sums, pageInfo } = data[`n${at}`];
      expect([what, pageInfo.hasNextPage, totalCount]).toEqual([what, false, nodes.length]);
      near(sums[0], value, what);
      if (measures.get(measure)!.countsNumbers && value !== null) expect([what, nodes.length]).toEqual([what, value]);
      const [board, field] = columns[measure] ?? [];
      if (board)
        near(
          nodes.reduce((sum: number, node: Data) => sum + node[board][field!], 0),
          value,
          what,
        );
    }
  }
  return claims.length;
}

describe('a slice’s numbers are those that its figure counts', () => {
  test.each(['2026-10', '2026-09', '2026-02'])(
    'every node of every tree in %s × 3 random filters, and its parts',
    async (month) => {
      const known = fieldsOf(gateway, await plainRows(gateway, '2026-10'));
      const filters = [undefined, ...fc.sample(whereOf(known), { numRuns: 3, seed: 20261122 })];
      const { trees } = gateway.martlet.definitions.catalogue;
      let redeemed = 0;
      for (const [index, where] of filters.entries())
        for (const tree of trees.keys()) {
          const drills =
            index === 0
              ? 'drill(by: CITY) { code value slice } more: drill(by: JOIN_CHANNEL_KIND, top: 2) { code value slice }'
              : '';
          const { indicatorTree } = await ask(
            `query ($where: SliceFilter) { indicatorTree(tree: "${tree}", month: "${month}", against: NONE, where: $where) { nodes { code value slice measure { code } } root { measure { code } ${drills} } } }`,
            { where },
          );
          const claims: Claim[] = indicatorTree.nodes.map(({ code, value, slice, measure }: Data) => ({
            what: `${month} ${index} ${code}`,
            measure: measure.code,
            value,
            slice,
          }));
          const { root } = indicatorTree;
          for (const { code, value, slice } of [...(root.drill ?? []), ...(root.more ?? [])])
            claims.push({ what: `${month} ${tree} part ${code}`, measure: root.measure.code, value, slice });
          redeemed += await redeem(claims);
        }
      expect(redeemed).toBeGreaterThan(400);
    },
  );

  test('rows of every report', async () => {
    const { reports } = await ask('{ reports { code } }');
    let redeemed = 0;
    for (const { code } of reports) {
      const { report } = await ask(
        `{ report(code: "${code}", first: 10000) { columns { name measure dimension } rows { cells slice totalOf } } }`,
      );
      const measured = report.columns.flatMap(({ measure }: Data, at: number) => (measure ? [{ measure, at }] : []));
      const rows = report.rows.filter(({ slice }: Data) => slice !== null);
      const step = Math.max(1, Math.floor(rows.length / 25));
      const some = rows.filter((_: unknown, index: number) => index % step === 0).slice(0, 25);
      if (measured.length === 0 || some.length === 0) continue;
      const codes = measured.map(({ measure }: Data) => measure).join(', ');
      const fields = some.map(
        ({ slice }: Data, at: number) => `n${at}: numbers(slice: "${slice}") { totalCount sums(measures: [${codes}]) }`,
      );
      const data = await ask(`{ ${fields.join(' ')} }`);
      for (const [at, { cells, totalOf }] of some.entries()) {
        const { sums } = data[`n${at}`];
        const cut = report.columns.filter(({ name, dimension }: Data) => dimension && !totalOf.includes(name));
        const by = cut.map(({ dimension }: Data) => dimension);
        for (const [index, column] of measured.entries()) {
          const what = `${code} row ${at} ${column.measure}`;
          // None, for what leaving sets cuts it; the slice's numbers are there all the same.
          if (isOutcome(column.measure, by)) expect([what, cells[column.at]]).toEqual([what, null]);
          else near(sums[index], cells[column.at], what);
        }
        redeemed++;
      }
    }
    expect(redeemed).toBeGreaterThan(200);
  });

  test('cells of a migration, and rows of an analysis by any dimensions', async () => {
    const { report } = await ask(
      '{ report(code: "LIFECYCLE_MIGRATION", first: 10000) { columns { name } rows { cells slice totalOf } } }',
    );
    const at = report.columns.findIndex(({ name }: Data) => name === 'numbers');
    const cells = report.rows.filter(({ slice, cells: own }: Data) => slice && typeof own[at] === 'number');
    expect(cells.length).toBeGreaterThan(15);
    for (const { cells: own, slice } of cells)
      expect((await ask(`{ numbers(slice: "${slice}") { totalCount } }`)).numbers.totalCount).toBe(own[at]);
    const { dimensions } = gateway.martlet.definitions.catalogue;
    const usable = [...dimensions.values()].filter(({ grain, facts }) => !grain && facts.length === 0).map(({ code }) => code);
    const fieldOf = (code: string) => code.toLowerCase().replace(/_([a-z0-9])/g, (_, x: string) => x.toUpperCase());
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...usable), { minLength: 1, maxLength: 2 }), fc.nat(), async (by, pick) => {
        const { analysis } = await ask(
          `{ analysis(from: "2026-09", to: "2026-10", grain: MONTH, first: 10000) { rows { ${by.map(fieldOf).join(' ')} leavers arpu closingSubscribers left: slice(measure: LEAVERS) stay: slice(measure: CLOSING_SUBSCRIBERS) slice } } }`,
        );
        const row = analysis.rows[pick % analysis.rows.length];
        const data = await ask(
          `{ left: numbers(slice: "${row.left}") { totalCount } stay: numbers(slice: "${row.stay}") { totalCount } all: numbers(slice: "${row.slice}") { sums(measures: [ARPU, LEAVERS, CLOSING_SUBSCRIBERS]) } }`,
        );
        const isNone = isOutcome('LEAVERS', by);
        if (isNone) expect([by, row.leavers]).toEqual([by, null]);
        const leavers = isNone ? data.left.totalCount : row.leavers;
        expect([by, data.left.totalCount, data.stay.totalCount]).toEqual([by, leavers, row.closingSubscribers]);
        near(data.all.sums[0], row.arpu, by);
        expect(data.all.sums.slice(1)).toEqual([row.leavers, row.closingSubscribers]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('martlet check --reconcile', () => {
  const checksOf = async (serving: Gateway['serving'], months: readonly string[]) => {
    const context = createContext({
      serving,
      definitions: gateway.martlet.definitions,
      viewer: developer,
      requestId: 'test',
      log: { error: () => {} },
    });
    const checks = [];
    for await (const check of reconcile(context, { months, by: dimensionsAtHand(['CITY'], context) })) checks.push(check);
    return checks;
  };

  test('finds nothing on a sound generation', async () => {
    const checks = await checksOf(gateway.serving, ['2026-10', '2025-09']);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks).toHaveLength(gateway.martlet.definitions.catalogue.trees.size * 2);
    expect(checks[0]!.detail).toMatch(/^\d+ figures equal their numbers$/);
  });

  test('names the node whose rollup says something else than its numbers', async () => {
    const { home } = await ownHome();
    try {
      const { id } = gateway.serving.manifest;
      const dir = join(home, 'generations', id);
      const builder = await openBuilder();
      await builder.execute(`attach '${dir}/serving.duckdb' as s`);
      await builder.execute(
        `update s.rollup_whole set numbers = numbers + 1 where month = '2026-10' and starts_with(lifecycle, 'DECLINE.DUAL_DROP.TO_OWN')`,
      );
      await builder.execute('detach s');
      await builder.close();
      const manifest = await readManifest(dir);
      const [sha256] = await hashFiles([join(dir, 'serving.duckdb')]);
      const { size } = await stat(join(dir, 'serving.duckdb'));
      const files = manifest.files.map((file) =>
        file.path === 'serving.duckdb' ? { ...file, sha256: sha256!, bytes: size } : file,
      );
      writeFileSync(join(dir, 'manifest.json'), manifestText({ ...manifest, files }));
      const { config, definitions } = gateway.martlet;
      const serving = await openServing({
        home,
        id,
        ...definitions,
        secret: loadSecret({ ...config, home }),
        memoryLimit: '1GB',
        timeZone: config.timeZone.name,
      });
      const checks = await checksOf(serving, ['2026-10']);
      await serving.close();
      const wrong = checks.filter(({ ok }) => !ok);
      expect(wrong.map(({ name }) => name)).toEqual(['LIFECYCLE 2026-10']);
      expect(wrong[0]!.detail).toMatch(/LIFECYCLE\.DECLINE\.DUAL_DROP\.TO_OWN: figure (\d+), its numbers (\d+)/);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});
