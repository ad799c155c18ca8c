import { existsSync, readdirSync } from 'node:fs';
import { basename, join, parse } from 'node:path';
import { annotateDemo } from './annotate-demo.js';
import type { Config } from './config.js';
import { contactsOfLedger } from './contacts-of-ledger.js';
import { checkMonths } from './contract/check/check-months.js';
import { makeDemo } from './demo/demo.js';
import { badInput, MartletError } from './errors.js';
import { exportDirectory } from './exports/jobs/files.js';
import { formulaChecks } from './figures/formula-checks.js';
import { rollupSql } from './figures/rollup.js';
import { holdOutsOfLedger } from './hold-outs-of-ledger.js';
import { closeToOthers, readSettings } from './lib/files.js';
import { isLoopback } from './lib/loopback.js';
import { buffersOf, type MemoryTaker } from './lib/memory.js';
import { listDirectory } from './lib/snapshot-files.js';
import { type BuildOptions, buildGeneration } from './marts/build.js';
import { dropTables, isLaid, layTables } from './marts/cluster-tables.js';
import { cameIn, unknownColumns } from './marts/known-columns.js';
import { hasPoints } from './marts/mart-files.js';
import type { OnProgress } from './marts/progress.js';
import { phoneHash } from './security/msisdn.js';
import { loadPolicies, type Policies, type PolicyWords } from './security/policies.js';
import { loadSecret, loadSecrets, type Secret } from './security/secret.js';
import { type Definitions, loadDefinitions } from './serving/definitions.js';
import { openServing, type Serving, type ServingOptions } from './serving/serving.js';
import { numberColumns } from './slices/columns.js';
import { type Builder, openBuilder } from './warehouse/duckdb.js';
import { currentGeneration, generationDir, listGenerations, type Manifest, readManifest } from './warehouse/generations.js';
import { type TrinoSettings, trinoOptions } from './warehouse/trino/settings.js';
import { openTrinoBuilder } from './warehouse/trino.js';

