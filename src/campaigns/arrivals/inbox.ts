import { MartletError } from '../../errors.js';
import { addIncomingEvents } from '../../ledger/incoming/incoming-events.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { IncomingEventRow } from '../../ledger/tables.js';

interface Waiting {
  readonly row: IncomingEventRow;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Events of one source that may wait, and those of all that are written together. */
const [mostWaiting, atOnce] = [1000, 200];

/**
 * Where events wait to be written: each source has a queue of its own, and they take turns, so that who floods the gateway waits for himself. While
 * some are written others gather, and go together into the next commit.
 */
export class Inbox {
  private readonly queues = new Map<string, Waiting[]>();
  private isWriting = false;

  /** `onWritten`: of each commit. */
  constructor(
    private readonly ledger: Ledger,
    private readonly onWritten: () => void,
  ) {}

  /** For each of one source: was it told the first time? Errors: TOO_BUSY where too many of the source wait; then none is kept. */
  async add(rows: readonly IncomingEventRow[]): Promise<readonly boolean[]> {
    const [first] = rows;
    if (!first) return [];
    const source = JSON.stringify([first.sender, first.source]);
    const queue = this.queues.get(source) ?? [];
    if (queue.length + rows.length > mostWaiting)
      throw new MartletError(
        'TOO_BUSY',
        `Expected fewer than ${mostWaiting} events of ${first.source} to wait, found ${queue.length}. Tell them again in a second: what is kept already is not kept twice.`,
        { retryAfterMs: 1000 },
      );
    this.queues.set(source, queue);
    const kept = rows.map((row) => new Promise<boolean>((resolve, reject) => queue.push({ row, resolve, reject })));
    if (!this.isWriting) void this.write();
    return Promise.all(kept);
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    while (this.queues.size > 0) {
      const group = this.take();
      try {
        const added = await addIncomingEvents(
          this.ledger,
          group.map(({ row }) => row),
        );
        for (const { row, resolve } of group) resolve(added.has(row.id));
        this.onWritten();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.isWriting = false;
  }

  /** One of each source in turn, as long as there are any. */
  private take(): readonly Waiting[] {
    const group: Waiting[] = [];
    while (group.length < atOnce && this.queues.size > 0)
      for (const [source, queue] of [...this.queues]) {
        if (group.length === atOnce) break;
        group.push(queue.shift()!);
        // Behind those that had no turn yet.
        this.queues.delete(source);
        if (queue.length > 0) this.queues.set(source, queue);
      }
    return group;
  }
}
