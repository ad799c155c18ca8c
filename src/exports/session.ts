import type { CampaignSession } from '../campaigns/session.js';
import type { WarehouseEngine } from '../warehouse/engine.js';
import type { Exports } from './jobs/exports.js';

/** What files are written with. */
export interface ExportSession extends CampaignSession {
  /** null where no gateway runs that could do the work later. */
  readonly exports: RunningExports | null;
}

/** What a running gateway does beyond answering. */
export interface RunningExports {
  readonly jobs: Exports;
  /** Of the generation that is held. */
  readonly engine: Pick<WarehouseEngine, 'export'>;
  /** Keeps the generation open beyond the request, until what it gives is called. */
  readonly hold: () => () => void;
}
