import { existsSync } from 'node:fs';
import { readdir, stat, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { readTogether } from '../ledger/backup/rows.js';
import { findSnapshots } from '../ledger/backup/snapshots.js';
import { readLedger } from '../ledger/ledger.js';
import { memoryMb } from '../lib/memory.js';
import { snapshotFile } from '../lib/snapshot-files.js';
import { createMartlet, policyWords } from '../martlet.js';
import { loadPolicies } from '../security/policies.js';
import { loadSecrets } from '../security/secret.js';
import { builtRollups } from '../serving/rollup-sizes.js';
import { currentGeneration, generationDir, openGeneration, readManifest } from '../warehouse/generations.js';

export interface Finding {
  readonly what: string;
  /** `warning`: it works, but not for long or not for everybody. */
  readonly state: 'ok' | 'warning' | 'fault';
  /** What was found, and where it is not ok what to do. */
  readonly found: string;
}

type Check = (config: Config) => Promise<Omit<Finding, 'what'>>;

const ok = (found: string) => ({ state: 'ok', found }) as const;
const warning = (found: string) => ({ state: 'warning', found }) as const;
const fault = (found: string) => ({ state: 'fault', found }) as const;

const GB = 1e9;
const inGb = (bytes: number): string => `${(bytes / GB).toFixed(1)} GB`;

const machine: Check = async ({ memory }) => {
  const found = `Node ${process.versions.node}, ${availableParallelism()} cores, ${inGb(totalmem())} memory`;
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  if (major < 20 || (major === 20 && minor < 19)) return fault(`${found}: expected Node 20.19 or newer.`);
  // The file cache, through which the point store is read, needs the rest.
  if (memoryMb(memory) * 1e6 > totalmem() * 0.75)
    return warning(`${found}. MARTLET_MEMORY is ${memory}, more than three quarters of it: lower it, or the machine swaps.`);
  return ok(found);
};

const definitions: Check = async (config) => {
  const { catalogue, contract } = createMartlet(config).definitions;
  return ok(`${catalogue.measures.size} measures, ${catalogue.offers.size} offers, ${contract.marts.size} marts`);
};

/** null where they are at fault themselves: that is another finding. */
function definitionsOf(config: Config) {
  try {
    return createMartlet(config).definitions;
  } catch {
    return null;
  }
}

const policies: Check = async (config) => {
  const { policies: file } = config;
  if (file === null)
    return warning('none: everybody on this machine sees everything, and only loopback is served. Set MARTLET_POLICIES.');
  loadPolicies(file, policyWords(definitionsOf(config), config.sql));
  return ok(file);
};

const key: Check = async (config) => {
  const path = join(config.home, 'secret.key');
  if (!config.secret && !existsSync(path)) return ok(`none yet: the first build makes ${path}`);
  const [{ keyVersion }, previous] = loadSecrets(config);
  const found = `version ${keyVersion}; keep a copy of it apart from backups`;
  if (!previous) return ok(found);
  const id = await currentGeneration(config.home).catch(() => null);
  const manifest = id === null ? null : await readManifest(generationDir(config.home, id)).catch(() => null);
  if (manifest?.keyVersion === previous.keyVersion)
    return warning(`${found}. The generation is of the previous one: run "martlet build", then MARTLET_PREVIOUS_SECRET can go.`);
  return ok(`${found}; MARTLET_PREVIOUS_SECRET can go when the sessions of browsers that began with it are over`);
};

const generation: Check = async (config) => {
  const id = await currentGeneration(config.home);
  if (id === null) return warning('none yet. Run "martlet build".');
  const { manifest } = await openGeneration(config.home, id);
  const { catalogue, contract } = createMartlet(config).definitions;
  const found = `${id}, data to ${manifest.dataDate}, ${manifest.files.length} files, each as it was built`;
  if (manifest.catalogueHash !== catalogue.hash || manifest.contractHash !== contract.hash)
    return warning(`${found}, but of other definitions than those at hand. Run "martlet build".`);
  const lacking = catalogue.rollups.length - builtRollups(catalogue, manifest).length;
  if (lacking > 0) return warning(`${found}, but without ${lacking} rollup(s) of the catalogue. Run "martlet build".`);
  return ok(found);
};

const cluster: Check = async (config) => {
  const { home, trino } = config;
  if (trino === null) return ok('none: the engine here reads all marts');
  const id = await currentGeneration(home);
  if (id === null) return ok(`${trino.url}, of which nothing is asked before the first build`);
  if (await createMartlet(config).isOnCluster(trino, id)) return ok(`${trino.url} answers and has the marts of the generation`);
  return fault(`${trino.url} answers, but does not have the marts of generation ${id}. Run "martlet build".`);
};

const ledger: Check = (config) =>
  readLedger({ ...config, asItIs: true }, ok('none yet: "martlet serve" makes it'), async (opened) => {
    const { lists, lost } = await readTogether(opened, (read) => findSnapshots(read, (list) => snapshotFile(config.home, list)));
    if (lost.length === 0) return ok(`${opened.dialect}; ${lists.length} frozen list(s) and set(s), each with its file`);
    return fault(
      `The file of ${lost.length} frozen list(s) or set(s) is missing or damaged: ${lost.slice(0, 5).join(', ')}. Restore a backup, or close them and take them away.`,
    );
  });

const disk: Check = async ({ home }) => {
  if (!existsSync(home)) return ok(`${home} is not there yet`);
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  const id = await currentGeneration(home).catch(() => null);
  const manifest = id === null ? null : await readManifest(generationDir(home, id)).catch(() => null);
  const needed = manifest?.files.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  const found = `${inGb(free)} free at ${home}; a build from nothing takes ${inGb(needed)} and as much again while it works`;
  if (free < Math.max(needed, GB / 10)) return fault(`${found}. Make room: the next build and the ledger need it.`);
  return free < 2 * needed ? warning(`${found}. Make room before the next build.`) : ok(found);
};

const modes: Check = async ({ home }) => {
  const entries = await readdir(home, { recursive: true, withFileTypes: true }).catch(() => []);
  let open = 0;
  for (const { parentPath, name } of entries)
    if ((((await stat(join(parentPath, name)).catch(() => null))?.mode ?? 0) & 0o077) !== 0) open++;
  if (open === 0) return ok('only their owner may read them');
  return warning(`${open} below ${home} are open to other users. "martlet serve" and "martlet build" close what is their own.`);
};

const checks: Readonly<Record<string, Check>> = {
  machine,
  definitions,
  policies,
  key,
  generation,
  cluster,
  ledger,
  disk,
  files: modes,
};

/** Looks at all that a gateway rests on and changes none of it; one that fails keeps no other from being looked at. */
export async function doctorFindings(config: Config): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [what, check] of Object.entries(checks)) {
    const found = await check(config).catch((error: unknown) => fault((error as Error).message));
    findings.push({ what, ...found });
  }
  return findings;
}
