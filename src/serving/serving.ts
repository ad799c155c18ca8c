import { join } from 'node:path';
import { flowColumn, numberFlows } from '../catalogue/flows.js';
import type { Catalogue } from '../catalogue/types.js';
import type { Contract } from '../contract/types.js';
import { type Decisions, noDecisions, openDecisions, prepareDecisions } from '../decisions/decisions.js';
import { MartletError } from '../errors.js';
import type { Coverage } from '../figures/figure.js';
import type { RollupRows } from '../figures/route.js';
import { groupedBy } from '../lib/grouped-by.js';
import { memo } from '../lib/memo.js';
import { text } from '../lib/quote.js';
import { listDirectory } from '../lib/snapshot-files.js';
import { besideNumber } from '../marts/beside-number.js';
import { cameIn, knownColumns, unknownColumns } from '../marts/known-columns.js';
import { hasPoints, martOfFile, monthOfFile, monthsWithoutModel, pointFileOf } from '../marts/mart-files.js';
import { openPointFiles } from '../points/point-files.js';
import { Points } from '../points/store.js';
import { pseudonymMacro, type Secret } from '../security/secret.js';
import { type DerivedColumn, type FilterColumn, filterColumns, type NumberColumns, numberColumns } from '../slices/columns.js';
import { openDuckdb } from '../warehouse/duckdb.js';
import type { WarehouseEngine } from '../warehouse/engine.js';
import type { ManifestFile } from '../warehouse/generations/manifest.js';
import { type Watch, watchFiles } from '../warehouse/generations/watch.js';
import { keptManifests, type Manifest, openGeneration } from '../warehouse/generations.js';
import { DEFAULT_LANES } from '../warehouse/lanes.js';
import { routed } from '../warehouse/routed.js';
import type { Helpers } from '../warehouse/spelled.js';
import type { TrinoSettings } from '../warehouse/trino/settings.js';
import { type Cluster, openCluster } from './cluster.js';
import { type KeptFigures, keptFigures } from './kept-figures.js';
import { type Labels, loadLabels } from './labels.js';
import { builtRollups, sizeOfRollup } from './rollup-sizes.js';
import { type Share, sharing } from './run.js';

/** A generation that answers questions. */
export interface Serving {
  readonly manifest: Manifest;
  readonly engine: WarehouseEngine;
  /** What answers a part of the questions from the large marts; null: nothing but the DuckDB here. */
  readonly cluster: Cluster | null;
  /** What is read of single numbers. */
  readonly points: Points;
  /** What filters may name. */
  readonly columns: ReadonlyMap<string, FilterColumn>;
  /** What is known of a number's month. */
  readonly numberColumns: NumberColumns;
  readonly coverage: Coverage;
  readonly rollupRows: RollupRows;
  readonly labels: Labels;
  readonly decisions: Decisions;
  /** Does what several requests wait for together. */
  readonly share: Share;
  /** The key of the generation's hashes of phone numbers. */
  readonly secret: Secret;
  /** Rows of figures that were answered. */
  readonly figures: KeptFigures;
  /** Manifests of all generations that are kept, the newest first. */
  readonly kept: () => Promise<readonly Manifest[]>;
  /** The operator's, by its IANA name. */
  readonly timeZone: string;
  /** Are its files still those that were verified? */
  readonly watch: Watch;
  /** Ends what runs, and closes its files. */
  close(): Promise<void>;
}

