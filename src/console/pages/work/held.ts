import type { HeldFragment, WorkQuery } from '../../graph/documents.ts';

export type WorkList = NonNullable<WorkQuery['targetLists']>['nodes'][number];
export type Item = HeldFragment['items'][number];

/** An item with the batch that holds it. */
export interface Held {
  readonly batch: HeldFragment;
  readonly item: Item;
}
