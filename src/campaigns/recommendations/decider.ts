import type { Scene } from '../../catalogue/offers/types.js';
import type { Catalogue } from '../../catalogue/types.js';
import { columnsOfScene } from '../../decisions/columns-of-scene.js';
import type { Decisions } from '../../decisions/decisions.js';
import type { Circumstances } from '../../decisions/judge.js';
import type { Coverage } from '../../figures/figure.js';
import { recordDecisions } from '../../ledger/contacts/decisions.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { DecisionRow } from '../../ledger/tables.js';
import { gathered } from '../../lib/gathered.js';
import { keptIn } from '../../lib/memo.js';
import { inputsByKey, keyReading } from '../../numbers/by-key.js';
import type { Points } from '../../points/store.js';
import type { Secret } from '../../security/secret.js';
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
  readonly points: Points;
  readonly secret: Secret;
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
    const { viewer, catalogue, manifest, numberColumns, coverage, decisions, share, points, secret } = context;
    const readers = keptIn(this.readers, share, () => new Map<string, Reader>());
    const key = JSON.stringify([scene, viewer.rows, viewer.marts]);
    // Of the request only what holds for all who share the key.
    const shared = { viewer, catalogue, manifest, numberColumns, coverage, decisions, share, points, secret };
    const reader = keptIn(readers, key, () => gathered(1, this.reader(scene, shared)));
    return context.join(reader(id));
  }

  private reader(
    scene: Scene,
    context: Omit<DecidingContext, 'join'>,
  ): (numbers: readonly string[]) => Promise<(id: string) => Shared<DecisionInputs | null>> {
    const { catalogue, share, manifest, coverage } = context;
    const scored = coverage.provided.has('propensity.probability') ? scene : null;
    const columns = columnsOfScene(catalogue, scene);
    const asked = keyReading('inputs of decisions', 'number_state', columns);
    return async (numbers) => {
      const ids = [...new Set(numbers)];
      const day = this.today();
      const { value, route } = await share(({ run, read }) =>
        Promise.all([
          read(asked, () => inputsByKey(ids, manifest.months.at(-1)!, columns, scored, context)),
          contactStates(this.ledger, ids, scene, day, context),
          this.campaigns.keptFrom(run, day),
          fullOffers(this.ledger, catalogue, day.slice(0, 7)),
        ]),
      );
      const [found, stateOf, keptFrom, full] = value;
      return (id) => {
        const own = found.get(id);
        if (!own) return { value: null, route };
        const draw = householdOf(id, context.decisions)!;
        const circumstances = { contact: stateOf(id), full, keptFrom: keptFrom(draw), scores: own.scores, stake: own.stake };
        return { value: { values: own.values, circumstances }, route };
      };
    };
  }
}
