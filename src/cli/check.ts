import { Command } from 'commander';
import { offerChecks } from '../campaigns/offer-checks.js';
import type { Config } from '../config.js';
import { type CheckReport, checkWarehouse } from '../contract/check/check.js';
import type { Warehouse } from '../contract/read/found.js';
import { formatReport } from '../contract/report/format-report.js';
import { MartletError } from '../errors.js';
import { formulaChecks } from '../figures/formula-checks.js';
import { neededBy } from '../figures/needed-by.js';
import { notPortableIn } from '../figures/not-portable-in.js';
import { buffersOf } from '../lib/memory.js';
import { createMartlet, type Martlet } from '../martlet.js';
import { dimensionsAtHand, reconcile } from '../numbers/reconcile.js';
import { developer } from '../security/viewer.js';
import { type Definitions, loadDefinitions } from '../serving/definitions.js';
import { numberColumns } from '../slices/columns.js';
import { type Builder, openBuilder, portable } from '../warehouse/duckdb.js';
import { type Check, currentGeneration, generationDir } from '../warehouse/generations.js';
import { progress } from './progress.js';
import { contextOf, openCurrent } from './query-ask.js';
import { exit } from './run.js';
import { configOf, withSettings } from './settings.js';
import { watchFolders } from './watch.js';
import { wholeNumber } from './whole-number.js';

interface Options {
  readonly json?: boolean;
  readonly reconcile?: boolean;
  readonly months: number;
}

export function check(): Command {
  const command = new Command('check')
    .option('--json', 'print the report for machines')
    .option('--reconcile', 'also walk from every figure of every tree to its numbers in the current generation, and count them')
    .option('--months <n>', 'with --reconcile: the newest n months', wholeNumber, 3)
    .option('--watch', 'check again whenever a file of the warehouse, its data or the catalogue changes, until interrupted')
    .action(async (options: Options & { readonly watch?: boolean }) => {
      const config = configOf(command);
      if (!options.watch) return checkOnce(config, options);
      const { warehouse, catalogues } = config;
      const own = warehouse ? [warehouse.dir, ...(warehouse.data === undefined ? [] : [warehouse.data])] : [];
      for await (const _ of watchFolders([...own, ...catalogues])) {
        process.exitCode = exit.done;
        await checkOnce(config, options).catch((error: unknown) => {
          if (!(error instanceof MartletError)) throw error;
          process.stderr.write(`martlet: ${error.message}\n`);
        });
        process.stderr.write(`\nChecked at ${new Date().toLocaleTimeString('en-GB')}; waiting for a change (Ctrl-C ends it).\n`);
      }
    });
  return withSettings(command, [
    'MARTLET_HOME',
    'MARTLET_WAREHOUSE',
    'MARTLET_WAREHOUSE_DATA',
    'MARTLET_CATALOGUE',
    'MARTLET_MEMORY',
  ]);
}

async function checkOnce(config: Config, options: Options): Promise<void> {
  const definitions = loadDefinitions(config);
  const builder = await openBuilder({
    memoryLimit: buffersOf(config.memory, 'command'),
    tempDirectory: `${config.home}/spill`,
  });
  const bar = progress(options.json !== true);
  try {
    const own = portable(builder);
    const formulas = [...(await checkFormulas(own, config, definitions)), ...(await checkOffers(own, definitions))];
    const warnings = notPortableIn(config.catalogues).map(({ file, line, message }) => `${file}:${line}: ${message}`);
    const reconciled = options.reconcile ? await checkReconciled(createMartlet(config), options.months, bar) : [];
    const report = config.warehouse && (await checkMarts(builder, config.warehouse, definitions, bar));
    bar.stop();
    const { catalogue } = definitions;
    const counts = `${catalogue.measures.size} measures, ${catalogue.dimensions.size} dimensions, ${catalogue.trees.size} trees, ${catalogue.offers.size} offers`;
    const lines = [
      `Catalogue: ${counts}.`,
      ...[...formulas, ...reconciled].map(({ name, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'}  ${name}: ${detail}`),
      ...warnings.map((warning) => `warn  ${warning}`),
    ];
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ formulas, warnings, ...(options.reconcile ? { reconciled } : {}), ...(report ?? {}) }, null, 2)}\n`
        : `${lines.join('\n')}\n${report ? `\n${formatReport(report)}` : '\nNo warehouse was named (--warehouse <dir>), so none was checked.\n'}`,
    );
    const isFaulty =
      [...formulas, ...reconciled].some(({ ok }) => !ok) || report?.problems.some(({ severity }) => severity === 'error');
    if (isFaulty) process.exitCode = exit.fault;
  } finally {
    bar.stop();
    await builder.close();
  }
}

/** Do the formula trees hold on the data at hand? A tree may be newer than the generation: its measures rest on the same columns. */
async function checkFormulas(builder: Builder, { home }: Config, { catalogue }: Definitions): Promise<readonly Check[]> {
  const id = await currentGeneration(home);
  return id === null ? [] : formulaChecks(builder, generationDir(home, id), catalogue, 'mart');
}

const checkOffers = (builder: Builder, { catalogue, contract, derived }: Definitions): Promise<readonly Check[]> =>
  offerChecks(builder, catalogue.offers.values(), numberColumns(contract, derived, 'BIGINT'));

/** Does every figure equal its numbers? The parts are those of the dimension that every operator has. */
async function checkReconciled(martlet: Martlet, months: number, bar: ReturnType<typeof progress>): Promise<readonly Check[]> {
  const serving = await openCurrent(martlet);
  try {
    const log = { error: ({ err }: { readonly err: unknown }) => process.stderr.write(`${String(err)}\n`) };
    const context = contextOf(martlet, serving, developer, log);
    const asked = context.coverage.months.slice(-months);
    const total = asked.length * context.catalogue.trees.size;
    const checks: Check[] = [];
    for await (const check of reconcile(context, { months: asked, by: dimensionsAtHand(['CITY'], context) })) {
      checks.push(check);
      bar.step(checks.length, total, check.name);
    }
    return checks;
  } finally {
    await serving.close();
  }
}

function checkMarts(
  builder: Builder,
  warehouse: Warehouse,
  { contract, catalogue }: Definitions,
  bar: ReturnType<typeof progress>,
): Promise<CheckReport> {
  const needs = neededBy(catalogue);
  return checkWarehouse(builder, contract, warehouse, {
    neededBy: (mart, column) => needs.get(`${mart}.${column}`) ?? [],
    measures: [...catalogue.measures.keys()],
    thresholds: catalogue.thresholds,
    onProgress: ({ mart, month, done, total }) => bar.step(done, total, month ? `${mart} ${month}` : mart),
  });
}
