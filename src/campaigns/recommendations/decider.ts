import type { Scene } from '../../catalogue/offers/types.js';
import type { Catalogue } from '../../catalogue/types.js';
import type { Decisions } from '../../decisions/decisions.js';
import type { Circumstances } from '../../decisions/judge.js';
import { columnsOfScene, numberStatements, scoresOf } from '../../decisions/statements.js';
import type { Coverage } from '../../figures/figure.js';
import { recordDecisions } from '../../ledger/contacts/decisions.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { DecisionRow } from '../../ledger/tables.js';
import { gathered } from '../../lib/gathered.js';
import { keptIn } from '../../lib/memo.js';
import type { Viewer } from '../../security/viewer.js';
import type { Reading, Share, Shared } from '../../serving/run.js';
import type { NumberColumns } from '../../slices/columns.js';
import type { Row } from '../../warehouse/engine.js';
import type { Manifest } from '../../warehouse/generations.js';
import { contactStates, householdOf } from '../contact-states.js';
import { fullOffers } from '../full-offers.js';
import type { CampaignLog } from './campaigns.js';
import { Campaigns } from './campaigns.js';

/** What decisions read, of one generation. */
export interface DecidingContext {
  readonly viewer: Viewer;
  readonly catalogue: Catalogue;
  readonly manifest: Manifest;
  readonly numberColumns: NumberColumns;
  readonly coverage: Coverage;
  readonly decisions: Decisions;
  /** Of the generation. */
  readonly share: Share;
  /** Of the request. */
  readonly join: Reading['join'];
}

type Reader = (id: string) => Promise<Shared<DecisionInputs | null>>;

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
  /** Writes a decision; when it returns, it is on the disk, or the one that its key has made before, which is given then. */
  readonly record: (row: DecisionRow) => Promise<DecisionRow>;
  readonly campaigns: Campaigns;
  private readonly readers = new WeakMap<Share, Map<string, Reader>>();

  constructor(
    private readonly ledger: Ledger,
    home: string,
    /** The operator's day. */
    private readonly today: () => string,
    log: CampaignLog | null = null,
  ) {
    this.campaigns = new Campaigns(ledger, home, log);
    this.record = gathered(1, async (rows: readonly DecisionRow[]) => {
      const kept = await recordDecisions(ledger, rows);
      return ({ id }) => kept.get(id)!;
    });
  }

  /** null: there is no such number in the newest month, or none that the viewer may see. */
  known(id: string, scene: Scene, context: DecidingContext): Promise<DecisionInputs | null> {
    const { viewer, catalogue, manifest, numberColumns, coverage, decisions, share } = context;
    const readers = keptIn(this.readers, share, () => new Map<string, Reader>());
    const key = JSON.stringify([scene, viewer.rows]);
    // Of the request only what holds for all who share the key.
    const shared = { viewer, catalogue, manifest, numberColumns, coverage, decisions, share };
    const reader = keptIn(readers, key, () => gathered(1, this.reader(scene, shared)));
    return context.join(reader(id));
  }

  private reader(
    scene: Scene,
    context: Omit<DecidingContext, 'join'>,
  ): (asked: readonly string[]) => Promise<(id: string) => Shared<DecisionInputs | null>> {
    const { catalogue, share } = context;
    const scored = context.coverage.provided.has('propensity.probability') ? scene : null;
    const statementFor = numberStatements(columnsOfScene(catalogue, scene), scored, context);
    return async (asked) => {
      const ids = [...new Set(asked)];
      const day = this.today();
      const { value, route } = await share((run) =>
        Promise.all([
          run(statementFor(padded(ids)), 'channels'),
          contactStates(this.ledger, ids, scene, day, context),
          this.campaigns.keptFrom(run, day),
          fullOffers(this.ledger, catalogue, day.slice(0, 7)),
        ]),
      );
      const [rows, stateOf, keptFrom, full] = value;
      const found = new Map(rows.map((row) => [row.id as string, row]));
      return (id) => {
        const values = found.get(id);
        if (!values) return { value: null, route };
        const draw = householdOf(id, context.decisions)!;
        const circumstances = { contact: stateOf(id), full, keptFrom: keptFrom(draw), scores: scoresOf(values) };
        return { value: { values, circumstances }, route };
      };
    };
  }
}

/** Repeated up to a power of two: so that statements have few shapes, and those are parsed once. */
function padded(ids: readonly string[]): readonly string[] {
  const size = 2 ** Math.ceil(Math.log2(ids.length));
  return Array.from({ length: size }, (_, index) => ids[index % ids.length]!);
}
