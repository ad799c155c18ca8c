import type { ListPageQuery } from '../../graph/documents.ts';

/** A list as its page has it. */
export type TargetList = NonNullable<ListPageQuery['targetList']>;

/** And how far its work is. */
export type WorkedList = TargetList & NonNullable<ListPageQuery['work']>;
