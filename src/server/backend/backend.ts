import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import type { Quotas } from '../../security/quotas.js';
import { forwarding } from './forwarding.js';
import { type BackendWords, type FrontWords, type ProcessMetrics, refusedBy, speak } from './words.js';

/** Before a lost one is started again, ms: longer each time, as what ended it may come again. */
const [firstPauseMs, mostPauseMs] = [500, 30_000];

/**
 * The process behind this one. Whoever waits at a counter is answered by this one alone; all else is forwarded there, so that its computing, its
 * collecting of garbage and its faults are not the clerk's: beside ten times the load a decision's 99th percentile is 30 ms instead of 155.
 * Until one has begun this process answers everything. Once one was lost it does not: what ended that one would end this one too.
 */
export class Backend {
  state: 'starting' | 'ready' | 'lost' = 'starting';
  readonly forward;
  private readonly folder = mkdtempSync(join(tmpdir(), 'martlet-'));
  private readonly socket = join(this.folder, 'backend');
  private child: ChildProcess | undefined;
  private words: ReturnType<typeof speak<BackendWords, FrontWords>> | undefined;
  private pauseMs = firstPauseMs;
  private again: NodeJS.Timeout | undefined;
  private isClosing = false;

  /** `quotas`: of both processes. `make`: starts the other one, which is to listen on the socket. */
  constructor(
    private readonly quotas: Quotas,
    private readonly make: (socket: string) => ChildProcess,
  ) {
    this.forward = forwarding(this.socket);
  }

  start(log: FastifyBaseLogger): void {
    const { quotas } = this;
    // A socket that a killed process left behind cannot be listened on.
    rmSync(this.socket, { force: true });
    const child = this.make(this.socket);
    const begun = performance.now();
    this.child = child;
    this.words = speak<BackendWords, FrontWords>(child, {
      ready: () => {
        this.state = 'ready';
        log.info({ backend: child.pid }, 'the process behind answers what no counter waits for');
      },
      takeLookUp: (who) => refusedBy(() => quotas.lookUps.take(who)),
      takeCost: (cost, who) => refusedBy(() => quotas.spending.take(cost, who)),
    });
    const ended = (how: object) => {
      this.words?.$close();
      if (this.isClosing) return;
      // One that never answered took nothing with it that this process does not answer still.
      if (this.state === 'ready') this.state = 'lost';
      this.pauseMs = performance.now() - begun > mostPauseMs ? firstPauseMs : Math.min(this.pauseMs * 2, mostPauseMs);
      log.error({ backend: child.pid, ...how, againMs: this.pauseMs }, 'the process behind ended: it is started again');
      this.again = setTimeout(() => this.start(log), this.pauseMs);
    };
    child.once('exit', (code, signal) => ended({ code, signal }));
    // It could not be begun at all.
    child.once('error', (err) => ended({ err }));
  }

  /** Of that process; none while it is not there. */
  async metrics(): Promise<ProcessMetrics> {
    return this.state === 'ready' ? ((await this.words?.metrics().catch(() => [])) ?? []) : [];
  }

  /** Its log's level from now on. */
  logAt(level: string): void {
    void this.words?.logAt.asEvent(level);
  }

  /** Ends the process, once nothing is forwarded any more. */
  async close(): Promise<void> {
    this.isClosing = true;
    clearTimeout(this.again);
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      // It ends when nobody is in front of it any more.
      if (child.connected) child.disconnect();
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
