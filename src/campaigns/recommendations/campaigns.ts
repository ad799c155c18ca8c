import type { Ledger } from '../../ledger/ledger.js';
import { activeTargetLists, offersOfList } from '../../ledger/lists/target-lists.js';
import type { TargetListRow } from '../../ledger/tables.js';
import type { Run } from '../../serving/run.js';
import { statement } from '../../warehouse/statement.js';
import { type Snapshot, snapshotOf } from '../snapshot.js';

const nothing: ReadonlySet<string> = new Set();

/** Where it is told that a campaign's snapshot cannot be read. */
export interface CampaignLog {
  error(fields: object, message: string): void;
}

/** Who is kept out of which campaigns that run now. Snapshots never change, so each is read once. */
export class Campaigns {
  /** By list: the draws that are held out. */
  private readonly held = new Map<string, Promise<ReadonlySet<string>>>();
  /** Lists whose snapshots could not be read when they were last looked at. */
  private readonly unreadable = new Set<string>();
  private lastKnown: ReadonlySet<string> | null = null;

  constructor(
    private readonly ledger: Ledger,
    private readonly home: string,
    private readonly log: CampaignLog | null = null,
  ) {}

  /**
   * The offers that who is drawn by a key may not be made in any scene on this day. Of a damaged snapshot nobody knows whom it keeps out:
   * the campaign's offers are made to nobody, and the log has it.
   */
  async keptFrom(run: Run, today: string): Promise<(draw: string) => ReadonlySet<string>> {
    const lists = (await activeTargetLists(this.ledger)).filter(
      ({ expires_on, held_out }) => held_out > 0 && (expires_on === null || expires_on >= today),
    );
    const ids = new Set(lists.map(({ id }) => id));
    for (const id of this.held.keys()) if (!ids.has(id)) this.held.delete(id);
    this.lastKnown = new Set(lists.flatMap(offersOfList));
    if (lists.length === 0) return () => nothing;
    const campaigns = await Promise.all(
      lists.map(async (list) => ({
        offers: offersOfList(list),
        held: await this.heldOutOf(list, run),
      })),
    );
    return (draw) => new Set(campaigns.flatMap(({ offers, held }) => (held === null || held.has(draw) ? offers : [])));
  }

  /**
   * Offers of the campaigns that ran when it was last looked: where nobody's draw is known, these are made to nobody. null: it was never
   * looked, so any offer may be one of a campaign.
   */
  get offers(): ReadonlySet<string> | null {
    return this.lastKnown;
  }

  /** null: its snapshot cannot be read. */
  private async heldOutOf(list: TargetListRow, run: Run): Promise<ReadonlySet<string> | null> {
    const known = this.held.get(list.id);
    if (known) return known;
    const snapshot = await snapshotOf(list, this.home).catch((error: unknown) => this.alarm(list, error));
    if (snapshot === null) return null;
    this.unreadable.delete(list.id);
    const reading = this.held.get(list.id) ?? drawsOf(snapshot, run);
    this.held.set(list.id, reading);
    reading.catch(() => this.held.delete(list.id));
    return reading;
  }

  /** Once for each damage: decisions come by the hundred. */
  private alarm(list: TargetListRow, error: unknown): null {
    if (this.unreadable.has(list.id)) return null;
    this.unreadable.add(list.id);
    const offers = offersOfList(list).join(', ');
    this.log?.error({ err: error }, `target list ${list.id} cannot be read: its offers (${offers}) are made to nobody`);
    return null;
  }
}

async function drawsOf({ heldOut, reads }: Snapshot, run: Run): Promise<ReadonlySet<string>> {
  const sql = `select distinct cast(draw as varchar) as draw from ${heldOut}`;
  const rows = await run(statement('held out of a campaign', sql, [], reads), 'channels');
  return new Set(rows.map(({ draw }) => draw as string));
}