/** The gateway's parts put together: the only wiring. */
export function createMartlet(config: Config) {
  const definitions = loadDefinitions(config);
  const demoDir = join(config.home, `demo-${config.demo.numbers}x${config.demo.months}-${config.demo.seed}`);

  /** What versions before this one left open to other users of the machine. Of the home itself only what is ours: it may be any folder. */
  async function closeHome(): Promise<void> {
    const ours = ['generations', 'ledger', 'exports', 'lists', 'spill', 'secret.key', basename(demoDir)];
    for (const name of ours) await closeToOthers(join(config.home, name));
  }

  /** Makes the demo operator's base marts unless they are there, and where it is the one that is served, what its ledger tells of it. */
  async function demo(onProgress?: OnProgress): Promise<string> {
    if (existsSync(demoDir)) return demoDir;
    const memoryLimit = buffersOf(config.memory, 'command');
    const builder = await openBuilder({ memoryLimit, tempDirectory: join(config.home, 'spill'), connections: 2 });
    try {
      const made = await makeDemo({ dir: demoDir, ...config.demo, ...(onProgress ? { onProgress } : {}) }, (sql) =>
        builder.execute(sql),
      );
      if (!config.warehouse) await annotateDemo(config, made.months);
    } finally {
      await builder.close();
    }
    return demoDir;
  }

  /** Builds a generation from the warehouse (the demo operator where there is none) and what the gateway recorded: contacts, and whom lists keep out. */
  async function build(options: { force?: boolean; onProgress?: OnProgress } = {}): Promise<Manifest> {
    await closeHome();
    const warehouse = config.warehouse ?? { dir: await demo(options.onProgress), timeZone: config.timeZone.name };
    return buildGeneration({
      home: config.home,
      ...definitions,
      warehouse,
      contacts: contactsOfLedger(config),
      heldOut: await holdOutsOfLedger(config),
      phones: phoneHash(loadSecret(config)),
      sqlDir: config.sql,
      rollupSql: (rollup) => rollupSql(rollup, definitions.catalogue, rollup.mart),
      memoryLimit: buffersOf(config.memory, 'command'),
      checkBase: (builder, months, further) =>
        checkMonths(builder, definitions.contract, warehouse, months, {
          further,
          measures: [...definitions.catalogue.measures.keys()],
        }),
      checks: (builder, dir) => formulaChecks(builder, dir, definitions.catalogue, 'rollup'),
      ...(config.trino ? { cluster: clusterOf(config.trino) } : {}),
      ...(options.force ? { force: true } : {}),
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    });
  }

  /** Does work on the cluster, as the build does. */
  async function onCluster<T>(settings: TrinoSettings, work: (far: Builder) => Promise<T>): Promise<T> {
    const far = openTrinoBuilder(trinoOptions(settings));
    return work(far).finally(() => far.close());
  }

  /** The cluster as the build sees it. */
  const clusterOf = (settings: TrinoSettings): NonNullable<BuildOptions['cluster']> => ({
    lay: (near, dir, manifest) => {
      const unknown = (month: string) => unknownColumns(month, definitions.derived, cameIn(manifest));
      return onCluster(settings, (far) => layTables(near, far, settings, { dir, manifest, unknown }));
    },
    drop: (id) => onCluster(settings, (far) => dropTables(far, settings, id)),
  });

  /** Does the cluster have the marts of a generation? Errors: that it does not answer. */
  const isOnCluster = (settings: TrinoSettings, id: string): Promise<boolean> =>
    onCluster(settings, (far) => isLaid(far, settings, id));

  /** null where it cannot be read. */
  const manifestOf = (id: string): Promise<Manifest | null> => readManifest(generationDir(config.home, id)).catch(() => null);

  /** The secret that a generation was built with, while it is at hand; else the current one, and who opens it is told. */
  function secretOf(manifest: Manifest | null): Secret {
    const secrets = loadSecrets(config);
    const own = secrets.find(({ keyVersion }) => keyVersion === manifest?.keyVersion) ?? secrets[0];
    return { ...own, previous: secrets };
  }

  /** Verifies a generation and opens it for questions, with the taker's part of the memory. Errors: as `openServing` and `buffersOf`. */
  const open = async (id: string, { taker = 'alone', ...how }: OpenOptions = {}): Promise<Serving> => {
    const manifest = await manifestOf(id);
    return openServing({
      ...how,
      home: config.home,
      id,
      ...definitions,
      secret: secretOf(manifest),
      memoryLimit: buffersOf(config.memory, taker, manifest?.numbers),
      keptBytes: config.keptBytes,
      trino: config.trino,
      answerMs: config.answerMs,
      timeZone: config.timeZone.name,
      exportDirectories: [exportDirectory(config.home), listDirectory(config.home)],
    });
  };

  /**
   * The generation to serve: the current one if it fits the definitions and the key, else one that is built now where that is possible. A
   * damaged one is given as it is: who serves takes the newest sound one in its place.
   */
  async function ensureGeneration(onProgress?: OnProgress): Promise<string> {
    await closeHome();
    const newest = async () => (await listGenerations(config.home)).at(-1) ?? null;
    const current = await currentGeneration(config.home).catch(newest);
    if (current !== null) {
      const manifest = await manifestOf(current);
      if (manifest === null) return current;
      const { catalogue, contract } = definitions;
      const ofDefinitions = manifest.catalogueHash === catalogue.hash && manifest.contractHash === contract.hash;
      if (ofDefinitions && manifest.keyVersion === secretOf(manifest).keyVersion && hasPoints(manifest)) return current;
      if (!config.warehouse && !existsSync(demoDir)) {
        throw new MartletError(
          'CONFLICT',
          `Generation ${current} was built from other definitions, with another key, or by an older version. Run "martlet build" with the warehouse it came from; one with columns of its own (contract/) is named to serve, too (--warehouse, MARTLET_WAREHOUSE).`,
        );
      }
    }
    return (await build(onProgress ? { onProgress } : {})).id;
  }

  /** Reads a policy file. Errors: as `loadPolicies`. */
  const policies = (path: string): Policies => loadPolicies(path, policyWords(definitions, config.sql));

  return { config, definitions, demo, build, isOnCluster, open, ensureGeneration, policies };
}

export interface OpenOptions extends Pick<ServingOptions, 'believes' | 'decides' | 'beside'> {
  /** Who takes which part of MARTLET_MEMORY. Default: a process that serves alone. */
  readonly taker?: MemoryTaker;
}

export type Martlet = ReturnType<typeof createMartlet>;

/** What policies may speak of: the columns of a number, the marts of the contract, and the roles that come ready-made. */
export function policyWords(definitions: Definitions | null, sql: string): PolicyWords {
  const dir = join(sql, 'roles');
  const roles = readdirSync(dir).map((name) => [parse(name).name, readSettings(join(dir, name)) as object] as const);
  const fields = definitions && new Set(numberColumns(definitions.contract, definitions.derived, 'BIGINT').keys());
  const marts = definitions && new Set(definitions.contract.marts.keys());
  return { fields, marts, readyMade: Object.fromEntries(roles) };
}

/** The development viewer sees everything, so it may serve this machine only. Errors: BAD_USER_INPUT. */
export function assertSafeHost(config: Config): void {
  if (config.policies || isLoopback(config.host)) return;
  throw badInput(
    `HOST: without MARTLET_POLICIES everyone who can connect sees everything, so only loopback is served; found "${config.host}". Set MARTLET_POLICIES or HOST=127.0.0.1.`,
  );
}
