import type { Outcome } from '../../src/ledger/tables.js';
import type { Claim, ClaimableMember, WorkProgress } from '../../src/ledger/work/work.js';

/** The work on a list as plain JavaScript does it, one step after the other: a second route to what the ledger must say. */
interface Item extends ClaimableMember {
  state: 'NEW' | 'CLAIMED' | 'OPEN' | 'DONE' | 'EXHAUSTED';
  attempts: number;
  batch: number;
  notBefore: string;
  /** When the customer asked to be called back; '' where he did not. */
  agreed: string;
}

interface Batch {
  until: string;
  given: boolean;
  readonly subject: string;
}

export class WorkModel {
  private readonly items: readonly Item[];
  private readonly batches: Batch[] = [];

  constructor(members: readonly ClaimableMember[]) {
    this.items = members.map((member) => ({ ...member, state: 'NEW', attempts: 0, batch: 0, notBefore: '', agreed: '' }));
  }

  private isHeld = (fence: number, now: string): boolean => {
    const batch = this.batches[fence - 1];
    return batch !== undefined && !batch.given && batch.until > now;
  };

  /** What is claimed, as [number, attempt]. */
  claim({ cities, size, subject, now, leaseUntil, mostAttempts }: Claim): readonly (readonly [string, number])[] {
    // A lease that was seen to be over stays so, should the clock be set back.
    for (const batch of this.batches) if (batch.until <= now) batch.given = true;
    for (const item of this.items) {
      if (item.state === 'CLAIMED' && !this.isHeld(item.batch, now)) Object.assign(item, { state: 'OPEN', notBefore: '' });
      if (item.state === 'OPEN' && item.attempts >= mostAttempts) item.state = 'EXHAUSTED';
    }
    const own = this.items.filter(({ city }) => cities === null || cities.includes(city));
    const open = own.filter(({ state, notBefore }) => state === 'OPEN' && notBefore <= now);
    const first = open
      .filter(({ agreed }) => agreed !== '')
      .sort((a, b) => (a.agreed < b.agreed ? -1 : Number(a.agreed > b.agreed)));
    const due = [...first, ...open.filter(({ agreed }) => agreed === '')];
    const taken = [...due, ...own.filter(({ state }) => state === 'NEW')].slice(0, size);
    if (taken.length === 0) return [];
    this.batches.push({ until: leaseUntil, given: false, subject });
    for (const item of taken) {
      item.attempts++;
      Object.assign(item, { state: 'CLAIMED', batch: this.batches.length, notBefore: '' });
    }
    return taken.map(({ numberId, attempts }) => [numberId, attempts]);
  }

  /** Each says whether it was allowed. */
  extend(fence: number, subject: string, now: string, until: string): boolean {
    const allowed = this.isHeld(fence, now) && this.batches[fence - 1]!.subject === subject;
    if (allowed) this.batches[fence - 1]!.until = until;
    return allowed;
  }

  release(fence: number, subject: string, now: string, numbers: readonly string[] | null): boolean {
    if (!this.isHeld(fence, now) || this.batches[fence - 1]!.subject !== subject) return false;
    for (const item of this.items)
      if (item.state === 'CLAIMED' && item.batch === fence && (numbers === null || numbers.includes(item.numberId))) {
        item.attempts--;
        item.state = 'OPEN';
      }
    if (numbers === null) this.batches[fence - 1]!.given = true;
    return true;
  }

  /** Whoever holds it. */
  takeBack(fence: number, now: string): boolean {
    const subject = this.batches[fence - 1]?.subject;
    return subject !== undefined && this.release(fence, subject, now, null);
  }

  /** `later`: when it may be tried again; `isAgreed`: that is when the customer asked to be called back. */
  record(
    fence: number,
    numberId: string,
    outcome: Outcome,
    now: string,
    later: string,
    mostAttempts: number,
    isAgreed = false,
  ): boolean {
    const item = this.items.find((each) => each.numberId === numberId)!;
    if (item.state !== 'CLAIMED' || item.batch !== fence || !this.isHeld(fence, now)) return false;
    const again = outcome === 'NOT_REACHED' || outcome === 'CALL_BACK';
    item.agreed = isAgreed ? later : '';
    if (isAgreed) item.attempts--;
    item.state = !again ? 'DONE' : item.attempts >= mostAttempts ? 'EXHAUSTED' : 'OPEN';
    item.notBefore = later;
    return true;
  }

  progress(now: string): WorkProgress {
    const count = (is: (item: Item) => boolean) => this.items.filter(is).length;
    const claimed = count(({ state, batch }) => state === 'CLAIMED' && this.isHeld(batch, now));
    const [done, exhausted] = [count(({ state }) => state === 'DONE'), count(({ state }) => state === 'EXHAUSTED')];
    return { open: this.items.length - claimed - done - exhausted, claimed, done, exhausted };
  }
}
