import type DataLoader from 'dataloader';
import type { OpenCatalogue } from '../catalogue/load.js';
import type { Decisions } from '../decisions/decisions.js';
import type { StandingListRow, TargetListRow } from '../ledger/tables.js';
import type { NumberSession } from '../numbers/session.js';
import type { Points } from '../points/store.js';
import type { Reading, Share } from '../serving/run.js';
import type { SetPlace } from '../session/session.js';
import type { Decider } from './recommendations/decider.js';

/** What questions of tier 4 share. */
export interface CampaignSession extends NumberSession, Reading {
  /** Does what several requests wait for together. */
  readonly share: Share;
  /** Of the generation. */
  readonly points: Points;
  /** Aborts when nobody waits for the answer any more; null where that is not known. */
  readonly signal: AbortSignal | null;
  /** What the catalogue would be with a change. */
  readonly suppose: OpenCatalogue['suppose'];
  /** What decisions about offers are made with. */
  readonly decisions: Decisions;
  /** Lists by the measure that their goal is of; null as `channels` is. */
  readonly goalLists: DataLoader<string, readonly TargetListRow[]> | null;
  /** By id; null as `channels` is. */
  readonly standingLists: DataLoader<string, StandingListRow | undefined> | null;
  /** null where no ledger is kept. */
  readonly channels: Channels | null;
}

/** What tier 4 needs beyond the marts. Snapshots of lists lie beside the sets. */
export interface Channels extends SetPlace {
  readonly decider: Decider;
  /** How long a decision waits for marts and ledger, ms; what is later is decided without. */
  readonly patienceMs: number;
}
