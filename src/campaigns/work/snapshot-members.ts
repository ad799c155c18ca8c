import type { Ledger } from '../../ledger/ledger.js';
import type { ClaimableMember } from '../../ledger/work/work.js';
import type { Run, Shared } from '../../serving/run.js';
import type { Row } from '../../warehouse/engine.js';
import { statement } from '../../warehouse/statement.js';
import type { CampaignSession } from '../session.js';
import type { Snapshot } from '../snapshot.js';

/** Places of a city that are read at a time, and so many parts that are kept in memory: a megabyte each. */
const windowSize = 5000;
const mostKept = 64;

interface Window {
  /** null while they are read. */
  members: readonly ClaimableMember[] | null;
  readonly reading: Promise<Shared<readonly ClaimableMember[]>>;
}

/** What of the lists’ snapshots is in memory, the last read at the end: a snapshot never changes. */
const kept = new WeakMap<Ledger, Map<string, Window>>();

/** What several claims wait for is read once, and not for one of them alone. */
type Together = Pick<CampaignSession, 'share' | 'join'>;

/** The members of a list's snapshot in their order, for one claim: what is not in memory is noted, and then read. */
export class SnapshotMembers {
  private readonly held = new Map<string, readonly ClaimableMember[]>();
  private readonly missing = new Map<string, readonly [city: string, index: number]>();
  private readonly kept: Map<string, Window>;

  constructor(
    ledger: Ledger,
    private readonly snapshot: Snapshot,
    private readonly together: Together,
  ) {
    this.kept = kept.get(ledger) ?? new Map();
    kept.set(ledger, this.kept);
  }

  /** As the ledger's claimWork asks: null where something must be read first. */
  readonly next = (cursors: ReadonlyMap<string, number>, most: number): readonly ClaimableMember[] | null => {
    const heads = [...cursors].map(([city, place]) => ({ city, place, member: this.at(city, place) }));
    const found: ClaimableMember[] = [];
    while (this.missing.size === 0 && found.length < most) {
      let first: { city: string; place: number; member: ClaimableMember | undefined } | undefined;
      for (const head of heads) if (head.member && (!first || head.member.rank < first.member!.rank)) first = head;
      if (!first) break;
      found.push(first.member!);
      if (found.length < most) first.member = this.at(first.city, ++first.place);
    }
    return this.missing.size === 0 ? found : null;
  };

  /** Reads what `next` lacked. */
  async read(): Promise<void> {
    await Promise.all(
      [...this.missing].map(async ([key, [city, index]]) =>
        this.held.set(key, await this.together.join(this.window(key, city, index).reading)),
      ),
    );
    this.missing.clear();
  }

  /** undefined: the city has no such place, or it is not read yet and noted as missing. */
  private at(city: string, place: number): ClaimableMember | undefined {
    const index = Math.floor((place - 1) / windowSize);
    const key = `${this.snapshot.list} ${index} ${city}`;
    const members = this.held.get(key) ?? this.kept.get(key)?.members;
    if (members) {
      // Held by the claim itself: others may put it out of memory meanwhile.
      this.held.set(key, members);
      return members[place - 1 - index * windowSize];
    }
    this.missing.set(key, [city, index]);
    return undefined;
  }

  private window(key: string, city: string, index: number): Window {
    const known = this.kept.get(key);
    this.kept.delete(key);
    const window = known ?? this.reading(key, city, index);
    this.kept.set(key, window);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= mostKept) break;
      this.kept.delete(oldest);
    }
    return window;
  }

  private reading(key: string, city: string, index: number): Window {
    const from = 1 + index * windowSize;
    const { reads } = this.snapshot;
    const asked = [city, from, from + windowSize];
    const members = statement('members of a target list', membersSql(this.snapshot), asked, reads);
    const reading = this.together.share(async ({ run }) => (await run(members, 'channels')).map(memberOf));
    const window: Window = { members: null, reading };
    window.reading.then(
      ({ value }) => {
        window.members = value;
      },
      () => this.kept.delete(key),
    );
    return window;
  }
}

const membersSql = ({ members }: Snapshot): string => `
  select cast(number_id as varchar) as id, city, cast(place as integer) as place, cast(rank as integer) as rank, offer
  from ${members} where city = $1 and place >= $2 and place < $3 order by place`;

const memberOf = ({ id, city, place, rank, offer }: Row): ClaimableMember => ({
  numberId: id as string,
  city: city as string,
  place: place as number,
  rank: rank as number,
  offer: offer as string,
});

/** How many members each city has. */
export async function citySizes({ members, reads }: Snapshot, run: Run): Promise<ReadonlyMap<string, number>> {
  const sql = `select city, cast(count(*) as integer) as size from ${members} group by city order by city`;
  const rows = await run(statement('members by city', sql, [], reads), 'channels');
  return new Map(rows.map(({ city, size }) => [city as string, size as number]));
}
