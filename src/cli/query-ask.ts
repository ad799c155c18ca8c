import { badInput, MartletError } from '../errors.js';
import type { RequestContext } from '../faces/context.js';
import { createContext, type FailureLog } from '../faces/context.js';
import { createApollo } from '../faces/graph/apollo.js';
import { executeDocument } from '../faces/graph/execute-document.js';
import { createSchema } from '../faces/graph/schema.js';
import { type Locale } from '../faces/locale.js';
import { plainTable } from '../faces/rest/plain-table.js';
import { reportJson } from '../faces/rest/report-json.js';
import { type AuditEntry, appendAudit } from '../ledger/audit/audit.js';
import { openLedger } from '../ledger/ledger.js';
import type { Martlet } from '../martlet.js';
import { type ReportArguments, runReport } from '../reports/answer.js';
import { developer, type Viewer } from '../security/viewer.js';
import type { Serving } from '../serving/serving.js';
import { currentGeneration } from '../warehouse/generations.js';
import { type PlainTable, tablesOf } from './query-table.js';

/** Something that went wrong, with its public code. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

export interface QueryOutcome {
  /** The answer as an object; null where there is none. */
  readonly json: object | null;
  /** The same as tables; null where it is none. */
  readonly tables: readonly PlainTable[] | null;
  readonly failures: readonly Failure[];
}

/** Opens the current generation as it is; nothing is built. Errors: BAD_USER_INPUT where there is none, CONFLICT where it is of other definitions or another key. */
export const openCurrent = async ({ config, open }: Martlet): Promise<Serving> =>
  open(await currentIn(config.home), { believes: true, decides: false });

/** Errors: BAD_USER_INPUT where there is none. */
export async function currentIn(home: string): Promise<string> {
  const id = await currentGeneration(home);
  if (id === null) throw badInput(`There is no generation in ${home} yet: run "martlet build".`);
  return id;
}

export const toStderr: FailureLog = {
  error: ({ err }) => void process.stderr.write(`${err instanceof Error ? (err.stack ?? err.message) : String(err)}\n`),
};

/** Whom the policies know by this key; without policies the developer. Errors: UNAUTHENTICATED, BAD_USER_INPUT for a key that nothing knows. */
export function viewerOf({ config: { policies }, policies: load }: Martlet, key: string | undefined): Viewer {
  if (policies === null) {
    if (key === undefined) return developer;
    throw badInput('--key: there are no policies that could know it. Name them with --policies, or leave --key out.');
  }
  if (key !== undefined) return load(policies).authenticate(key);
  throw new MartletError('UNAUTHENTICATED', `${policies} says who may see what: expected an API key of it as --key.`);
}

/** A request's context; `log` gets the failures that are ours and not the caller's. */
export function contextOf({ config, definitions }: Martlet, serving: Serving, viewer: Viewer, log: FailureLog): RequestContext {
  const audit = async (entry: AuditEntry): Promise<void> => {
    const ledger = await openLedger(config);
    try {
      await appendAudit(ledger, entry);
    } finally {
      await ledger.close();
    }
  };
  return createContext({ serving, definitions, viewer, requestId: 'query', log, audit });
}

/** Runs a document the way the server does, with its plugins and limits. */
export async function askDocument(
  { definitions }: Martlet,
  contextValue: RequestContext,
  query: string,
  variables: Record<string, unknown>,
): Promise<QueryOutcome> {
  const apollo = createApollo(createSchema(definitions), definitions.catalogue);
  await apollo.start();
  try {
    const { data, errors, extensions } = await executeDocument(apollo, query, variables, contextValue);
    const failures = errors.map(({ message, path, extensions: { code } }) => ({
      code,
      message: path ? `${message} (${path.join('.')})` : message,
    }));
    return { json: data && { data, extensions }, tables: data && tablesOf(data), failures };
  } finally {
    await apollo.stop();
  }
}

/** Runs a named report; what goes wrong is told as the graph tells it. */
export async function askReport(
  code: string,
  args: ReportArguments,
  locale: Locale,
  context: RequestContext,
): Promise<QueryOutcome> {
  try {
    const report = await runReport(code, args, context);
    const [json, table] = [await reportJson(report, context.manifest, locale), await plainTable(report, locale)];
    return { json, tables: [table], failures: [] };
  } catch (error) {
    if (error instanceof MartletError) return { json: null, tables: null, failures: [error] };
    context.log.error({ err: error }, 'a report failed');
    return { json: null, tables: null, failures: [{ code: 'INTERNAL', message: `${code} failed.` }] };
  }
}
