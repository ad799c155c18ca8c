import { setTimeout as sleep } from 'node:timers/promises';
import { MartletError } from '../errors.js';
import { currentGeneration, listGenerations, pointerState } from '../warehouse/generations.js';
import type { Serving } from './serving.js';

/** A generation in use by requests; closed when it is no longer the newest and its last request is done. */
interface LeasedGeneration {
  readonly serving: Serving;
  users: number;
  retired: boolean;
  /** A file that is lost or another since it was verified, in words: until it is back nothing is answered from it. */
  fault: string | null;
}

export interface Lease {
  readonly serving: Serving;
  /** One more on the same generation, for work that goes on after the request. */
  again(): Lease;
  release(): void;
}

/** Where it is told that another generation serves, or cannot. */
export interface GenerationsLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface GenerationsOptions {
  /** MARTLET_HOME. */
  readonly home: string;
  /** Verifies a generation and opens it. */
  readonly open: (id: string) => Promise<Serving>;
  readonly log: GenerationsLog;
  /** How often the pointer is looked at. */
  readonly pollMs?: number | undefined;
}

const damaged = ({ serving, fault }: LeasedGeneration): MartletError =>
  new MartletError(
    'INTERNAL',
    `Generation ${serving.manifest.id} is damaged: ${fault}. Nothing is answered from it. Put the file back, or build again.`,
  );

/** A file that is another is seen after so long, and when readiness is asked; one that is lost by every statement that reads it. */
const lookEveryMs = 5000;

/** Generations open beside the one that serves; each has an engine of its own. */
const mostPinned = 2;

/**
 * Holds the generation that serves and follows the CURRENT pointer: a new one is verified and opened beside the old, then takes
 * its place for new requests; running ones end on the generation that they began with. One that cannot be opened raises an alarm, and
 * the old one goes on until the pointer is written anew.
 */
export class Generations {
  private current: LeasedGeneration | undefined;
  /** Kept generations that clients asked for by id, oldest first. */
  private readonly pinned = new Map<string, Promise<LeasedGeneration>>();
  /** The pointer as it was when it was last followed. */
  private followed: string | null = null;
  /** Why not the newest generation serves, for who watches the gateway; null where it does. */
  alarm: string | null = null;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private lookedAt = performance.now();

  constructor(private readonly options: GenerationsOptions) {}

  private get pollMs(): number {
    return this.options.pollMs ?? 1000;
  }

  /** The generation that serves, to be looked at and not asked: it may close at any time. */
  get serving(): Serving | undefined {
    return this.current?.serving;
  }

  /** Begins with a generation, or with the newest that is sound. Errors: why it cannot be opened, where none other can either. */
  async start(id: string): Promise<void> {
    const state = await pointerState(this.options.home);
    // One that points elsewhere is followed at the first poll.
    this.followed = state?.startsWith(id) ? state : null;
    try {
      this.current = await this.open(id);
    } catch (error) {
      this.current = await this.newestSound(id);
      if (!this.current) throw error;
      this.raise(error, id);
    }
    this.poll();
  }

  private async newestSound(but: string): Promise<LeasedGeneration | undefined> {
    const kept = await listGenerations(this.options.home);
    for (const id of kept.filter((each) => each !== but).reverse()) {
      const opened = await this.open(id).catch(() => undefined);
      if (opened) return opened;
    }
    return undefined;
  }

  private raise(error: unknown, id: string | null): void {
    const serves = this.current?.serving.manifest.id;
    this.alarm = `${id === null ? 'The newest generation' : `Generation ${id}`} cannot be served, ${serves} serves. Run "martlet build".`;
    this.options.log.error({ err: error, generation: id, serves }, this.alarm);
  }

  /**
   * The generation of a request: the one that serves, or the kept one that it names; to be released when the response is sent.
   * Errors: BAD_USER_INPUT for one that is not kept; INTERNAL where a file was lost while it served.
   */
  async lease(id?: string): Promise<Lease> {
    const leased = id === undefined || id === this.current?.serving.manifest.id ? this.current : await this.pin(id);
    if (!leased) throw new Error('no generation is open yet');
    if (leased.fault !== null) throw damaged(leased);
    return this.leaseOf(leased);
  }

