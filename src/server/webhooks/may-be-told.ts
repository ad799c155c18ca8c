import { channelsOf } from '../../campaigns/channels.js';
import { findList } from '../../campaigns/lists/lists.js';
import { seesNumber } from '../../campaigns/sees-number.js';
import { MartletError } from '../../errors.js';
import { askerOf } from '../../exports/asker.js';
import { mayBeSeenBy } from '../../exports/jobs/job.js';
import type { RequestContext } from '../../faces/context.js';
import { signalEvents } from '../../indicators/signals/signal-events.js';
import { exportJobById } from '../../ledger/exports/export-jobs.js';
import type { OutboxEventRow } from '../../ledger/tables.js';
import { requireScene } from '../../security/grants.js';
import { requireMart } from '../../security/marts.js';

/** May a viewer, who asked by a key, be told of an event? Of what he could ask for himself at this moment. */
export async function mayBeTold(event: OutboxEventRow, key: string | null, context: RequestContext): Promise<boolean> {
  try {
    return await isSeen(event, key, context);
  } catch (error) {
    if (error instanceof MartletError && error.code === 'FORBIDDEN') return false;
    throw error;
  }
}

async function isSeen(
  { id, type, subject, data }: OutboxEventRow,
  key: string | null,
  context: RequestContext,
): Promise<boolean> {
  const { viewer, ledger } = context;
  switch (type) {
    case 'generation.published':
      return viewer.tiers.length > 0;
    case 'signal.found': {
      const { month } = JSON.parse(data) as { readonly month: string };
      return (await signalEvents(key, month, context)).some((event) => event.id === id);
    }
    case 'export.done': {
      const job = await exportJobById(ledger!, subject);
      return job !== undefined && mayBeSeenBy(askerOf(viewer), job);
    }
    case 'list.frozen':
    case 'list.approved':
    case 'list.expired':
      return (await findList(subject, context)) !== null;
    case 'outcome.recorded':
    case 'order.made': {
      const { scene, list } = JSON.parse(data) as { readonly scene: string; readonly list: string | null };
      channelsOf(context);
      requireScene(viewer, scene);
      requireMart(viewer, 'contact');
      // Whose lists are his own alone is told what came of them.
      if (viewer.lists === 'own' && (list === null || (await findList(list, context)) === null)) return false;
      return seesNumber(subject, context);
    }
  }
}
