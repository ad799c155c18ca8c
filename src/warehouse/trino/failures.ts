import { MartletError } from '../../errors.js';

/** Nobody answered at the coordinator's address, or not as Trino does. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Names of Trino's errors that say that a generation's tables are not there, and that there is no room now (https://trino.io/docs/current/develop/client-protocol.html: errorName). */
const MISSING: ReadonlySet<string> = new Set(['CATALOG_NOT_FOUND', 'SCHEMA_NOT_FOUND', 'TABLE_NOT_FOUND']);
const FULL: ReadonlySet<string> = new Set([
  ...['QUERY_QUEUE_FULL', 'NO_NODES_AVAILABLE', 'SERVER_STARTING_UP', 'SERVER_SHUTTING_DOWN'],
  ...['CLUSTER_OUT_OF_MEMORY', 'EXCEEDED_GLOBAL_MEMORY_LIMIT', 'EXCEEDED_LOCAL_MEMORY_LIMIT', 'GENERIC_INSUFFICIENT_RESOURCES'],
]);

const [SOON_MS, LATER_MS] = [5_000, 30_000];
const rest = 'What rollups cover, single numbers and recommendations are answered without it.';

/** What went wrong on the cluster as a client is told it; an error of a statement itself as it is. */
export function clusterFailure(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const told = (code: 'TOO_BUSY' | 'UNAVAILABLE', message: string, retryAfterMs: number) =>
    new MartletError(code, `${message} ${rest}`, { retryAfterMs }, { cause: error });
  if (error instanceof Unreachable)
    return told('UNAVAILABLE', 'The cluster that holds the marts does not answer: ask again later.', LATER_MS);
  if (FULL.has(error.name))
    return told('TOO_BUSY', 'The cluster that holds the marts has no room now: ask again in a while.', SOON_MS);
  if (MISSING.has(error.name))
    return told('UNAVAILABLE', 'The cluster does not have the marts of this generation: it needs a "martlet build".', LATER_MS);
  return error;
}
