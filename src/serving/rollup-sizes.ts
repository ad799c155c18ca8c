import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue, Rollup } from '../catalogue/types.js';
import { rollupSql } from '../figures/rollup.js';
import type { RollupSize, RollupSizes } from '../figures/rollup-advice.js';
import { text } from '../lib/quote.js';
import { besideNumber } from '../marts/beside-number.js';
import { rollupFingerprint } from '../marts/fingerprint.js';
import { martFile, parquet, parquetFormat } from '../marts/mart-files.js';
import type { Builder } from '../warehouse/duckdb.js';
import type { Manifest } from '../warehouse/generations.js';

/** Bytes of a rollup's files, and of its table in the serving database, which takes half as much again as they do. */
const bytesWithTable = 2.5;

/** Those of the catalogue that a generation has as they are defined now; questions do without the others. */
export const builtRollups = (catalogue: Catalogue, { rollups }: Pick<Manifest, 'rollups'>): readonly Rollup[] =>
  catalogue.rollups.filter(
    (rollup) => rollups[rollup.name] === rollupFingerprint(rollup, rollupSql(rollup, catalogue, rollup.mart)),
  );

/** What a generation has of a rollup. */
export function sizeOfRollup(name: string, { files }: Pick<Manifest, 'files'>): RollupSize {
  const own = files.filter(({ path }) => path.startsWith(`rollup/${name}/`));
  return {
    rows: own.reduce((sum, { rows }) => sum + rows, 0),
    bytes: Math.round(own.reduce((sum, { bytes }) => sum + bytes, 0) * bytesWithTable),
  };
}

/** The mart whose rows a relation has. */
const fileOf = (relation: string): string => (relation === 'day_state' ? 'number_day' : relation);

/** What rollups that are not there would take, by the newest month of a generation in `dir`. `scratch`: where one may be written to be weighed. */
export function rollupSizes(
  builder: Builder,
  {
    dir,
    manifest,
    catalogue,
    scratch,
  }: {
    readonly dir: string;
    readonly manifest: Manifest;
    readonly catalogue: Catalogue;
    readonly scratch: string;
  },
): RollupSizes {
  const month = manifest.months.at(-1)!;
  const rowsIn = (isOf: (path: string) => boolean): number =>
    manifest.files.filter(({ path }) => isOf(path)).reduce((sum, { rows }) => sum + rows, 0);
  const martRows = (mart: string): number => rowsIn((path) => path.startsWith(`${fileOf(mart)}/`));
  const fileIn = (mart: string): string => parquet([join(dir, martFile(mart, month))]);
  const newest = (mart: string): string =>
    mart === 'day_state' ? `(${besideNumber(fileIn('number_day'), fileIn('number_state'))})` : fileIn(mart);
  /** Of one month, in all of them. */
  const inAll = (count: number, mart: string): number =>
    Math.round(
      (count * martRows(mart)) /
        Math.max(
          1,
          rowsIn((path) => path === martFile(fileOf(mart), month)),
        ),
    );
  const keysOf = ({ mart, dimensions, trees }: Rollup): readonly string[] => [
    ...(mart === 'day_state' ? ['day'] : []),
    ...dimensions.map((code) => `(${catalogue.dimensions.get(code)!.sql})`),
    ...trees.map((code) => `"${code.toLowerCase()}"`),
  ];

  return {
    martRows,
    estimate: async (rollups) => {
      const built = catalogue.rollups.map(({ name }) => sizeOfRollup(name, manifest));
      const bytesOfRow = built.reduce((sum, { bytes }) => sum + bytes, 1) / built.reduce((sum, { rows }) => sum + rows, 1);
      const rows = new Map<Rollup, number>();
      for (const mart of new Set(rollups.map((rollup) => rollup.mart))) {
        const own = rollups.filter((rollup) => rollup.mart === mart);
        const counts = own.map(
          (rollup, index) => `approx_count_distinct(hash(1, ${keysOf(rollup).join(', ') || '1'})) as n${index}`,
        );
        const [row] = await builder.query(`select ${counts.join(', ')} from ${newest(mart)}`);
        for (const [index, rollup] of own.entries()) rows.set(rollup, inAll(Number(row![`n${index}`]), mart));
      }
      return rollups.map((rollup) => ({ rows: rows.get(rollup)!, bytes: Math.round(rows.get(rollup)! * bytesOfRow) }));
    },
    measure: async (rollup) => {
      const folder = await mkdtemp(join(scratch, 'rollup-'));
      try {
        const file = join(folder, 'data.parquet');
        await builder.execute(`create or replace temp view ${rollup.mart} as select * from ${newest(rollup.mart)}`);
        const select = `select * from (${rollupSql(rollup, catalogue, rollup.mart)}\n) order by all`;
        await builder.execute(`copy (${select}) to ${text(file)} (${parquetFormat()})`);
        const [row] = await builder.query(`select count(*) as n from ${parquet([file])}`);
        const bytes = (await stat(file)).size * bytesWithTable;
        return { rows: inAll(Number(row!.n), rollup.mart), bytes: inAll(bytes, rollup.mart) };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