export interface ServingOptions {
  readonly home: string;
  readonly id: string;
  readonly catalogue: Catalogue;
  readonly contract: Contract;
  readonly derived: readonly DerivedColumn[];
  readonly secret: Secret;
  readonly memoryLimit: string;
  /** Bytes of figures' rows that are kept from one request to the next. Default: none are. */
  readonly keptBytes?: number;
  /** In which the lane `channels` answers. Default: the lane's own. */
  readonly answerMs?: number;
  /** The operator's, by its IANA name. */
  readonly timeZone: string;
  /** May files count as whole that were not written since they were verified last? As `openGeneration`. Default: all are read. */
  readonly believes?: boolean;
  /** Are decisions about offers made with it? Not by who keeps no ledger: their profiles take half a second to load. Default: yes. */
  readonly decides?: boolean;
  /** Where the engine may write files: exports, snapshots of lists. Default: nowhere. */
  readonly exportDirectories?: readonly string[];
  /** The cluster that holds the large marts, too. Default: none. */
  readonly trino?: TrinoSettings | null;
  /** Views of other files to be asked beside it, as trusted SQL, and the folders that they read. Default: none. */
  readonly beside?: { readonly setup: readonly string[]; readonly directories: readonly string[] };
}

/**
 * Verifies a generation's files and opens it behind a locked engine. Errors: CONFLICT when it was built from another catalogue
 * or contract, or with another key; INTERNAL when it is damaged.
 */
export async function openServing(options: ServingOptions): Promise<Serving> {
  const {
    home,
    id,
    catalogue,
    contract,
    derived,
    secret,
    memoryLimit,
    keptBytes = 0,
    answerMs = DEFAULT_LANES.channels.deadlineMs,
    timeZone,
    exportDirectories = [],
    beside = { setup: [], directories: [] },
    trino = null,
    believes = false,
    decides = true,
  } = options;
  const { dir, manifest } = await openGeneration(home, id, believes);
  if (manifest.catalogueHash !== catalogue.hash || manifest.contractHash !== contract.hash) {
    throw new MartletError(
      'CONFLICT',
      `Generation ${id} was built from other definitions than those at hand. Run "martlet build"; a warehouse with columns of its own (contract/) is named to each command (MARTLET_WAREHOUSE).`,
    );
  }
  if (manifest.keyVersion !== secret.keyVersion) {
    throw new MartletError(
      'CONFLICT',
      `Generation ${id} was built with another key (${manifest.keyVersion ?? 'none'}) than the one at hand (${secret.keyVersion}). Run "martlet build".`,
    );
  }
  if (!hasPoints(manifest)) {
    throw new MartletError('CONFLICT', `Generation ${id} was built before single numbers had a store. Run "martlet build".`);
  }
  const came = cameIn(manifest);
  const limits = { memoryLimit, tempDirectory: join(home, 'spill') };
  const { setup, ...prepared } = decides ? await prepareDecisions(dir, catalogue, came.provided, limits) : noDecisions(catalogue);
  const helpers = generationHelpers(manifest, catalogue);
  const near = await openDuckdb({
    setup: [
      `set global TimeZone = ${text(timeZone)}`,
      ...setupOf(dir, manifest.files, (month) => knownColumns(month, derived, came)),
      pseudonymMacro(secret),
      numberSetMacro(home),
      ...macrosOf(helpers),
      ...setup,
      ...beside.setup,
    ],
    allowedDirectories: [dir, ...beside.directories],
    exportDirectories,
    ...limits,
    lanes: { channels: { ...DEFAULT_LANES.channels, deadlineMs: answerMs } },
  });
  const cluster = trino && openCluster({ settings: trino, manifest, helpers, exportDirectories, timeZone, secret });
  const engine = cluster ? routed({ near, far: cluster.engine, isFar: cluster.isFar }) : near;
  const rollupRows = new Map(builtRollups(catalogue, manifest).map(({ name }) => [name, sizeOfRollup(name, manifest).rows]));
  const numbers = numberColumns(contract, derived, manifest.idType);
  const unknown = memo(
    (month: string): ReadonlySet<string> => new Set(unknownColumns(month, derived, came).map(({ name }) => name)),
  );
  const points = new Points(
    openPointFiles((month, mart) => join(dir, pointFileOf(month, mart))),
    unknown,
  );
  return {
    manifest,
    engine,
    cluster,
    points,
    columns: filterColumns(catalogue, numbers),
    numberColumns: numbers,
    coverage: { months: manifest.months, ...came, immature: monthsWithoutModel(manifest) },
    rollupRows,
    labels: await loadLabels(engine, catalogue),
    share: sharing(engine, cluster),
    decisions: await openDecisions(engine, prepared, { ...manifest, numbers: decides ? manifest.numbers : 0 }, catalogue),
    secret,
    figures: keptFigures(keptBytes),
    kept: () => keptManifests(home),
    timeZone,
    watch: await watchFiles(dir, manifest.files),
    close: async () => {
      await engine.close();
      await points.close();
    },
  };
}

