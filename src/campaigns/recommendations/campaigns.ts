import type { Ledger } from '../../ledger/ledger.js';
import { activeTargetLists, offersOfList } from '../../ledger/lists/target-lists.js';
import type { TargetListRow } from '../../ledger/tables.js';
import type { WarehouseEngine } from '../../warehouse/engine.js';
import { statement } from '../../warehouse/statement.js';
import { snapshotFile } from '../snapshot.js';

const nothing: ReadonlySet<string> = new Set();

/** Who is kept out of which campaigns that run now. Snapshots never change, so each is read once. */
export class Campaigns {
  /** By list: the draws that are held out. */
  private readonly held = new Map<string, Promise<ReadonlySet<string>>>();
  private lastKnown = nothing;

  constructor(
    private readonly ledger: Ledger,
    private readonly home: string,
  ) {}

  /** The offers that who is drawn by a key may not be made in any scene on this day. */
  async keptFrom(engine: WarehouseEngine, today: string): Promise<(draw: string) => ReadonlySet<string>> {
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
        held: await this.heldOutOf(list, engine),
      })),
    );
    return (draw) => new Set(campaigns.flatMap(({ offers, held }) => (held.has(draw) ? offers : [])));
  }

  /** Offers of the campaigns that ran when it was last looked: where nobody's draw is known, these are made to nobody. */
  get offers(): ReadonlySet<string> {
    return this.lastKnown;
  }

  private heldOutOf({ id }: TargetListRow, engine: WarehouseEngine): Promise<ReadonlySet<string>> {
    const known = this.held.get(id);
    if (known) return known;
    const sql = `select distinct cast(draw as varchar) as draw from read_parquet($1) where arm = 'HELD_OUT'`;
    const reading = engine
      .run(statement('held out of a campaign', sql, [snapshotFile(this.home, id)]), { lane: 'channels' })
      .then((rows) => new Set(rows.map(({ draw }) => draw as string)));
    this.held.set(id, reading);
    reading.catch(() => this.held.delete(id));
    return reading;
  }
}
