import { changeExportJob, expiredExportJobs, openExportJobs, openStatuses } from '../../ledger/exports/export-jobs.js';
import type { Ledger } from '../../ledger/ledger.js';
import { stoppedText } from './failure.js';
import { removeFile, removeOrphans } from './files.js';
import { whereabouts } from './owner.js';

/** Many heartbeats: a process of another machine that is silent for so long does not come back to its job. */
const silentMs = 60_000;

interface Swept {
  readonly ledger: Ledger;
  readonly dir: string;
}

/** A heartbeat as a job has it, and when it was first found. */
interface Heard {
  readonly beat: string;
  readonly at: number;
}

/** Clears away what nobody works on or may have any more. */
export class Sweeper {
  /** Of other machines' jobs: their clocks need not agree with this one's. */
  #heard: ReadonlyMap<string, Heard> = new Map();

  /** `now`: milliseconds that only grow, whatever becomes of the machine's clock. */
  constructor(
    private readonly options: Swept,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Fails the jobs of processes that are gone, expires what is over, and removes files that nobody may have any more. */
  async sweep(): Promise<void> {
    const { ledger, dir } = this.options;
    const at = new Date().toISOString();
    const heard = new Map<string, Heard>();
    for (const { id, owner, heartbeat_at: beat } of await openExportJobs(ledger)) {
      const process = whereabouts(owner);
      if (process === 'HERE') continue;
      const last = this.#heard.get(id);
      const since = last?.beat === beat ? last : { beat, at: this.now() };
      heard.set(id, since);
      if (process === 'ELSEWHERE' && this.now() - since.at < silentMs) continue;
      await changeExportJob(ledger, id, openStatuses, { status: 'FAILED', error: stoppedText, finished_at: at });
    }
    this.#heard = heard;
    for (const { id } of await expiredExportJobs(ledger, at)) {
      await changeExportJob(ledger, id, ['DONE'], { status: 'EXPIRED' });
      await removeFile(dir, id);
    }
    await removeOrphans(dir, ledger);
  }
}