/** Trusted SQL that gives the marts their names. Files are named one by one: what a glob no longer finds would be rows that nobody misses. */
function setupOf(dir: string, files: readonly ManifestFile[], columnsOf: (month: string) => string): readonly string[] {
  const marts = groupedBy(
    files.map(({ path }) => path),
    martOfFile,
  );
  const read = (columns: string, paths: readonly string[]) =>
    `select ${columns} from read_parquet([${paths.map((path) => text(join(dir, path))).join(', ')}], hive_partitioning = true, hive_types = {'month': varchar})`;
  const states = groupedBy(marts.get('number_state')!, (path) => columnsOf(monthOfFile(path)));
  return [
    // A page of numbers first finds its rows by few columns and then reads the others: by id 10 ms for 26, of 5 million.
    'set global late_materialization_max_rows = 10001',
    `attach ${text(join(dir, 'serving.duckdb'))} as serving (read_only)`,
    `create view number_state as ${[...states].map(([columns, paths]) => read(columns, paths)).join(' union all ')}`,
    ...[...marts].flatMap(([name, paths]) =>
      name === null || name === 'number_state' ? [] : [`create view ${name} as ${read('*', paths)}`],
    ),
    flowState,
    `create view day_state as ${besideNumber('number_day', 'number_state')}`,
    `create view complaint_state as ${besideNumber('number_complaint', 'number_state')}`,
  ];
}

/** Facts with all that is known of the number in that month, so that every dimension and filter cuts them. */
const flowState = `create view flow_state as
  select n.*, f.* exclude (month, number_id, ${numberFlows.join(', ')}), ${numberFlows.map((flow) => `f.${flow} as ${flowColumn(flow)}`).join(', ')}
  from number_flow f join number_state n on n.month = f.month and n.number_id = f.number_id`;

/** `number_set(id)`: number_id and score of a set that was sent in. Who may read it, and whether it is as it was, is asked by `requireSet`. */
const numberSetMacro = (home: string): string =>
  `create macro number_set(id) as table select number_id, score from read_parquet(${text(`${listDirectory(home)}/`)} || id || '.parquet')`;

/** What statements call by name of a generation, and all engines spell alike. Each takes one argument, or none. */
const generationHelpers = ({ dataDate }: Pick<Manifest, 'dataDate'>, { offers }: Pick<Catalogue, 'offers'>): Helpers =>
  new Map([
    // What may still change is told from what will not by it, e.g. complaints that are not closed yet.
    ['data_date', () => `date ${text(dataDate)}`],
    // What the warehouse knows of a county; null where it does not.
    ...['population', 'operator_numbers'].map(
      (column) =>
        [`${column}_of`, (place: string) => `(select max(${column}) from serving.mart_county where code = ${place})`] as const,
    ),
    // The family of an offer of the catalogue; null of one that it does not know. Offers may change without a new generation.
    [
      'offer_family',
      (offer: string) => {
        const known = [...offers.values()].map(({ code, family }) => `when ${text(code)} then ${text(family)}`);
        return known.length > 0 ? `case ${offer} ${known.join(' ')} end` : 'cast(null as varchar)';
      },
    ],
  ]);

/** The same as macros of a DuckDB. */
const macrosOf = (helpers: Helpers): readonly string[] =>
  [...helpers].map(([name, helper]) => {
    const given = helper.length > 0 ? 'given' : '';
    return `create macro ${name}(${given}) as ${helper(given)}`;
  });
