import type { FastifyBaseLogger } from 'fastify';
import { Arrivals } from '../campaigns/arrivals/arrivals.js';
import { Inbox } from '../campaigns/arrivals/inbox.js';
import { today } from '../campaigns/channels.js';
import { patienceOf } from '../campaigns/recommendations/decide.js';
import { Decider } from '../campaigns/recommendations/decider.js';
import type { Channels } from '../campaigns/session.js';
import { Exports } from '../exports/jobs/exports.js';
import { exportDirectory } from '../exports/jobs/files.js';
import { type AuditEntry, auditWriter } from '../ledger/audit/audit.js';
import { type Ledger, openLedger } from '../ledger/ledger.js';
import { removeEndedSets } from '../ledger/number-sets.js';
import type { Martlet } from '../martlet.js';
import { Generations } from '../serving/generations.js';
import { recordQuestionShapes } from './question-shapes.js';

/** What a running gateway keeps open between requests. */
export interface OpenParts {
  readonly generations: Generations;
  readonly ledger: Ledger;
  /** Writes a line of the audit: when it returns, the line is on the disk. */
  readonly audit: (entry: AuditEntry) => Promise<unknown>;
  readonly jobs: Exports;
  readonly channels: Channels;
  /** Where what other systems tell is taken, and told on. */
  readonly inbox: Inbox;
  readonly arrivals: Arrivals;
  /** Ends jobs and generations first, as both write into the ledger. */
  close(): Promise<void>;
}

export interface PartsOptions {
  readonly log: FastifyBaseLogger;
  readonly pollMs: number | undefined;
  readonly now: () => Date;
}

/** Opens them, a generation first: without one there is nothing to serve. Errors: as `Martlet.open`, and of the ledger. */
export async function openParts(
  { config, open }: Martlet,
  generation: string,
  { log, pollMs, now }: PartsOptions,
): Promise<OpenParts> {
  const { home, databaseUrl, timeZone } = config;
  const generations = new Generations({ home, open, log, pollMs });
  const ledger = await openLedger({ home, databaseUrl, log });
  await generations.start(generation).catch(async (error: unknown) => {
    await ledger.close();
    throw error;
  });
  await removeEndedSets(ledger, home, today({ now, timeZone }));
  const jobs = await Exports.open({ ledger, dir: exportDirectory(home), log });
  const shapes = recordQuestionShapes(ledger, log);
  const decider = new Decider(ledger, home, () => today({ now, timeZone }), log);
  const channels = { ledger, home, now, timeZone, decider, patienceMs: patienceOf(config.answerMs) };
  const arrivals = new Arrivals(ledger, log);
  const inbox = new Inbox(ledger, () => arrivals.look());
  const close = async () => {
    await arrivals.close();
    await jobs.close();
    await generations.close();
    await shapes.close();
    await ledger.close();
  };
  return { generations, ledger, audit: auditWriter(ledger), jobs, channels, inbox, arrivals, close };
}
