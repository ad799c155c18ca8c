import { EventEmitter, on } from 'node:events';
import { incomingSince } from '../../ledger/incoming/incoming-events.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { IncomingEventRow } from '../../ledger/tables.js';

/** Where it is told that the ledger cannot be looked at. */
export interface ArrivalLog {
  error(fields: object, message: string): void;
}

/** What other gateways took is looked for so often; what this one takes, at once. */
const lookMs = 200;
/** Transactions end in another order than they began, and clocks differ: so far back it is looked. */
const overlapMs = 10_000;

/** An emitter has events of its own: "error" is no channel. */
const prefix = 'channel ';
const named = (channel: string): string => prefix + channel;

/** Tells who listens at a channel what is told of it, at whichever gateway of the ledger it came in. */
export class Arrivals {
  private readonly listeners = new EventEmitter().setMaxListeners(0);
  /** When each of what was told came in, by id. */
  private readonly told = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private isAskedAgain = false;

  constructor(
    private readonly ledger: Ledger,
    private readonly log: ArrivalLog,
  ) {}

  /** What comes in for a channel from now on. Ended by `return`, it hears nothing more. */
  of(channel: string): AsyncIterableIterator<IncomingEventRow> {
    const begun = Date.now();
    const heard = on(this.listeners, named(channel)) as AsyncIterableIterator<[IncomingEventRow]>;
    this.timer ??= setInterval(() => this.look(), lookMs).unref();
    const next = async (): Promise<IteratorResult<IncomingEventRow>> => {
      const { done, value } = await heard.next();
      if (done) return { done, value: undefined };
      // What came in before it began was told to others.
      return Date.parse(value[0].received_at) < begun ? next() : { done: false, value: value[0] };
    };
    const end = async (): Promise<IteratorResult<IncomingEventRow>> => {
      await heard.return?.();
      if (this.channels().length === 0) this.stop();
      return { done: true, value: undefined };
    };
    const iterator = { [Symbol.asyncIterator]: () => iterator, next, return: end };
    return iterator;
  }

  /** Looks for what came in; asked while it looks, once more. */
  look(): void {
    if (this.looking) {
      this.isAskedAgain = true;
      return;
    }
    this.looking = this.tell()
      .catch((err: unknown) => this.log.error({ err }, 'who listens could not be told who arrived'))
      .finally(() => {
        this.looking = null;
        if (this.isAskedAgain) this.look();
        this.isAskedAgain = false;
      });
  }

  async close(): Promise<void> {
    this.stop();
    this.listeners.removeAllListeners();
    await this.looking;
  }

  private async tell(): Promise<void> {
    const channels = this.channels();
    if (channels.length === 0) return;
    const since = Date.now() - overlapMs;
    for (const [id, at] of this.told) if (at < since) this.told.delete(id);
    for (const row of await incomingSince(this.ledger, new Date(since).toISOString(), channels)) {
      if (this.told.has(row.id)) continue;
      this.told.set(row.id, Date.parse(row.received_at));
      this.listeners.emit(named(row.channel!), row);
    }
  }

  private channels(): readonly string[] {
    const names = this.listeners.eventNames().map(String);
    return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
