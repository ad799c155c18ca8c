import type { HeldFragment, WorkQuery } from '../../graph/documents.ts';

/** A list that the agent may work on. */
export type WorkList = NonNullable<WorkQuery['targetLists']>['nodes'][number];
/** A number to be contacted. */
export type Item = HeldFragment['items'][number];

/** An item with the batch that holds it. */
export interface Held {
  readonly batch: HeldFragment;
  readonly item: Item;
}
