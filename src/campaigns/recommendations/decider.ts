import type { Scene } from '../../catalogue/offers/types.js';
import type { Catalogue } from '../../catalogue/types.js';
import type { Decisions } from '../../decisions/decisions.js';
import { type Circumstances, unknownToPolicy } from '../../decisions/judge.js';
import { columnsOfScene, numberStatements, scoresOf } from '../../decisions/statements.js';
import type { Coverage } from '../../figures/figure.js';
import { recordDecisions } from '../../ledger/contacts/decisions.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { DecisionRow } from '../../ledger/tables.js';
import { gathered } from '../../lib/gathered.js';
import type { Viewer } from '../../security/viewer.js';
import type { NumberColumns } from '../../slices/columns.js';
import type { Row, WarehouseEngine } from '../../warehouse/engine.js';
import type { Manifest } from '../../warehouse/generations.js';
import { contactStates } from '../contact-states.js';
import { fullOffers } from '../full-offers.js';
import type { CampaignLog } from './campaigns.js';
import { Campaigns } from './campaigns.js';

/** What decisions read, of one generation. */
export interface DecidingContext {
  readonly viewer: Viewer;
  readonly catalogue: Catalogue;
  readonly manifest: Manifest;
  readonly numberColumns: NumberColumns;
  readonly decisions: Decisions;
  readonly coverage: Coverage;
}

/** A number and all that is read of it for a decision in a scene. */
export interface DecisionInputs {
  /** Columns by their names, personal ones masked. */
  readonly values: Row;
  readonly circumstances: Circumstances;
}

/**
 * What decisions of all requests share: single numbers are read together, decisions written together. At 300 a second a statement and a
 * commit then serve several of them.
 */
export class Decider {
  /** Writes a decision; when it returns, the decision is on the disk. */
  readonly record: (row: DecisionRow) => Promise<void>;
  readonly campaigns: Campaigns;
  private readonly readers = new WeakMap<WarehouseEngine, Map<string, (id: string) => Promise<DecisionInputs | null>>>();

  constructor(
    private readonly ledger: Ledger,
    home: string,
    /** The operator's day. */
    private readonly today: () => string,
    log: CampaignLog | null = null,
  ) {
    this.campaigns = new Campaigns(ledger, home, log);
    this.record = gathered(1, async (rows: readonly DecisionRow[]) => {
      await recordDecisions(ledger, rows);
      return () => undefined;
    });
  }

  /** null: there is no such number in the newest month, or none that the viewer may see. */
  known(id: string, scene: Scene, context: DecidingContext): Promise<DecisionInputs | null> {
    const { viewer, catalogue, manifest, numberColumns, decisions, coverage } = context;
    const { engine } = decisions;
    const readers = this.readers.get(engine) ?? new Map<string, (id: string) => Promise<DecisionInputs | null>>();
    this.readers.set(engine, readers);
    const { cities } = viewer;
    const key = JSON.stringify([scene, cities && [...cities].sort()]);
    // Of the request only what holds for all who share the key.
    const shared = { viewer, catalogue, manifest, numberColumns, decisions, coverage };
    const reader = readers.get(key) ?? gathered(1, this.reader(scene, shared));
    readers.set(key, reader);
    return reader(id);
  }

  private reader(
    scene: Scene,
    context: DecidingContext,
  ): (asked: readonly string[]) => Promise<(id: string) => DecisionInputs | null> {
    const { catalogue, decisions } = context;
    const scored = context.coverage.provided.has('propensity.probability') ? scene : null;
    const statementFor = numberStatements(columnsOfScene(catalogue, scene), scored, context);
    return async (asked) => {
      const ids = padded([...new Set(asked)]);
      const day = this.today();
      const [rows, contacts, keptFrom, full] = await Promise.all([
        decisions.engine.run(statementFor(ids), { lane: 'channels' }),
        contactStates(this.ledger, ids, scene, day, context),
        this.campaigns.keptFrom(decisions.engine, day),
        fullOffers(this.ledger, catalogue, day.slice(0, 7)),
      ]);
      const found = new Map(rows.map((row) => [row.id as string, row]));
      return (id) => {
        const values = found.get(id);
        if (!values) return null;
        const contact = contacts.get(id) ?? unknownToPolicy;
        const circumstances = { contact, full, keptFrom: keptFrom(values.draw_key as string), scores: scoresOf(values) };
        return { values, circumstances };
      };
    };
  }
}

/** Repeated up to a power of two: so that statements have few shapes, and those are parsed once. */
function padded(ids: readonly string[]): readonly string[] {
  const size = 2 ** Math.ceil(Math.log2(ids.length));
  return Array.from({ length: size }, (_, index) => ids[index % ids.length]!);
}
