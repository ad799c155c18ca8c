import type { ListPageQuery } from '../../graph/documents.ts';

/** A list as its page has it. */
export type TargetList = NonNullable<ListPageQuery['targetList']>;
