import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from './catalogue/load.js';
import type { Catalogue } from './catalogue/types.js';
import { type Config, sqlDirectory } from './config.js';
import { contactsOfLedger } from './contacts-of-ledger.js';
import { checkMonths } from './contract/check/check-months.js';
import { loadContract } from './contract/contract.js';
import type { Contract } from './contract/types.js';
import { makeDemo } from './demo/demo.js';
import { badInput, MartletError } from './errors.js';
import { formulaChecks } from './figures/formula-checks.js';
import { rollupSql } from './figures/rollup.js';
import { buildGeneration } from './marts/build.js';
import { figureColumns, stateColumns } from './marts/columns.js';
import { loadMarts } from './marts/mart.js';
import { phoneHash } from './security/msisdn.js';
import { loadSecret } from './security/secret.js';
import { type DerivedColumn, filterColumns, numberColumns } from './slices/columns.js';
import { parseWhere } from './slices/where.js';
import { openBuilder } from './warehouse/duckdb.js';
import { currentGeneration, generationDir, type Manifest, readManifest } from './warehouse/generations.js';

/** What is defined: contract and catalogue, validated. */
export interface Definitions {
  readonly contract: Contract;
  readonly catalogue: Catalogue;
  /** Columns of number_state beyond the contract's. */
  readonly derived: readonly DerivedColumn[];
}

export type Progress = (done: number, total: number, label: string) => void;

export function loadDefinitions(config: Pick<Config, 'catalogues'>): Definitions {
  const contract = loadContract(join(sqlDirectory, 'contract'));
  const marts = loadMarts(join(sqlDirectory, 'marts'));
  const derived = stateColumns(marts);
  const columns = figureColumns(contract, marts);
  const whereChecker = (dimensions: Catalogue['dimensions']) => {
    const fields = filterColumns({ dimensions }, numberColumns(contract, derived, 'BIGINT'));
    return (where: unknown) => parseWhere(where, fields);
  };
  return { contract, catalogue: loadCatalogue({ directories: config.catalogues, columns, whereChecker }), derived };
}

/** The gateway's parts put together: the only wiring. */
export function createMartlet(config: Config) {
  const definitions = loadDefinitions(config);
  const demoDir = join(config.home, `demo-${config.demo.numbers}x${config.demo.months}-${config.demo.seed}`);

  /** Makes the demo operator's base marts unless they are there. */
  async function demo(onProgress?: Progress): Promise<string> {
    if (existsSync(demoDir)) return demoDir;
    const builder = await openBuilder({ memoryLimit: config.memory, tempDirectory: join(config.home, 'spill') });
    try {
      await makeDemo({ dir: demoDir, ...config.demo, ...(onProgress ? { onProgress } : {}) }, (sql) => builder.execute(sql));
    } finally {
      await builder.close();
    }
    return demoDir;
  }

  /** Builds a generation from the warehouse (the demo operator where there is none) and the contacts that the gateway recorded. */
  async function build(options: { force?: boolean; onProgress?: Progress } = {}): Promise<Manifest> {
    const warehouse = config.warehouse ?? { dir: await demo(options.onProgress) };
    return buildGeneration({
      home: config.home,
      ...definitions,
      warehouse,
      contacts: contactsOfLedger(config),
      phones: phoneHash(loadSecret(config)),
      sqlDir: sqlDirectory,
      rollupSql: (rollup) => rollupSql(rollup, definitions.catalogue, rollup.mart),
      memoryLimit: config.memory,
      checkBase: (builder, months) =>
        checkMonths(builder, definitions.contract, warehouse, months, { measures: [...definitions.catalogue.measures.keys()] }),
      checks: (builder, dir) => formulaChecks(builder, dir, definitions.catalogue, 'rollup'),
      ...(options.force ? { force: true } : {}),
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    });
  }

  /** The generation to serve: the current one if it fits the definitions and the key, else one that is built now where that is possible. */
  async function ensureGeneration(onProgress?: Progress): Promise<string> {
    const current = await currentGeneration(config.home);
    if (current !== null) {
      const manifest = await readManifest(generationDir(config.home, current));
      const { catalogue, contract } = definitions;
      const ofDefinitions = manifest.catalogueHash === catalogue.hash && manifest.contractHash === contract.hash;
      if (ofDefinitions && manifest.keyVersion === loadSecret(config).keyVersion) return current;
      if (!config.warehouse && !existsSync(demoDir)) {
        throw new MartletError(
          'CONFLICT',
          `Generation ${current} was built from other definitions or with another key. Run "martlet build" with the warehouse it came from.`,
        );
      }
    }
    return (await build(onProgress ? { onProgress } : {})).id;
  }

  return { config, definitions, demo, build, ensureGeneration };
}

export type Martlet = ReturnType<typeof createMartlet>;

/** The development viewer sees everything, so it may serve this machine only. Errors: BAD_USER_INPUT. */
export function assertSafeHost(config: Config): void {
  if (config.policies || /^(127\.\d+\.\d+\.\d+|localhost|::1)$/.test(config.host)) return;
  throw badInput(
    `HOST: without MARTLET_POLICIES everyone who can connect sees everything, so only loopback is served; found "${config.host}". Set MARTLET_POLICIES or HOST=127.0.0.1.`,
  );
}