  /** A look at the files of the generation that serves. Errors: INTERNAL where one is lost or another since it was verified. */
  async look(): Promise<void> {
    const leased = this.current;
    if (!leased) return;
    const fault = await leased.serving.watch();
    if (fault !== leased.fault) this.tell(leased, fault);
    leased.fault = fault;
    if (fault !== null) throw damaged(leased);
  }

  private tell({ serving }: LeasedGeneration, fault: string | null): void {
    const { id } = serving.manifest;
    if (fault === null) this.options.log.info({ generation: id }, 'the files of the generation are whole again');
    else
      this.options.log.error(
        { generation: id, fault },
        'a file of the generation is lost or another: nothing is answered from it',
      );
  }

  private leaseOf(leased: LeasedGeneration): Lease {
    leased.users++;
    let released = false;
    return {
      serving: leased.serving,
      again: () => this.leaseOf(leased),
      release: () => {
        if (released) return;
        released = true;
        leased.users--;
        this.closeUnused(leased);
      },
    };
  }

  /** A lease on each generation that begins to serve from now on; it is released when the next is asked for. */
  async *changes(): AsyncGenerator<Lease> {
    let last = this.current?.serving.manifest.id;
    while (!this.closed) {
      const leased = this.current;
      if (leased && leased.serving.manifest.id !== last) {
        last = leased.serving.manifest.id;
        const lease = this.leaseOf(leased);
        try {
          yield lease;
        } finally {
          lease.release();
        }
      }
      await sleep(this.pollMs, undefined, { ref: false });
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    const pinned = await Promise.allSettled(this.pinned.values());
    for (const result of pinned) if (result.status === 'fulfilled') await result.value.serving.close();
    await this.current?.serving.close();
  }

  private pin(id: string): Promise<LeasedGeneration> {
    const known = this.pinned.get(id);
    if (known) return known;
    const opening = this.open(id);
    this.pinned.set(id, opening);
    opening.catch(() => this.pinned.delete(id));
    for (const old of [...this.pinned.keys()].slice(0, -mostPinned)) void this.unpin(old);
    return opening;
  }

  private async unpin(id: string): Promise<void> {
    // Out of the map before anything is awaited: from here on nobody else gets it.
    const opening = this.pinned.get(id);
    this.pinned.delete(id);
    const leased = await opening?.catch(() => undefined);
    if (!leased) return;
    leased.retired = true;
    this.closeUnused(leased);
  }

  private async open(id: string): Promise<LeasedGeneration> {
    return { serving: await this.options.open(id), users: 0, retired: false, fault: null };
  }

  private poll(): void {
    this.timer = setTimeout(() => {
      void this.followAndLook().finally(() => {
        if (!this.closed) this.poll();
      });
    }, this.pollMs);
    this.timer.unref();
  }

  private async followAndLook(): Promise<void> {
    await this.follow();
    if (performance.now() - this.lookedAt < lookEveryMs) return;
    this.lookedAt = performance.now();
    // Told in the log already.
    await this.look().catch(() => undefined);
  }

  /** One look at the pointer. */
  private async follow(): Promise<void> {
    const state = await pointerState(this.options.home);
    if (state === null || state === this.followed) return;
    this.followed = state;
    let id: string | null = null;
    try {
      id = await currentGeneration(this.options.home);
      if (id !== null && id !== this.current?.serving.manifest.id) await this.swap(id);
      this.alarm = null;
    } catch (error) {
      this.raise(error, id);
    }
  }

  private async swap(id: string): Promise<void> {
    const next = await this.open(id);
    const old = this.current;
    this.current = next;
    this.options.log.info({ generation: id, dataDate: next.serving.manifest.dataDate }, 'a new generation serves');
    if (!old) return;
    old.retired = true;
    this.closeUnused(old);
  }

  private closeUnused(leased: LeasedGeneration): void {
    if (!leased.retired || leased.users > 0) return;
    leased.serving.close().catch((error: unknown) => this.options.log.error({ err: error }, 'closing an old generation failed'));
  }
}
