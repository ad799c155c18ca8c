import type { FastifyBaseLogger } from 'fastify';
import { freezeStandingList } from '../campaigns/standing/freeze.js';
import { viewerOfStanding } from '../campaigns/standing/viewer.js';
import { createContext } from '../faces/context.js';
import { claimStandingList } from '../ledger/lists/settle-standing-list.js';
import type { StandingListRow } from '../ledger/tables.js';
import type { Martlet } from '../martlet.js';
import type { OpenParts } from './parts.js';

const lookMs = 1000;
/** For so long who makes a list has it to himself. Then, where it was killed or could not, one of the gateways tries again. */
const leaseMs = 300_000;

/** Has each standing list make its list of the generation that serves; of gateways that share a ledger one makes each. */
export class StandingLists {
  private readonly timer: NodeJS.Timeout;
  private looking: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly martlet: Martlet,
    private readonly parts: OpenParts,
    private readonly log: FastifyBaseLogger,
  ) {
    this.timer = setInterval(() => {
      this.looking = this.looking
        .then(() => this.look())
        .catch((err: unknown) => log.error({ err }, 'no look at standing lists'));
    }, lookMs).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.isClosed = true;
    await this.looking;
  }

  private async look(): Promise<void> {
    const { generations, ledger } = this.parts;
    while (!this.isClosed) {
      const generation = generations.serving?.manifest.id;
      if (generation === undefined) return;
      const standing = await claimStandingList(ledger, { generation, now: new Date(), leaseMs });
      if (standing === null) return;
      await this.make(standing).catch((err: unknown) =>
        this.log.error({ err, standing: standing.id, generation }, 'a standing list could not make its list: it is tried again'),
      );
    }
  }

  private async make(standing: StandingListRow): Promise<void> {
    const { generations, audit, channels } = this.parts;
    const { definitions } = this.martlet;
    const lease = await generations.lease();
    try {
      const { serving } = lease;
      const viewer = viewerOfStanding(standing);
      await freezeStandingList(
        standing,
        createContext({ serving, definitions, viewer, requestId: standing.id, log: this.log, audit, channels }),
      );
    } finally {
      lease.release();
    }
  }
}
