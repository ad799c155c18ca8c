import type { ChildProcess } from 'node:child_process';
import { createBirpc } from 'birpc';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import { type ErrorCode, type ErrorDetails, MartletError } from '../../errors.js';
import type { Quotas } from '../../security/quotas.js';
import type { Limited } from '../../security/viewer.js';

/** What the process in front does for the one behind it. */
export interface FrontWords {
  /** It listens. */
  ready(): void;
  takeLookUp(who: Limited): Promise<Refused | null>;
  takeCost(cost: number, who: Limited): Promise<Refused | null>;
}

/** What the process behind does for the one in front. */
export interface BackendWords {
  metrics(): Promise<ProcessMetrics>;
  logAt(level: string): void;
}

export type ProcessMetrics = readonly MetricObjectWithValues<MetricValue<string>>[];

/** An error as it goes from one process to the other: a class would not. */
export interface Refused {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** Speaks over the channel that Node opens between a process and its child. A call that gets no answer within ten seconds fails. */
export const speak = <Theirs extends object, Ours extends object>(channel: ChildProcess | NodeJS.Process, ours: Ours) =>
  createBirpc<Theirs, Ours>(ours, {
    // Of an end that is gone nobody hears: without a listener it would be an error of this process, and its end.
    post: (message) => void (channel as ChildProcess).send?.(message, () => {}),
    on: (listener) => void (channel as ChildProcess).on('message', listener),
    timeout: 10_000,
  });

/** What is refused, as an answer. */
export async function refusedBy(take: () => void | Promise<void>): Promise<Refused | null> {
  try {
    await take();
    return null;
  } catch (error) {
    if (!(error instanceof MartletError)) throw error;
    const { code, message, details } = error;
    return { code, message, details };
  }
}

/** The quotas that the process in front keeps. */
export function quotasOf(front: Pick<FrontWords, 'takeLookUp' | 'takeCost'>): Quotas {
  const asked = async (answer: Promise<Refused | null>) => {
    const refused = await answer;
    if (refused) throw new MartletError(refused.code, refused.message, refused.details);
  };
  // Of the viewer only what is counted by.
  const whoOf = ({ subject, limits }: Limited): Limited => ({ subject, limits });
  return {
    lookUps: { take: (who) => asked(front.takeLookUp(whoOf(who))) },
    spending: { take: (cost, who) => asked(front.takeCost(cost, whoOf(who))) },
  };
}
